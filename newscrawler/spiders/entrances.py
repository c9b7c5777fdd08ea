"""Where a crawl enters a portal: sections, dated listings, feeds, sitemaps. Sources are explicit and additive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawler.listings.dated import DatedPage, dated_pages
from newscrawler.listings.facts import DatedUrls
from newscrawler.portals.model import Generation, Portal, Section
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.walk import Walk
from pipelines.errors import SettingsError
from pipelines.ledger import Ledger
from pipelines.records import PageKind

KNOWN_PAGES = 2
"""An incremental walk ends after so many pages in a row of articles that an earlier, complete walk has met. Two, so
that those that shift from one page to the next while it is on, or are pinned to the top, do not end it."""

SETTLED = timedelta(days=40)
"""A dated listing that a complete walk read so long after its last day is not read again, but in a full sweep."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A first page to request and the walk that begins there."""

    url: str
    kind: PageKind
    walk: Walk
    dated: DatedPage | None = None
    """Set for dated listings; its postback, if any, is filled into the form of the page at ``url``."""


def entrances(portal: Portal, options: CrawlOptions, ledger: Ledger, now: datetime) -> Iterator[Entrance]:
    """All entrances of ``portal`` that ``options`` ask for at ``now``. Raises SettingsError for an unknown section."""
    check_sections(portal, options)
    for generation in portal.generations:
        if not _published_within(generation, options):
            continue
        dated = list(_dated(portal, generation, options, ledger, now))
        yield from dated
        if options.since and dated and not options.sections:
            continue  # days were asked for, and this generation lists by day
        yield from _sections(portal, generation, options, ledger, now, looks_back=not dated)
        if not options.sections:
            yield from _streams(portal, generation, options)


def _published_within(generation: Generation, options: CrawlOptions) -> bool:
    """Whether the generation can have published in the days asked for."""
    too_late = options.until and generation.first_day and generation.first_day > options.until
    too_early = options.since and generation.last_day and generation.last_day < options.since
    return not (too_late or too_early)


def _sections(
    portal: Portal, generation: Generation, options: CrawlOptions, ledger: Ledger, now: datetime, *, looks_back: bool
) -> Iterator[Entrance]:
    wanted = {name.casefold() for name in options.sections}
    for section in generation.sections:
        if not wanted or section.name.casefold() in wanted:
            whole = options.full or options.since or is_sweep_due(portal, ledger, section.name, now)
            walk = Walk(
                portal.name,
                section.name,
                generation.name,
                stop_when_known=None if whole else KNOWN_PAGES,
                since=options.since,
                section_name=section.name,
                looks_back=looks_back,
            )
            yield Entrance(portal.absolute(section.url), PageKind.LISTING, walk)


def is_sweep_due(portal: Portal, ledger: Ledger, listing: str, now: datetime) -> bool:
    """Whether a listing is to be walked to its end: no walk has done so within ``full_sweep_days``."""
    last = ledger.section_walk(portal.name, listing, whole=True, before=now)
    return last is None or now - last.started_at > timedelta(days=portal.full_sweep_days)


def _dated(
    portal: Portal, generation: Generation, options: CrawlOptions, ledger: Ledger, now: datetime
) -> Iterator[Entrance]:
    dated, first_day = generation.listing.dated, generation.first_day or options.since
    if options.sections or dated is None or first_day is None:  # nobody is asked for every day of an unknown past
        return
    if dated.granularity == "day" and not options.since:
        return  # :mod:`newscrawler.spiders.days` has them
    first = max(first_day, options.since or first_day)
    last = min(day for day in (generation.last_day, options.until, now.date()) if day)
    for section, url in dated_bases(portal, generation):
        for page in dated_pages(generation.listing, url, first, last):
            name = dated_name(section, page)
            if options.full or options.since or not _is_settled(ledger, portal, name, page, now):
                yield dated_entrance(portal, generation, section, page)


def dated_entrance(portal: Portal, generation: Generation, section: Section | None, page: DatedPage) -> Entrance:
    """The entrance of one dated listing, of a section or (``None``) of the whole portal."""
    walk = Walk(
        portal.name,
        dated_name(section, page),
        generation.name,
        stop_when_known=None,
        since=page.first_day,
        may_be_empty=True,
        section_name=section.name if section else None,
        days=(page.first_day, page.last_day),
    )
    return Entrance(page.url, PageKind.DATED, walk, page)


def dated_name(section: Section | None, page: DatedPage) -> str:
    """What a dated listing is called in the ledger and in reports."""
    days = f"dated {page.first_day}" + (f" to {page.last_day}" if page.last_day != page.first_day else "")
    return f"{section.name} {days}" if section else days


def dated_bases(portal: Portal, generation: Generation) -> list[tuple[Section | None, str]]:
    """Whose dated listings there are: the portal's own, or each section's, with the address they are made from."""
    dated = generation.listing.dated
    if isinstance(dated, DatedUrls) and dated.section_url is None:
        return [(None, portal.base_url)]
    return [(section, portal.absolute(section.url)) for section in generation.sections]


def in_rounds(entrances: Iterable[Entrance], size: int) -> Iterator[list[Entrance]]:
    """``entrances`` in rounds of which each sends a form at most ``size`` times; other listings are in the first.

    A WebForms page carries its state, up to hundreds of kilobytes, in every form that waits to be sent.
    """
    rounds: list[list[Entrance]] = [[]]
    n_posted: Counter[str] = Counter()
    for entrance in entrances:
        number = 0
        if entrance.dated and entrance.dated.postback:
            number = n_posted[entrance.url] // size
            n_posted[entrance.url] += 1
        while len(rounds) <= number:
            rounds.append([])
        rounds[number].append(entrance)
    yield from rounds


def _is_settled(ledger: Ledger, portal: Portal, name: str, page: DatedPage, now: datetime) -> bool:
    walk = ledger.section_walk(portal.name, name, whole=True, before=now)
    if walk is None or is_sweep_due(portal, ledger, name, now):
        return False
    return walk.started_at - datetime(page.last_day.year, page.last_day.month, page.last_day.day, tzinfo=UTC) > SETTLED


def _streams(portal: Portal, generation: Generation, options: CrawlOptions) -> Iterator[Entrance]:
    for kind, urls in ((PageKind.FEED, generation.feeds), (PageKind.SITEMAP, generation.sitemaps)):
        for url in urls:
            walk = Walk(portal.name, f"{kind.value} {url}", generation.name, stop_when_known=None)
            yield Entrance(portal.absolute(url), kind, walk)


def check_sections(portal: Portal, options: CrawlOptions) -> None:
    """Raise SettingsError when a section is asked for that the portal's file does not have."""
    known = [section.name for _, section in portal.sections()]
    folded = {one.casefold() for one in known}
    for name in options.sections:
        if name.casefold() not in folded:
            raise SettingsError(f"--section: {portal.name} has no section {name!r}; it has {', '.join(known)}")
