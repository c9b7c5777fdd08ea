"""Run reports of our own making."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.portals.model import Expect
from newscrawler.runs.counting import WATCHED, Coverage
from newscrawler.runs.history import Past
from newscrawler.runs.monitors import Verdict, judge
from newscrawler.runs.report import RunReport

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_walk(section: str = "Kinh tế", n_pages: int = 4, n_articles: int = 60, **facts: Any) -> dict[str, Any]:
    walk = {
        "section": section,
        "generation": "2017",
        "n_pages": n_pages,
        "n_articles": n_articles,
        "complete": True,
        "ended": "no next page after a page with items",
        "limited": False,
        "why_incomplete": None,
    }
    return {**walk, **facts}


def a_coverage(n_articles: int = 100, median: float = 1500.0, **shares: float) -> Coverage:
    """Every watched field in every article, but for the ``shares`` given."""
    return Coverage(n_articles, {name: round(shares.get(name, 1.0) * n_articles) for name in WATCHED}, median)


def a_report(coverage: Coverage | None = None, **facts: Any) -> RunReport:
    """A healthy run without monitors."""
    coverage = a_coverage() if coverage is None else coverage
    report = RunReport(
        run_id="20261123T115900.000Z",
        portal="kontum",
        started_at=NOON - timedelta(minutes=1),
        finished_at=NOON,
        finish_reason="finished",
        bounded=False,
        options={"output": "output"},
        outcomes={"stored": 400},
        decided={"stored": 100},
        n_repeats=0,
        n_discovered=400,
        n_new=100,
        n_requests=130,
        n_fetched=100,
        n_stored=400,
        n_extracted=coverage.n_articles,
        coverage={"2019": coverage} if coverage.n_articles else {},
        n_future=0,
        rejections={},
        newest_article_at=NOON - timedelta(days=1),
        walks=[a_walk()],
        durations_s={"run": 60.0},
        processor_s={"crawl": 1.0, "workers": 2.0},
        max_memory_bytes={"crawl": 1, "largest_worker": 1, "all_processes": 3},
        publishes=[],
        failure=None,
    )
    return replace(report, **facts)


def a_past(n: int = 1, coverage: Coverage | None = None, **facts: Any) -> Past:
    """A healthy run ``n`` hours before :func:`a_report`'s."""
    return replace(a_report(coverage).past(), run_id=f"past-{n}", at=NOON - timedelta(hours=n), **facts)


def verdicts(report: RunReport, past: list[Past] | None = None, **expect: Any) -> dict[str, Verdict]:
    """What the monitors say, by name."""
    return {one.monitor: one for one in judge(report, Expect(**expect), past or [])}


def failing(report: RunReport, past: list[Past] | None = None, **expect: Any) -> list[str]:
    """Names of the monitors that fail."""
    return [name for name, verdict in verdicts(report, past, **expect).items() if verdict.failed]
