"""The outline's side of a walk: which elements are open, and what text has been gathered since the last break."""

from __future__ import annotations

from collections.abc import Collection

from selectolax.lexbor import LexborNode

from pipelines.extraction.kinds import BOLD, INLINE, ITALIC, LIST, MAIN, NEVER_MAIN, OUTSIDE, PLAIN_INLINE, UNREAD
from pipelines.extraction.marks import BOILERPLATE, CAPTION, CENTRED, NOT_SHOWN, SURROUNDINGS, meaning
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.rules import Rule, active

MAX_SLIGHT_CHARS = 400
"""A suspect element with less text, or ..."""
LINKED_SHARE = 0.6
"""... with more of it in links, is never acquitted, and not even gone into."""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ENDS_CLASSIFYING = frozenset({"div", "td", "th", "section", "article", "body", "main"})
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "src")
_RECORDED, _LINKED = 1 << 20, 1 << 21
"""What is undone when an element is left, beside its kinds."""
_UNDONE = BOLD | ITALIC | LIST


class OutlineCollector:
    """Makes an outline of what a walk enters, reads and leaves.

    ``skip`` holds the ``mem_id`` of elements that are left out with all they hold, ``captions`` those of captions.
    """

    def __init__(self, skip: Collection[int] = (), captions: Collection[int] = ()) -> None:
        self.outline = Outline()
        self._skip, self._captions = skip, captions
        self._marks = active(Rule.MARKED)
        self._open: list[int] = []
        self._parts: list[str] = []
        self._n_link = self._n_bold = self._n_italic = 0
        self._link_depth = self._bold_depth = self._italic_depth = self._list_depth = 0

    def enter(
        self, node: LexborNode, tag: str, kind: int, attributes: dict[str, str | None], mark: str, setting: int
    ) -> int | None:
        """Begin an element: what :meth:`leave` needs, ``None`` when it is not to be gone into."""
        if kind & UNREAD or (self._skip and node.mem_id in self._skip):
            return None
        if tag == "br":
            self._flush()
            return None
        if tag == "img":
            self._image(attributes)
            return None
        undone = kind & _UNDONE
        if not (kind & PLAIN_INLINE and self._open):
            recorded = self._record(node, tag, kind, mark, setting)
            if recorded is None:
                return None
            undone |= recorded
        if tag == "a" and "href" in attributes:  # an unclosed <a name> would make a link of all that follows
            undone |= _LINKED
            self._link_depth += 1
        elif undone & BOLD:
            self._bold_depth += 1
        elif undone & ITALIC:
            self._italic_depth += 1
        elif undone & LIST:
            self._list_depth += 1
        return undone

    def leave(self, undone: int) -> None:
        """End an element."""
        if undone & _RECORDED:
            self._flush()
            self.outline.elements[self._open.pop()].last_block = len(self.outline.blocks)
        if undone & _LINKED:
            self._link_depth -= 1
        elif undone & BOLD:
            self._bold_depth -= 1
        elif undone & ITALIC:
            self._italic_depth -= 1
        elif undone & LIST:
            self._list_depth -= 1

    def text(self, text: str) -> None:
        """Read a piece of text."""
        self._parts.append(text)
        if self._link_depth or self._bold_depth or self._italic_depth:
            n = len(text.strip())
            self._n_link += n if self._link_depth else 0
            self._n_bold += n if self._bold_depth else 0
            self._n_italic += n if self._italic_depth else 0

    def space(self) -> None:
        """Read white space between elements."""
        if self._parts:
            self._parts.append(" ")

    def _record(self, node: LexborNode, tag: str, kind: int, mark: str, setting: int) -> int | None:
        """Record an element, which breaks the text; 0 when it is not recorded, ``None`` when it is not gone into."""
        said = meaning(mark) if mark else 0
        captioned = (
            tag == "figcaption" or bool(said & CAPTION) or (bool(self._captions) and node.mem_id in self._captions)
        )
        if kind & MAIN:
            said = 0
        earned = self._marks and bool(said & BOILERPLATE or kind & OUTSIDE or setting & NOT_SHOWN)
        if self._marks and said & SURROUNDINGS and not earned and self._open and _is_slight(node):
            self._flush()
            return None
        if kind & INLINE and self._open and not earned and not captioned:
            return 0
        self._flush()
        if earned and self._open and (kind & NEVER_MAIN or _is_slight(node)):
            return None
        elements = self.outline.elements
        index = len(elements)
        around = elements[self._open[-1]] if self._open else None
        suspect = earned or (around is not None and around.suspect)
        centred = bool(setting & CENTRED) or tag == "center" or (around is not None and around.centred)
        parent = around.index if around is not None else -1
        first = len(self.outline.blocks)
        elements.append(Element(index, parent, tag, mark, node, earned, suspect, centred, captioned, first))
        self._open.append(index)
        if tag == "tr":
            table = next((element for element in self.outline.ancestors(parent) if element.tag == "table"), None)
            if table is not None:
                table.n_rows += 1
        return _RECORDED

    def _flush(self) -> None:
        """End the block of text gathered so far."""
        if not self._parts:
            return
        text = " ".join("".join(self._parts).split())
        n_link, n_bold, n_italic = self._n_link, self._n_bold, self._n_italic
        self._parts.clear()
        self._n_link = self._n_bold = self._n_italic = 0
        if text:
            index = self._open[-1]
            suspect = self.outline.elements[index].suspect
            block = Block(Kind.PARAGRAPH, text, index, suspect, n_link, n_bold, n_italic)
            self._classify(block)
            self.outline.blocks.append(block)

    def _classify(self, block: Block) -> None:
        elements = self.outline.elements
        index = block.element
        while index >= 0:
            element = elements[index]
            tag = element.tag
            index = element.parent
            if tag in HEADINGS:
                block.kind, block.level = Kind.HEADING, HEADINGS[tag]
            elif element.captions:
                block.kind = Kind.CAPTION
            elif tag in ("li", "dd", "dt"):
                is_ordered = index >= 0 and elements[index].tag == "ol"
                block.kind, block.level, block.ordered = Kind.ITEM, max(1, self._list_depth), is_ordered
            elif tag == "blockquote":
                block.kind = Kind.QUOTE
            elif tag not in _ENDS_CLASSIFYING:
                continue
            return

    def _image(self, attributes: dict[str, str | None]) -> None:
        url = next((value for key in _IMAGE_SOURCES if (value := attributes.get(key))), None)
        if url is None or not self._open:
            return
        if not "".join(self._parts).strip():  # a picture inside a sentence (an emoji) does not break it
            self._flush()
        index = self._open[-1]
        alt = " ".join((attributes.get("alt") or "").split())
        self.outline.blocks.append(Block(Kind.IMAGE, alt, index, self.outline.elements[index].suspect, url=url.strip()))


def _is_slight(node: LexborNode) -> bool:
    """Whether a suspect element is too small, or too full of links, ever to be acquitted."""
    n = len(node.text_lexbor())
    return n < MAX_SLIGHT_CHARS or sum(len(link.text_lexbor()) for link in node.css("a")) > LINKED_SHARE * n
