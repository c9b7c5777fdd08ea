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


def months_table(rows: list[dict[str, Any]]) -> CoverageTable:
    """Make one block a year from rows of (section, month, articles)."""
    counts: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        counts[row["section"], row["month"]] += row["articles"]
    if not counts:
        return CoverageTable(())
    first, last = min(day for _, day in counts).year, max(day for _, day in counts).year
    spans = [(year, None, [date(year, month, 1) for month in range(1, 13)]) for year in range(last, first - 1, -1)]
    return _table(counts, spans)


def days_table(rows: list[dict[str, Any]], year: int) -> CoverageTable:
    """Make one block a month from rows of (section, day, articles) of one year."""
    counts = {(row["section"], row["day"]): int(row["articles"]) for row in rows}
    spans = [
        (year, month, [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)])
        for month in range(12, 0, -1)
        if any(day.month == month for _, day in counts)
    ]
    return _table(counts, spans)


def _table(
    counts: dict[tuple[str, date], int], spans: list[tuple[int, None, list[date]]] | list[tuple[int, int, list[date]]]
) -> CoverageTable:
    totals: dict[str, int] = defaultdict(int)
    for (section, _), n in counts.items():
        totals[section] += n
    sections = sorted(totals, key=lambda section: (-totals[section], section))
    most = max(counts.values(), default=1)
    blocks = []
    for year, month, days in spans:
        lines = []
        for section in sections:
            cells = tuple(_cell(counts.get((section, day), 0), most, day) for day in days)
            lines.append(Line(section, cells, sum(cell.n for cell in cells)))
        blocks.append(Block(year, month, tuple(lines), sum(line.total for line in lines)))
    return CoverageTable(tuple(blocks))


def _cell(n: int, most: int, when: date) -> Cell:
    # The square root keeps small numbers apart: one article a day is not the same as none.
    level = 0 if not n else max(1, round((n / most) ** 0.5 * LEVELS))
    return Cell(n, level, when)
