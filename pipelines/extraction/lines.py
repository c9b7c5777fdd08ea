"""The printed lines of a page in page order, each with what the elements around it say about it.

A line is what a reader sees as one: the text between two block boundaries or line breaks. What the elements around it
say (``nav``, ``class="sidebar"``, ``itemprop="datePublished"`` …) is inherited as flags, so that every later question
("a date that is not in a sidebar, close below the title") is asked of a short list instead of the tree.
:mod:`pipelines.extraction.walk` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode


@dataclass(slots=True)
class Line:
    """One printed line."""

    text: str
    """White space folded, composed."""
    flags: int
    """What the elements of its parts say, together; ``LINK`` only when the whole line is inside links."""
    parts: list[tuple[int, str]]
    """Flags and text of each piece of text in it."""
    zone: int
    """The innermost element around it that is about something else than the article, 0 for none."""


@dataclass(slots=True)
class Mark:
    """An element that carries metadata, or a link."""

    node: LexborNode
    attributes: dict[str, str | None]
    flags: int
    line: int
    """Index of the first line at or after it."""
    zone: int
    """As :attr:`Line.zone`."""


@dataclass(slots=True)
class PageLines:
    """The printed lines of one page and the elements that matter for metadata, all in page order."""

    lines: list[Line] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)
    """``<time>`` elements."""
    properties: list[Mark] = field(default_factory=list)
    """Elements with ``itemprop``."""
    links: list[Mark] = field(default_factory=list)
    """``<a href>``."""
    claiming: list[LexborNode] | None = field(default_factory=list)
    """Elements of the body that may speak to machines: ``<script>``, ``<meta>``, ``<base>``, ``<title>``. ``None`` when
    not all of the body was read."""
    zones: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Zone → its flags (of :data:`ELSEWHERE`) and the zone around it."""
    title_line: int | None = None
    """Index of the line that is the article's title, once it is chosen."""
    home: frozenset[int] = frozenset((0,))
    """The zones around the title: what a careless class name says of them does not count."""

    def settle(self, title_line: int | None) -> None:
        """Tell which line is the title: from now on :meth:`is_elsewhere` judges by it."""
        self.title_line = title_line
        zones = {0}
        zone = self.lines[title_line].zone if title_line is not None else 0
        while zone:
            zones.add(zone)
            zone = self.zones[zone][1]
        self.home = frozenset(zones)

    @property
    def title_flags(self) -> int:
        """Flags of the title's line: what the elements around the title are called; 0 without a title."""
        return self.lines[self.title_line].flags if self.title_line is not None else 0

    def is_elsewhere(self, item: Line | Mark, ignoring: int = 0) -> bool:
        """Whether an element around ``item``, but not around the title, holds something else than the article.

        ``ignoring`` names flags that shall not count.
        """
        zone = item.zone
        while zone not in self.home:
            flags, around = self.zones[zone]
            if flags & ~ignoring:
                return True
            zone = around
        return False
