"""Run one crawl from start to published dataset."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from newscrawler import settings as project_settings
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import portal_session
from newscrawler.runs.options import CrawlOptions
from newscrawler.runs.report import RunReport, faults_of, max_memory_bytes, versions, walk_facts
from newscrawler.spiders.portal import PortalSpider
from pipelines.records import Outcome
from pipelines.session import Session


def crawl(portal: Portal, options: CrawlOptions, changes: dict[str, Any] | None = None) -> RunReport:
    """Crawl ``portal`` into ``options.output``, publish, write the run report and return it.

    ``changes`` are Scrapy settings that differ from the project's. One crawl per process: Twisted's reactor runs once.
    Raises what ended the crawl, after what was fetched is safe in the archive: OSError, PortalChanged, RunInProgress …
    """
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.setdict({**_quiet(), **(changes or {})}, priority="cmdline")
    started_at = datetime.now(UTC)
    with portal_session(portal, options) as session:
        n_before = session.ledger.n_discovered(portal.name)
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(type("PortalSpider", (PortalSpider,), {"name": portal.name}))
        task = process.crawl(crawler, session=session, portal=portal, options=options)
        process.start()
        if error := task.exception():
            raise error
        report = _report(crawler, portal, options, session, started_at, n_before)
        report.write(session.workspace.runs)
        failure = crawler.spider.failure  # type: ignore[union-attr]
    if failure is not None:
        raise failure
    return report


def _quiet() -> dict[str, Any]:
    """The command line talks through its progress display; Scrapy's own log shows warnings only."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)  # its debug records are costly to make, even for nobody
    return {"LOG_LEVEL": logging.getLevelName(logging.WARNING)}


def _report(
    crawler: Crawler, portal: Portal, options: CrawlOptions, session: Session, started_at: datetime, n_before: int
) -> RunReport:
    spider = crawler.spider
    assert isinstance(spider, PortalSpider)
    assert crawler.stats is not None
    ledger = session.ledger
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | float | str)}
    counts = ledger.counts(portal.name)
    n_stored = sum(counts.get(one, 0) for one in _WITH_ROW)
    faults = faults_of(portal, options, spider.walks, n_stored)
    state = "failed" if spider.failure else "unhealthy" if faults else "finished"
    report = RunReport(
        run_id=session.run_id,
        portal=portal.name,
        started_at=started_at,
        finished_at=datetime.now(UTC),
        state=state,
        options={key: value for key, value in asdict(options).items() if value},
        outcomes={outcome.value: n for outcome, n in sorted(counts.items())},
        n_discovered=ledger.n_discovered(portal.name),
        n_new=ledger.n_discovered(portal.name) - n_before,
        n_requests=int(stats.get("downloader/request_count", 0)),
        n_fetched=spider.n_fetched,
        n_stored=n_stored,
        walks=[walk_facts(walk) for walk in spider.walks],
        faults=faults,
        failure=repr(spider.failure) if spider.failure else None,
        max_memory_bytes=max_memory_bytes(),
        stats=stats,
        versions=versions(),
    )
    ledger.end_run(session.run_id, portal.name, report.finished_at, state, {"faults": faults})
    return report


_WITH_ROW = (Outcome.STORED, Outcome.UNCHANGED, Outcome.UPDATED, Outcome.DUPLICATE)
"""Outcomes of articles that have a row."""
