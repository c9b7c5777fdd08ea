"""One walk over a page, without recursion, that feeds both its outline and its printed lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.kinds import KINDS
from pipelines.extraction.line_collector import LineCollector
from pipelines.extraction.lines import PageLines
from pipelines.extraction.marks import read_attributes
from pipelines.extraction.outline import Outline
from pipelines.extraction.outline_collector import OutlineCollector
from pipelines.extraction.roles import LINK
from pipelines.extraction.scope import BodyPart, Scope

MAX_NODES = 200_000
"""Elements and texts read of one page; what follows is not looked at."""
_NO_KIND = (0, 0)


def read_page(
    tree: LexborHTMLParser, scope: Scope | None = None, part: BodyPart | None = None
) -> tuple[PageLines, Outline]:
    """Printed lines and outline of a page: all, or the lines that ``scope`` and the outline that ``part`` names.

    The tree is not changed.
    """
    lines = LineCollector(scope)
    outline = OutlineCollector(part.skip, part.captions) if part is not None else OutlineCollector()
    root = tree.body or tree.root
    if root is None:
        return lines.page, outline.outline
    walk = _Walk(outline, scope.last if scope is not None else None, part.roots if part is not None else ())
    walk.over(root, None if part is not None else outline, lines if tree.body is not None else None)
    lines.end()
    if part is not None and walk.n_roots < len(part.roots):  # some stands where no lines are read
        return lines.page, read_outline(part.roots, part.skip, part.captions)
    return lines.page, outline.outline


def read_outline(roots: Iterable[LexborNode], skip: Collection[int] = (), captions: Collection[int] = ()) -> Outline:
    """The outline of each of ``roots``, one after the other; see :class:`OutlineCollector`."""
    outline = OutlineCollector(skip, captions)
    walk = _Walk(outline)
    for root in roots:
        walk.over(root, outline, None)
    return outline.outline


class _Walk:
    """Goes through a tree in page order, into what one of the two collectors still has a use for."""

    def __init__(self, collector: OutlineCollector, last: int | None = None, roots: Iterable[LexborNode] = ()) -> None:
        self.n_roots = 0
        """How many of ``roots`` were met: those that an outline is made of, where not all is."""
        self._collector = collector
        self._roots = frozenset(node.mem_id for node in roots)
        self._last = last
        self._budget = MAX_NODES
        self._outline: OutlineCollector | None = None
        self._lines: LineCollector | None = None
        self._above: list[tuple[LexborNode, int, OutlineCollector | None, LineCollector | None]] = []
        """The elements that have been gone into, what the outline is to undo, and who goes on when they are left."""

    def over(self, root: LexborNode, outline: OutlineCollector | None, lines: LineCollector | None) -> None:
        """Walk over ``root`` and everything in it, for ``outline`` (``None``: until one of the roots is met) and
        ``lines``."""
        self._outline, self._lines = outline, lines
        node: LexborNode | None = root
        while node is not None and self._budget > 0:
            self._budget -= 1
            tag = node.tag or "-"
            if tag == "-text":
                self._text(node.text_content)
            elif tag[0] != "-" and (inside := self._enter(node, tag)) is not None:
                node = inside
                continue
            node = self._following(node)
        while self._above:
            self._leave()

    def _text(self, text: str | None) -> None:
        outline, lines = self._outline, self._lines
        if not text or text.isspace():
            if outline is not None:
                outline.space()
            if lines is not None:
                lines.space()
            return
        if outline is not None:
            outline.text(text)
        if lines is not None:
            lines.text(text)

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Begin an element; its first child, ``None`` when nobody goes into it or there is none."""
        attributes = node.attributes
        kind, flags = KINDS.get(tag, _NO_KIND)
        mark, setting = "", 0
        if attributes:
            said, mark, setting = read_attributes(attributes)
            flags |= said
        if tag == "a" and attributes.get("href"):
            flags |= LINK
        outline, lines, undone = self._outline, self._lines, 0
        if outline is None and self._roots and node.mem_id in self._roots:
            self.n_roots += 1
            outline = self._collector
        if outline is not None:
            entered = outline.enter(node, tag, kind, attributes, mark, setting)
            outline, undone = (None, 0) if entered is None else (outline, entered)
        if lines is not None and self._above and not lines.enter(node, tag, kind, attributes, flags):
            lines = None
        if outline is None and lines is None:
            return None
        inside = node.first_child
        self._above.append((node, undone, self._outline, self._lines))
        self._outline, self._lines = outline, lines
        if inside is None:
            self._leave()
        return inside

    def _leave(self) -> LexborNode:
        """End the innermost element."""
        node, undone, outline, lines = self._above.pop()
        if self._outline is not None:
            self._outline.leave(undone)
        if self._lines is not None:
            self._lines.leave()
        if self._last is not None and node.mem_id == self._last:
            lines = None
            self._above = [(around, undone, outline, None) for around, undone, outline, _ in self._above]
        self._outline, self._lines = outline, lines
        return node

    def _following(self, node: LexborNode) -> LexborNode | None:
        """What follows ``node``, leaving the elements that end with it; ``None`` when nobody reads on."""
        while self._above and (self._outline is not None or self._lines is not None):
            following = node.next
            if following is not None:
                return following
            node = self._leave()
        return None
