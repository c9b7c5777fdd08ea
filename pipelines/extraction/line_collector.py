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
_SPACE = (0, " ")
"""White space between pieces of text."""


class LineCollector:
    """Gathers the texts of what a walk enters, reads and leaves into lines: all, or those that ``scope`` names."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.page = PageLines()
        self._around = scope.around if scope is not None else None
        self._parts: list[tuple[int, str]] = []
        self._zone_of_line = 0
        self._open_block = 0
        self._seen_eye = False
        self._flags, self._block, self._zone = 0, 1, 0
        self._n_elements = 1
        self._above = [(0, 1, 0)]  # the root is open from the start, and says nothing

    def enter(self, node: LexborNode, tag: str, kind: int, attributes: dict[str, str | None], flags: int) -> bool:
        """Begin an element; whether it is to be gone into, and :meth:`leave` to be called."""
        if tag == "br":
            self._break()
            return False
        page = self.page
        self._n_elements += 1
        if flags & EYE:
            self._seen_eye = True
        if self._around is not None and flags & _AWAY and not flags & CRUMB and node.mem_id not in self._around:
            return False
        zone = self._zone
        if flags & ELSEWHERE:
            zone = self._n_elements
            page.zones[zone] = (flags & ELSEWHERE, self._zone)
        block = self._block if kind & IN_LINE else self._n_elements
        if flags & LINK or tag == "time" or "itemprop" in attributes:
            line = len(page.lines) + (block != self._open_block and bool(self._parts))
            mark = Mark(node, attributes, self._flags | flags, line, zone)
            if flags & LINK:
                page.links.append(mark)
            elif tag == "time":
                page.times.append(mark)
            if "itemprop" in attributes:
                page.properties.append(mark)
        if kind & CLOSED:
            return False
        self._above.append((self._flags, self._block, self._zone))
        self._flags, self._block, self._zone = self._flags | flags, block, zone
        return True

    def leave(self) -> None:
        """End an element."""
        self._flags, self._block, self._zone = self._above.pop()

    def text(self, text: str) -> None:
        """Read a piece of text."""
        flags = self._flags
        if flags & UNREAD:
            return
        if self._block != self._open_block:
            if self._parts:
                self._flush()
            self._open_block = self._block
        if not self._parts:
            self._zone_of_line = self._zone
        if self._seen_eye:
            flags |= VIEWS
            self._seen_eye = False
        self._parts.append((flags, text))

    def space(self) -> None:
        """Read white space between elements."""
        if self._parts and self._parts[-1] is not _SPACE:
            self._parts.append(_SPACE)

    def _break(self) -> None:
        """A line break; in a heading it is a space."""
        if self._parts and self._parts[-1][0] & HEADING:
            self._parts.append(_SPACE)
        elif self._parts:
            self._flush()

    def end(self) -> None:
        """End the last line."""
        if self._parts:
            self._flush()

    def _flush(self) -> None:
        """End the line gathered so far."""
        parts, self._parts = self._parts, []
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
        self.page.lines.append(Line(text, flags, parts, self._zone_of_line))
