"""One walk over a page's tree, or over parts of it, that makes its outline."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from selectolax.lexbor import LexborNode

from pipelines.extraction.boilerplate import MARKED_BOILERPLATE, MARKED_CAPTION, MARKED_SURROUNDINGS
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.rules import Rule, active

MAX_NODES = 200_000
"""Elements and texts read of one page; what follows is not looked at."""

_UNREAD_TAGS = (
    "script style template svg canvas iframe object embed select textarea button noscript head title meta link input "
    "datalist dialog audio video map progress math"
)
UNREAD = frozenset([*_UNREAD_TAGS.split(), "-comment"])
"""Elements whose content is never read as text; and comments."""

_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr st1:place st1:city"
)
INLINE = frozenset(_INLINE_TAGS.split())
"""Elements that do not end a block of text."""

BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em"})
OUTSIDE = frozenset({"nav", "footer", "aside", "menu"})
"""Elements that by the standard hold something else than the main text."""
PLAIN_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "sup", "sub", "font"})
"""Inline elements whose class is not looked at: they stand in the middle of text."""
NEVER_MAIN = frozenset({"nav", "footer", "menu"})
"""Elements that are not even gone into."""
MAX_SLIGHT_CHARS = 400
LINKED_SHARE = 0.6
MAIN = frozenset({"html", "body", "main", "article"})
"""Elements whose class lists what the page has (``tag-…``, ``has-sidebar``), not what they are."""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ENDS_CLASSIFYING = frozenset({"div", "td", "th", "section", "article", "body", "main"})
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "src")


def read_outline(roots: Iterable[LexborNode], *, skip: Collection[int] = (), captions: Collection[int] = ()) -> Outline:
    """Walk each of ``roots`` once, without recursion, so that depth cannot exhaust the stack.

    ``skip`` holds the ``mem_id`` of elements that are left out with all they hold, ``captions`` those of captions.
    """
    walk = _Walk(skip, captions)
    for root in roots:
        walk.over(root)
    return walk.outline


class _Walk:
    """State of the walk: which elements are open and what text has been gathered since the last break."""

    def __init__(self, skip: Collection[int], captions: Collection[int]) -> None:
        self.outline = Outline()
        self.skip, self.captions = skip, captions
        self.budget = MAX_NODES
        self.marks = active(Rule.MARKED)
        self.open: list[int] = []
        self.parts: list[str] = []
        self.n_link = self.n_bold = self.n_italic = 0
        self.link_depth = self.bold_depth = self.italic_depth = self.list_depth = 0

    def over(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, str, bool]] = []
        node = root
        while self.budget > 0:
            self.budget -= 1
            entered = self._visit(node)
            if entered is not None:
                stack.append(entered)
                child = node.first_child
                if child is not None:
                    node = child
                    continue
                self._leave(stack.pop())
            following = node.next if stack else None
            while stack and following is None:
                node = stack[-1][0]
                self._leave(stack.pop())
                following = node.next if stack else None
            if following is None:
                return
            node = following
        while stack:
            self._leave(stack.pop())

    def _visit(self, node: LexborNode) -> tuple[LexborNode, str, bool] | None:
        """Read a node; for an element that is to be gone into, what :meth:`_leave` needs."""
        tag = node.tag or ""
        if tag == "-text":
            if node.is_empty_text_node:
                if self.parts:
                    self.parts.append(" ")
            elif self.open:
                self._text(node.text_content or "")
            return None
        if tag in UNREAD or (self.skip and node.mem_id in self.skip):
            return None
        if tag == "br":
            self._flush()
            return None
        if tag == "img":
            self._image(node)
            return None
        recorded = self._enter(node, tag)
        if recorded is None:
            return None
        if tag == "a" and "href" in node.attributes:  # an unclosed <a name> would make a link of all that follows
            tag = "link"
            self.link_depth += 1
        elif tag in BOLD:
            self.bold_depth += 1
        elif tag in ITALIC:
            self.italic_depth += 1
        elif tag in ("ul", "ol"):
            self.list_depth += 1
        return node, tag, recorded

    def _leave(self, entered: tuple[LexborNode, str, bool]) -> None:
        _, tag, recorded = entered
        if recorded:
            self._flush()
            self.outline.elements[self.open.pop()].last_block = len(self.outline.blocks)
        if tag == "link":
            self.link_depth -= 1
        elif tag in BOLD:
            self.bold_depth -= 1
        elif tag in ITALIC:
            self.italic_depth -= 1
        elif tag in ("ul", "ol"):
            self.list_depth -= 1

    def _enter(self, node: LexborNode, tag: str) -> bool | None:
        """Begin an element; whether it is recorded (and so breaks the text), ``None`` when it is not gone into."""
        if tag in PLAIN_INLINE and self.open:
            return False
        attributes = node.attributes
        mark = ""
        marked = slight = False
        captioned = tag == "figcaption" or (bool(self.captions) and node.mem_id in self.captions)
        if attributes:
            mark = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
            if mark:
                marked, slight, says_caption = _meaning(mark)
                captioned = captioned or says_caption
                if tag in MAIN:
                    marked = slight = False
        earned = self.marks and (marked or tag in OUTSIDE or (bool(attributes) and _hidden(attributes)))
        if self.marks and slight and not earned and self.open and _is_slight(node):
            self._flush()
            return None
        if tag in INLINE and self.open and not earned and not captioned:
            return False
        self._flush()
        if earned and self.open and (tag in NEVER_MAIN or _is_slight(node)):
            return None
        parent = self.open[-1] if self.open else -1
        elements = self.outline.elements
        suspect = earned or (parent >= 0 and elements[parent].suspect)
        centred = (
            (parent >= 0 and elements[parent].centred) or tag == "center" or (bool(attributes) and _centred(attributes))
        )
        index = len(elements)
        first = len(self.outline.blocks)
        elements.append(Element(index, parent, tag, mark, node, earned, suspect, centred, captioned, first))
        self.open.append(index)
        if tag == "tr":
            table = next((element for element in self.outline.ancestors(parent) if element.tag == "table"), None)
            if table is not None:
                table.n_rows += 1
        return True

    def _text(self, text: str) -> None:
        self.parts.append(text)
        if self.link_depth or self.bold_depth or self.italic_depth:
            n = len(text.strip())
            self.n_link += n if self.link_depth else 0
            self.n_bold += n if self.bold_depth else 0
            self.n_italic += n if self.italic_depth else 0

    def _flush(self) -> None:
        """End the block of text gathered so far."""
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        n_link, n_bold, n_italic = self.n_link, self.n_bold, self.n_italic
        self.parts.clear()
        self.n_link = self.n_bold = self.n_italic = 0
        if text:
            index = self.open[-1]
            suspect = self.outline.elements[index].suspect
            block = Block(Kind.PARAGRAPH, text, index, suspect, n_link, n_bold, n_italic)
            self._classify(block)
            self.outline.blocks.append(block)

    def _classify(self, block: Block) -> None:
        for element in self.outline.ancestors(block.element):
            tag = element.tag
            if tag in HEADINGS:
                block.kind, block.level = Kind.HEADING, HEADINGS[tag]
                return
            if element.captions:
                block.kind = Kind.CAPTION
                return
            if tag in ("li", "dd", "dt"):
                parent = self.outline.elements[element.parent].tag if element.parent >= 0 else ""
                block.kind, block.level, block.ordered = Kind.ITEM, max(1, self.list_depth), parent == "ol"
                return
            if tag == "blockquote":
                block.kind = Kind.QUOTE
                return
            if tag in _ENDS_CLASSIFYING:
                return

    def _image(self, node: LexborNode) -> None:
        attributes = node.attributes
        url = next((value for key in _IMAGE_SOURCES if (value := attributes.get(key))), None)
        if url is None or not self.open:
            return
        if not "".join(self.parts).strip():  # a picture inside a sentence (an emoji) does not break it
            self._flush()
        index = self.open[-1]
        alt = " ".join((attributes.get("alt") or "").split())
        self.outline.blocks.append(Block(Kind.IMAGE, alt, index, self.outline.elements[index].suspect, url=url.strip()))


@lru_cache(maxsize=1 << 15)
def _meaning(mark: str) -> tuple[bool, bool, bool]:
    """Whether class and id say that an element holds no main text, none if it is slight, a caption."""
    return (
        MARKED_BOILERPLATE.search(mark) is not None,
        MARKED_SURROUNDINGS.search(mark) is not None,
        MARKED_CAPTION.search(mark) is not None,
    )


def _is_slight(node: LexborNode) -> bool:
    """Whether a suspect element is too small, or too full of links, ever to be acquitted."""
    n = len(node.text_lexbor())
    return n < MAX_SLIGHT_CHARS or sum(len(link.text_lexbor()) for link in node.css("a")) > LINKED_SHARE * n


def _hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _centred(attributes: dict[str, str | None]) -> bool:
    if not attributes:
        return False
    style, align = attributes.get("style"), attributes.get("align")
    return (style is not None and "text-align:center" in style.replace(" ", "").lower()) or (
        align is not None and align.lower() == "center"
    )
