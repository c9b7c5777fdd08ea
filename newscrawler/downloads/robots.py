"""robots.txt, strictly: an answer that could not be had forbids, and Crawl-delay is kept."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

MAX_CRAWL_DELAY_S = 60.0
"""A longer Crawl-delay is taken for a mistake in robots.txt and kept as this."""


class Forbidding(RobotParser):
    """Stands in for a robots.txt that could not be read: nothing is allowed for now (RFC 9309, 2.3.1.4)."""

    def __init__(self, why: str) -> None:
        self.why = why
        """What was met in its place."""

    @classmethod
    def from_crawler(cls, crawler: object, robotstxt_body: bytes) -> Forbidding:
        """As Scrapy builds its parsers; both arguments are ignored."""
        return cls("no answer")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Always False."""
        return False


class StrictRobots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with RFC 9309's reading of errors and with Crawl-delay."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The parser of the request's host, for every request that waited for it: the Deferred on which Scrapy lets
        them wait gives it to the first alone, and to the others None, which allows everything."""
        await super().robot_parser(request)
        parser = self._parsers[urlparse_cached(request).netloc]
        assert not isinstance(parser, Deferred)
        return parser

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise IgnoreRequest for what robots.txt forbids, or would perhaps forbid if it could be read."""
        if isinstance(rp, Forbidding):
            self._stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest(f"robots.txt could not be read ({rp.why}): nothing is asked of this host for now")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._answer(netloc, Forbidding(f"HTTP {response.status}"))
            return
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        if isinstance(parser, ProtegoRobotParser):
            self._keep_crawl_delay(parser, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc).__name__}")
        self._answer(netloc, Forbidding(f"{type(exc).__name__}: {exc}"))

    def _answer(self, netloc: str, parser: RobotParser) -> None:
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)
        self._stats.inc_value("robotstxt/forbidding")

    def _keep_crawl_delay(self, parser: ProtegoRobotParser, request: Request) -> None:
        agent = self._robotstxt_useragent or self._default_useragent
        delay = parser.crawl_delay(agent)
        if not delay:
            return
        delay = min(float(delay), MAX_CRAWL_DELAY_S)
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        host = urlparse_cached(request).hostname or ""
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
        if slot := downloader.slots.get(host):
            slot.delay, slot.jitter, slot.concurrency = max(slot.delay, delay), 0.0, 1


class Throttle(AutoThrottle):
    """AutoThrottle that never goes below a slot's own delay (Crawl-delay)."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if slot is not None and key is not None:
            assert self.crawler.engine is not None
            own = self.crawler.engine.downloader.per_slot_settings.get(key, {})
            slot.delay = max(slot.delay, own.get("delay", 0.0))
