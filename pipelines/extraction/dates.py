"""Dates as portals print them → aware datetimes. Day first, always; +07:00 unless the text says otherwise.

Reading only; which of a page's dates is the article's is decided in :mod:`pipelines.extraction.publication`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from pipelines.extraction.months import (
    FOREIGN_MONTHS,
    MONTHS,
    MONTHS_BEHIND_DAYS,
    MONTHS_FIRST_LETTERS,
    VIETNAMESE_MONTHS,
)
from pipelines.extraction.text import lowered

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam's zone: +07:00 the whole year, since 1975."""

EARLIEST_YEAR = 1995
"""No portal is older than the Web in Vietnam (1997); earlier years are subjects of texts."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression and what it means."""

    at: datetime
    """Aware; at ``day`` precision 00:00 in Vietnam."""
    precision: str
    """``day``, ``minute`` or ``second``."""
    raw: str
    """The expression as printed, with its weekday and zone, without words like ``Ngày đăng:``."""
    start: int
    """Where ``raw`` begins in the text read."""
    end: int
    """Where it ends."""
    is_month_first_too: bool
    """Whether reading it month first gives another valid date, as with ``3/7/2026``."""
    has_zone: bool
    """Whether the text names the zone; otherwise +07:00 was taken."""


_FIRST_LETTERS = "".join(sorted({*MONTHS_FIRST_LETTERS, *"cfmnstw"}))
"""What months, weekdays and the words before a day begin with."""
_DATE = rf"""
    (?P<iso> (?P<iy>(?:19|20)\d\d) (?P<isep>[-/.]) (?P<im>\d\d?) (?P=isep) (?P<id>\d\d?) (?!\d) )
  | (?P<num> (?P<nd>\d\d?) [ ]? (?P<nsep>[-/.]) [ ]? (?P<nm>\d\d?) [ ]? (?P=nsep) [ ]?
        (?P<ny>(?:19|20)\d\d|\d\d) (?!\d(?!\d:[0-5]\d)) )
  | (?P<vn> (?P<vd>\d\d?) [,]? [ ]* (?:tháng|thg|th\.?)[ ]? (?P<vm>\d\d?|{VIETNAMESE_MONTHS})
        [ ]* (?:,|năm|-|/)? [ ]* (?:năm)? [ ]* (?P<vy>(?:19|20)\d\d) (?!\d) )
  | (?P<wp> (?:tháng|thg|th\.?)[ ]? (?P<wm>\d\d?|{VIETNAMESE_MONTHS}) [ ] (?P<wd>\d\d?) , [ ]
        (?P<wy>(?:19|20)\d\d) (?!\d) )
  | (?P<ea> (?P<ey>(?:19|20)\d\d) [ ]?[年년][ ]? (?P<em>\d\d?) [ ]?[月월][ ]? (?P<ed>\d\d?) [ ]?[日일] )
  | (?P<df> (?P<dd>\d\d?) (?:st|nd|rd|th|er|\.|º)? [ -]? (?:de[ ]|of[ ])? (?P<dm>{MONTHS_BEHIND_DAYS}) \.? ,?
        (?:[ -]|[ ]de[ ]|[ ]del[ ]) (?P<dy>(?:19|20)\d\d) (?!\d) )
  | (?P<mf> \b(?P<mm>{FOREIGN_MONTHS}) [.,]? [ ] (?P<md>\d\d?)
        (?: (?:st|nd|rd|th)? ,? | [ ] (?P<ch>[01]\d|2[0-3]):(?P<cm>[0-5]\d):(?P<cs>[0-5]\d)
            (?: [ ] (?: (?P<cz>gmt|utc) | [a-z]{{2,5}} ) )? )
        [ /] (?P<my>(?:19|20)\d\d) (?!\d) )
"""
_TIME = r"""
    (?P<{p}h>[01]?\d|2[0-4]) [ ]?(?::|h|g|giờ|[时時])[ ]? (?P<{p}m>[0-5]\d)
    (?: (?::|'|分|[ ]?phút[ ]?:?) (?P<{p}s>[0-5]\d) (?:[.,]\d{{1,9}})? )? (?!\d)
    (?: [ ]?phút | ' )? (?: [ ]?(?P<{p}ap>[ap]\.?m\.?|sa|ch|sáng|chiều|tối|trưa)(?:\b|(?=\d)) )?
"""
_ZONE = r"""
    [ ]* \(? [ ]*
    (?: (?P<utc>z)\b
      | (?:gmt|utc) [ ]? (?P<gs>[+\-]) [ ]? (?P<gh>\d\d?) (?: :? (?P<gm>\d\d) )? (?!\d)
      | (?P<zs>[+\-]) (?P<zh>\d\d) (?: :? (?P<zm>\d\d) )? (?!\d)
      | (?P<gmt>gmt|utc)\b )
    [ ]* \)?
"""
_WEEKDAY = r"""
    (?: (?:thứ[ ](?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ[ ]nhật|t[2-7]|cn
      |monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)
      \b \.? [ ]* [,\-–|]? [ ]* (?:ngày[ ]+)? )
"""
_EXPRESSION = re.compile(
    rf"""
    (?=[\d{_FIRST_LETTERS}]) (?<![\d/.:]) (?=\d|\b)
    (?: {_WEEKDAY} )?
    (?: {_TIME.format(p="a")} [ ]* (?: \(?gmt\+7\)?[ ]* )? (?: [,\-–|:•·]|,?[ ]*ngày|of|on)? [ ]*
        (?: {_WEEKDAY} )? (?:ngày[ ]*)? )?
    (?: ngày[ ]+ )?
    (?: {_DATE} )
    (?: [ ]* \(? gmt [ ]? \+ [ ]? 7 \)? (?= [ ,\-–|•·]* \d\d?[:h] ) )?
    (?: (?: t | [ ]* (?:[,\-–|(•·]|lúc|vào[ ]lúc|at|um|à|-[ ]*lúc|:)? [ ]* ) {_TIME.format(p="b")} \)? )?
    (?: {_ZONE} )?
    """,
    re.VERBOSE,
)
"""Asked of text in lower case, which takes half the time that ignoring case does."""
_HAS_DATE = re.compile(r"[0-9](?:(?:(?<=1)9|(?<=2)0)\d\d|[-/.]\d\d?[-/.]\d\d)")


_AMERICAN = re.compile(r"(?<!\d)(?:\d/\d\d?|\d\d/\d)/\d{4} \d\d?:\d\d:\d\d [ap]m\b|[ap]\.?m\.?[ ]*\(?[ecmp][sd]?t\b")
"""How only Americans, and programs set up for them, write a moment: without zeros and with seconds (``3/7/2026 8:01:53
AM``), or before one of their zones. They write the month first."""

_MAX_REMEMBERED_CHARS = 200
_LONGEST_BEFORE = 120
"""Characters that weekday, time, day and month can take before the year."""


def may_hold_date(text: str) -> bool:
    """Whether ``text`` has the digits of a date; a cheap question to ask first."""
    return _HAS_DATE.search(text) is not None


def n_years(text: str) -> int:
    """How many dates ``text`` can hold at most, by their digits."""
    return len(_HAS_DATE.findall(text))


def find_dates(text: str, *, month_first: bool = False) -> Iterator[FoundDate]:
    """Every date expression in ``text`` that names a possible day, left to right.

    ``month_first`` reads ``3/7/2026`` as 7 March, for elements that are known to write so. Without it a numeric date
    is day first; it is read month first only when day first is impossible (``3/27/2026``), or where the moment is
    written as Americans do (``3/7/2026 5:07 PM EST``).
    """
    year = _HAS_DATE.search(text)
    if year is None:
        return
    for match in _EXPRESSION.finditer(lowered(text.replace("\u00a0", " ")), max(0, year.start() - _LONGEST_BEFORE)):
        found = _read(match, text, month_first)
        if found is not None:
            yield found


def first_date(text: str, *, month_first: bool = False) -> FoundDate | None:
    """The first date of ``text``, ``None`` when it has none."""
    if len(text) <= _MAX_REMEMBERED_CHARS:
        return _remembered_date(text, month_first)
    return next(find_dates(text, month_first=month_first), None)


@lru_cache(maxsize=256)
def _remembered_date(text: str, month_first: bool) -> FoundDate | None:
    """A page says its dates several times."""
    return next(find_dates(text, month_first=month_first), None)


def _read(match: re.Match[str], text: str, month_first: bool) -> FoundDate | None:
    parts = match.groupdict()
    year, month, day = _year_month_day(parts)
    is_american = (
        parts["num"] is not None and _AMERICAN.search(match.string, match.start(), match.end() + 8) is not None
    )
    month_first = month_first or is_american
    is_swappable = parts["num"] is not None and month <= 12 and day <= 12 and month != day and not is_american
    if parts["num"] is not None and ((month > 12 >= day) or (month_first and day <= 12)):
        month, day = day, month
    clock = _clock(parts)
    if clock is None:
        return None
    hour, minute, second, precision = clock
    try:
        at = datetime(year, month, day, hour % 24, minute, second, tzinfo=_zone(parts, precision))
    except ValueError:
        return None
    if hour == 24:
        at += timedelta(days=1)
    raw = text[match.start() : match.end()].replace("\u00a0", " ")
    start = match.start() + len(raw) - len(raw.lstrip(" ,-–|:•·"))
    raw = raw.strip(" ,-–|:•·")
    if raw.count("(") < raw.count(")"):
        raw = raw.rstrip(") ")
    elif raw.count("(") > raw.count(")"):
        raw = raw.rstrip("( ")
    has_zone = precision != "day" and bool(parts["utc"] or parts["gmt"] or parts["cz"] or parts["zs"] or parts["gs"])
    return FoundDate(at, precision, raw, start, match.end(), is_swappable, has_zone)


def _year_month_day(parts: dict[str, str | None]) -> tuple[int, int, int]:
    def number(name: str) -> int:
        return int(parts[name] or 0)

    if parts["iso"]:
        return number("iy"), number("im"), number("id")
    if parts["num"]:
        year = number("ny")
        return (year if year > 99 else year + 2000), number("nm"), number("nd")
    for kind, letter in (("vn", "v"), ("wp", "w"), ("ea", "e"), ("df", "d"), ("mf", "m")):
        if parts[kind]:
            return number(letter + "y"), _month(parts[letter + "m"] or ""), number(letter + "d")
    return 0, 0, 0


def _month(name: str) -> int:
    return int(name) if name.isdigit() else MONTHS.get(" ".join(name.lower().split()), 0)


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int, str] | None:
    """Hour, minute, second and precision of the time beside a date; ``None`` when it is impossible."""
    side = "c" if parts["ch"] else "b" if parts["bh"] else "a"
    if not parts[side + "h"]:
        return 0, 0, 0, "day"
    hour, minute = int(parts[side + "h"] or 0), int(parts[side + "m"] or 0)
    second = int(parts[side + "s"] or 0)
    half = (parts.get(side + "ap") or "").lower().replace(".", "")
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("am", "sa", "sáng") and hour == 12:
        hour = 0
    if hour == 24 and (minute or second):
        return None
    return hour, minute, second, "second" if parts[side + "s"] else "minute"


def _zone(parts: dict[str, str | None], precision: str) -> timezone:
    if precision == "day":
        return VIETNAM
    if parts["utc"] or parts["gmt"] or parts["cz"]:
        return UTC
    sign = parts["zs"] or parts["gs"]
    if sign:
        hours, minutes = parts["zh"] or parts["gh"] or "0", parts["zm"] or parts["gm"] or "0"
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset <= timedelta(hours=14):
            return timezone(offset if sign == "+" else -offset)
    return VIETNAM


def is_plausible(at: datetime, fetched_at: datetime) -> bool:
    """Whether an article fetched at ``fetched_at`` can have been published at ``at``: not before the Web, and at most
    a day ahead (clocks of portals go wrong, and time zones are left out)."""
    return at.year >= EARLIEST_YEAR and at <= fetched_at + timedelta(days=1)
