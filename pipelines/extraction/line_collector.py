"""The printed lines' side of a walk: what the open elements say, and the pieces of the line that is being read."""

from __future__ import annotations

from unicodedata import normalize as unicode_form

from selectolax.lexbor import LexborNode

from pipelines.extraction.kinds import CLOSED, IN_LINE
from pipelines.extraction.lines import Line, Mark, PageLines
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
SPACE = (0, " ")
"""White space between pieces of text."""


class LineCollector:
    """Gathers the texts of what a walk enters, reads and leaves into lines: all, or those that ``scope`` names."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.page = PageLines()
        self._around = scope.around if scope is not None else None
        self.parts: list[tuple[int, str]] = []
        """Flags and text of the pieces of the line that is being read; it does not begin with :data:`SPACE`."""
        self.state = (0, 1, 0)
        """Flags of the elements that are open, number of the innermost that is no part of a line, and the zone. The
        walk sets it back to what it was when it leaves an element."""
        self._block = 0
        self._zone = 0
        self._seen_eye = False
        self._n_elements = 1

    def enter(self, node: LexborNode, tag: str, kind: int, attributes: dict[str, str | None], flags: int) -> bool:
        """Begin an element; whether it is to be gone into."""
        if tag == "br":
            self._break()
            return False
        self._n_elements += 1
        if flags & EYE:
            self._seen_eye = True
        if self._around is not None and flags & _AWAY and not flags & CRUMB and node.mem_id not in self._around:
            return False
        around, block, zone = self.state
        if flags & ELSEWHERE:
            self.page.zones[self._n_elements] = (flags & ELSEWHERE, zone)
            zone = self._n_elements
        if not kind & IN_LINE:
            block = self._n_elements
        if flags & LINK or tag == "time" or "itemprop" in attributes:
            line = len(self.page.lines) + (block != self._block and bool(self.parts))
            self._note(Mark(node, attributes, around | flags, line, zone), tag)
        if kind & CLOSED:
            return False
        self.state = (around | flags, block, zone)
        return True

    def _note(self, mark: Mark, tag: str) -> None:
        if mark.flags & LINK and tag == "a" and mark.attributes.get("href"):
            self.page.links.append(mark)
        elif tag == "time":
            self.page.times.append(mark)
        if "itemprop" in mark.attributes:
            self.page.properties.append(mark)

    def text(self, text: str) -> None:
        """Read a piece of text."""
        flags, block, zone = self.state
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
    joined = ""
    before = ""
    for _, text in parts:
        first, last = text[:1], before[-1:]
        touching = len(before) > 1 and ((last.isdigit() and first.isdigit()) or (last.islower() and first.isupper()))
        joined += f" {text}" if touching else text
        before = text
    return joined
