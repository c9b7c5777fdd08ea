"""PortalSpider walks any portal by its file: listings to their end, each article once (DESIGN §3)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.downloads.manners import introduce
from newscrawler.downloads.received import UNREAD
from newscrawler.listings import ListingPage, NextPage, form_for_postback, read_listing
from newscrawler.portals.files import load_portal
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import portal_session
from newscrawler.runs.options import CrawlOptions, options_from
from newscrawler.spiders.asking import Asking
from newscrawler.spiders.days import DAYS_A_ROUND, rounds_of_days
from newscrawler.spiders.entrances import Entrance, entrances, in_rounds
from newscrawler.spiders.links import FoundArticle, found_articles, newest_date
from newscrawler.spiders.pages import as_asked, failed_request, failure_of, page_of, why_no_listing
from newscrawler.spiders.streams import NOT_MODIFIED, is_unchanged, stream_conditions
from newscrawler.spiders.visits import (
    PATIENT_TRIES,
    after_last_fetch,
    conditional_headers,
    is_missing,
    lastmod,
)
from newscrawler.spiders.walk import End, Walk
from newscrawler.spiders.walks import Asked, Walks
from pipelines.ledger import Discovery, Visit
from pipelines.records import Page, PageKind
from pipelines.session import Session
from pipelines.urls import Address

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport

ARTICLES_FIRST = 10
"""Priority of article requests over listing pages, so that few requests wait at any time."""


class PortalSpider(Spider):
    """Walks the portal that its ``name`` names. Made by :class:`newscrawler.spiders.loader.PortalSpiderLoader`."""

    def __init__(self, portal: Portal, options: CrawlOptions, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal, self.options, self.session = portal, options, session
        self.allowed_domains = [urlsplit(f"//{host}").hostname or host for host in portal.hosts]
        self._now = datetime.now(UTC)
        """When the run began, by this machine's clock."""
        self.walks = Walks(portal, options, session.ledger, session.run_id, self._now)
        """Listings walked, and being walked."""
        self.asking = Asking(portal, options, session.ledger, self._now)
        """Articles this run asks for."""
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
            yield self._article_request(left)
        ledger, now = self.session.ledger, self._now
        everything = list(entrances(self.portal, self.options, ledger, now))
        of_sections = [one for one in everything if one.walk.section_name]
        # Sections first, since an article's section is the one whose listing shows it first.
        async for request in self._walk_all(in_rounds(of_sections, DAYS_A_ROUND)):
            yield request
        async for request in self._walk_all(
            rounds_of_days(self.portal, self.options, ledger, now, self.asking.days_met, self._asked)
        ):
            yield request
        for request in self._enter([one for one in everything if not one.walk.section_name]):
            yield request
        if not self.options.is_bounded:
            await self.walks.all_ended()
            for visit in self.asking.visits(may_confirm=self.walks.are_complete):
                yield self._visit_request(visit)

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
        yield from self._requests(found, response.url, walk, kind)
        yield from self._go_on(response, listing, found, walk, kind)

    def parse_again(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page read again after the walk, for what was pulled up to it meanwhile."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if why := why_no_listing(response):
            walk.break_off(f"{why} on a page looked back at")
        else:
            _, found = self._read(response, walk)
            walk.looked([one.article_id for one in found])
            yield from self._requests(found, response.url, walk, kind)
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
            self._break_off(posted, f"{why} for the page with the form")
            return
        for entrance in posted:
            assert entrance.dated is not None
            assert entrance.dated.postback is not None
            fill = entrance.dated.postback
            form = form_for_postback(response.body, response.url, fill.target, fill.argument, fill.fields)
            if form is None:
                self._break_off([entrance], f"{response.url} has no form that asks for a day's articles")
                continue
            yield self._listing_request(form[0], entrance.walk, entrance.kind, form[1])

    def form_failed(self, failure: Failure) -> None:
        """The page with the form did not come: all walks that it opens are incomplete."""
        posted: list[Entrance] = failure.request.cb_kwargs["posted"]  # type: ignore[attr-defined]
        _, reason, detail = failure_of(failure)
        self._break_off(posted, f"{reason} for the page with the form: {detail}")

    def _break_off(self, posted: list[Entrance], why: str) -> None:
        for entrance in posted:
            entrance.walk.break_off(why)
            self.walks.finish(entrance.walk)

    def article_failed(self, failure: Failure) -> None:
        """No response came: the outcome says why."""
        discovery: Discovery = failure.request.cb_kwargs["discovery"]  # type: ignore[attr-defined]
        failed = failed_request(failure, discovery.article_id, self.session.run_id)
        if failed is not None:
            self.session.ledger.record_failures([failed])

    def listing_failed(self, failure: Failure) -> None:
        """No listing page came: the walk is incomplete."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        walk: Walk = arguments["walk"]
        _, reason, detail = failure_of(failure)
        walk.break_off(f"{reason} on page {walk.n_pages + 1}: {detail}")
        self.walks.finish(walk)

    def _read(self, response: Response, walk: Walk) -> tuple[ListingPage, list[FoundArticle]]:
        listing = read_listing(response.body, response.url, self.portal.generation(walk.generation).listing)
        links = () if listing.kind == "sitemap-index" else listing.articles  # those are sitemaps, no articles
        return listing, found_articles(links, self.portal, self._forms, self._drop)

    def _requests(self, found: list[FoundArticle], found_on: str, walk: Walk, kind: PageKind) -> Iterator[Request]:
        return map(self._article_request, self.asking.new_on(found, walk.section_name, found_on, kind))

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
            yield self._next_request(following, walk, kind)
            return
        yield from self._look_back(walk, kind)

    def _look_back(self, walk: Walk, kind: PageKind) -> Iterator[Request]:
        """Read the next doubtful page again; the walk is over when there is none."""
        if (page := walk.look_back()) is not None:
            yield self._listing_request(page.url, walk, kind, page.form, self.parse_again)
        else:
            self.walks.finish(walk)

    def _sitemaps(self, listing: ListingPage, walk: Walk) -> Iterator[Request]:
        for one in listing.articles:
            if self.walks.was_read(f"sitemap {one.url}", lastmod(one.date_raw)):
                continue
            part = Walk(walk.portal, f"sitemap {one.url}", walk.generation, stop_when_known=None, may_be_empty=True)
            self.walks.begin(part)
            yield self._listing_request(one.url, part, PageKind.SITEMAP)
        walk.end = End.LAST_PAGE
        self.walks.finish(walk)

    def _next_request(self, following: NextPage, walk: Walk, kind: PageKind) -> Request:
        return self._listing_request(following.url, walk, kind, dict(following.form) if following.form else None)

    def _listing_request(
        self,
        url: str,
        walk: Walk,
        kind: PageKind,
        form: dict[str, str] | None = None,
        callback: Callable[..., Iterator[Any]] | None = None,
    ) -> Request:
        arguments: dict[str, Any] = {
            "callback": callback or self.parse_listing,
            "errback": self.listing_failed,
            "cb_kwargs": {"walk": walk, "kind": kind},
            "headers": stream_conditions(walk, kind, self.session.ledger, self.options, self._now),
        }
        return FormRequest(url, formdata=form, **arguments) if form else Request(url, **arguments)

    def _article_request(self, discovery: Discovery) -> Request:
        return Request(
            discovery.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"discovery": discovery},
            meta={UNREAD: True},
            priority=ARTICLES_FIRST,
        )

    def _visit_request(self, visit: Visit) -> Request:
        return Request(
            visit.discovery.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"discovery": visit.discovery, "visit": visit},
            headers=conditional_headers(visit),
            meta={UNREAD: True, "dont_retry": not visit.has_text and visit.n_fetches >= PATIENT_TRIES},
        )

    def _page(self, response: Response, kind: PageKind, where: Address, **found: str | None) -> Page:
        return page_of(response, self.portal, self.session.run_id, kind, where, **found)

    def _asked(self) -> Asked:
        return self.walks.asked(len(self.asking))

    async def _walk_all(self, rounds: Iterable[list[Entrance]]) -> AsyncIterator[Request]:
        """The requests that open all entrances, each round when the one before is walked."""
        for some in rounds:
            for request in self._enter(some):
                yield request
            await self.walks.all_ended()

    def _enter(self, entrances: list[Entrance]) -> Iterator[Request]:
        """The requests that open all ``entrances``; a page with a form is asked for once for all its days."""
        forms: dict[str, list[Entrance]] = {}
        for entrance in entrances:
            self.walks.begin(entrance.walk)
            if entrance.dated and entrance.dated.postback:
                forms.setdefault(entrance.url, []).append(entrance)
            else:
                yield self._listing_request(entrance.url, entrance.walk, entrance.kind)
        for url, posted in forms.items():
            arguments = {"posted": posted}
            yield Request(url, callback=self.parse_postback, errback=self.form_failed, cb_kwargs=arguments)
