"""A bug, a full disk, a changed portal: the run stops, publishes nothing half-done, and says what happened."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

_SWALLOWING = ("scrapy.core.engine", "scrapy.utils.signal")
"""Loggers by which Scrapy tells of exceptions that it caught and went on after: a failed last publish among them."""


class StopOnFailure:
    """Scrapy extension: the first exception of a stage or callback ends the crawl; Scrapy alone would log and go on.

    An exception while the crawl closes (the last publish on a full disk) is noted as the run's failure too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._swallowed = _Swallowed(self._note)
        crawler.signals.connect(self._item_error, signal=signals.item_error)
        crawler.signals.connect(self._spider_error, signal=signals.spider_error)
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def _opened(self) -> None:
        for name in _SWALLOWING:
            logging.getLogger(name).addHandler(self._swallowed)

    def _stopped(self) -> None:
        for name in _SWALLOWING:
            logging.getLogger(name).removeHandler(self._swallowed)

    def _item_error(self, failure: Failure, **_: Any) -> None:
        self._stop(failure.value)

    def _spider_error(self, failure: Failure, **_: Any) -> None:
        self._stop(failure.value)

    def _stop(self, error: BaseException | None) -> None:
        engine = self._crawler.engine
        assert engine is not None
        if self._note(error):
            deferred_from_coro(engine.close_spider_async(reason="failed"))

    def _note(self, error: BaseException | None) -> bool:
        """Remember the run's first failure; says whether this is it."""
        spider: Any = self._crawler.spider
        if spider is None or error is None or spider.failure is not None:
            return False
        spider.failure = error
        return True


class _Swallowed(logging.Handler):
    """Takes exceptions out of log records."""

    def __init__(self, note: Any) -> None:
        super().__init__(logging.ERROR)
        self._note = note

    def emit(self, record: logging.LogRecord) -> None:
        """Note the record's exception, when it has one."""
        if record.exc_info and record.exc_info[1] is not None:
            self._note(record.exc_info[1])
