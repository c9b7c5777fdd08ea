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
    "a": LINK,
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


@dataclass(slots=True)
class Mark:
    """An element that carries metadata, or a link."""

    node: LexborNode
    attributes: dict[str, str | None]
    flags: int
    line: int
    """Index of the first line at or after it."""


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


class _Walk:
    """Gathers texts into lines."""

    def __init__(self) -> None:
        self.page = PageLines()
        self.parts: list[tuple[int, str]] = []

    def flush(self) -> None:
        if not self.parts:
            return
        parts, self.parts = self.parts, []
        text = " ".join("".join([text for _, text in parts]).split())
        if not text:
            return
        flags, linked = 0, LINK
        for part_flags, part in parts:
            if not part.isspace():
                flags |= part_flags
                linked &= part_flags
        if not text.isascii():
            text = unicode_form("NFC", text)
        self.page.lines.append(Line(text, (flags & ~LINK) | linked, parts))


def read_lines(tree: LexborHTMLParser) -> PageLines:
    """The printed lines of ``tree``. The tree is not changed."""
    walk = _Walk()
    page = walk.page
    body = tree.body
    if body is None:
        return page
    known: dict[int, tuple[int, int]] = {body.mem_id: (0, 0)}
    open_block = 0
    n_nodes = 0
    for node in body.traverse(include_text=True):
        n_nodes += 1
        if n_nodes > MAX_NODES:
            break
        parent = node.parent
        if parent is None or n_nodes == 1:
            continue
        flags, block = known.get(parent.mem_id, (0, 0))
        tag = node.tag
        if tag == "-text":
            if flags & UNREAD:
                continue
            if block != open_block:
                walk.flush()
                open_block = block
            walk.parts.append((flags, node.text_content or ""))
            continue
        if tag is None or tag[0] == "-":
            continue
        if tag == "br":
            walk.flush()
            continue
        attributes = node.attributes
        if attributes:
            flags |= _own_flags(attributes)
        flags |= _TAG_FLAGS.get(tag, 0)
        if tag not in _INLINE:
            block = n_nodes
        known[node.mem_id] = (flags, block)
        if tag == "a" and attributes.get("href"):
            page.links.append(Mark(node, attributes, flags, len(page.lines) + bool(walk.parts) * (block != open_block)))
        elif tag == "time":
            page.times.append(Mark(node, attributes, flags, len(page.lines)))
        if "itemprop" in attributes:
            page.properties.append(Mark(node, attributes, flags, len(page.lines)))
    walk.flush()
    return page


def _own_flags(attributes: dict[str, str | None]) -> int:
    flags = 0
    if name := attributes.get("class"):
        flags = roles(name)
    if name := attributes.get("id"):
        flags |= roles(name)
    if name := attributes.get("itemprop"):
        flags |= roles(name)
    if "hidden" in attributes:
        flags |= HIDDEN
    if attributes.get("align") == "right":
        flags |= RIGHT
    if style := attributes.get("style"):
        if "right" in style and "text-align" in style:
            flags |= RIGHT
        if "none" in style and "display" in style:
            flags |= HIDDEN
    if role := attributes.get("role"):
        flags |= {"navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE}.get(role, 0)
    return flags
