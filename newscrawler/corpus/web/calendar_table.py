"""Coverage as tables: sections down, months or days across, a level of shade in each cell."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

LEVELS = 5
"""Shades of a cell that is not empty, from 1."""


@dataclass(frozen=True)
class Cell:
    """One number in the table."""

    n: int
    level: int
    """0 for none, 1 to :data:`LEVELS` by how the number compares with the largest."""
    when: date
    """First day it counts."""
    until: date
    """Last day it counts."""
    is_outside: bool
    """True before the portal's first article and after its last: nothing there is no gap."""


@dataclass(frozen=True)
class Line:
    """One section."""

    section: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True)
class Block:
    """One year of months, or one month of days."""

    year: int
    month: int | None
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class CoverageTable:
    """The whole coverage of a portal."""

    blocks: tuple[Block, ...]
    """The newest first."""

    @property
    def years(self) -> set[int]:
        """Years that have a block."""
        return {block.year for block in self.blocks}


Span = tuple[date, date]
"""Day of the portal's first article and of its last."""


def months_table(rows: list[dict[str, Any]], span: Span | None) -> CoverageTable:
    """Make one block a year from rows of (section, month, articles); none without a ``span``."""
    counts: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        counts[row["section"], row["month"]] += row["articles"]
    if span is None:
        return CoverageTable(())
    years = range(span[1].year, span[0].year - 1, -1)
    pages = [(year, None, [_month(year, month) for month in range(1, 13)]) for year in years]
    return _table(counts, pages, span)


def days_table(rows: list[dict[str, Any]], year: int, span: Span) -> CoverageTable:
    """Make one block a month from rows of (section, day, articles) of one year; silent months within ``span`` too."""
    counts = {(row["section"], row["day"]): int(row["articles"]) for row in rows}
    pages = []
    for month in range(12, 0, -1):
        first, last = _month(year, month)
        if last >= span[0] and first <= span[1]:
            days = [first.replace(day=day) for day in range(1, last.day + 1)]
            pages.append((year, month, [(day, day) for day in days]))
    return _table(counts, pages, span)


def _month(year: int, month: int) -> Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _table(
    counts: dict[tuple[str, date], int],
    pages: list[tuple[int, None, list[Span]]] | list[tuple[int, int, list[Span]]],
    span: Span,
) -> CoverageTable:
    totals: dict[str, int] = defaultdict(int)
    for (section, _), n in counts.items():
        totals[section] += n
    sections = sorted(totals, key=lambda section: (-totals[section], section))
    most = max(counts.values(), default=1)
    blocks = []
    for year, month, bounds in pages:
        lines = []
        for section in sections:
            cells = tuple(_cell(counts.get((section, first), 0), most, (first, last), span) for first, last in bounds)
            lines.append(Line(section, cells, sum(cell.n for cell in cells)))
        blocks.append(Block(year, month, tuple(lines), sum(line.total for line in lines)))
    return CoverageTable(tuple(blocks))


def _cell(n: int, most: int, days: Span, span: Span) -> Cell:
    # The square root keeps small numbers apart: one article a day is not the same as none.
    level = 0 if not n else max(1, round((n / most) ** 0.5 * LEVELS))
    return Cell(n, level, *days, days[1] < span[0] or days[0] > span[1])
