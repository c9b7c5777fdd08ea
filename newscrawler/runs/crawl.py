"""Run one crawl from start to published dataset."""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
from contextlib import ExitStack, suppress
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random

from newscrawler import settings as project_settings
from newscrawler.portals.model import Portal
from newscrawler.runs.alerts import telling_failures
from newscrawler.runs.opening import portal_session
from newscrawler.runs.options import CrawlOptions
from newscrawler.runs.report import RunReport
from newscrawler.sources.captures import Source
from newscrawler.spiders.archive import ArchiveSpider
from newscrawler.spiders.entrances import check_sections
from newscrawler.spiders.portal import PortalSpider
from pipelines.errors import RunInProgress
from pipelines.session import Session

SWITCH_INTERVAL_S = 0.0005
"""How long the reactor's thread may keep the interpreter while the threads that feed the workers wait (Python's own is
ten times as long, and leaves the workers idle half of the time)."""

M_TRIM_THRESHOLD, M_ARENA_MAX = -1, -8
"""glibc's numbers of the settings (``malloc.h``)."""
TRIM_ABOVE_BYTES = 4 * 1024 * 1024
"""Free memory at the end of an arena that is given back. Left alone, glibc raises its 128 KB to twice the largest block
that was ever freed, up to 64 MB."""

COLLECT_AFTER = 20_000
"""New objects after which the garbage collector looks at the youngest; Python's 700 is reached with every page."""


def crawl(
    portal: Portal,
    options: CrawlOptions,
    changes: dict[str, Any] | None = None,
    *,
    wait_s: float = 0.0,
    source: Source | None = None,
) -> RunReport:
    """Crawl ``portal`` into ``options.output``, publish, write the run report and return it.

    ``changes`` are Scrapy settings that differ from the project's; ``wait_s`` is how long to wait for another run that
    uses the folder; ``source`` keeps captures that are taken instead of asking the portal. One crawl per process:
    Twisted's reactor runs once. Raises what ended the crawl, after what was fetched is safe in the archive: OSError,
    PortalChanged, RunInProgress …
    """
    check_sections(portal, options)
    _settle()
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.setdict({"LOG_LEVEL": "WARNING", **(changes or {})}, priority="cmdline")
    with telling_failures(portal.name), ExitStack() as opened:
        session = _open(opened, portal, options, wait_s)
        process = AsyncCrawlerProcess(settings)
        _hush()
        crawler = process.create_crawler(_spider_class(portal, source))
        task = process.crawl(crawler, session=session, portal=portal, options=options)
        process.start()
        if not task.done():  # stopped twice: Twisted leaves at once, and the next run heals what is left
            raise KeyboardInterrupt
        if error := task.exception():
            raise error
        spider = crawler.spider
        assert isinstance(spider, PortalSpider)
        if spider.report is None:
            raise spider.failure or RuntimeError(f"the run {session.run_id} ended without a report")
    if spider.failure is not None:
        raise spider.failure
    return spider.report


def _settle() -> None:
    """Ready the interpreter for a long run: threads that feed the workers get their turn, the garbage collector leaves
    alone what was imported, and what threads allocate can be given back."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    with suppress(OSError, AttributeError):  # another C library
        # malloc_trim gives back the end of the main arena alone: those of ten threads' arenas had come to 47 MB.
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_TRIM_THRESHOLD, TRIM_ABOVE_BYTES)
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


def _spider_class(portal: Portal, source: Source | None) -> type[PortalSpider]:
    if source is None:
        return type("PortalSpider", (PortalSpider,), {"name": portal.name})
    return type("ArchiveSpider", (ArchiveSpider,), {"name": portal.name, "source": source})


def _open(opened: ExitStack, portal: Portal, options: CrawlOptions, wait_s: float) -> Session:
    """The session of a new run, which ``opened`` closes; waits up to ``wait_s`` for another run that has the folder."""
    trying = Retrying(
        retry=retry_if_exception_type(RunInProgress),
        stop=stop_after_delay(wait_s),
        wait=wait_random(1, 5),  # several that wait do not all come at once
        reraise=True,
    )
    return trying(lambda: opened.enter_context(portal_session(portal, options)))


def _hush() -> None:
    """Say of Scrapy's log only what the report does not; call it when Scrapy has set its loggers up."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)  # debug records are costly to make, even for nobody
    for name in ("robotstxt", "retry"):  # tracebacks and give-ups, which walks and outcomes tell in a line
        logging.getLogger(f"scrapy.downloadermiddlewares.{name}").setLevel(logging.CRITICAL)
