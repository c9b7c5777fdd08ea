"""PortalSpider walks any portal by its file: listings to their end, each article once (DESIGN §3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.downloads.manners import introduce
from newscrawler.downloads.received import UNREAD
from newscrawler.listings import ListingPage, NextPage, form_for_postback, read_listing
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.portals.files import load_portal
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import portal_session
from newscrawler.runs.options import CrawlOptions, options_from
from newscrawler.spiders.entrances import Entrance, entrances, is_sweep_due
from newscrawler.spiders.links import FoundArticle, found_articles, newest_date
from newscrawler.spiders.pages import failed_request, failure_of, page_of
from newscrawler.spiders.visits import (
    PATIENT_TRIES,
    after_last_fetch,
    conditional_headers,
    is_missing,
    lastmod,
    modified,
)
from newscrawler.spiders.walk import End, ReadPage, Walk
from pipelines.errors import ListingChanged
from pipelines.ledger import Discovery, Known, SectionWalk, Visit
from pipelines.records import Outcome, Page, PageKind
from pipelines.session import Session
from pipelines.urls import Address

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport

NOT_MODIFIED = 304
ARTICLES_FIRST = 10
"""Priority of article requests over listing pages, so that few requests wait at any time."""

_FAILED = frozenset({Outcome.ERROR, Outcome.BLOCKED})
"""Outcomes after which an article is asked for again: at the end of the run, when its time has come; when only part of
the portal is walked, where it is met."""


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
        self._now = datetime.now(UTC)
        """When the run began, by this machine's clock."""
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
        for left in self.session.ledger.discoveries(self.portal.name, [Outcome.PENDING]):
            if not self.options.is_bounded and self._may_ask(left.article_id):
                yield self._article_request(left)
        everything = list(entrances(self.portal, self.options, self.session.ledger, self._now))
        for request in self._enter([one for one in everything if one.walk.section_name]):
            yield request
        await self._walked()  # an article's section is the one whose listing shows it first
        for request in self._enter([one for one in everything if not one.walk.section_name]):
            yield request
        if not self.options.is_bounded:
            await self._walked()
            for visit in self._visits():
                yield self._visit_request(visit)

    def parse_listing(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page: archived, its articles discovered and requested, and the next page where there is one."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if why := _broken(response):
            walk.break_off(f"{why} on page {walk.n_pages + 1}")
            self._finish(walk)
            return
        listing, found = self._read(response, walk)
        yield from self._requests(found, response.url, walk, kind)
        yield from self._go_on(response, listing, found, walk, kind)

    def parse_again(self, response: Response, walk: Walk, kind: PageKind) -> Iterator[Any]:
        """A listing page read again after the walk, for what was pulled up to it meanwhile."""
        yield self._page(response, kind, Address(response.url, response.url, None), section=walk.section_name)
        if why := _broken(response):
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
            if visit.has_text and is_missing(page) and not self._is_whole_run():
                page = replace(page, kind=PageKind.OTHER)  # kept, but a portal half down says nothing of removals
        yield page

    def parse_postback(self, response: Response, posted: list[Entrance]) -> Iterator[Any]:
        """The page whose form asks for dated listings: for each of them the form is filled and sent back."""
        yield self._page(response, PageKind.OTHER, Address(response.url, response.url, None))
        if why := _broken(response):
            self._break_off(posted, f"{why} for the page with the form")
            return
        for entrance in posted:
            assert entrance.dated is not None
            assert entrance.dated.postback is not None
            fill = entrance.dated.postback
            form = form_for_postback(response.body, response.url, fill.target, fill.argument, fill.fields)
            if form is None:
                raise ListingChanged(response.url, "expected a form that asks for a day's articles, found none")
            yield self._listing_request(form[0], entrance.walk, entrance.kind, form[1])

    def form_failed(self, failure: Failure) -> None:
        """The page with the form did not come: all walks that it opens are incomplete."""
        posted: list[Entrance] = failure.request.cb_kwargs["posted"]  # type: ignore[attr-defined]
        _, reason, detail = failure_of(failure)
        self._break_off(posted, f"{reason} for the page with the form: {detail}")

    def _break_off(self, posted: list[Entrance], why: str) -> None:
        for entrance in posted:
            entrance.walk.break_off(why)
            self._finish(entrance.walk)

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
        self._finish(walk)

    def _read(self, response: Response, walk: Walk) -> tuple[ListingPage, list[FoundArticle]]:
        listing = read_listing(response.body, response.url, self.portal.generation(walk.generation).listing)
        return listing, found_articles(listing.articles, self.portal, self._forms, self._drop)

    def _requests(self, found: list[FoundArticle], found_on: str, walk: Walk, kind: PageKind) -> Iterator[Request]:
        wanted = [one for one in found if one.within(self.options.since, self.options.until)]
        discoveries = [one.discovery(walk.section_name, found_on) for one in wanted]
        self.session.ledger.discover(self.portal.name, discoveries, datetime.now(UTC))
        states = self.session.ledger.states([one.article_id for one in discoveries])
        for one in discoveries:
            if (
                self._is_to_fetch(states[one.article_id])
                and not is_forbidden(one.url)
                and self._may_ask(one.article_id)
            ):
                yield self._article_request(one)
        if kind is PageKind.SITEMAP and (changed := modified(wanted, states)):
            self.session.ledger.schedule_visits(changed, self._now)

    def _go_on(
        self, response: Response, listing: ListingPage, found: list[FoundArticle], walk: Walk, kind: PageKind
    ) -> Iterator[Request]:
        if listing.kind == "sitemap-index":
            yield from self._sitemaps(listing, walk)
            return
        keys = [one.article_id for one in found]
        new = self._not_covered(keys, walk)
        following = listing.next_page
        if following and keys and keys[-1] in new:
            walk.doubt(_as_asked(response))
        if self._limit_reached():
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
            self._finish(walk)

    def _sitemaps(self, listing: ListingPage, walk: Walk) -> Iterator[Request]:
        for one in listing.articles:
            if self._is_read(f"sitemap {one.url}", lastmod(one.date_raw)):
                continue
            part = Walk(walk.portal, f"sitemap {one.url}", walk.generation, stop_when_known=None, may_be_empty=True)
            self._begin(part)
            yield self._listing_request(one.url, part, PageKind.SITEMAP)
        walk.end = End.LAST_PAGE
        self._finish(walk)

    def _is_read(self, listing: str, modified_at: datetime | None) -> bool:
        """Whether a sitemap was read whole since it was modified (its portal's clock may be a day off)."""
        ledger = self.session.ledger
        last = ledger.section_walk(self.portal.name, listing, whole=True, before=self._now)
        if self.options.full or last is None or modified_at is None:
            return False
        return last.started_at > modified_at + timedelta(days=1) and not is_sweep_due(
            self.portal, ledger, listing, self._now
        )

    def _not_covered(self, keys: list[str], walk: Walk) -> set[str]:
        """Articles that no complete walk of this listing has met: those decide whether an incremental walk goes on."""
        last = self.session.ledger.section_walk(walk.portal, walk.section, complete=True, before=self._now)
        if last is None or last.finished_at is None:
            return set(keys)
        states = self.session.ledger.states(keys)
        return {key for key, one in states.items() if one.discovered_at > last.finished_at or _is_unseen(one)}

    def _is_to_fetch(self, state: Known) -> bool:
        return _is_unseen(state) or (self.options.is_bounded and state.outcome in _FAILED)

    def _is_whole_run(self) -> bool:
        """Whether every walk of this run has ended by evidence."""
        return all(walk.complete for walk in self.walks)

    def _visits(self) -> Iterator[Visit]:
        """Whom to ask for again at the end of the run, when its walks show whether the portal is well."""
        ledger, name, now, full = self.session.ledger, self.portal.name, datetime.now(UTC), self.options.full
        visits = ledger.retries(name, now, everything=full)
        visits += ledger.due(name, now, self.options.revisits, confirm=self._is_whole_run(), everything=full)
        return (visit for visit in visits if self._may_ask(visit.discovery.article_id))

    def _may_ask(self, article_id: str) -> bool:
        """Whether this run asks for the article; says yes once."""
        if article_id in self._asked or self._limit_reached():
            return False
        self._asked.add(article_id)
        return True

    def _limit_reached(self) -> bool:
        return self.options.limit is not None and len(self._asked) >= self.options.limit

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

    async def _walked(self) -> None:
        """Wait for the walks that have begun."""
        while self._open_walks:
            self._walk_ended.clear()
            await self._walk_ended.wait()

    def _enter(self, entrances: list[Entrance]) -> Iterator[Request]:
        """The requests that open all ``entrances``; a page with a form is asked for once for all its days."""
        forms: dict[str, list[Entrance]] = {}
        for entrance in entrances:
            self._begin(entrance.walk)
            if entrance.dated and entrance.dated.postback:
                forms.setdefault(entrance.url, []).append(entrance)
            else:
                yield self._listing_request(entrance.url, entrance.walk, entrance.kind)
        for url, posted in forms.items():
            arguments = {"posted": posted}
            yield Request(url, callback=self.parse_postback, errback=self.form_failed, cb_kwargs=arguments)

    def _begin(self, walk: Walk) -> None:
        self._open_walks += 1
        self.walks.append(walk)
        self._started[id(walk)] = datetime.now(UTC)

    def _finish(self, walk: Walk) -> None:
        self._open_walks -= 1
        self._walk_ended.set()
        is_unbounded = not (self.options.since or self.options.until)
        self.session.ledger.record_section_walk(
            SectionWalk(
                walk.portal,
                walk.section,
                self.session.run_id,
                self._started[id(walk)],
                datetime.now(UTC),
                walk.n_pages,
                walk.n_articles,
                walk.complete and is_unbounded,
                walk.incomplete or (walk.end.value if walk.end and not walk.complete else None),
                walk.whole and is_unbounded,
            )
        )
        if walk.complete and is_unbounded and walk.section_name:
            self._note_listed(walk, walk.section_name)

    def _note_listed(self, walk: Walk, section: str) -> None:
        """Remember what the section shows; what it no longer shows is visited at the end of the run."""
        ledger, reached = self.session.ledger, None
        if not walk.whole:
            states = ledger.states(walk.last_page)
            reached = max((one.published_at for one in states.values() if one.published_at), default=self._now)
        ledger.note_listed(self.portal.name, section, walk.seen, self._now, newer_than=reached)


def _is_unseen(state: Known) -> bool:
    return state.outcome is Outcome.PENDING and not state.awaits_publish


def _as_asked(response: Response) -> ReadPage:
    """How to ask for a listing page again."""
    request = response.request
    assert request is not None
    form = dict(parse_qsl(request.body.decode(), keep_blank_values=True)) if request.method == "POST" else None
    return ReadPage(response.url if form is None else request.url, form)


def _broken(response: Response) -> str | None:
    """Why ``response`` is no listing page at all, ``None`` when it may be one."""
    if response.status == 200:
        return None
    led = response.headers.get("Location")
    return f"HTTP {response.status}" + (f" to {led.decode('latin-1')}" if led else "")
