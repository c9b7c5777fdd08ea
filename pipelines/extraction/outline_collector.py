"""The outline's side of a walk: which elements are open, and what text has been gathered since the last break."""

from __future__ import annotations

from collections.abc import Collection

from selectolax.lexbor import LexborNode

from pipelines.extraction.kinds import (
    BOLD,
    FIGCAPTION,
    INLINE,
    ITALIC,
    LIST,
    MAIN,
    NEVER_MAIN,
    NOT_ENTERED,
    OUTSIDE,
    PLAIN_INLINE,
)
from pipelines.extraction.marks import ALIGNED, BOILERPLATE, CAPTION, CENTRED, HEAVY, LISTS, NOT_SHOWN, SURROUNDINGS
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.rules import Rule, active

MAX_SLIGHT_CHARS = 400
"""A suspect element with less text, or ..."""
LINKED_SHARE = 0.6
"""... with more of it in links, is never acquitted, and not even gone into."""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ITEMS = frozenset({"li", "dd", "dt"})
_ENDS_CLASSIFYING = frozenset({"div", "td", "th", "section", "article", "body", "main"})
_IMAGES = frozenset({"img", "amp-img"})
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "src")
DEEPEST = 128
"""Elements recorded one in the other; text further in belongs to the innermost of them. Broken markup nests thousands,
and every question about what stands around a text would go up through them all."""
LINKED, IS_BOLD, IS_ITALIC, IN_LIST = 1, 2, 4, 8
"""How text is set: flags, and how many lists are open, in steps of ``IN_LIST``."""
_COUNTED = LINKED | IS_BOLD | IS_ITALIC


class OutlineCollector:
    """Makes an outline of what a walk enters, reads and leaves.

    ``skip`` holds the ``mem_id`` of elements that are left out with all they hold, ``captions`` those of captions.
    """

    def __init__(self, skip: Collection[int] = (), captions: Collection[int] = ()) -> None:
        self.outline = Outline()
        self.parts: list[str] = []
        """The text gathered since the last break; it does not begin with white space between elements."""
        self.setting = 0
        """How text is set here. The walk sets it back to what it was when it leaves an element."""
        self._skip, self._captions = skip, captions
        self._marks = active(Rule.MARKED)
        self._open: list[Element] = []
        self._n_link = self._n_bold = self._n_italic = 0
        self._n_captions = 0
        """Captions that are open: what stands in them in elements of its own belongs to them too."""

    def enter(
        self, node: LexborNode, tag: str, kind: int, attributes: dict[str, str | None], mark: str, said: int
    ) -> bool | None:
        """Begin an element: whether it is recorded, and so to be closed; ``None`` when it is not to be gone into."""
        if kind & NOT_ENTERED or (self._skip and node.mem_id in self._skip):
            if tag == "br":
                self._flush()
            elif tag in _IMAGES:
                self._image(attributes)
            return None
        recorded: bool | None = False
        if not (kind & PLAIN_INLINE and self._open):
            recorded = self._record(node, tag, kind, mark, said)
        if recorded is not None:
            if kind & BOLD or said & HEAVY:
                self.setting |= IS_BOLD
            if kind & ITALIC:
                self.setting |= IS_ITALIC
            elif kind & LIST:
                self.setting += IN_LIST
            elif tag == "a" and "href" in attributes:  # an unclosed <a name> would make a link of all that follows
                self.setting |= LINKED
        return recorded

    def close(self) -> None:
        """End the innermost recorded element."""
        if self.parts:
            self._flush()
        element = self._open.pop()
        element.last_block = len(self.outline.blocks)
        if element.tag == "figcaption":
            self._n_captions -= 1

    def text(self, text: str) -> None:
        """Read a piece of text."""
        self.parts.append(text)
        setting = self.setting & _COUNTED
        if setting:
            n = len(text.strip())
            if setting & LINKED:
                self._n_link += n
            if setting & IS_BOLD:
                self._n_bold += n
            if setting & IS_ITALIC:
                self._n_italic += n

    def _record(self, node: LexborNode, tag: str, kind: int, mark: str, said: int) -> bool | None:
        """Record an element, which breaks the text; as :meth:`enter`."""
        opened = self._open
        if len(opened) >= DEEPEST:
            self._flush()
            return False
        around = opened[-1] if opened else None
        captioned = said & CAPTION or kind & FIGCAPTION or self._n_captions
        if self._captions and node.mem_id in self._captions:
            captioned = True
        earned = False
        if said or kind & OUTSIDE:
            if kind & MAIN and not (said & BOILERPLATE and _is_teaser(node, tag)):
                said &= ~(BOILERPLATE | SURROUNDINGS | LISTS)
            elif said & LISTS and node.css_first("a[href]") is not None:
                said |= BOILERPLATE
            earned = self._marks and bool(said & (BOILERPLATE | NOT_SHOWN) or kind & OUTSIDE)
            is_around = said & SURROUNDINGS and self._marks and not (earned or captioned)
            if is_around and around is not None and _is_slight(node):
                self._flush()
                return None
        if kind & INLINE and around is not None and not earned and not captioned:
            return False
        if self.parts:
            self._flush()
        if earned and around is not None and (kind & NEVER_MAIN or _is_slight(node)):
            return None
        centred = bool(said & CENTRED) or tag == "center"
        if not centred and around is not None and around.centred:
            centred = not said & ALIGNED and tag != "table"  # which old pages' browsers do not let inherit it
        if kind & FIGCAPTION:
            self._n_captions += 1
        self._add(node, tag, mark, around, earned=earned, centred=centred, captions=bool(captioned))
        return True

    def _add(
        self,
        node: LexborNode,
        tag: str,
        mark: str,
        around: Element | None,
        *,
        earned: bool,
        centred: bool,
        captions: bool,
    ) -> None:
        outline = self.outline
        parent, suspect = -1, earned
        if around is not None:
            parent = around.index
            suspect = earned or around.suspect
        n = len(outline.elements)
        element = Element(n, parent, tag, mark, node, earned, suspect, centred, captions, len(outline.blocks))
        outline.elements.append(element)
        self._open.append(element)
        if tag == "tr":
            table = next((above for above in outline.ancestors(parent) if above.tag == "table"), None)
            if table is not None:
                table.n_rows += 1

    def _flush(self) -> None:
        """End the block of text gathered so far."""
        text = " ".join("".join(self.parts).split())
        self.parts.clear()
        if text:
            element = self._open[-1]
            block = Block(
                Kind.PARAGRAPH, text, element.index, element.suspect, self._n_link, self._n_bold, self._n_italic
            )
            self._classify(block, element)
            self.outline.blocks.append(block)
        self._n_link = self._n_bold = self._n_italic = 0

    def _classify(self, block: Block, element: Element) -> None:
        elements = self.outline.elements
        while True:
            tag, parent = element.tag, element.parent
            if tag in HEADINGS and not (element.captions and self._n_captions):
                block.kind, block.level = Kind.HEADING, HEADINGS[tag]
            elif element.captions:
                block.kind = Kind.CAPTION
            elif tag in _ITEMS:
                block.kind, block.level = Kind.ITEM, max(1, self.setting // IN_LIST)
                block.ordered = parent >= 0 and elements[parent].tag == "ol"
            elif tag == "blockquote":
                block.kind = Kind.QUOTE
            elif tag not in _ENDS_CLASSIFYING and parent >= 0:
                element = elements[parent]
                continue
            return

    def _image(self, attributes: dict[str, str | None]) -> None:
        url = next((value for key in _IMAGE_SOURCES if (value := attributes.get(key))), None)
        if url is None or not self._open:
            return
        if not "".join(self.parts).strip():  # a picture inside a sentence (an emoji) does not break it
            self._flush()
        element = self._open[-1]
        alt = " ".join((attributes.get("alt") or "").split())
        self.outline.blocks.append(Block(Kind.IMAGE, alt, element.index, element.suspect, url=url.strip()))


def _is_teaser(node: LexborNode, tag: str) -> bool:
    """Whether an ``article`` element whose class says that it is a related one is small, and links to another."""
    return (
        tag == "article"
        and node.css_first("a[href]") is not None
        and node.css_first("h1") is None
        and len(node.text_lexbor()) < MAX_SLIGHT_CHARS
    )


def _is_slight(node: LexborNode) -> bool:
    """Whether a suspect element is too small, or too full of links, ever to be acquitted."""
    n = len(node.text_lexbor())
    if n < MAX_SLIGHT_CHARS:
        return True
    left = LINKED_SHARE * n
    for link in node.css("a"):
        left -= len(link.text_lexbor())
        if left < 0:
            return True
    return False
