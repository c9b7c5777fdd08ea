"""What is told about a run, and when it is worth telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newscrawler.runs.history import Past
from newscrawler.runs.monitors.verdict import Verdict

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport

RECOVERED, TRIAL = "recovered", "trial"


@dataclass(frozen=True, slots=True)
class Alert:
    """A message about one run of one portal."""

    portal: str
    state: str
    """``unhealthy`` or ``failed`` as in the report, ``recovered``, or ``trial`` (nothing happened: is it received?)."""
    at: datetime
    run_id: str | None = None
    """``None`` when the run failed before it had a name."""
    failure: str | None = None
    """The exception that ended the run; ``None`` without one."""
    findings: tuple[Verdict, ...] = ()
    """Failed monitors."""
    report: str | None = None
    """Where the report stands; ``None`` when there is none."""


def alert_about(report: RunReport, recovered: bool) -> Alert:
    """What to tell about ``report``."""
    return Alert(
        report.portal,
        RECOVERED if recovered else report.state,
        report.finished_at,
        report.run_id,
        report.failure,
        tuple(verdict for verdict in report.monitors if verdict.failed),
        f"{report.options.get('output', 'output')}/runs/{report.run_id}.json",
    )


def is_due(report: RunReport, past: Sequence[Past], repeat_after: timedelta) -> bool:
    """Whether people are to be told: something fails that they do not know of, or have known of for too long, or
    all is well again."""
    last = last_told(past)
    if not report.failing:
        return bool(last.alerted) if last else False
    if last is None or last.alerted_at is None or set(report.failing) - set(last.alerted):
        return True
    return report.finished_at - last.alerted_at >= repeat_after


def last_told(past: Sequence[Past]) -> Past | None:
    """The last run that could remember what was told; killed ones could not."""
    return next((run for run in past if run.state != "killed"), None)
