"""ArchiveSpider: a portal's articles out of what others kept of it, for portals that are gone or must not be asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler

from newscrawler.downloads.guard import is_loopback
from newscrawler.listings import is_forbidden, read_listing
from newscrawler.sources.captures import Capture, Captured, Source, differing, newest
from newscrawler.spiders.portal import PortalSpider
from newscrawler.spiders.walk import Walk
from pipelines.ledger import Discovery
from pipelines.records import Page, PageKind
from pipelines.urls import Address, address, article_id

AT_ONCE = 8
"""Captures read side by side; the downloader's own limits hold beneath."""
LOOK_EVERY_S = 0.05


class ArchiveSpider(PortalSpider):
    """Takes captures of every article from a source, instead of walking the portal's listings (ADR 9).

    Of each article those that differ, oldest first, so that edits become revisions; or the newest, where each costs a
    request. Articles are told by the portal file's address forms; where it has none, by the page itself.
    """

    source: ClassVar[Source]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:
        """As :meth:`PortalSpider.from_crawler`; the source's hosts are asked instead of the portal's."""
        spider = super().from_crawler(crawler, *args, **arguments)
        spider.allowed_domains = list(cls.source.hosts)
        if cls.source.hosts and all(map(is_loopback, cls.source.hosts)):
            crawler.settings.set("ALLOW_LOOPBACK", True, priority="spider")
            crawler.settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            crawler.settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """What an earlier run left unpublished, then the captures of each article that are not yet archived."""
        for page in self.session.unpublished_pages():
            yield page
        kept = [one async for one in self.source.captures(self.portal, self._download) if self._may_be_article(one.url)]
        choose = differing if self.source.every_capture else newest
        wanted = choose(kept, lambda one: self._where(one.url).identity)
        self._tell(wanted)
        for start in range(0, len(wanted), AT_ONCE):
            batch = wanted[start : start + AT_ONCE]
            for page in filter(None, await asyncio.gather(*map(self._page_of, batch))):
                self.n_fetched += 1
                yield page
        await self._all_stored()

    async def _all_stored(self) -> None:
        """Wait for the pages in the pipelines: Scrapy looks every five seconds whether the last of them is through."""
        assert self.crawler.engine is not None
        while (slot := self.crawler.engine.scraper.slot) and not slot.is_idle():
            await asyncio.sleep(LOOK_EVERY_S)

    def _tell(self, wanted: list[Capture]) -> None:
        """Report the source as one listing, walked to its end."""
        walk = Walk(self.portal.name, f"captures: {type(self.source).__name__}", "", stop_when_known=None)
        self.walks.begin(walk)
        keys = [article_id(self.portal.name, self._where(one.url).identity) for one in wanted]
        walk.page(keys, len(keys), None, has_next=False)
        self.walks.finish(walk)

    def _may_be_article(self, url: str) -> bool:
        if is_forbidden(url) is not None:
            return False
        forms = self.portal.article_forms()
        return not forms or any(form.match(url) for form in forms)

    def _where(self, url: str) -> Address:
        return address(url, self.portal.article_forms(), self.portal.navigation_parameters)

    async def _page_of(self, capture: Capture) -> Page | None:
        """The capture as a page of the portal; ``None`` when it is kept already, unreadable, or no article."""
        where = self._where(capture.url)
        key = article_id(self.portal.name, where.identity)
        if self._is_kept(key, capture):
            return None
        try:
            captured = await self.source.read(capture, self._download)
        except (OSError, ValueError) as error:
            self.logger.warning("%s of %s cannot be read: %s", capture.url, capture.captured_at, error)
            return None
        if not self.portal.article_forms() and read_listing(captured.body, capture.url).kind != "article":
            return None
        if key not in self.asking and not self.asking.claim(key):
            return None
        self.session.ledger.discover(self.portal.name, [_discovery(key, where)], datetime.now(UTC))
        return self._made(capture, captured, where)

    def _is_kept(self, key: str, capture: Capture) -> bool:
        """Whether the capture was taken before; where only the newest is taken, whether the article has a text."""
        if self.source.every_capture:
            return capture.captured_at in self.session.ledger.fetch_times(key)
        state = self.session.ledger.state(key)
        return state is not None and (not self.asking.is_to_fetch(state) or state.awaits_publish)

    def _made(self, capture: Capture, captured: Captured, where: Address) -> Page:
        return Page(
            portal=self.portal.name,
            url=capture.url,
            requested_url=capture.url,
            identity=where.identity,
            canonical_url=where.url,
            status=captured.status,
            headers=captured.headers,
            body=captured.body,
            fetched_at=capture.captured_at,
            kind=PageKind.ARTICLE,
            run_id=self.session.run_id,
        )

    async def _download(self, url: str, headers: dict[str, str]) -> bytes:
        """Body of ``url``. Raises FileNotFoundError for 404, OSError for any other failure."""
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(Request(url, headers=headers))
        except Exception as error:
            raise OSError(f"{url}: {error or type(error).__name__}") from error
        if response.status == 404:
            raise FileNotFoundError(f"{url}: HTTP 404")
        if response.status not in (200, 206):
            raise OSError(f"{url}: HTTP {response.status}")
        return response.body


def _discovery(key: str, where: Address) -> Discovery:
    return Discovery(key, where.identity, where.url, None, None, None, None)
