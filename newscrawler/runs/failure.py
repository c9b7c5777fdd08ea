"""A bug, a full disk, a changed portal: the run stops, publishes nothing half-done, and says what happened."""

from __future__ import annotations

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure


class StopOnFailure:
    """Scrapy extension: the first exception of a stage or callback ends the crawl; Scrapy alone would log and go on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._item_error, signal=signals.item_error)
        crawler.signals.connect(self._spider_error, signal=signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def _item_error(self, failure: Failure, **_: Any) -> None:
        self._stop(failure.value)

    def _spider_error(self, failure: Failure, **_: Any) -> None:
        self._stop(failure.value)

    def _stop(self, error: BaseException | None) -> None:
        spider, engine = self._crawler.spider, self._crawler.engine
        assert spider is not None
        assert engine is not None
        if spider.failure is None:  # type: ignore[attr-defined]
            spider.failure = error  # type: ignore[attr-defined]
            deferred_from_coro(engine.close_spider_async(reason="failed"))
