"""The coverage calendar: days across, sections down, a year in one small picture in which gaps are seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from newscrawler.corpus.web.calendar_table import LEVELS

_DAY, _ROW, _LEFT, _TOP = 2.0, 13, 210, 16
_MONTHS = "JFMAMJJASOND"


@dataclass(frozen=True)
class YearCalendar:
    """One portal's year."""

    portal: str
    year: int
    svg: str
    articles: int
    silent_days: int
    """Days of the year, between the portal's first and last, without any article."""


def year_calendars(portal: str, rows: Iterable[dict[str, Any]], most_sections: int = 20) -> list[YearCalendar]:
    """Draw one calendar a year, the newest first, from rows of (section, day, articles).

    Sections beyond ``most_sections`` are drawn together in a last row.
    """
    counts: dict[tuple[str, date], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["section"], row["day"]] += row["articles"]
        totals[row["section"]] += row["articles"]
    if not counts:
        return []
    order = sorted(totals, key=lambda section: (-totals[section], section))
    rest = set(order[most_sections:])
    sections = order[:most_sections] + ([""] if rest and "" not in order[:most_sections] else [])
    merged: dict[tuple[str, date], int] = defaultdict(int)
    for (section, day), n in counts.items():
        merged["" if section in rest else section, day] += n
    days = {day for _, day in merged}
    first, last, most = min(days), max(days), max(merged.values())
    return [
        _calendar(portal, year, sections, merged, (first, last), most) for year in range(last.year, first.year - 1, -1)
    ]


def _calendar(
    portal: str,
    year: int,
    sections: list[str],
    counts: dict[tuple[str, date], int],
    span: tuple[date, date],
    most: int,
) -> YearCalendar:
    start = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - start).days
    parts = [_months(year, len(sections))]
    for number, section in enumerate(sections):
        top = _TOP + number * _ROW
        name = section or "other sections"
        shown = name if len(name) <= 34 else name[:33] + "…"
        parts.append(f'<text x="{_LEFT - 8}" y="{top + 10}" class="name">{escape(shown)}</text>')
        parts.append(f'<rect x="{_LEFT}" y="{top}" width="{length * _DAY}" height="{_ROW - 2}" class="none"/>')
        cells: dict[int, list[str]] = defaultdict(list)
        for (of, day), n in counts.items():
            if of == section and day.year == year:
                left = _LEFT + (day - start).days * _DAY
                level = max(1, round((n / most) ** 0.5 * LEVELS))
                cells[level].append(f"M{left:g} {top}h{_DAY:g}v{_ROW - 2}h-{_DAY:g}z")
        parts += [f'<path class="c{level}" d="{"".join(paths)}"/>' for level, paths in sorted(cells.items())]
    width, height = _LEFT + 366 * _DAY + 4, _TOP + len(sections) * _ROW
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" height="{height}" '
        f'aria-hidden="true" focusable="false" class="calendar">{"".join(parts)}</svg>'
    )
    busy = {day for _, day in counts if day.year == year}
    within = (min(span[1], date(year, 12, 31)) - max(span[0], start)).days + 1
    articles = sum(n for (_, day), n in counts.items() if day.year == year)
    return YearCalendar(portal, year, svg, articles, within - len(busy))


def _months(year: int, n_sections: int) -> str:
    start = date(year, 1, 1)
    marks = []
    for month, letter in enumerate(_MONTHS, 1):
        left = _LEFT + (date(year, month, 1) - start).days * _DAY
        marks.append(f'<text x="{left + 2:g}" y="11" class="month">{letter}</text>')
        marks.append(f'<path class="tick" d="M{left:g} 3V{_TOP + n_sections * _ROW}"/>')
    return "".join(marks)
