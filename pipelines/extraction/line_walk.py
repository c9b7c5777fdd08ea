"""One walk over a page, or over what a layout leaves of it, that gathers its printed lines."""

from __future__ import annotations

from unicodedata import normalize as unicode_form

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.lines import Line, Mark, PageLines
from pipelines.extraction.roles import (
    ASIDE,
    BOLD,
    CAPTION,
    CELL,
    COMMENT,
    CRUMB,
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
    RELATED,
    RIGHT,
    UNREAD,
    VIEWS,
    roles,
)
from pipelines.extraction.scope import Scope

MAX_NODES = 150_000
"""Elements and texts walked of one page; metadata stands before that."""

_TAG_FLAGS = {
    "noscript": UNREAD,
    "object": UNREAD,
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
_CLOSED_TAGS = "script style template svg select option textarea iframe math"
_CLOSED = frozenset(_CLOSED_TAGS.split())
"""Elements whose content is not gone into: it prints no text, and offers no links."""
_AWAY = NAV | FOOTER | ASIDE | RELATED | COMMENT
"""Flags of what a walk with a scope passes by: nothing in it can be about the article."""
_SPACE = (0, " ")
"""White space between pieces of text."""


def read_lines(tree: LexborHTMLParser, scope: Scope | None = None) -> PageLines:
    """The printed lines of ``tree``, all of them or those that ``scope`` names. The tree is not changed."""
    walk = _Walk(scope)
    if tree.body is not None:
        walk.over(tree.body)
    return walk.page


class _Walk:
    """Gathers texts into lines."""

    def __init__(self, scope: Scope | None) -> None:
        self.page = PageLines()
        self.scope = scope
        self.parts: list[tuple[int, str]] = []
        self.zone = 0
        self.open_block = 0
        self.seen_eye = False

    def over(self, root: LexborNode) -> None:
        """Walk everything inside ``root``, without recursion."""
        around = self.scope.around if self.scope is not None else None
        last = self.scope.last if self.scope is not None else None
        page = self.page
        tag_flags = _TAG_FLAGS.get
        above: list[tuple[LexborNode, int, int, int]] = []
        flags, block, zone = 0, 1, 0
        n_nodes = 1
        node = root.first_child
        while True:
            if node is None:
                if not above:
                    break
                node, flags, block, zone = above.pop()
                if last is not None and node.mem_id == last:
                    break
                node = node.next
                continue
            n_nodes += 1
            tag = node.tag or "-"
            if tag == "-text":
                if not node.is_empty_text_node:
                    self._text(node.text_content, flags, block, zone)
                elif self.parts and self.parts[-1] is not _SPACE:
                    self.parts.append(_SPACE)
            elif tag == "br":
                self._break()
            elif tag[0] != "-":
                if n_nodes > MAX_NODES:
                    break
                attributes = node.attributes
                is_link = tag == "a" and bool(attributes.get("href"))
                own = LINK if is_link else tag_flags(tag, 0)
                if attributes:
                    own |= _own_flags(attributes)
                    if own & EYE:
                        self.seen_eye = True
                if around is not None and own & _AWAY and not own & CRUMB and node.mem_id not in around:
                    node = node.next
                    continue
                inner_zone = zone
                if own & ELSEWHERE:
                    inner_zone = n_nodes
                    page.zones[inner_zone] = (own & ELSEWHERE, zone)
                inner_block = block if tag in _INLINE else n_nodes
                if is_link or tag == "time" or "itemprop" in attributes:
                    line = len(page.lines) + (inner_block != self.open_block and bool(self.parts))
                    mark = Mark(node, attributes, flags | own, line, inner_zone)
                    if is_link:
                        page.links.append(mark)
                    elif tag == "time":
                        page.times.append(mark)
                    if "itemprop" in attributes:
                        page.properties.append(mark)
                child = node.first_child if tag not in _CLOSED else None
                if child is not None:
                    above.append((node, flags, block, zone))
                    flags, block, zone = flags | own, inner_block, inner_zone
                    node = child
                    continue
            node = node.next
        if self.parts:
            self._flush()

    def _text(self, text: str | None, flags: int, block: int, zone: int) -> None:
        if not text or text.isspace():
            if self.parts and self.parts[-1] is not _SPACE:
                self.parts.append(_SPACE)
            return
        if flags & UNREAD:
            return
        if block != self.open_block:
            if self.parts:
                self._flush()
            self.open_block = block
        if not self.parts:
            self.zone = zone
        if self.seen_eye:
            flags |= VIEWS
            self.seen_eye = False
        self.parts.append((flags, text))

    def _break(self) -> None:
        """A line break; in a heading it is a space."""
        if self.parts and self.parts[-1][0] & HEADING:
            self.parts.append(_SPACE)
        elif self.parts:
            self._flush()

    def _flush(self) -> None:
        """End the line gathered so far."""
        parts, self.parts = self.parts, []
        if parts[-1] is _SPACE:
            parts.pop()
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


_LANDMARKS = {"navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE}
_NAMED, _HIDING, _STYLED, _ROLE, _ALIGNED = range(1, 6)
_TELLING = {
    "class": _NAMED,
    "id": _NAMED,
    "itemprop": _NAMED,
    "hidden": _HIDING,
    "style": _STYLED,
    "role": _ROLE,
    "align": _ALIGNED,
}
"""The attributes that say something about what an element holds, and how to read them."""


def _own_flags(attributes: dict[str, str | None]) -> int:
    """What an element's attributes say about it."""
    flags = 0
    for name, value in attributes.items():
        kind = _TELLING.get(name)
        if kind is None:
            continue
        if kind == _HIDING:
            flags |= 0 if value else HIDDEN
        elif not value:
            continue
        elif kind == _NAMED:
            flags |= roles(value)
        elif kind == _STYLED:
            if "right" in value and "text-align" in value:
                flags |= RIGHT
            if "none" in value and "display" in value:
                flags |= HIDDEN
        elif kind == _ROLE:
            flags |= _LANDMARKS.get(value, 0)
        elif value == "right":
            flags |= RIGHT
    return flags
