"""PortalSpider walks any portal by its file: listings to their end, each article once (DESIGN §3)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawler.downloads.manners import introduce
from newscrawler.listings import ListingPage, form_for_postback, read_listing
from newscrawler.portals.files import load_portal
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import portal_session
from newscrawler.runs.options import CrawlOptions, options_from
from newscrawler.spiders.asking import Asking
from newscrawler.spiders.days import DAYS_A_ROUND, rounds_of_days
from newscrawler.spiders.entrances import Entrance, entrances, in_rounds
from newscrawler.spiders.failures import Failures
from newscrawler.spiders.links import FoundArticle, found_articles, newest_date
from newscrawler.spiders.met import KeySets
from newscrawler.spiders.pages import as_asked, page_of, why_no_listing
from newscrawler.spiders.requests import Requests
from newscrawler.spiders.streams import NOT_MODIFIED, is_unchanged
from newscrawler.spiders.visits import after_last_fetch, is_missing, lastmod
from newscrawler.spiders.walk import End, Walk
from newscrawler.spiders.walks import Asked, Walks
from pipelines.ledger import Discovery, Visit
from pipelines.records import Page, PageKind
from pipelines.session import Session
from pipelines.urls import Address

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport


class PortalSpider(Spider):
    """Walks the portal that its ``name`` names. Made by :class:`newscrawler.spiders.loader.PortalSpiderLoader`."""

    def __init__(self, portal: Portal, options: CrawlOptions, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal, self.options, self.session = portal, options, session
        self.allowed_domains = [urlsplit(f"//{host}").hostname or host for host in portal.hosts]
        self.began_at = datetime.now(UTC)
        """When the run began, by this machine's clock."""
        met = KeySets()
        self.walks = Walks(portal, options, session.ledger, met, session.run_id, self.began_at)
        """Listings walked, and being walked."""
        self.asking = Asking(portal, options, session.ledger, met, self.began_at)
        """Articles this run asks for."""
        self._failures = Failures(self.walks, session)
        self.requests = Requests(self, self._failures)
        """Requests whose answers come here."""
        self.n_fetched = 0
        self.failure: BaseException | None = None
        """What ended the crawl early; ``None`` while all is well."""
        self.report: RunReport | None = None
        """Set when the run has ended and been judged."""
        self._drop = portal.navigation_parameters
        self._forms = portal.article_forms()

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        session: Session | None = None,
        portal: Portal | None = None,
        options: CrawlOptions | None = None,
        **arguments: str,
    ) -> Self:
        """``session``, ``portal`` and ``options`` come from ``newscrawler crawl``; ``scrapy crawl kontum -a since=…``
        gives the options as text instead. Raises SettingsError, PortalFileError, RunInProgress."""
        options = options or options_from(arguments)
        portal = portal or load_portal(str(cls.name), base_url=options.base_url, output=options.output)
        if session is None:
            opened = ExitStack()
            session = opened.enter_context(portal_session(portal, options))
            # After spider_closed, at which the run is reported into the open session.
            crawler.signals.connect(lambda: opened.close(), signal=signals.engine_stopped, weak=False)
        spider = cls(portal, options, session, name=portal.name)
        spider._set_crawler(crawler)
        introduce(crawler, portal)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """First what an earlier run left undone, then every entrance of the portal, then known articles again."""
        for page in self.session.unpublished_pages():
            yield page
        for left in self.asking.left_over():
            yield self.requests.article(left)
        ledger, now = self.session.ledger, self.began_at
        everything = list(entrances(self.portal, self.options, ledger, now))
        of_sections = [one for one in everything if one.walk.section_name]
        # Sections first, since an article's section is the one whose listing shows it first.
        async for request in self._walk_all(in_rounds(of_sections, DAYS_A_ROUND)):
            yield request
        async for request in self._walk_all(
            rounds_of_days(self.portal, self.options, ledger, now, self.asking.days_met, self._asked)
        ):
            yield request
        for request in self.requests.entering([one for one in everything if not one.walk.section_name]):
            yield request
        if not self.options.is_bounded:
            await self.walks.all_ended()
            for visit in self.asking.visits(may_confirm=self.walks.are_complete):
                yield self.requests.visit(visit)

    def parse_listing(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page: archived, its articles discovered and requested, and the next page where there is one."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if is_unchanged(response, walk, kind):
            walk.repeat()
            self.walks.finish(walk)
            return
        if why := why_no_listing(response):
            walk.break_off(f"{why} on page {walk.n_pages + 1}")
            self.walks.finish(walk)
            return
        listing, found = self._read(response, walk)
        yield from self._new_articles(found, response.url, walk, kind)
        yield from self._go_on(response, listing, found, walk, kind)

    def parse_again(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page read again after the walk, for what was pulled up to it meanwhile."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if why := why_no_listing(response):
            walk.break_off(f"{why} on a page looked back at")
        else:
            _, found = self._read(response, walk)
            walk.looked([one.article_id for one in found])
            yield from self._new_articles(found, response.url, walk, kind)
        yield from self._look_back(walk, kind)

    def parse_article(self, response: Response, discovery: Discovery, visit: Visit | None = None) -> Iterator[Page]:
        """An article page: archived and extracted by the pipelines, whatever it turns out to be."""
        self.n_fetched += response.status != NOT_MODIFIED
        page = self._page(
            response,
            PageKind.ARTICLE,
            Address(discovery.url, discovery.identity, None),
            section=discovery.section,
            found_on=discovery.found_on,
            listed_title=discovery.title,
            listed_date_raw=discovery.date_raw,
        )
        if visit is not None:
            page = replace(page, fetched_at=after_last_fetch(page.fetched_at, visit))
            if visit.has_text and is_missing(page) and not self.walks.are_complete:
                page = replace(page, kind=PageKind.OTHER)  # kept, but a portal half down says nothing of removals
        yield page

    def parse_postback(self, response: Response, posted: list[Entrance]) -> Iterator[Any]:
        """The page whose form asks for dated listings: for each of them the form is filled and sent back."""
        yield self._page(response, PageKind.OTHER, Address(response.url, response.url, None))
        if why := why_no_listing(response):
            self._failures.break_off(posted, f"{why} for the page with the form")
            return
        for entrance in posted:
            assert entrance.dated is not None
            assert entrance.dated.postback is not None
            fill = entrance.dated.postback
            form = form_for_postback(response.body, response.url, fill.target, fill.argument, fill.fields)
            if form is None:
                self._failures.break_off([entrance], f"{response.url} has no form that asks for a day's articles")
                continue
            yield self.requests.listing(form[0], entrance.walk, entrance.kind, form[1])

    def _read(self, response: Response, walk: Walk) -> tuple[ListingPage, list[FoundArticle]]:
        listing = read_listing(response.body, response.url, self.portal.generation(walk.generation).listing)
        links = () if listing.kind == "sitemap-index" else listing.articles  # those are sitemaps, no articles
        return listing, found_articles(links, self.portal, self._forms, self._drop)

    def _new_articles(self, found: list[FoundArticle], found_on: str, walk: Walk, kind: PageKind) -> Iterator[Request]:
        return map(self.requests.article, self.asking.new_on(found, walk.section_name, found_on, kind))

    def _go_on(
        self, response: Response, listing: ListingPage, found: list[FoundArticle], walk: Walk, kind: PageKind
    ) -> Iterator[Request]:
        if listing.kind == "sitemap-index":
            yield from self._sitemaps(listing, walk)
            return
        keys = [one.article_id for one in found]
        new = self.walks.not_covered(keys, walk)
        walk.check_days([one.day for one in found if one.day])
        following = listing.next_page
        if following and keys and keys[-1] in new:
            walk.doubt(as_asked(response))
        if self.asking.limit_reached:
            walk.end = End.LIMIT
        elif walk.page(keys, len(new), newest_date(found), following is not None) and following:
            yield self.requests.next_page(following, walk, kind)
            return
        yield from self._look_back(walk, kind)

    def _look_back(self, walk: Walk, kind: PageKind) -> Iterator[Request]:
        """Read the next doubtful page again; the walk is over when there is none."""
        if (page := walk.look_back()) is not None:
            yield self.requests.listing(page.url, walk, kind, page.form, self.parse_again)
        else:
            self.walks.finish(walk)

    def _sitemaps(self, listing: ListingPage, walk: Walk) -> Iterator[Request]:
        for one in listing.articles:
            if self.walks.was_read(f"sitemap {one.url}", lastmod(one.date_raw)):
                continue
            part = Walk(walk.portal, f"sitemap {one.url}", walk.generation, stop_when_known=None, may_be_empty=True)
            self.walks.begin(part)
            yield self.requests.listing(one.url, part, PageKind.SITEMAP)
        walk.end = End.LAST_PAGE
        self.walks.finish(walk)

    def _page(self, response: Response, kind: PageKind, where: Address, **found: str | None) -> Page:
        return page_of(response, self.portal, self.session.run_id, kind, where, **found)

    def _asked(self) -> Asked:
        return self.walks.asked(len(self.asking))

    async def _walk_all(self, rounds: Iterable[list[Entrance]]) -> AsyncIterator[Request]:
        """The requests that open all entrances, each round when the one before is walked."""
        for some in rounds:
            for request in self.requests.entering(some):
                yield request
            await self.walks.all_ended()
