"""Listings of single days in an ordinary crawl: as many as its other work bears, so that every day has its turn.

A portal's listing by day shows articles that were published late under an old date, which no section shows. To ask for
every day of its life in every run would cost thousands of requests. So the newest days come first, a month of them of
each section in any run, and more in a run that has much else to do, as the first of a portal that publishes daily; and
a day that was read has its turn again when it is twice as old as it was then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from newscrawler.listings.dated import dated_pages
from newscrawler.portals.model import Generation, Portal, Section
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.entrances import Entrance, dated_bases, dated_entrance, dated_name, in_rounds
from newscrawler.spiders.walks import Asked
from pipelines.extraction.dates import VIETNAM
from pipelines.ledger import Ledger

DAYS_A_ROUND = 31
"""Of each section any run reads so many days that were never read, and so many whose turn has come again."""
EMPTY_SHARE = 0.25
"""Beyond those a run goes on to older days while those that show nothing are at most so many of all its other requests,
whatever the next round brings."""
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=180)
"""Bounds of the time between two readings of a day, as between two visits of an article."""

Met = Callable[[Sequence[str]], tuple[date, date] | None]
"""First and last day printed beside the articles that this run has met in some sections."""


@dataclass(frozen=True, slots=True)
class _Days:
    """Days of one section, or of the whole portal where its listings by day mix sections."""

    portal: Portal
    generation: Generation
    section: Section | None
    url: str
    """The address that the listings are made from."""
    never: list[date]
    """Days never read, the latest first."""
    again: list[date]
    """Days whose turn has come again, the ripest first."""

    def entrances(self, days: Sequence[date]) -> Iterator[Entrance]:
        for day in days:
            for page in dated_pages(self.generation.listing, self.url, day, day):
                yield dated_entrance(self.portal, self.generation, self.section, page)


def rounds_of_days(
    portal: Portal, options: CrawlOptions, ledger: Ledger, now: datetime, met: Met, asked: Callable[[], Asked]
) -> Iterator[list[Entrance]]:
    """Listings of days whose turn it is at ``now``, in rounds: the next is asked for when the one before is walked.

    None in runs of a part, all days in full ones. ``asked`` tells what the run has asked for so far.
    """
    if options.is_bounded:
        return
    sections = list(_sections(portal, options, ledger, now, met))
    again = [one for days in sections for one in days.entrances(days.again)]
    yield from in_rounds([*_never_read(sections, 0), *again], DAYS_A_ROUND)
    number = 1
    while (more := _never_read(sections, number)) and (options.full or _is_worth(asked(), len(more))):
        yield from in_rounds(more, DAYS_A_ROUND)
        number += 1


def _never_read(sections: Sequence[_Days], number: int) -> list[Entrance]:
    first = number * DAYS_A_ROUND
    return [one for days in sections for one in days.entrances(days.never[first : first + DAYS_A_ROUND])]


def _is_worth(asked: Asked, n_more: int) -> bool:
    """Whether a run may ask for ``n_more`` further days, even if none of them shows anything: days are at most as many
    as the other requests, so that a run with little to do stays cheap, and few of them empty."""
    n_useful = asked.n_otherwise + asked.n_shown
    n_days = asked.n_shown + asked.n_empty
    return n_days + n_more <= asked.n_otherwise and asked.n_empty + n_more <= EMPTY_SHARE * n_useful


def _sections(portal: Portal, options: CrawlOptions, ledger: Ledger, now: datetime, met: Met) -> Iterator[_Days]:
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
            at = {page.first_day: read.get(dated_name(section, page)) for page in pages}
            if options.full:
                yield _Days(portal, generation, section, url, list(at), [])
            else:
                never = [day for day, read_at in at.items() if read_at is None]
                yield _Days(portal, generation, section, url, never, _in_turn(at, now))


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


def _in_turn(read: Mapping[date, datetime | None], now: datetime) -> list[date]:
    """Of the days that were read, those read longest ago for their age."""
    waiting = [(ripeness, day) for day, at in read.items() if at and (ripeness := _ripeness(day, at, now)) >= 1]
    waiting.sort(key=lambda one: -one[0])
    return [day for _, day in waiting[:DAYS_A_ROUND]]


def _ripeness(day: date, read_at: datetime, now: datetime) -> float:
    """Time since a day was read in units of the time that may pass: as long as it had been over then."""
    age = read_at - datetime.combine(day, time(), tzinfo=VIETNAM)
    return (now - read_at) / min(max(age, SHORTEST), LONGEST)
