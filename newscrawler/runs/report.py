"""The run report: what was discovered, what became of it, how complete each walk was. ``output/runs/<run>.json``."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.walk import Walk

REPORTED_PACKAGES = ("newscrawler", "scrapy", "trafilatura", "pyarrow", "langdetect", "selectolax", "rensa")


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. Counts are numbers of distinct articles unless their name says otherwise."""

    run_id: str
    portal: str
    started_at: datetime
    finished_at: datetime
    state: str
    """``finished``, ``unhealthy`` (see ``faults``) or ``failed`` (see ``failure``)."""
    options: dict[str, Any]
    outcomes: dict[str, int]
    """All articles ever discovered on the portal by outcome; they sum to ``n_discovered``."""
    n_discovered: int
    n_new: int
    """Articles discovered in this run for the first time."""
    n_requests: int
    """Requests sent, robots.txt and retries included."""
    n_fetched: int
    """Article pages fetched in this run."""
    n_stored: int
    """Rows in the dataset for this portal after the run."""
    walks: list[dict[str, Any]]
    """Each listing walked: section, pages, articles, complete or why not."""
    faults: list[str]
    """Why the run is unhealthy; empty when it is well."""
    failure: str | None
    """The exception that ended the run; ``None`` without one."""
    max_memory_bytes: dict[str, int]
    """Peak resident memory of the crawl process and of its largest worker."""
    stats: dict[str, Any] = field(repr=False)
    """Scrapy's counters."""
    versions: dict[str, str] = field(repr=False)

    @property
    def duration_s(self) -> float:
        """Wall time of the run in seconds."""
        return (self.finished_at - self.started_at).total_seconds()

    def write(self, folder: Path) -> Path:
        """Write the report to ``folder/<run_id>.json``, whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{self.run_id}.json.new"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        return draft.replace(folder / f"{self.run_id}.json")


def walk_facts(walk: Walk) -> dict[str, Any]:
    """A walk as the report tells it."""
    return {
        "section": walk.section,
        "generation": walk.generation,
        "n_pages": walk.n_pages,
        "n_articles": walk.n_articles,
        "complete": walk.complete,
        "ended": walk.end.value if walk.end else None,
        "why_incomplete": walk.incomplete,
    }


def faults_of(portal: Portal, options: CrawlOptions, walks: Iterable[Walk], n_known: int) -> list[str]:
    """What makes a run unhealthy: empty is an error until shown otherwise (DESIGN §7)."""
    walks = list(walks)
    faults = []
    if not walks:
        faults.append("no listing was walked: the portal file names no section, dated listing, feed or sitemap")
    elif not any(walk.n_articles for walk in walks) and not options.is_bounded:
        faults.append("no listing had an article link")
    elif not n_known and not options.is_bounded:
        faults.append("no article is in the dataset")
    elif n_known < portal.expect.min_articles and not options.is_bounded:
        faults.append(f"{n_known} articles in the dataset, far below the {portal.expect.min_articles} expected")
    faults += [f"{walk.section}: {walk.incomplete}" for walk in walks if walk.incomplete]
    return faults


def max_memory_bytes() -> dict[str, int]:
    """Peak resident memory so far, of this process and of its largest finished child."""
    kilo = 1024  # Linux counts in KiB
    return {
        "crawl": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilo,
        "largest_worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * kilo,
    }


def versions() -> dict[str, str]:
    """Versions of what decides the rows."""
    return {name: version(name) for name in REPORTED_PACKAGES}
