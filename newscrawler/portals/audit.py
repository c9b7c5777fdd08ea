"""``newscrawler audit``: do sections and dated listings know the same articles? What only one of them shows is told.

Both ways are walked over listing pages alone; no article is asked for and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from newscrawler.listings import DatedPage, ListingPage, dated_pages, form_for_postback, read_listing
from newscrawler.listings.facts import DatedUrls
from newscrawler.portals.model import Generation, Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.survey import Fetch
from newscrawler.spiders.links import FoundArticle, found_articles, newest_date
from newscrawler.spiders.walk import Walk
from pipelines.errors import SettingsError


@dataclass(slots=True)
class Audit:
    """What the two ways of listing know of the articles of some days."""

    portal: str
    first_day: date
    last_day: date
    sectional: dict[str, FoundArticle] = field(default_factory=dict)
    """Articles that sections list, by key; those without a printed day too."""
    dated: dict[str, FoundArticle] = field(default_factory=dict)
    """Articles that dated listings show."""
    incomplete: list[str] = field(default_factory=list)
    """Listings that broke off, with the reason: what they would have shown is unknown."""
    n_pages: int = 0
    """Listing pages read."""

    @property
    def only_sectional(self) -> list[FoundArticle]:
        """Articles that no dated listing shows, though their printed day lies in the span."""
        return [one for key, one in self.sectional.items() if key not in self.dated and one.day is not None]

    @property
    def only_dated(self) -> list[FoundArticle]:
        """Articles that no section shows."""
        return [one for key, one in self.dated.items() if key not in self.sectional]


async def audit(portal: Portal, first_day: date, last_day: date, fetch: Fetch) -> Audit:
    """Walk both ways of listing for ``first_day`` to ``last_day``. Raises SettingsError without dated listings."""
    found = Audit(portal.name, first_day, last_day)
    generations = [one for one in portal.generations if one.listing.dated is not None]
    if not generations:
        raise SettingsError(f"{portal.name}: expected a generation with [listing.dated], found none to audit by")
    for generation in generations:
        walks = _Walks(portal, generation, found, fetch)
        for section in generation.sections:
            walk = Walk(portal.name, section.name, generation.name, stop_when_known=None, since=first_day)
            await walks.follow(await fetch(portal.absolute(section.url)), walk, found.sectional)
        await walks.by_day()
    return found


class _Walks:
    """Walks of one generation's listings."""

    def __init__(self, portal: Portal, generation: Generation, found: Audit, fetch: Fetch) -> None:
        self._portal, self._generation, self._found, self._fetch = portal, generation, found, fetch

    async def by_day(self) -> None:
        """All dated listings of the span."""
        first = max(self._found.first_day, self._generation.first_day or self._found.first_day)
        last = min(self._found.last_day, self._generation.last_day or self._found.last_day)
        dated = self._generation.listing.dated
        whole = isinstance(dated, DatedUrls) and dated.section_url is None
        bases = [self._portal.base_url] if whole else [self._portal.absolute(s.url) for s in self._generation.sections]
        for base in bases:
            form: SeenPage | None = None
            for asked in dated_pages(self._generation.listing, base, first, last):
                name = f"dated {asked.first_day} at {base}"
                walk = Walk(self._portal.name, name, self._generation.name, stop_when_known=None, may_be_empty=True)
                if asked.postback is not None and form is None:
                    form = await self._fetch(asked.url)
                page = await (self._posted(form, asked) if asked.postback is not None else self._fetch(asked.url))
                await self.follow(page, walk, self._found.dated)

    async def follow(self, page: SeenPage | None, walk: Walk, into: dict[str, FoundArticle]) -> None:
        """Walk a listing from its first page to its end, or past the first day asked for."""
        while page is not None:
            self._found.n_pages += 1
            listing = read_listing(page.body, page.url, self._generation.listing)
            links = found_articles(
                listing.articles, self._portal, self._portal.article_forms(), self._portal.navigation_parameters
            )
            for one in links:
                if one.within(self._found.first_day, self._found.last_day):
                    into.setdefault(one.article_id, one)
            keys = [one.article_id for one in links]
            following = listing.next_page
            if not walk.page(keys, len(keys), newest_date(links), following is not None) or following is None:
                break
            page = await self._next(listing)
        else:
            walk.break_off("a page could not be had")
        if walk.incomplete:
            self._found.incomplete.append(f"{walk.section}: {walk.incomplete}")

    async def _next(self, listing: ListingPage) -> SeenPage | None:
        following = listing.next_page
        assert following is not None
        return await self._fetch(following.url, dict(following.form) if following.form else None)

    async def _posted(self, page: SeenPage | None, asked: DatedPage) -> SeenPage | None:
        """The listing that answers when the form of ``page`` is filled and sent."""
        posted = asked.postback
        if page is None or posted is None:
            return None
        form = form_for_postback(page.body, page.url, posted.target, posted.argument, posted.fields)
        return await self._fetch(form[0], form[1]) if form is not None else None


def tell(found: Audit) -> Iterator[str]:
    """What an audit found, line by line."""
    yield (
        f"{found.portal} from {found.first_day} to {found.last_day}: {len(found.sectional)} articles by section, "
        f"{len(found.dated)} by date, {found.n_pages} listing pages read"
    )
    for title, links in (("only by section", found.only_sectional), ("only by date", found.only_dated)):
        yield f"{title}: {len(links)}"
        for one in links:
            yield f"  {one.where.url}  {one.link.date_raw or 'no date'}  {one.link.title or ''}".rstrip()
    for walk in found.incomplete:
        yield f"incomplete: {walk}"
