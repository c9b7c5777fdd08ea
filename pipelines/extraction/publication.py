"""Which of a page's dates is the article's: every candidate kept, with its source; the choice by agreement.

Printed labels count by their place: around the title, or marked as dates in the article. Clocks, sidebars, related
lists, comments, footers and the text itself are no places for the article's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from pipelines.extraction.claims import Structured
from pipelines.extraction.dates import VIETNAM, FoundDate, first_date, is_plausible
from pipelines.extraction.labels import Label, find_labels
from pipelines.extraction.lines import PageLines
from pipelines.extraction.roles import UPDATED
from pipelines.extraction.surroundings import is_list_item
from pipelines.records import DateCandidate

_NEAR_TITLE = range(-4, 26)
"""Lines around the title in which a ``<time>`` can be the article's."""

_WEIGHTS = {
    "layout": 9.0,
    "label": 3.0,
    "microdata": 2.5,
    "time": 2.5,
    "json-ld": 2.5,
    "meta": 2.2,
    "listing": 2.0,
    "url": 1.8,
}
_ORDER = ("layout", "label", "time", "microdata", "json-ld", "meta", "listing", "url")


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
    fetched_at: datetime,
    *,
    url: str = "",
    listed_raw: str | None = None,
    layout_published: Iterable[str] = (),
    layout_updated: Iterable[str] = (),
    month_first: bool = False,
    is_vietnamese: bool = True,
) -> Publication:
    """Gather the candidates of one page and choose.

    ``layout_*`` are texts (or attributes) that selectors found. On a page that is not ``is_vietnamese`` printed times
    are those of its place, which is told by machine-readable ones.
    """
    candidates: list[_Candidate] = []
    for text in layout_published:
        candidates.extend(_from_text("layout", text, month_first=month_first))
    is_known = any(candidate.found.precision != "day" for candidate in candidates)
    labels = _without_clocks(find_labels(page, only_updates=is_known), fetched_at)
    candidates.extend(_Candidate("label", label.found, label.weight, label.is_update) for label in labels)
    candidates.extend(_microdata(page))
    for source, raw in structured.published:
        candidates.extend(_from_text(source, raw))
    updates = [found for source, raw in structured.modified for found in _from_text(source, raw)]
    if listed_raw:
        candidates.extend(_from_text("listing", listed_raw))
    candidates.extend(_from_url(url))
    updates.extend(candidate for text in layout_updated for candidate in _from_text("layout", text))
    updates.extend(candidate for candidate in candidates if candidate.is_update)
    candidates = _with_updates_told(candidates, updates)
    candidates = [candidate for candidate in candidates if not candidate.is_update] or [
        candidate for candidate in candidates if candidate.source == "label"
    ]
    candidates = _settle_month_first(candidates, is_vietnamese=is_vietnamese)
    zone = VIETNAM if is_vietnamese else _zone_of_page([*candidates, *updates])
    candidates = [c for c in _in_zone(candidates, zone) if is_plausible(c.found.at, fetched_at)]
    ordered = _ordered(candidates, zone)
    chosen = ordered[0] if ordered else None
    return Publication(
        _public(chosen) if chosen else None,
        tuple(dict.fromkeys(_public(candidate) for candidate in ordered)),
        None if len(ordered) < 2 else len({_day(candidate.found, zone) for candidate in ordered}) == 1,
        _updated(chosen, _in_zone(updates, zone), fetched_at, zone),
    )


def _without_clocks(labels: list[Label], fetched_at: datetime) -> list[Label]:
    """``labels`` without the days of visits above the title: today, where another day is printed below it, and a day
    after that of the last change."""
    below = [label for label in labels if not label.is_above]
    today = fetched_at.astimezone(VIETNAM).date()
    if not any(label.found.at.date() != today for label in below):
        return labels
    changed = max((label.found.at.date() for label in below if label.is_update), default=date.max)
    return [label for label in labels if not label.is_above or today != label.found.at.date() <= changed]


def _with_updates_told(candidates: list[_Candidate], updates: list[_Candidate]) -> list[_Candidate]:
    """A label that prints the day of the modification, or a ``<time>`` of its moment, where machine-readable data have
    an earlier publication, is the date of the update."""
    modified = {candidate.found.at.date() for candidate in updates}
    moments = {candidate.found.at for candidate in updates if candidate.found.precision != "day"}
    earlier = [c.found.at for c in candidates if c.source in ("json-ld", "meta", "microdata") and not c.is_update]
    if not earlier:
        return candidates
    published = max(earlier)

    def is_update(candidate: _Candidate) -> bool:
        at = candidate.found.at
        if candidate.source == "label":
            return at.date() in modified and published.date() < at.date()
        return candidate.source == "time" and at in moments and published < at

    return [replace(candidate, is_update=True) if is_update(candidate) else candidate for candidate in candidates]


def _zone_of_page(candidates: list[_Candidate]) -> timezone:
    """The zone of a page's printed times: what lies between them and a machine-readable time with a zone, else that
    one's own, else Vietnam's."""
    zoned = [c.found for c in candidates if c.found.has_zone]
    for printed in (c.found for c in candidates if not c.found.has_zone and c.found.precision != "day"):
        wall = printed.at.replace(tzinfo=UTC, second=0)
        for found in zoned:
            offset = wall - found.at.astimezone(UTC).replace(second=0, microsecond=0)
            if abs(offset) <= timedelta(hours=14) and offset.total_seconds() % 900 == 0:
                return timezone(offset)
    own = next((found.at.utcoffset() for found in zoned if found.at.utcoffset()), None)
    return timezone(own) if own is not None else VIETNAM


def _in_zone(candidates: list[_Candidate], zone: timezone) -> list[_Candidate]:
    """Times printed without a zone in that of the page; in Vietnam all times, also those that are wrongly called UTC,
    which is seen when a printed time says the same hour and minute."""
    printed = {c.found.at.replace(tzinfo=None, second=0) for c in candidates if not c.found.has_zone}
    settled = []
    for candidate in candidates:
        found = candidate.found
        wall = found.at.replace(tzinfo=None, second=0)
        is_local = not found.has_zone or (zone == VIETNAM and not found.at.utcoffset() and wall in printed)
        if is_local and found.precision != "day":
            candidate = replace(candidate, found=replace(found, at=found.at.replace(tzinfo=zone)))
        elif zone != UTC and found.precision != "day":
            candidate = replace(candidate, found=replace(found, at=found.at.astimezone(zone)))
        settled.append(candidate)
    return settled


def _public(candidate: _Candidate) -> DateCandidate:
    source = "label" if candidate.source == "layout" else candidate.source
    found = candidate.found
    return DateCandidate(source, found.raw, found.at, found.precision)


def _day(found: FoundDate, zone: timezone) -> date:
    return found.at.date() if found.precision == "day" else found.at.astimezone(zone).date()


def _from_text(source: str, text: str, *, month_first: bool = False) -> list[_Candidate]:
    found = first_date(text[:200], month_first=month_first)
    if found is None:
        return []
    if source != "label" and found.at.astimezone(VIETNAM).time() == datetime.min.time():
        found = _as_day(found)
    return [_Candidate(source, found, _WEIGHTS[source])]


def _as_day(found: FoundDate) -> FoundDate:
    """Midnight sharp in machine data is a day without a time."""
    return replace(found, precision="day")


def _microdata(page: PageLines) -> list[_Candidate]:
    """``itemprop`` and ``<time>``."""
    title_line = page.title_line
    candidates: list[_Candidate] = []
    for mark in page.properties:
        names = (mark.attributes.get("itemprop") or "").lower().split()
        is_update = "datemodified" in names
        if not (is_update or "datepublished" in names or "datecreated" in names) or page.is_elsewhere(mark):
            continue
        raw = mark.attributes.get("content") or mark.attributes.get("datetime") or mark.node.text()
        candidates.extend(replace(candidate, is_update=is_update) for candidate in _from_text("microdata", raw))
    for mark in page.times:
        raw = mark.attributes.get("datetime") or ""
        if not raw or "itemprop" in mark.attributes or page.is_elsewhere(mark):
            continue
        distance = 99 if title_line is None else mark.line - title_line
        if distance not in _NEAR_TITLE or is_list_item(page, min(mark.line, len(page.lines) - 1)):
            continue
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


def _settle_month_first(candidates: list[_Candidate], *, is_vietnamese: bool) -> list[_Candidate]:
    """Read a machine date, outside Vietnam also a printed one, month first when another candidate has that very day."""
    settled = []
    for candidate in candidates:
        found = candidate.found
        if (
            found.is_month_first_too
            and candidate.source != "layout"
            and not (is_vietnamese and candidate.source == "label")
        ):
            swapped = first_date(found.raw, month_first=True)
            others = {_day(other.found, VIETNAM) for other in candidates if other is not candidate}
            if not is_vietnamese:
                others |= {other.found.at.date() for other in candidates if other is not candidate}
            if swapped and _day(swapped, VIETNAM) in others and _day(found, VIETNAM) not in others:
                candidate = _Candidate(candidate.source, swapped, candidate.weight, candidate.is_update)
        settled.append(candidate)
    return settled


def _ordered(candidates: list[_Candidate], zone: timezone) -> list[_Candidate]:
    """Best first: the day with most weight behind it, on that day the printed label if it has a time, then others."""
    by_day: dict[date, dict[str, float]] = {}
    for candidate in candidates:
        sources = by_day.setdefault(_day(candidate.found, zone), {})
        sources[candidate.source] = max(sources.get(candidate.source, 0.0), candidate.weight)
    weights = {day: sum(sources.values()) for day, sources in by_day.items()}

    def rank(candidate: _Candidate) -> tuple[float, bool, int, float]:
        return (
            -weights[_day(candidate.found, zone)],
            candidate.found.precision == "day",
            _ORDER.index(candidate.source),
            -candidate.weight,
        )

    return sorted(candidates, key=rank)


def _updated(
    chosen: _Candidate | None, updates: list[_Candidate], fetched_at: datetime, zone: timezone
) -> datetime | None:
    """The latest modification date that says more than the publication date."""
    if chosen is None:
        return None
    published = chosen.found.at
    later = [
        update.found.at
        for update in updates
        if update.found.at - published >= timedelta(minutes=1)
        and is_plausible(update.found.at, fetched_at)
        and not (update.found.precision == "day" and _day(update.found, zone) == _day(chosen.found, zone))
    ]
    return later[0] if later else None


def last_resort(html: str, url: str, fetched_at: datetime) -> DateCandidate | None:
    """htmldate's guess, for pages on which nothing else was found.

    Not for Vietnamese portals: what is left there are clocks and lists of other articles, and it would take those.
    """
    from htmldate import find_date

    try:
        raw = find_date(html, url=url, original_date=True, extensive_search=False, max_date=fetched_at)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    found = first_date(raw) if raw else None
    if raw is None or found is None or not is_plausible(found.at, fetched_at):
        return None
    return DateCandidate("htmldate", raw, found.at, "day")
