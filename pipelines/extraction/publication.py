"""Which of a page's dates is the article's: every candidate kept, with its source; the choice by agreement.

Printed labels count by their place: around the title, or marked as dates in the article. Clocks, sidebars, related
lists, comments, footers and the text itself are no places for the article's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.extraction.dates import VIETNAM, FoundDate, first_date, is_plausible
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CAPTION, CLOCK, DATE, ELSEWHERE, HEADER, ITEM, LINK, UPDATED
from pipelines.extraction.structured import Structured
from pipelines.records import DateCandidate

_PUBLISHED_WORDS = re.compile(
    r"(?:ngày|giờ|thời gian|thời điểm)\s*(?:đăng|xuất bản|phát hành|cập nhật|tạo|đưa tin|gửi|viết)|(?:đăng|gửi|đưa|viết|post)\s*(?:lúc|ngày|vào|tin)"
    r"|xuất bản|published|posted|publié|veröffentlicht|publicado|pubblicato|\bdate\s*:|^ngày\s*:|cập nhật",
    re.IGNORECASE,
)
_UPDATED_WORDS = re.compile(
    r"cập nhật|sửa đổi lần cuối|chỉnh sửa|updated|modified|mis à jour|aktualisiert|actualizado|aggiornato",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"ban hành|hiệu lực|giấy phép|sinh ngày|ngày sinh|hết hạn|hạn nộp|khai mạc|truy cập|hôm nay|bây giờ|cấp ngày|ngày cấp|số:|copyright|©",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_BEFORE_TITLE, _AFTER_TITLE = 8, 25
"""Lines before and after the title in which an unmarked date is looked for."""
_LONG_LINE = 160
"""Characters from which a line is running text: beyond the first of them only marked dates count."""
_MAX_LABEL = 150
"""Characters of a line that can be a date label."""
_MAX_BESIDE = 45
"""Letters that may stand beside a date in its label: a section's name, an author, a view counter."""

_WEIGHTS = {
    "layout": 9.0,
    "label": 3.0,
    "microdata": 2.5,
    "time": 2.5,
    "json-ld": 2.5,
    "meta": 2.2,
    "listing": 2.0,
    "url": 1.8,
    "htmldate": 0.5,
}
_ORDER = ("layout", "label", "time", "microdata", "json-ld", "meta", "listing", "url", "htmldate")


@dataclass(frozen=True, slots=True)
class Publication:
    """What was decided about an article's dates."""

    chosen: DateCandidate | None
    candidates: tuple[DateCandidate, ...]
    """Every plausible date, the chosen one first."""
    agree: bool | None
    """Whether all fall on one day in Vietnam; ``None`` with fewer than two."""
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: str
    found: FoundDate
    weight: float
    is_update: bool = False


def choose_dates(
    page: PageLines,
    structured: Structured,
    title_line: int | None,
    fetched_at: datetime,
    *,
    url: str = "",
    listed_raw: str | None = None,
    layout_published: Iterable[str] = (),
    layout_updated: Iterable[str] = (),
    month_first: bool = False,
) -> Publication:
    """Gather the candidates of one page and choose. ``layout_*`` are texts (or attributes) that selectors found."""
    candidates: list[_Candidate] = []
    for text in layout_published:
        candidates.extend(_from_text("layout", text, month_first=month_first))
    candidates.extend(_labels(page, title_line))
    candidates.extend(_microdata(page, title_line))
    for source, raw in structured.published:
        candidates.extend(_from_text(source, raw))
    updates = [found for source, raw in structured.modified for found in _from_text(source, raw)]
    if listed_raw:
        candidates.extend(_from_text("listing", listed_raw))
    candidates.extend(_from_url(url))
    updates.extend(candidate for text in layout_updated for candidate in _from_text("layout", text))
    updates.extend(candidate for candidate in candidates if candidate.is_update)
    candidates = [candidate for candidate in candidates if not candidate.is_update] or [
        candidate for candidate in candidates if candidate.source == "label"
    ]
    candidates = [c for c in _settle_month_first(candidates) if is_plausible(c.found.at, fetched_at)]
    ordered = _ordered(candidates)
    chosen = ordered[0] if ordered else None
    return Publication(
        _public(chosen) if chosen else None,
        tuple(dict.fromkeys(_public(candidate) for candidate in ordered)),
        None if len(ordered) < 2 else len({_day(candidate.found) for candidate in ordered}) == 1,
        _updated(chosen, updates, fetched_at),
    )


def _public(candidate: _Candidate) -> DateCandidate:
    source = "label" if candidate.source == "layout" else candidate.source
    found = candidate.found
    return DateCandidate(source, found.raw, found.at, found.precision)


def _day(found: FoundDate) -> object:
    return found.at.astimezone(VIETNAM).date()


def _from_text(source: str, text: str, *, month_first: bool = False) -> list[_Candidate]:
    found = first_date(text[:200], month_first=month_first)
    if found is None:
        return []
    if source != "label" and found.at.astimezone(VIETNAM).time() == datetime.min.time():
        found = _as_day(found)
    return [_Candidate(source, found, _WEIGHTS[source])]


def _as_day(found: FoundDate) -> FoundDate:
    """Midnight sharp in machine data is a day without a time."""
    return FoundDate(found.at, "day", found.raw, found.start, found.end, found.is_month_first_too, found.has_am_pm)


def _labels(page: PageLines, title_line: int | None) -> list[_Candidate]:
    """Dates printed for readers as the article's."""
    lines = page.lines
    home = lines[title_line].flags if title_line is not None else 0
    elsewhere = (ELSEWHERE | CLOCK | CAPTION) & ~home
    candidates: list[_Candidate] = []
    in_text = False
    start = 0 if title_line is None else max(0, title_line - _BEFORE_TITLE)
    for index in range(start, len(lines)):
        line = lines[index]
        if title_line is not None and index > title_line and len(line.text) >= _LONG_LINE:
            in_text = True
        barred = elsewhere
        if title_line is not None and 0 < title_line - index <= 3 and line.flags & DATE:
            barred &= ~HEADER
        if len(line.text) > _MAX_LABEL or line.flags & barred or index == title_line:
            continue
        candidate = _label(line, index, title_line, in_text)
        if candidate is not None:
            candidates.append(candidate)
            if len(candidates) >= 4:
                break
    return candidates


def _label(line: Line, index: int, title_line: int | None, in_text: bool) -> _Candidate | None:
    text = line.text
    if not any(character.isdigit() for character in text):
        return None
    marked = bool(line.flags & DATE)
    found = first_date(text)
    if found is None:
        return None
    beside = text[: found.start] + " " + text[found.end :]
    if _OTHER_WORDS.search(beside):
        return None
    named = _PUBLISHED_WORDS.search(beside) is not None
    n_letters = len(_LETTERS.findall(beside))
    if n_letters > _MAX_BESIDE * (2 if marked else 1):
        return None
    distance = abs(index - title_line) if title_line is not None else 99
    near = title_line is not None and (-3 <= index - title_line < 0 or 0 < index - title_line <= _AFTER_TITLE)
    if line.flags & ITEM and line.flags & LINK and not marked:
        return None
    weight = 0.0
    if near and not in_text:
        plain = n_letters <= 12 or found.precision != "day" or named or marked
        weight = 3.4 if plain else 0.0
        if index < (title_line or 0):
            weight -= 0.3
        weight -= 0.02 * distance
    elif marked and not line.flags & LINK:
        weight = 2.3 if title_line is not None and index > title_line else 1.2
    elif named and title_line is not None and index > title_line:
        weight = 2.4
    if weight <= 0:
        return None
    is_update = bool(line.flags & UPDATED) or bool(_UPDATED_WORDS.search(text[: found.start]))
    return _Candidate("label", found, weight, is_update)


def _microdata(page: PageLines, title_line: int | None) -> list[_Candidate]:
    """``itemprop`` and ``<time>``."""
    home = page.lines[title_line].flags if title_line is not None else 0
    elsewhere = (ELSEWHERE | CLOCK) & ~home
    candidates: list[_Candidate] = []
    for mark in page.properties:
        names = (mark.attributes.get("itemprop") or "").lower().split()
        is_update = "datemodified" in names
        if mark.flags & elsewhere or not (is_update or "datepublished" in names or "datecreated" in names):
            continue
        raw = mark.attributes.get("content") or mark.attributes.get("datetime") or mark.node.text()
        candidates.extend(replace(candidate, is_update=is_update) for candidate in _from_text("microdata", raw))
    for mark in page.times:
        raw = mark.attributes.get("datetime")
        if not raw or mark.flags & elsewhere or "itemprop" in mark.attributes:
            continue
        distance = 99 if title_line is None else mark.line - title_line
        if -4 <= distance <= _AFTER_TITLE:
            weight, is_update = _WEIGHTS["time"] - 0.02 * abs(distance), bool(mark.flags & UPDATED)
            candidates.extend(replace(found, weight=weight, is_update=is_update) for found in _from_text("time", raw))
    return candidates[:6]


_URL_DATE = re.compile(r"[/_-]((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)")
_URL_PACKED = re.compile(r"[/-]((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:\d{4,12})?(?=[/_.-]|$)")


def _from_url(url: str) -> list[_Candidate]:
    path = url.split("?", 1)[0]
    match = _URL_DATE.search(path)
    if match:
        return _from_text("url", f"{match[1]}-{match[3]}-{match[4]}")
    packed = _URL_PACKED.search(path)
    return _from_text("url", f"{packed[1]}-{packed[2]}-{packed[3]}") if packed else []


def _settle_month_first(candidates: list[_Candidate]) -> list[_Candidate]:
    """Read a machine date with AM or PM month first when another candidate has that very day."""
    settled = []
    for candidate in candidates:
        found = candidate.found
        if found.is_month_first_too and candidate.source not in ("label", "layout"):
            swapped = first_date(found.raw, month_first=True)
            others = {_day(other.found) for other in candidates if other is not candidate}
            if swapped and _day(swapped) in others and _day(found) not in others:
                candidate = _Candidate(candidate.source, swapped, candidate.weight, candidate.is_update)
        settled.append(candidate)
    return settled


def _ordered(candidates: list[_Candidate]) -> list[_Candidate]:
    """Best first: the day with most weight behind it, on that day the printed label if it has a time, then others."""
    by_day: dict[object, dict[str, float]] = {}
    for candidate in candidates:
        sources = by_day.setdefault(_day(candidate.found), {})
        sources[candidate.source] = max(sources.get(candidate.source, 0.0), candidate.weight)
    weights = {day: sum(sources.values()) for day, sources in by_day.items()}

    def rank(candidate: _Candidate) -> tuple[float, bool, int, float]:
        return (
            -weights[_day(candidate.found)],
            candidate.found.precision == "day",
            _ORDER.index(candidate.source),
            -candidate.weight,
        )

    return sorted(candidates, key=rank)


def _updated(chosen: _Candidate | None, updates: list[_Candidate], fetched_at: datetime) -> datetime | None:
    """The latest modification date that says more than the publication date."""
    if chosen is None:
        return None
    published = chosen.found.at
    later = [
        update.found.at
        for update in updates
        if update.found.at - published >= timedelta(minutes=1)
        and is_plausible(update.found.at, fetched_at)
        and not (update.found.precision == "day" and _day(update.found) == _day(chosen.found))
    ]
    return later[0] if later else None
