"""Listings of single days in an ordinary crawl: a few of them in each run, so that every day has its turn.

A portal's listing by day shows articles that were published late under an old date, which no section shows. To ask for
every day of its life in every run would cost thousands of requests. So the newest days come first, a month of them in
a run; and a day that was read has its turn again when it is twice as old as it was then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from newscrawler.listings.dated import DatedPage, dated_pages
from newscrawler.portals.model import Generation, Portal
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.entrances import Entrance, dated_bases, dated_entrance, dated_name
from pipelines.extraction.dates import VIETNAM
from pipelines.ledger import Ledger

DAYS_A_RUN = 31
"""Of each section one run reads so many days that were never read, and so many whose turn has come again."""
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=180)
"""Bounds of the time between two readings of a day, as between two visits of an article."""

Met = Callable[[Sequence[str]], tuple[date, date] | None]
"""First and last day printed beside the articles that this run has met in some sections."""


def days(portal: Portal, options: CrawlOptions, ledger: Ledger, now: datetime, met: Met) -> Iterator[Entrance]:
    """Listings of days whose turn it is at ``now``; none in runs of a part, all of them in full ones."""
    if options.is_bounded:
        return
    read = ledger.last_complete_walks(portal.name, now)
    for generation in portal.generations:
        dated = generation.listing.dated
        if dated is None or dated.granularity != "day":
            continue
        span = _span(portal, generation, ledger, now, met)
        if span is None:
            continue
        for section, url in dated_bases(portal, generation):
            pages = list(dated_pages(generation.listing, url, *span))
            names = {page.first_day: dated_name(section, page) for page in pages}
            chosen = pages if options.full else _in_turn(pages, names, read, now)
            for page in chosen:
                yield dated_entrance(portal, generation, section, page)


def _span(portal: Portal, generation: Generation, ledger: Ledger, now: datetime, met: Met) -> tuple[date, date] | None:
    """First and last day worth asking for: those of the articles known, unless the file states them."""
    names = [section.name for section in generation.sections]
    printed, published = met(names), _published(ledger, portal, names, now)
    today = now.astimezone(VIETNAM).date()
    first = generation.first_day or min((span[0] for span in (printed, published) if span), default=None)
    # Sections show the newest articles first in every run; one date misread on an article's page says less.
    newest = printed or published
    last = min(generation.last_day or today, newest[1] if newest else today, today)
    return (first, last) if first is not None and first <= last else None


def _published(ledger: Ledger, portal: Portal, sections: Sequence[str], now: datetime) -> tuple[date, date] | None:
    span = ledger.published_span(portal.name, sections, now)
    return None if span is None else (span[0].astimezone(VIETNAM).date(), span[1].astimezone(VIETNAM).date())


def _in_turn(
    pages: Sequence[DatedPage], names: Mapping[date, str], read: Mapping[str, datetime], now: datetime
) -> list[DatedPage]:
    """Of ``pages``, latest first, the newest that were never read, and those read longest ago for their age."""
    never = [page for page in pages if names[page.first_day] not in read]
    waiting = [
        (ripeness, page)
        for page in pages
        if (at := read.get(names[page.first_day])) and (ripeness := _ripeness(page.first_day, at, now)) >= 1
    ]
    waiting.sort(key=lambda one: -one[0])
    return never[:DAYS_A_RUN] + [page for _, page in waiting[:DAYS_A_RUN]]


def _ripeness(day: date, read_at: datetime, now: datetime) -> float:
    """Time since a day was read in units of the time that may pass: as long as it had been over then."""
    age = read_at - datetime.combine(day, time(), tzinfo=VIETNAM)
    return (now - read_at) / min(max(age, SHORTEST), LONGEST)
