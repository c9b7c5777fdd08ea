"""The end of a run: its report is made, judged by the monitors, told to people and kept, whoever started the crawl."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.runs.alerts import AlertSettings, tell_people
from newscrawler.runs.counting import ItemCounts
from newscrawler.runs.history import Past, past_runs
from newscrawler.runs.measuring import peak_memory_bytes, processor_seconds, versions
from newscrawler.runs.metrics import write_metrics
from newscrawler.runs.monitors import judge
from newscrawler.runs.report import FAILED, RunReport, walk_facts
from newscrawler.spiders.portal import PortalSpider
from pipelines.dataset.publish import PublishReport

_log = logging.getLogger(__name__)


class RunEnd:
    """Scrapy extension: counts what passes, and when the last publish is done ends the run; see :meth:`_closed`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._alerts = AlertSettings.from_environment(os.environ)  # a wrong one is told before the crawl, not after
        self._items = ItemCounts(lambda url: self._spider.portal.generation_at(url).name)
        self._began = datetime.now(UTC)
        self._n_discovered_before = 0
        self._clock = {"began": time.monotonic()}
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._scraped, signal=signals.item_scraped)
        crawler.signals.connect(self._idle, signal=signals.spider_idle)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    @property
    def _spider(self) -> PortalSpider:
        spider = self._crawler.spider
        assert isinstance(spider, PortalSpider)
        return spider

    def _opened(self) -> None:
        session = self._spider.session
        self._n_discovered_before = session.ledger.n_discovered(session.portal)
        self._began = session.ledger.runs(session.portal, 1)[0].started_at
        # What came before (the lock, recovery, starting the workers) belongs to the run.
        self._clock["began"] = time.monotonic() - (datetime.now(UTC) - self._began).total_seconds()

    def _scraped(self, item: object) -> None:
        self._items.add(item)

    def _idle(self) -> None:
        self._clock["idle"] = time.monotonic()

    def _closed(self, reason: str) -> None:
        """End the run. Scrapy logs what is raised here; :class:`newscrawler.runs.failure.StopOnFailure` makes it the
        run's failure."""
        session = self._spider.session
        try:
            self._end(reason)
        except Exception:
            session.ledger.end_run(session.run_id, session.portal, datetime.now(UTC), FAILED)
            raise

    def _end(self, reason: str) -> None:
        """Make the report, judge it, keep it, tell people, keep again what was told. Raises OSError."""
        spider, session = self._spider, self._spider.session
        past = past_runs(session.ledger, session.portal, session.run_id)
        report = self._judged(self._report(reason), past)
        written = _try_to_write(report, session.workspace.runs)
        if isinstance(written, OSError):
            report = self._judged(replace(report, failure=report.failure or repr(written)), past)
        told = tell_people(report, past, self._alerts)
        report = replace(report, alerts=told.deliveries)
        spider.report = report
        summary = report.past(told.alerted, told.alerted_at).summary() | {
            "n_requests": report.n_requests,
            "memory_bytes": report.max_memory_bytes["all_processes"],
        }
        session.ledger.end_run(session.run_id, session.portal, report.finished_at, report.state, summary)
        if isinstance(written, OSError):
            raise written
        report.write(session.workspace.runs)
        write_metrics(session.ledger, session.workspace.runs / "metrics.prom")

    def _judged(self, report: RunReport, past: Sequence[Past]) -> RunReport:
        return replace(report, monitors=judge(report, self._spider.portal.expect, past))

    def _report(self, reason: str) -> RunReport:
        spider, session = self._spider, self._spider.session
        ledger, portal, now = session.ledger, session.portal, datetime.now(UTC)
        stats = self._stats()
        stopped = session.index.stopped  # then no article was marked, and the ledger knows of no repeat
        counts = ledger.counts(portal)
        n_discovered = ledger.n_discovered(portal)
        return RunReport(
            run_id=session.run_id,
            portal=portal,
            started_at=self._began,
            finished_at=now,
            finish_reason=reason,
            bounded=spider.options.is_bounded,
            options={key: value for key, value in asdict(spider.options).items() if value},
            outcomes={outcome.value: n for outcome, n in sorted(counts.items())},
            decided={outcome.value: n for outcome, n in sorted(ledger.decided(portal, session.run_id).items())},
            n_repeats=stopped.n_repeats if stopped else ledger.n_repeats(portal, session.run_id),
            n_discovered=n_discovered,
            n_new=n_discovered - self._n_discovered_before,
            n_requests=int(stats.get("downloader/request_count", 0)),
            n_fetched=spider.n_fetched,
            n_stored=ledger.n_rows(portal),
            n_extracted=self._items.n_articles,
            coverage=self._items.coverage(),
            n_future=self._items.n_future,
            rejections=dict(self._items.rejections),
            newest_article_at=ledger.newest(portal, now),
            walks=[walk_facts(walk) for walk in spider.walks],
            durations_s=self._durations(now),
            processor_s=processor_seconds(),
            max_memory_bytes=peak_memory_bytes(),
            publishes=[_publish_facts(one) for one in session.reports],
            failure=repr(spider.failure) if spider.failure else None,
            stats=stats,
            versions=versions(),
        )

    def _stats(self) -> dict[str, Any]:
        assert self._crawler.stats is not None
        return {key: one for key, one in self._crawler.stats.get_stats().items() if isinstance(one, int | float | str)}

    def _durations(self, now: datetime) -> dict[str, float]:
        session = self._spider.session
        walks = session.ledger.section_walks(session.portal, session.run_id)
        walked = max((walk.finished_at for walk in walks if walk.finished_at), default=self._began)
        began, closed = self._clock["began"], time.monotonic()
        idle = self._clock.get("idle", closed)
        return {
            "walk": round(max((walked - self._began).total_seconds(), 0.0), 3),
            "crawl": round(idle - began, 3),
            "publish": round(closed - idle, 3),
            "run": round((now - self._began).total_seconds(), 3),
        }


def _publish_facts(publish: PublishReport) -> dict[str, Any]:
    """A publish as the report tells it: how many files, not which."""
    return {key: len(one) if isinstance(one, tuple) else one for key, one in asdict(publish).items()}


def _try_to_write(report: RunReport, folder: Path) -> Path | OSError:
    """Where the report was written, or why it could not be: people are told even when the disk is full."""
    try:
        return report.write(folder)
    except OSError as error:
        _log.error("the run report could not be written: %s", error)
        return error
