"""What a survey finds out about dated listings: those a front page links, and whether the family's really answer."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newscrawler.listings import ArticleLink, DatedPage, dated_pages, form_for_postback, read_listing
from newscrawler.listings.dated import dated_form
from newscrawler.listings.facts import DatedUrls, ListingFacts
from newscrawler.portals.family import read_family
from newscrawler.portals.model import Generation
from newscrawler.portals.recognition import SeenPage
from pipelines.extraction.dates import first_date

if TYPE_CHECKING:
    from newscrawler.portals.survey import Fetch, FoundGeneration

_ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12]\d|3[01]))?(?!\d)")
_MARGIN = timedelta(days=1)
"""SharePoint's days are those of Greenwich."""


def linked_dates(generation: FoundGeneration, page: SeenPage) -> None:
    """First day, and the template of dated listings, by the dated listings that ``page`` links."""
    family = read_family(generation.recognition.family)
    dated = _facts(generation).dated
    if generation.dated_template or not family.walk_dated or not isinstance(dated, DatedUrls):
        return
    path = dated.template.partition("?")[0]
    targets = [target for target in page.targets if path.lower() in target.lower() and dated_form(page.url + target)]
    days = [_day(match) for target in targets if (match := _ISO_DAY.search(target))]
    if days:
        site = targets[0][: targets[0].lower().index(path.lower())]
        generation.dated_template, generation.first_day = site + dated.template, min(days)
        last = max(days)
        generation.last_day = last.replace(day=monthrange(last.year, last.month)[1])


async def try_dated(generation: FoundGeneration, fetch: Fetch) -> None:
    """Ask the family's dated listings for one day of which an article is known, and say so when they do not have it.

    Nothing is said when no section prints a day, or the dated listings were linked.
    """
    facts = _facts(generation)
    if facts.dated is None or generation.dated_template:
        return
    for section in generation.sections:
        listing = read_listing(section.page.body, section.page.url, facts)
        for known, day in _dated_links(listing.articles):
            asked = next(dated_pages(facts, section.page.url, day, day))
            answer = await _asked(asked, section.page, fetch)
            shown = read_listing(answer.body, answer.url, facts).articles if answer else ()
            if not _is_of(asked, known, shown):
                generation.not_dated = f"asked for {day}, {asked.url} did not show the articles of that time"
            return


def _is_of(asked: DatedPage, known: ArticleLink, shown: tuple[ArticleLink, ...]) -> bool:
    """Whether the articles ``shown`` are those of the days asked for."""
    first, last = asked.first_day - _MARGIN, asked.last_day + _MARGIN
    return any(one.url == known.url for one in shown) and all(first <= day <= last for _, day in _dated_links(shown))


def _dated_links(links: tuple[ArticleLink, ...]) -> Iterator[tuple[ArticleLink, date]]:
    for link in links:
        found = first_date(link.date_raw) if link.date_raw else None
        if found is not None:
            yield link, found.at.date()


async def _asked(asked: DatedPage, page: SeenPage, fetch: Fetch) -> SeenPage | None:
    posted = asked.postback
    if posted is None:
        return await fetch(asked.url)
    form = form_for_postback(page.body, page.url, posted.target, posted.argument, posted.fields)
    return await fetch(form[0], form[1]) if form is not None else None


def _facts(generation: FoundGeneration) -> ListingFacts:
    family = read_family(generation.recognition.family)
    return Generation.model_validate({"name": "x", **family.generation}).listing


def _day(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2]), int(match[3] or 1))
