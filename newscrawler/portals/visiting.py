"""A few pages of a portal over the network, politely: the middlewares of a crawl, without a dataset."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings

from newscrawler import settings as project_settings
from newscrawler.downloads.guard import is_loopback
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.survey import Fetch
from newscrawler.runs.opening import contact_for

DELAY_S = 1.0
"""Time between two requests to a portal whose file is not written yet."""

Work = Callable[[Fetch], Awaitable[Any]]


class VisitingSpider(Spider):
    """Does some work that asks for pages, then ends."""

    name = "visit"

    def __init__(self, url: str, work: Work, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        host = urlsplit(url).hostname or ""
        bare = host.removeprefix("www.")
        self.allowed_domains = [host, bare, f"www.{bare}"]
        self._work = work
        self._no_requests: tuple[Request, ...] = ()  # the work asks for its pages itself
        self.result: Any = None
        self.failure: BaseException | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Do the work; what it raises is kept for the caller."""
        try:
            self.result = await self._work(self.fetch)
        except Exception as error:
            self.failure = error
        for request in self._no_requests:
            yield request

    async def fetch(self, url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        """The page at ``url``, or the answer to ``form`` sent there.

        ``None`` when it may not be asked for, cannot be had, or is no success.
        """
        assert self.crawler.engine is not None
        meta = {"dont_obey_robotstxt": True} if url.endswith("/robots.txt") else {}
        request = FormRequest(url, formdata=form) if form else Request(url, meta=meta)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest:
            return None
        except Exception as error:
            self.logger.info("%s: %s", url, error)
            return None
        if response.status != 200:
            return None
        headers = {
            name.decode("latin-1").lower(): "\n".join(value.decode("latin-1") for value in values)
            for name, values in response.headers.items()
        }
        return SeenPage(response.url, response.body, headers)


def visit(url: str, work: Work) -> Any:
    """Run ``work(fetch)`` and return what it returns. Once per process: Twisted's reactor runs once.

    Raises SettingsError when a public portal is visited by somebody who does not say who they are, and what ``work``
    raises.
    """
    host = urlsplit(url).hostname or ""
    told = contact_for(host)
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    changes: dict[str, Any] = {
        "LOG_LEVEL": logging.getLevelName(logging.WARNING),
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {"newscrawler.downloads.robots.Throttle": 0},
        "ALLOW_LOOPBACK": is_loopback(host),
        "DOWNLOAD_DELAY": DELAY_S,
    }
    if told:
        changes["USER_AGENT"] = f"{project_settings.USER_AGENT} (+{told})"
    if is_loopback(host):
        changes |= {"DOWNLOAD_DELAY": 0.0, "AUTOTHROTTLE_ENABLED": False, "BACKOFF_BASE_S": 0.05}
    settings.setdict(changes, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler: Crawler = process.create_crawler(VisitingSpider)
    task = process.crawl(crawler, url=url, work=work)
    process.start()
    if error := task.exception():
        raise error
    spider = crawler.spider
    assert isinstance(spider, VisitingSpider)
    if spider.failure is not None:
        raise spider.failure
    return spider.result
