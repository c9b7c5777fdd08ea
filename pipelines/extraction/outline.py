"""The outline of a page: its block-level elements and, in reading order, its blocks of text and pictures.

Everything the body cascade decides (container, lead, captions, boilerplate) is decided on the outline that
:mod:`pipelines.extraction.walk` makes, so the tree itself is walked once and never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from selectolax.lexbor import LexborNode


class Kind(StrEnum):
    """What a block of the outline is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"
    CAPTION = "caption"
    IMAGE = "image"


@dataclass(slots=True)
class Element:
    """A block-level element (or a marked inline one) of the page."""

    index: int
    """Place in :attr:`Outline.elements`; ancestors come first."""
    parent: int
    """Index of the nearest recorded ancestor, -1 for the root."""
    tag: str
    mark: str
    """Class and id as written; what rules about marked elements look at."""
    node: LexborNode
    earned: bool
    """Its own tag, class, id or style says that it holds no main text."""
    suspect: bool
    """It, or an element around it, has earned suspicion."""
    centred: bool
    """Whether its text is set centred by its own attributes."""
    captions: bool
    """Whether it holds a caption, by its tag, class or id, or because the layout says so."""
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
    suspect: bool = False
    """Whether it stands inside a suspect element."""
    n_link: int = 0
    """Characters of ``text`` inside links."""
    n_bold: int = 0
    """Characters of ``text`` that are bold."""
    n_italic: int = 0
    """Characters of ``text`` that are italic."""
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

    @property
    def is_words(self) -> bool:
        """Whether it is text of its own: neither picture nor caption, and not merged into another block."""
        return self.kind is not Kind.IMAGE and self.kind is not Kind.CAPTION and bool(self.text)


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

    def place_of(self, block: Block) -> int:
        """Where ``block``, which is one of the outline's, stands among the blocks."""
        return next(place for place, other in enumerate(self.blocks) if other is block)

    def inside(self, element: Element) -> list[Block]:
        """The blocks inside ``element``, in order."""
        return self.blocks[element.first_block : element.last_block]
