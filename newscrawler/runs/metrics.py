"""Prometheus text for node_exporter's textfile collector: the last run of every portal of a dataset."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newscrawler.runs.report import FINISHED, write_whole
from pipelines.ledger import Ledger, Run
from pipelines.records import Outcome

_HELP = {
    "newscrawler_articles": "Articles ever discovered, by outcome.",
    "newscrawler_run_started_timestamp_seconds": "Start of the last run.",
    "newscrawler_run_finished_timestamp_seconds": "End of the last run that ended.",
    "newscrawler_run_well_timestamp_seconds": "End of the last run without a failing monitor.",
    "newscrawler_run_well": "Whether the last ended run was well (1) or not (0).",
    "newscrawler_run_duration_seconds": "Wall time of the last ended run.",
    "newscrawler_run_new_articles": "Articles discovered for the first time in the last ended run.",
    "newscrawler_run_requests": "Requests sent in the last ended run.",
    "newscrawler_run_memory_bytes": "Peak memory of all processes of the last ended run together.",
    "newscrawler_all_seen_since_timestamp_seconds": "Since when each article that stands was looked at.",
    "newscrawler_monitor_failing": "Monitors that failed in the last ended run; absent when they passed.",
}

Sample = tuple[str, dict[str, str], float]
"""Metric, labels, value."""

_LOOKED_BACK = 500
"""Runs of a portal searched for the last well one."""


def write_metrics(ledger: Ledger, file: Path) -> None:
    """Write the metrics of every portal in ``ledger`` to ``file``, whole. Raises OSError."""
    write_whole(file, metrics_text(sample for portal in ledger.portals() for sample in _samples(ledger, portal)))


def metrics_text(samples: Iterable[Sample]) -> str:
    """``samples`` in Prometheus' text format 0.0.4, each metric's samples together under its help."""
    by_metric: dict[str, list[str]] = {}
    for metric, labels, value in samples:
        written = ",".join(f'{name}="{_escaped(one)}"' for name, one in labels.items())
        by_metric.setdefault(metric, []).append(f"{metric}{{{written}}} {value:.17g}")
    lines = []
    for metric in sorted(by_metric):
        lines += [f"# HELP {metric} {_HELP[metric]}", f"# TYPE {metric} gauge", *by_metric[metric]]
    return "\n".join(lines) + "\n"


def _samples(ledger: Ledger, portal: str) -> Iterable[Sample]:
    here = {"portal": portal}
    counts = ledger.counts(portal)
    for outcome in Outcome:
        yield "newscrawler_articles", {**here, "outcome": outcome.value}, counts.get(outcome, 0)
    if since := ledger.longest_unseen(portal):
        yield "newscrawler_all_seen_since_timestamp_seconds", here, since.timestamp()
    runs = ledger.runs(portal, _LOOKED_BACK)
    if runs:
        yield "newscrawler_run_started_timestamp_seconds", here, runs[0].started_at.timestamp()
    if well := next((run for run in runs if run.state == FINISHED and run.finished_at), None):
        yield "newscrawler_run_well_timestamp_seconds", here, _end(well)
    if last := next((run for run in runs if run.finished_at), None):
        yield from _of_run(last, here)


def _of_run(run: Run, here: dict[str, str]) -> Iterable[Sample]:
    yield "newscrawler_run_finished_timestamp_seconds", here, _end(run)
    yield "newscrawler_run_well", here, float(run.state == FINISHED)
    yield "newscrawler_run_duration_seconds", here, _end(run) - run.started_at.timestamp()
    for metric, key in (("new_articles", "n_new"), ("requests", "n_requests"), ("memory_bytes", "memory_bytes")):
        if key in run.summary:
            yield f"newscrawler_run_{metric}", here, float(run.summary[key])
    for monitor in run.summary.get("failing", ()):
        yield "newscrawler_monitor_failing", {**here, "monitor": monitor}, 1.0


def _end(run: Run) -> float:
    assert run.finished_at is not None
    return run.finished_at.timestamp()


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
