"""The run report: what was discovered, what became of it, how complete each walk was. ``output/runs/<run>.json``."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawler.runs.counting import Coverage
from newscrawler.runs.history import Past
from newscrawler.runs.monitors.verdict import Verdict
from newscrawler.spiders.walk import End, Walk

FINISHED, UNHEALTHY, FAILED = "finished", "unhealthy", "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an alert on one channel."""

    channel: str
    """Kind of channel: ``slack``, ``mail`` …"""
    delivered: bool
    error: str | None = None
    """Why it was not delivered; ``None`` when it was."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. Counts are numbers of distinct articles unless their name says otherwise."""

    run_id: str
    portal: str
    started_at: datetime
    finished_at: datetime
    finish_reason: str
    """Scrapy's word: ``finished``, ``shutdown`` (stopped from outside), ``failed`` …"""
    bounded: bool
    """Whether only a part of the portal was asked for (``--since``, ``--section``, ``--limit`` …)."""
    options: dict[str, Any]
    outcomes: dict[str, int]
    """All articles ever discovered on the portal by outcome; they sum to ``n_discovered``."""
    decided: dict[str, int]
    """Articles whose outcome this run decided, by outcome."""
    n_repeats: int
    """Those of them that repeat another article of the same portal."""
    n_discovered: int
    n_new: int
    """Articles discovered in this run for the first time."""
    n_requests: int
    """Requests sent, robots.txt and retries included."""
    n_fetched: int
    """Article pages fetched in this run."""
    n_stored: int
    """Rows in the dataset for this portal after the run."""
    n_extracted: int
    """Articles extracted in this run, those of pages that an earlier run left included."""
    coverage: dict[str, Coverage]
    """Fields of those articles, by the portal's generation."""
    n_future: int
    """Extracted articles dated more than a day after their fetch."""
    rejections: dict[str, int]
    """Article pages of this run that are no article, by reason."""
    newest_article_at: datetime | None
    """When the portal's newest article was published, or discovered where no date is known; ``None`` without any."""
    walks: list[dict[str, Any]]
    """Each listing walked: section, pages, articles, complete or why not."""
    durations_s: dict[str, float]
    """Wall time: ``walk`` until the last listing ended, ``crawl`` until the last page was extracted, ``publish`` of the
    last publish, ``run`` in all."""
    processor_s: dict[str, float]
    """Processor time of the crawl process and, together, of the extraction workers."""
    max_memory_bytes: dict[str, int]
    """Peak resident memory of the crawl process, of its largest worker, and of all processes together."""
    publishes: list[dict[str, Any]]
    """Each publish: what was staged, partitions, files written and removed."""
    failure: str | None
    """The exception that ended the run; ``None`` without one."""
    monitors: list[Verdict] = field(default_factory=list)
    """What each monitor expected and found."""
    alerts: list[Delivery] = field(default_factory=list)
    """Alerts sent about this run; empty when nothing was to be said or nobody is to be told."""
    stats: dict[str, Any] = field(default_factory=dict, repr=False)
    """Scrapy's counters."""
    versions: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def faults(self) -> list[str]:
        """What the failed monitors found; empty when the run is well."""
        return [verdict.told for verdict in self.monitors if verdict.failed]

    @property
    def failing(self) -> tuple[str, ...]:
        """Names of the monitors that failed."""
        return tuple(verdict.monitor for verdict in self.monitors if verdict.failed)

    @property
    def state(self) -> str:
        """``finished``, ``unhealthy`` (see ``faults``) or ``failed`` (see ``failure``)."""
        if self.failure is not None:
            return FAILED
        return UNHEALTHY if self.failing else FINISHED

    @property
    def duration_s(self) -> float:
        """Wall time of the run in seconds."""
        return (self.finished_at - self.started_at).total_seconds()

    @property
    def requests_per_article(self) -> float | None:
        """Requests for each article page fetched, listings and retries included; ``None`` when none was."""
        return round(self.n_requests / self.n_fetched, 3) if self.n_fetched else None

    def as_json(self) -> dict[str, Any]:
        """The report as it is written."""
        derived = {"state": self.state, "faults": self.faults, "requests_per_article": self.requests_per_article}
        return {**derived, **asdict(self)}

    def past(self, alerted: tuple[str, ...] = (), alerted_at: datetime | None = None) -> Past:
        """What later runs are to remember of this one."""
        complete = [walk for walk in self.walks if walk["complete"]]
        return Past(
            self.run_id,
            self.finished_at,
            self.state,
            self.bounded,
            self.n_new,
            self.n_stored,
            self.coverage,
            {walk["section"]: (walk["n_pages"], walk["n_articles"]) for walk in complete},
            self.failing,
            alerted,
            alerted_at,
        )

    def write(self, folder: Path) -> Path:
        """Write the report to ``folder/<run_id>.json``, whole or not at all. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=2, default=_as_text) + "\n"
        return write_whole(folder / f"{self.run_id}.json", text)


def write_whole(file: Path, text: str) -> Path:
    """Write ``text`` to ``file`` so that readers see the old file or the new one, never half. Raises OSError."""
    draft = file.with_name(f".{file.name}.new")
    with draft.open("w", encoding="utf-8") as writing:
        writing.write(text)
        writing.flush()
        os.fsync(writing.fileno())
    return draft.replace(file)


def walk_facts(walk: Walk) -> dict[str, Any]:
    """A walk as the report tells it. One that neither ended nor broke off was cut short with the run."""
    cut = "the run ended before the walk did" if walk.end is None else None
    return {
        "section": walk.section,
        "generation": walk.generation,
        "n_pages": walk.n_pages,
        "n_articles": walk.n_articles,
        "complete": walk.complete,
        "ended": walk.end.value if walk.end else None,
        "limited": walk.end is End.LIMIT,
        "why_incomplete": walk.incomplete or cut,
    }


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
