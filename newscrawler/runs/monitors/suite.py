"""All monitors, run by Spidermon over a run report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spidermon import MonitorRunner, MonitorSuite

from newscrawler.portals.model import Expect
from newscrawler.runs.history import Past
from newscrawler.runs.monitors.fields import BodyLength, FieldCoverage
from newscrawler.runs.monitors.listings import Complete, UsualLinks
from newscrawler.runs.monitors.run_monitor import RunMonitor
from newscrawler.runs.monitors.shares import Blocked, Errors, Rejected, Removed, Repeats
from newscrawler.runs.monitors.totals import Ended, EnoughArticles, LinksFound, NoFuture, NoLoss, NotSilent, Walked
from newscrawler.runs.monitors.verdict import Verdict

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport


class RunSuite(MonitorSuite):  # type: ignore[misc]  # Spidermon has no types
    """What every run of every portal is judged by."""

    monitors = [  # noqa: RUF012  # Spidermon reads a list
        Ended,
        Walked,
        LinksFound,
        Complete,
        UsualLinks,
        EnoughArticles,
        NoLoss,
        NotSilent,
        Blocked,
        Errors,
        Rejected,
        Removed,
        Repeats,
        FieldCoverage,
        BodyLength,
        NoFuture,
    ]


def judge(report: RunReport, expect: Expect, past: Sequence[Past]) -> list[Verdict]:
    """What the monitors say of ``report``; ``past`` are earlier runs of the portal, newest first.

    A monitor that breaks has failed: its error is the finding.
    """
    result = MonitorRunner().run(RunSuite(), report=report, expect=expect, past=past)
    return [_verdict(one) for one in result.monitor_results]


def _verdict(result: Any) -> Verdict:
    monitor: RunMonitor = result.monitor
    if result.status == "SKIPPED":
        return Verdict(monitor.key, "skipped", "", result.reason, monitor.advice)
    if result.status == "ERROR":
        last_line = str(result.error).strip().rpartition("\n")[2]
        return Verdict(monitor.key, "failed", "a monitor that can judge", last_line, "A bug in newscrawler: report it.")
    state = "passed" if result.status == "OK" else "failed"
    return Verdict(monitor.key, state, monitor.expected, monitor.found, monitor.advice)
