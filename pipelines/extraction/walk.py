"""One walk over a page, without recursion, that feeds both its outline and its printed lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.kinds import BY_TAG_ID, IN_LINE, MUTE, TEXT, kind_of
from pipelines.extraction.line_collector import NOTED, NOTED_KINDS, OUTERMOST, SPACE, LineCollector, State
from pipelines.extraction.lines import PageLines
from pipelines.extraction.marks import PROPERTY, read_attributes
from pipelines.extraction.outline import Outline
from pipelines.extraction.outline_collector import OutlineCollector
from pipelines.extraction.roles import LINK
from pipelines.extraction.scope import BodyPart, Scope

_NONE: dict[str, str | None] = {}

MAX_NODES = 200_000
"""Elements and texts read of one page; what follows is not looked at."""


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
    walk = _Walk(outline, lines, scope.last if scope is not None else None, part.roots if part is not None else ())
    walk.over(root, in_outline=part is None, in_lines=tree.body is not None)
    lines.end()
    if tree.body is None:
        lines.page.claiming = None
    if part is not None and walk.n_roots < len(part.roots):  # some stands where no lines are read
        return lines.page, read_outline(part.roots, part.skip, part.captions)
    return lines.page, outline.outline


def read_outline(roots: Iterable[LexborNode], skip: Collection[int] = (), captions: Collection[int] = ()) -> Outline:
    """The outline of each of ``roots``, one after the other; see :class:`OutlineCollector`."""
    outline = OutlineCollector(skip, captions)
    walk = _Walk(outline, LineCollector())
    for root in roots:
        walk.over(root, in_outline=True, in_lines=False)
    return outline.outline


class _Walk:
    """Goes through a tree in page order, into what one of the two collectors has a use for.

    Lines end with the element ``last``; an outline that is not of everything is of ``roots``.
    """

    def __init__(
        self,
        outline: OutlineCollector,
        lines: LineCollector,
        last: int | None = None,
        roots: Iterable[LexborNode] = (),
    ) -> None:
        self.n_roots = 0
        """How many of the roots were met."""
        self._outline, self._lines = outline, lines
        self._last = last
        self._roots = frozenset(node.mem_id for node in roots)
        self._budget = MAX_NODES

    def over(self, root: LexborNode, *, in_outline: bool, in_lines: bool) -> None:
        """Walk over ``root`` and everything in it.

        One long function, because it runs for a thousand nodes a page, and a call costs more than reading a node.
        """
        outline, lines, last, roots = self._outline, self._lines, self._last, self._roots
        words, pieces = outline.parts, lines.parts
        above: list[tuple[LexborNode, bool, bool, int, bool, State]] = []
        state = inner = OUTERMOST
        budget = self._budget
        node: LexborNode | None = root
        while node is not None and budget > 0:
            budget -= 1
            tag_id = node.tag_id
            if tag_id == TEXT:
                text = None if node.is_empty_text_node else node.text_content
                if text and not text.isspace():  # no-break spaces are no empty text to lexbor
                    if in_outline:
                        outline.text(text)
                    if in_lines:
                        lines.text(text, state)
                else:
                    if in_outline and words:
                        words.append(" ")
                    if in_lines and pieces and pieces[-1] is not SPACE:
                        pieces.append(SPACE)
            elif (known := BY_TAG_ID.get(tag_id) or kind_of(node))[0]:
                tag, kind, flags = known
                attributes = _NONE if kind & MUTE else node.attributes
                mark, said = "", 0
                if attributes:
                    told, mark, said = read_attributes(attributes)
                    flags |= told
                    if tag == "a" and attributes.get("href"):
                        flags |= LINK
                recorded, to_outline, to_lines = False, in_outline, in_lines
                setting, inner = outline.setting, state
                if in_outline or (roots and node.mem_id in roots):
                    self.n_roots += not in_outline
                    entered = outline.enter(node, tag, kind, attributes, mark, said)
                    recorded, to_outline = entered is True, entered is not None
                if in_lines and above:
                    if flags & NOTED or kind & NOTED_KINDS or said & PROPERTY:
                        begun = lines.enter(node, kind, flags, attributes, said, state, budget)
                        to_lines, inner = begun is not None, begun or state
                    else:
                        around, block, zone = state
                        inner = around | flags, block if kind & IN_LINE else budget, zone
                if to_outline or to_lines:
                    child = node.first_child
                    if child is not None:
                        above.append((node, recorded, in_outline, setting, in_lines, state))
                        in_outline, in_lines, state, node = to_outline, to_lines, inner, child
                        continue
                    if recorded:
                        outline.close()
                    outline.setting = setting
            following = node.next if above else None
            while following is None and above:
                node, recorded, in_outline, setting, in_lines, state = above.pop()
                if recorded:
                    outline.close()
                outline.setting = setting
                if last is not None and node.mem_id == last:
                    in_lines = False
                    above = [(*frame[:4], False, frame[5]) for frame in above]
                if above and (in_outline or in_lines):
                    following = node.next
            node = following
        for _, recorded, *_ in reversed(above):
            if recorded:
                outline.close()
        self._budget = budget
