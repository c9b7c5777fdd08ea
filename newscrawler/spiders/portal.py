"""PortalSpider walks any portal by its file: listings to their end, each article once (DESIGN §3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.downloads.guard import is_loopback
from newscrawler.downloads.received import UNREAD
from newscrawler.listings import ListingPage, NextPage, form_for_postback, read_listing
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.portals.files import load_portal
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import contact, portal_session
from newscrawler.runs.options import CrawlOptions, option_date
from newscrawler.spiders.entrances import Entrance, entrances
from newscrawler.spiders.links import FoundArticle, found_articles, newest_date
from newscrawler.spiders.pages import failure_of, page_of
from newscrawler.spiders.walk import End, Walk
from pipelines.errors import ListingChanged
from pipelines.ledger import Discovery, Known, SectionWalk
from pipelines.records import Outcome, Page, PageKind
from pipelines.session import Session
from pipelines.urls import Address

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport

ARTICLES_FIRST = 10
"""Priority of article requests over listing pages, so that few requests wait at any time."""

_TO_FETCH = frozenset({Outcome.PENDING, Outcome.ERROR, Outcome.BLOCKED})
"""Outcomes after which an article is asked for when it is met again."""


class PortalSpider(Spider):
    """Walks the portal that its ``name`` names. Made by :class:`newscrawler.spiders.loader.PortalSpiderLoader`."""

    def __init__(self, portal: Portal, options: CrawlOptions, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal, self.options, self.session = portal, options, session
        self.allowed_domains = [urlsplit(f"//{host}").hostname or host for host in portal.hosts]
        self.walks: list[Walk] = []
        self._started: dict[int, datetime] = {}
        self._open_walks = 0
        self._walk_ended = asyncio.Event()
        self._asked: set[str] = set()
        self.n_fetched = 0
        self.failure: BaseException | None = None
        """What ended the crawl early; ``None`` while all is well."""
        self.report: RunReport | None = None
        """Set when the run has ended and been judged."""
        self._drop = portal.navigation_parameters
        self._forms = portal.article_forms()

    @property
    def n_asked(self) -> int:
        """Articles this run has asked for."""
        return len(self._asked)

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
        options = options or _options(arguments)
        portal = portal or load_portal(str(cls.name), base_url=options.base_url)
        if session is None:
            opened = ExitStack()
            session = opened.enter_context(portal_session(portal, options))
            # After spider_closed, at which the run is reported into the open session.
            crawler.signals.connect(lambda: opened.close(), signal=signals.engine_stopped, weak=False)
        spider = cls(portal, options, session, name=portal.name)
        spider._set_crawler(crawler)
        _introduce(crawler, portal)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """First what an earlier run left undone, then every entrance of the portal."""
        for page in self.session.unpublished_pages():
            yield page
        for left in self.session.ledger.discoveries(self.portal.name, _TO_FETCH):
            if not self.options.is_bounded and self._may_ask(left.article_id):
                yield self._article_request(left)
        everything = list(entrances(self.portal, self.options, self.session.ledger, datetime.now(UTC).date()))
        for entrance in everything:
            if entrance.walk.section_name:
                yield self._enter(entrance)
        await self._sections_walked()
        for entrance in everything:
            if not entrance.walk.section_name:
                yield self._enter(entrance)

    def parse_listing(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page: archived, its articles discovered and requested, and the next page where there is one."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if why := _broken(response):
            walk.break_off(f"{why} on page {walk.n_pages + 1}")
            self._finish(walk)
            return
        listing = read_listing(response.body, response.url, self.portal.generation(walk.generation).listing)
        found = found_articles(listing.articles, self.portal, self._forms, self._drop)
        asked_for = [one for one in found if one.within(self.options.since, self.options.until)]
        yield from self._requests(asked_for, response.url, walk)
        yield from self._go_on(response, listing, found, walk, kind)

    def parse_article(self, response: Response, discovery: Discovery) -> Iterator[Page]:
        """An article page: archived and extracted by the pipelines, whatever it turns out to be."""
        self.n_fetched += 1
        where = Address(discovery.url, discovery.identity, None)
        yield self._page(
            response,
            PageKind.ARTICLE,
            where,
            section=discovery.section,
            found_on=discovery.found_on,
            listed_title=discovery.title,
            listed_date_raw=discovery.date_raw,
        )

    def parse_postback(self, response: Response, entrance: Entrance) -> Iterator[Any]:
        """The page whose form asks for a dated listing: the form is filled and sent back."""
        yield self._page(response, PageKind.OTHER, Address(response.url, response.url, None))
        assert entrance.dated is not None
        assert entrance.dated.postback is not None
        posted = entrance.dated.postback
        form = form_for_postback(response.body, response.url, posted.target, posted.argument, posted.fields)
        if form is None:
            raise ListingChanged(response.url, "expected a form that asks for a day's articles, found none")
        yield self._listing_request(form[0], entrance.walk, entrance.kind, form[1])

    def article_failed(self, failure: Failure) -> None:
        """No response came: the outcome says why."""
        discovery: Discovery = failure.request.cb_kwargs["discovery"]  # type: ignore[attr-defined]
        outcome, reason, detail = failure_of(failure)
        self.session.ledger.record_failure(
            discovery.article_id, outcome, reason, detail, None, datetime.now(UTC), self.session.run_id
        )

    def listing_failed(self, failure: Failure) -> None:
        """No listing page came: the walk is incomplete."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        walk: Walk = arguments["entrance"].walk if "entrance" in arguments else arguments["walk"]
        _, reason, detail = failure_of(failure)
        walk.break_off(f"{reason} on page {walk.n_pages + 1}: {detail}")
        self._finish(walk)

    def _requests(self, found: list[FoundArticle], found_on: str, walk: Walk) -> Iterator[Request]:
        discoveries = [one.discovery(walk.section_name, found_on) for one in found]
        self.session.ledger.discover(self.portal.name, discoveries, datetime.now(UTC))
        states = self.session.ledger.states([one.article_id for one in discoveries])
        for one in discoveries:
            state = states[one.article_id]
            if _is_to_fetch(state) and not is_forbidden(one.url) and self._may_ask(one.article_id):
                yield self._article_request(one)

    def _go_on(
        self, response: Response, listing: ListingPage, found: list[FoundArticle], walk: Walk, kind: PageKind
    ) -> Iterator[Request]:
        if listing.kind == "sitemap-index":
            yield from self._sitemaps(listing, walk)
            return
        keys = [one.article_id for one in found]
        n_new = self._n_not_covered(keys, walk)
        following = listing.next_page
        if self._limit_reached():
            walk.end = End.LIMIT
        elif walk.page(keys, n_new, newest_date(found), following is not None) and following:
            yield self._next_request(following, walk, kind)
            return
        self._finish(walk)

    def _sitemaps(self, listing: ListingPage, walk: Walk) -> Iterator[Request]:
        for one in listing.articles:
            part = Walk(walk.portal, f"sitemap {one.url}", walk.generation, stop_when_known=None, may_be_empty=True)
            self._begin(part)
            yield self._listing_request(one.url, part, PageKind.SITEMAP)
        walk.end = End.LAST_PAGE
        self._finish(walk)

    def _n_not_covered(self, keys: list[str], walk: Walk) -> int:
        """Articles that no complete walk of this listing has met: those decide whether an incremental walk goes on."""
        last = self.session.ledger.section_walk(walk.portal, walk.section, complete=True)
        if last is None or last.finished_at is None:
            return len(keys)
        states = self.session.ledger.states(keys)
        return sum(state.discovered_at > last.finished_at or _is_to_fetch(state) for state in states.values())

    def _may_ask(self, article_id: str) -> bool:
        """Whether this run asks for the article; says yes once."""
        if article_id in self._asked or self._limit_reached():
            return False
        self._asked.add(article_id)
        return True

    def _limit_reached(self) -> bool:
        return self.options.limit is not None and len(self._asked) >= self.options.limit

    def _entrance_request(self, entrance: Entrance) -> Request:
        if entrance.dated and entrance.dated.postback:
            return Request(
                entrance.url,
                callback=self.parse_postback,
                errback=self.listing_failed,
                cb_kwargs={"entrance": entrance},
            )
        return self._listing_request(entrance.url, entrance.walk, entrance.kind)

    def _next_request(self, following: NextPage, walk: Walk, kind: PageKind) -> Request:
        return self._listing_request(following.url, walk, kind, dict(following.form) if following.form else None)

    def _listing_request(self, url: str, walk: Walk, kind: PageKind, form: dict[str, str] | None = None) -> Request:
        arguments: dict[str, Any] = {
            "callback": self.parse_listing,
            "errback": self.listing_failed,
            "cb_kwargs": {"walk": walk, "kind": kind},
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

    def _page(self, response: Response, kind: PageKind, where: Address, **found: str | None) -> Page:
        return page_of(response, self.portal, self.session.run_id, kind, where, **found)

    async def _sections_walked(self) -> None:
        """Wait for the sections: an article's section is the one whose listing shows it first."""
        while self._open_walks:
            self._walk_ended.clear()
            await self._walk_ended.wait()

    def _enter(self, entrance: Entrance) -> Request:
        self._begin(entrance.walk)
        return self._entrance_request(entrance)

    def _begin(self, walk: Walk) -> None:
        self._open_walks += 1
        self.walks.append(walk)
        self._started[id(walk)] = datetime.now(UTC)

    def _finish(self, walk: Walk) -> None:
        self._open_walks -= 1
        self._walk_ended.set()
        self.session.ledger.record_section_walk(
            SectionWalk(
                walk.portal,
                walk.section,
                self.session.run_id,
                self._started[id(walk)],
                datetime.now(UTC),
                walk.n_pages,
                walk.n_articles,
                walk.complete and not self.options.since,
                walk.incomplete or (walk.end.value if walk.end and not walk.complete else None),
            )
        )


def _is_to_fetch(state: Known) -> bool:
    return state.outcome in _TO_FETCH and not state.awaits_publish


def _broken(response: Response) -> str | None:
    """Why ``response`` is no listing page at all, ``None`` when it may be one."""
    return None if response.status == 200 else f"HTTP {response.status}"


def _options(arguments: dict[str, str]) -> CrawlOptions:
    """Options given as ``-a name=value`` to ``scrapy crawl``."""
    limit = arguments.get("limit")
    return CrawlOptions(
        output=CrawlOptions().output if "output" not in arguments else type(CrawlOptions().output)(arguments["output"]),
        base_url=arguments.get("base_url"),
        since=option_date(arguments.get("since"), "since"),
        until=option_date(arguments.get("until"), "until"),
        sections=tuple(filter(None, arguments.get("section", "").split(","))),
        limit=int(limit) if limit else None,
        full=arguments.get("full", "") in ("1", "true", "yes"),
    )


def _introduce(crawler: Crawler, portal: Portal) -> None:
    """Who we are, and politeness by the portal's file; on loopback (demo, tests) there is nobody to be polite to."""
    loopback = is_loopback(portal.hostname)
    if told := contact(portal):
        agent = f"{crawler.settings['USER_AGENT']} (+{told})"
        crawler.settings.set("USER_AGENT", agent, priority="spider")
    crawler.settings.set("ALLOW_LOOPBACK", loopback, priority="spider")
    delay = 0.0 if loopback and not crawler.settings.getbool("POLITE_ON_LOOPBACK") else portal.delay_s
    crawler.settings.set("DOWNLOAD_DELAY", delay, priority="spider")
    if not delay:
        crawler.settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
        crawler.settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 16, priority="spider")
        crawler.settings.set("BACKOFF_BASE_S", 0.05, priority="spider")
