"""The printed lines' side of a walk: what the open elements say, and the pieces of the line that is being read."""

from __future__ import annotations

from unicodedata import normalize as unicode_form

from selectolax.lexbor import LexborNode

from pipelines.extraction.kinds import BREAK, CLAIMING, CLOSED, IN_LINE, TIME
from pipelines.extraction.lines import Line, Mark, PageLines
from pipelines.extraction.marks import PROPERTY
from pipelines.extraction.roles import (
    ASIDE,
    COMMENT,
    CRUMB,
    ELSEWHERE,
    EYE,
    FOOTER,
    HEADING,
    LINK,
    NAV,
    RELATED,
    UNREAD,
    VIEWS,
)
from pipelines.extraction.scope import Scope

_AWAY = NAV | FOOTER | ASIDE | RELATED | COMMENT
"""Flags of what is passed by with a scope: nothing in it can be about the article."""
NOTED, NOTED_KINDS = ELSEWHERE | EYE | LINK, CLOSED | BREAK | TIME | CLAIMING
"""Flags and kinds of elements that :meth:`LineCollector.enter` has to be told of; the others, unless they are a
property of microdata, only change the :data:`State`."""

State = tuple[int, int, int]
"""Flags of the elements that are open, number of the innermost that is no part of a line, and the zone."""
OUTERMOST: State = (0, 0, 0)
SPACE = (0, " ")
"""White space between pieces of text."""


class LineCollector:
    """Gathers the texts of what a walk enters, reads and leaves into lines: all, or those that ``scope`` names."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.page = PageLines()
        self._around = scope.around if scope is not None else None
        if scope is not None:
            self.page.claiming = None
        self.parts: list[tuple[int, str]] = []
        """Flags and text of the pieces of the line that is being read; it does not begin with :data:`SPACE`."""
        self._block = -1
        self._zone = 0
        self._seen_eye = False

    def enter(
        self,
        node: LexborNode,
        kind: int,
        flags: int,
        attributes: dict[str, str | None],
        said: int,
        state: State,
        number: int,
    ) -> State | None:
        """Begin an element: what holds in it, ``None`` when it is not to be gone into.

        ``state`` is what holds around it, ``number`` is no other's.
        """
        if kind & BREAK:
            self._break()
            return None
        if flags & EYE:
            self._seen_eye = True
        if self._around is not None and flags & _AWAY and not flags & CRUMB and node.mem_id not in self._around:
            return None
        around, block, zone = state
        if flags & ELSEWHERE:
            self.page.zones[number] = (flags & ELSEWHERE, zone)
            zone = number
        if not kind & IN_LINE:
            block = number
        if flags & LINK or kind & TIME or said & PROPERTY:
            line = len(self.page.lines) + (block != self._block and bool(self.parts))
            mark = Mark(node, attributes, around | flags, line, zone)
            if flags & LINK:
                self.page.links.append(mark)
            elif kind & TIME:
                self.page.times.append(mark)
            if said & PROPERTY:
                self.page.properties.append(mark)
        if kind & CLAIMING and self.page.claiming is not None:
            self.page.claiming.append(node)
        return None if kind & CLOSED else (around | flags, block, zone)

    def text(self, text: str, state: State) -> None:
        """Read a piece of text in elements of which ``state`` holds."""
        flags, block, zone = state
        if flags & UNREAD:
            return
        if block != self._block:
            if self.parts:
                self._flush()
            self._block = block
        if not self.parts:
            self._zone = zone
        if self._seen_eye:
            flags |= VIEWS
            self._seen_eye = False
        self.parts.append((flags, text))

    def _break(self) -> None:
        """A line break; in a heading it is a space."""
        if self.parts and self.parts[-1][0] & HEADING:
            self.parts.append(SPACE)
        elif self.parts:
            self._flush()

    def end(self) -> None:
        """End the last line."""
        if self.parts:
            self._flush()

    def _flush(self) -> None:
        """End the line gathered so far."""
        parts = self.parts.copy()
        self.parts.clear()
        if parts[-1] is SPACE:
            parts.pop()
        if len(parts) == 1:
            flags, text = parts[0]
            text = " ".join(text.split())
        else:
            text = " ".join(_joined(parts).split())
            flags, linked = 0, LINK
            for part_flags, part in parts:
                if part != " ":
                    flags |= part_flags
                    linked &= part_flags
            flags = (flags & ~LINK) | linked
        if not text.isascii():
            text = unicode_form("NFC", text)
        self.page.lines.append(Line(text, flags, parts, self._zone))


def _joined(parts: list[tuple[int, str]]) -> str:
    """The pieces of a line in one; where two elements touch, numbers are two (``14/04/2025`` ``08:11``), and so are
    words of which the first ends small and the second begins large (``12 lượt xem`` ``Thời sự``).

    Single digits are left together: portals print counters one digit an element.
    """
    pieces: list[str] = []
    before = ""
    for _, text in parts:
        if len(before) > 1:
            last, first = before[-1], text[0]
            if (last.islower() and first.isupper()) or (last.isdigit() and first.isdigit()):
                pieces.append(" ")
        pieces.append(text)
        before = text
    return "".join(pieces)
