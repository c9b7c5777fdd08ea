"""What a long crawl is doing, once a second on standard error; a plain line a minute where that is no terminal."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self, cast

from rich.status import Status
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from newscrawler.talking import Talk

if TYPE_CHECKING:
    from newscrawler.spiders.portal import PortalSpider

TERMINAL_INTERVAL_S = 1.0
PLAIN_INTERVAL_S = 60.0


class Progress:
    """Scrapy extension. Setting: PROGRESS_PLAIN_INTERVAL_S, seconds between two plain lines."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Talk()
        self._status: Status | None = None
        self._started = time.monotonic()
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def _opened(self, spider: Spider) -> None:
        if self._console.is_terminal:
            self._status = self._console.status("starting")
            self._status.start()
        self._loop = create_looping_call(self._tell)
        plain_interval_s = self._crawler.settings.getfloat("PROGRESS_PLAIN_INTERVAL_S", PLAIN_INTERVAL_S)
        self._loop.start(TERMINAL_INTERVAL_S if self._status else plain_interval_s, now=False)

    def _closed(self, spider: Spider) -> None:
        self._loop.stop()
        if self._status:
            with suppress(OSError):  # a terminal that is gone
                self._status.stop()

    def _tell(self) -> None:
        if self._status:
            with suppress(OSError):  # a terminal that is gone
                self._status.update(self._line())
        else:
            self._console.print(self._line())

    def _line(self) -> str:
        stats, spider = self._crawler.stats, cast("PortalSpider", self._crawler.spider)
        assert stats is not None
        n_requests = stats.get_value("downloader/request_count", 0)
        walks = spider.walks
        n_done = sum(walk.end is not None or walk.incomplete is not None for walk in walks)
        rate = n_requests / max(time.monotonic() - self._started, 1e-3)
        return (
            f"{spider.portal.name}: {n_done}/{len(walks)} listings walked, "
            f"{spider.n_fetched} of {len(spider.asking)} articles fetched, "
            f"{n_requests} requests ({rate:.1f}/s), {stats.get_value('pace/failures', 0)} failures"
        )
