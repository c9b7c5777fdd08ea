"""One walk over a page's tree: its block-level elements and, in reading order, its blocks of text and pictures.

Everything the body cascade decides (container, lead, captions, boilerplate) is decided on this outline, so the
tree itself is walked once and never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from selectolax.lexbor import LexborNode

from pipelines.extraction.boilerplate import MARKED_BOILERPLATE, MARKED_CAPTION

MAX_ELEMENTS = 200_000
"""Elements and texts read of one page; what follows is not looked at."""


class Kind(StrEnum):
    """What a block of the outline is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"
    CAPTION = "caption"
    IMAGE = "image"


UNREAD = frozenset(
    "script style template svg canvas iframe object embed select textarea button noscript head title meta link input "
    "datalist dialog audio video map progress math".split()
)
"""Elements whose content is never read as text."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr st1:place st1:city amp-text".split()
)
"""Elements that do not end a block of text."""

BOLD = frozenset({"b", "strong"})
OUTSIDE = frozenset({"nav", "footer", "aside", "menu"})
"""Elements that by the standard hold something else than the main text."""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(slots=True)
class Element:
    """A block-level element (or a marked inline one) of the page."""

    index: int
    """Place in :attr:`Outline.elements`; ancestors come first."""
    parent: int
    """Index of the nearest recorded ancestor, -1 for the root."""
    tag: str
    mark: str
    """Class and id, lower-cased; what rules about marked elements look at."""
    node: LexborNode
    earned: bool
    """Its own tag, class, id or style says that it holds no main text."""
    suspect: bool
    """It, or an element around it, has earned suspicion."""
    first_block: int = 0
    last_block: int = 0
    """Half-open range of :attr:`Outline.blocks` inside it."""
    n_rows: int = 0
    """Rows, where it is a table."""


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, table row, caption or picture, with its white space folded."""

    kind: Kind
    text: str
    """Its text; for a picture its alternative text."""
    element: int
    """Index of the innermost recorded element around it."""
    suspect: bool
    """Whether it stands inside a suspect element."""
    n_link: int = 0
    """Characters of ``text`` inside links."""
    n_bold: int = 0
    """Characters of ``text`` that are bold."""
    level: int = 0
    """Heading level 1–6, or depth of a list item from 1."""
    ordered: bool = False
    """Whether a list item is numbered."""
    url: str = ""
    """Address of a picture, as written."""
    cells: tuple[str, ...] = ()
    """Cells of a table row."""
    table: int = -1
    """Index of the table around a row."""


@dataclass(slots=True)
class Outline:
    """Elements and blocks of one page, both in document order."""

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def ancestors(self, index: int) -> Iterator[Element]:
        """The element itself and its recorded ancestors, innermost first."""
        while index >= 0:
            element = self.elements[index]
            yield element
            index = element.parent


class _Reader:
    """State of the walk: which elements are open and what text has been gathered since the last break."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.open: list[int] = []
        self.parts: list[str] = []
        self.n_link = self.n_bold = 0
        self.link_depth = self.bold_depth = self.list_depth = 0

    def text(self, text: str) -> None:
        self.parts.append(text)
        if self.link_depth or self.bold_depth:
            n = len(text.strip())
            if self.link_depth:
                self.n_link += n
            if self.bold_depth:
                self.n_bold += n

    def flush(self) -> None:
        """End the block of text gathered so far."""
        if not self.parts:
            return
        text = " ".join("".join(self.parts).replace("\x00", "").split())
        n_link, n_bold = self.n_link, self.n_bold
        self.parts.clear()
        self.n_link = self.n_bold = 0
        if not text:
            return
        index = self.open[-1]
        element = self.outline.elements[index]
        block = Block(Kind.PARAGRAPH, text, index, element.suspect, min(n_link, len(text)), min(n_bold, len(text)))
        self._classify(block)
        self.outline.blocks.append(block)

    def _classify(self, block: Block) -> None:
        for element in self.outline.ancestors(block.element):
            tag = element.tag
            if tag in HEADINGS:
                block.kind, block.level = Kind.HEADING, HEADINGS[tag]
                return
            if tag == "figcaption" or (element.mark and MARKED_CAPTION.search(element.mark)):
                block.kind = Kind.CAPTION
                return
            if tag in ("li", "dd", "dt"):
                parent = self.outline.elements[element.parent].tag if element.parent >= 0 else ""
                block.kind, block.level, block.ordered = Kind.ITEM, max(1, self.list_depth), parent == "ol"
                return
            if tag == "blockquote":
                block.kind = Kind.QUOTE
                return
            if tag in ("div", "td", "section", "article", "body", "main"):
                return

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Begin an element; whether it is recorded (and so breaks the text)."""
        attributes = node.attributes
        mark = ""
        if attributes:
            mark = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        inline = tag in INLINE
        marked = bool(mark) and MARKED_BOILERPLATE.search(mark) is not None
        if inline and not (marked or (mark and MARKED_CAPTION.search(mark))):
            return False
        self.flush()
        parent = self.open[-1] if self.open else -1
        earned = marked or tag in OUTSIDE or _hidden(attributes)
        elements = self.outline.elements
        suspect = earned or (parent >= 0 and elements[parent].suspect)
        elements.append(Element(len(elements), parent, tag, mark, node, earned, suspect, len(self.outline.blocks)))
        self.open.append(elements[-1].index)
        if tag in ("ul", "ol"):
            self.list_depth += 1
        elif tag == "tr":
            for element in self.outline.ancestors(parent):
                if element.tag == "table":
                    element.n_rows += 1
                    break
        return True

    def leave(self, tag: str) -> None:
        self.flush()
        self.outline.elements[self.open.pop()].last_block = len(self.outline.blocks)
        if tag in ("ul", "ol"):
            self.list_depth -= 1

    def image(self, node: LexborNode) -> None:
        attributes = node.attributes
        url = next((attributes[key] for key in _IMAGE_SOURCES if attributes.get(key)), None)
        if url is None or not self.open:
            return
        self.flush_around_image()
        index = self.open[-1]
        alt = " ".join((attributes.get("alt") or "").split())
        self.outline.blocks.append(Block(Kind.IMAGE, alt, index, self.outline.elements[index].suspect, url=url.strip()))

    def flush_around_image(self) -> None:
        """A picture inside a sentence (an icon, an emoji) does not break it."""
        if not "".join(self.parts).strip():
            self.flush()


_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "src")


def _hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style) and "display:none" in style.replace(" ", "").lower()


def read_outline(root: LexborNode) -> Outline:
    """Walk ``root`` once, without recursion, so that depth cannot exhaust the stack."""
    reader = _Reader()
    node: LexborNode | None = root
    stack: list[tuple[LexborNode, str, bool]] = []
    budget = MAX_ELEMENTS
    while node is not None and budget > 0:
        budget -= 1
        child: LexborNode | None = None
        if node.is_text_node:
            if reader.open:
                reader.text(node.text_content or "")
        elif node.is_element_node:
            tag = node.tag or ""
            if tag == "br":
                reader.flush() if reader.open else None
            elif tag == "img":
                reader.image(node)
            elif tag not in UNREAD:
                recorded = reader.enter(node, tag)
                if tag == "a":
                    reader.link_depth += 1
                elif tag in BOLD:
                    reader.bold_depth += 1
                child = node.first_child
                stack.append((node, tag, recorded))
                if child is not None:
                    node = child
                    continue
                _leave(reader, stack)
        if not stack:
            break
        while stack:
            following = node.next
            if following is not None:
                node = following
                break
            node = stack[-1][0]
            _leave(reader, stack)
            if not stack:
                node = None
    while stack:
        _leave(reader, stack)
    return reader.outline


def _leave(reader: _Reader, stack: list[tuple[LexborNode, str, bool]]) -> None:
    _, tag, recorded = stack.pop()
    if tag == "a":
        reader.link_depth -= 1
    elif tag in BOLD:
        reader.bold_depth -= 1
    if recorded:
        reader.leave(tag)
