"""What the portal's earlier runs brought, as the ledger remembers it: the measure of this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from newscrawler.runs.counting import Coverage
from pipelines.ledger import Ledger, Run

REMEMBERED_RUNS = 60
"""Runs looked back on."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept of a run for later ones to be measured by."""

    run_id: str
    at: datetime
    """When it ended."""
    state: str
    """As :attr:`newscrawler.runs.report.RunReport.state`, or ``killed``."""
    bounded: bool = False
    """Whether only a part of the portal was asked for."""
    n_new: int = 0
    n_stored: int = 0
    """Rows of the portal after the run."""
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    """Fields of its articles, by the portal's generation."""
    sections: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Listing pages read and article links met, by section; only of walks that ended by evidence."""
    failing: tuple[str, ...] = ()
    """Monitors that failed."""
    alerted: tuple[str, ...] = ()
    """What the last alert that was delivered said fails; carried along until all is well."""
    alerted_at: datetime | None = None
    """When that alert was delivered; ``None`` when there is none."""

    def summary(self) -> dict[str, Any]:
        """As the ledger keeps it beside the run's own columns."""
        kept = {key: value for key, value in asdict(self).items() if key not in ("run_id", "at", "state")}
        return kept | {"alerted_at": self.alerted_at.isoformat() if self.alerted_at else None}


def past_runs(ledger: Ledger, portal: str, before: str, limit: int = REMEMBERED_RUNS) -> list[Past]:
    """The runs of ``portal`` before the run ``before``, newest first."""
    return [past_of(run) for run in ledger.runs(portal, limit + 1) if run.run_id < before]


def past_of(run: Run) -> Past:
    """What the ledger tells of a run; one that never ended was killed."""
    if run.finished_at is None:
        return Past(run.run_id, run.started_at, "killed")
    told = run.summary
    coverage = told.get("coverage") or {}
    alerted_at = told.get("alerted_at")
    return Past(
        run.run_id,
        run.finished_at,
        run.state,
        bool(told.get("bounded", False)),
        int(told.get("n_new", 0)),
        int(told.get("n_stored", 0)),
        {name: Coverage(**counts) for name, counts in coverage.items() if _is_coverage(counts)},
        {name: (int(counts[0]), int(counts[1])) for name, counts in (told.get("sections") or {}).items()},
        tuple(told.get("failing", ())),
        tuple(told.get("alerted", ())),
        datetime.fromisoformat(alerted_at) if alerted_at else None,
    )


def _is_coverage(counts: object) -> bool:
    """Whether another version of newscrawler has written what this one reads."""
    return isinstance(counts, dict) and counts.keys() == Coverage.__dataclass_fields__.keys()


def pooled(coverages: Sequence[Coverage]) -> Coverage:
    """Several runs' coverage as one; lengths are weighted by articles."""
    having = [one for one in coverages if one.n_articles]
    n_articles = sum(one.n_articles for one in having)
    n_with = {name: sum(one.n_with.get(name, 0) for one in having) for one in having for name in one.n_with}
    weighed = sum(one.n_articles * (one.median_characters or 0.0) for one in having)
    return Coverage(n_articles, n_with, weighed / n_articles if n_articles else None)
