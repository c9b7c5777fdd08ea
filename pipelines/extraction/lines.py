"""One walk over a page for its metadata: its printed lines in page order, each with what its elements say about it.

A line is what a reader sees as one: the text between two block boundaries or line breaks. What the elements around it
say (``nav``, ``class="sidebar"``, ``itemprop="datePublished"`` …) is inherited as flags, so that every later question
("a date that is not in a sidebar, close below the title") is asked of a short list instead of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import normalize as unicode_form

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.roles import (
    ASIDE,
    BOLD,
    CAPTION,
    CELL,
    DATE,
    ELSEWHERE,
    EYE,
    FOOTER,
    H1,
    HEADER,
    HEADING,
    HIDDEN,
    ITEM,
    LINK,
    NAV,
    RIGHT,
    UNREAD,
    VIEWS,
    roles,
)

MAX_NODES = 150_000
"""Elements and texts walked of one page; metadata stands before that."""

_TAG_FLAGS = {
    "script": UNREAD,
    "style": UNREAD,
    "noscript": UNREAD,
    "template": UNREAD,
    "svg": UNREAD,
    "select": UNREAD,
    "option": UNREAD,
    "textarea": UNREAD,
    "iframe": UNREAD,
    "object": UNREAD,
    "math": UNREAD,
    "nav": NAV,
    "menu": NAV,
    "header": HEADER,
    "footer": FOOTER,
    "aside": ASIDE,
    "time": DATE,
    "h1": HEADING | H1,
    "h2": HEADING,
    "h3": HEADING,
    "h4": HEADING,
    "li": ITEM,
    "td": CELL,
    "th": CELL,
    "figcaption": CAPTION,
    "b": BOLD,
    "strong": BOLD,
}
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data em font i ins kbd label mark q s samp small span strong sub sup time "
    "tt u var wbr img button input"
)
_INLINE = frozenset(_INLINE_TAGS.split())


@dataclass(slots=True)
class Line:
    """One printed line."""

    text: str
    """White space folded, composed."""
    flags: int
    """What the elements of its parts say, together; ``LINK`` only when the whole line is inside links."""
    parts: list[tuple[int, str]]
    """Flags and text of each piece of text in it."""
    zone: int
    """The innermost element around it that is about something else than the article, 0 for none."""


@dataclass(slots=True)
class Mark:
    """An element that carries metadata, or a link."""

    node: LexborNode
    attributes: dict[str, str | None]
    flags: int
    line: int
    """Index of the first line at or after it."""
    zone: int
    """As :attr:`Line.zone`."""


@dataclass(slots=True)
class PageLines:
    """The printed lines of one page and the elements that matter for metadata, all in page order."""

    lines: list[Line] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)
    """``<time>`` elements."""
    properties: list[Mark] = field(default_factory=list)
    """Elements with ``itemprop``."""
    links: list[Mark] = field(default_factory=list)
    """``<a href>``."""
    zones: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Zone → its flags (of :data:`ELSEWHERE`) and the zone around it."""
    title_line: int | None = None
    """Index of the line that is the article's title, once it is chosen."""
    home: frozenset[int] = frozenset((0,))
    """The zones around the title: what a careless class name says of them does not count."""

    def settle(self, title_line: int | None) -> None:
        """Tell which line is the title: from now on :meth:`is_elsewhere` judges by it."""
        self.title_line = title_line
        zones = {0}
        zone = self.lines[title_line].zone if title_line is not None else 0
        while zone:
            zones.add(zone)
            zone = self.zones[zone][1]
        self.home = frozenset(zones)

    @property
    def title_flags(self) -> int:
        """Flags of the title's line: what the elements around the title are called; 0 without a title."""
        return self.lines[self.title_line].flags if self.title_line is not None else 0

    def is_elsewhere(self, item: Line | Mark, ignoring: int = 0) -> bool:
        """Whether an element around ``item``, but not around the title, holds something else than the article.

        ``ignoring`` names flags that shall not count.
        """
        zone = item.zone
        while zone not in self.home:
            flags, around = self.zones[zone]
            if flags & ~ignoring:
                return True
            zone = around
        return False


class _Walk:
    """Gathers texts into lines."""

    def __init__(self) -> None:
        self.page = PageLines()
        self.parts: list[tuple[int, str]] = []
        self.zone = 0

    def next_line(self, is_new_block: bool) -> int:
        """Index of the line that a text coming now will stand in."""
        return len(self.page.lines) + (is_new_block and bool(self.parts))

    def flush(self) -> None:
        """End the line gathered so far."""
        parts, self.parts = self.parts, []
        if len(parts) == 1:
            flags, text = parts[0]
            text = " ".join(text.split())
        else:
            text = " ".join("".join([text for _, text in parts]).split())
            flags, linked = 0, LINK
            for part_flags, part in parts:
                if part != " ":
                    flags |= part_flags
                    linked &= part_flags
            flags = (flags & ~LINK) | linked
        if not text.isascii():
            text = unicode_form("NFC", text)
        self.page.lines.append(Line(text, flags, parts, self.zone))


_SPACE = (0, " ")
"""White space between pieces of text."""
_TOP = (0, 0, 0)
"""Flags, block and zone of the body element."""


def read_lines(tree: LexborHTMLParser) -> PageLines:
    """The printed lines of ``tree``. The tree is not changed."""
    walk = _Walk()
    page = walk.page
    body = tree.body
    if body is None:
        return page
    known: dict[int, tuple[int, int, int]] = {}
    known_at = known.get
    tag_flags = _TAG_FLAGS.get
    open_block = 0
    seen_eye = False
    n_nodes = 0
    for node in body.traverse(include_text=True):
        n_nodes += 1
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if not text or text.isspace():
                if walk.parts:
                    walk.parts.append(_SPACE)
                continue
            flags, block, zone = known_at(node.parent.mem_id, _TOP)  # type: ignore[union-attr]
            if flags & UNREAD:
                continue
            if block != open_block:
                if walk.parts:
                    walk.flush()
                open_block = block
            if not walk.parts:
                walk.zone = zone
            if seen_eye:
                flags |= VIEWS
                seen_eye = False
            walk.parts.append((flags, text))
            continue
        if tag is None or tag[0] == "-":
            continue
        if tag == "br":
            if walk.parts and walk.parts[-1][0] & HEADING:
                walk.parts.append(_SPACE)
            elif walk.parts:
                walk.flush()
            continue
        if n_nodes > MAX_NODES:
            break
        parent = node.parent
        flags, block, zone = known_at(parent.mem_id, _TOP) if parent is not None else _TOP
        attributes = node.attributes
        is_link = tag == "a" and bool(attributes.get("href"))
        own = LINK if is_link else tag_flags(tag, 0)
        if attributes and n_nodes > 1:
            own |= _own_flags(attributes)
        if own:
            flags |= own
            if own & EYE:
                seen_eye = True
            if own & ELSEWHERE:
                page.zones[n_nodes] = (own & ELSEWHERE, zone)
                zone = n_nodes
        if tag not in _INLINE:
            block = n_nodes
        known[node.mem_id] = (flags, block, zone)
        if is_link:
            page.links.append(Mark(node, attributes, flags, walk.next_line(block != open_block), zone))
        elif tag == "time":
            page.times.append(Mark(node, attributes, flags, walk.next_line(block != open_block), zone))
        if "itemprop" in attributes:
            page.properties.append(Mark(node, attributes, flags, walk.next_line(block != open_block), zone))
    if walk.parts:
        walk.flush()
    return page


_LANDMARKS = {"navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE}


def _own_flags(attributes: dict[str, str | None]) -> int:
    """What an element's attributes say about it."""
    flags = 0
    for name, value in attributes.items():
        if not value:
            if name == "hidden":
                flags |= HIDDEN
        elif name in ("class", "id", "itemprop"):
            flags |= roles(value)
        elif name == "style":
            if "right" in value and "text-align" in value:
                flags |= RIGHT
            if "none" in value and "display" in value:
                flags |= HIDDEN
        elif name == "role":
            flags |= _LANDMARKS.get(value, 0)
        elif name == "align" and value == "right":
            flags |= RIGHT
    return flags
