"""Runs and datasets told to people: the summary after a crawl, and ``newscrawler status``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from newscrawler.runs.report import RunReport
from pipelines.ledger import Run, open_ledger
from pipelines.workspace import Workspace

SHOWN_FAULTS = 8
"""Faults printed after a run; the report has all."""

OUTCOME_MEANING = {
    "stored": "in the dataset",
    "unchanged": "in the dataset, the same when last seen",
    "updated": "in the dataset, edited since",
    "duplicate_of": "in the dataset, marked as a duplicate",
    "rejected": "no article: see the reason",
    "blocked": "a challenge, login or maintenance page: tried again later",
    "robots": "forbidden by robots.txt or never requested",
    "gone": "removed from the portal",
    "error": "could not be fetched: tried again later",
    "pending": "discovered, not yet fetched",
}


def outcomes_table(outcomes: Mapping[str, int]) -> Table:
    """Outcomes, how many articles each, and their sum."""
    table = Table("outcome", "articles", "meaning", box=None, pad_edge=False, show_footer=True)
    for name, meaning in OUTCOME_MEANING.items():
        if outcomes.get(name):
            table.add_row(name, str(outcomes[name]), meaning)
    table.columns[0].footer, table.columns[1].footer = "discovered", str(sum(outcomes.values()))
    table.columns[1].justify = "right"
    return table


def tell_report(report: RunReport, output: Path) -> None:
    """The summary of a run, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(
        f"{report.portal}: {report.state} after {report.duration_s:.1f} s, {report.n_requests} requests, "
        f"{report.n_fetched} article pages fetched, {report.n_new} articles new"
    )
    console.print(outcomes_table(report.outcomes))
    for fault in report.faults[:SHOWN_FAULTS]:
        console.print(f"unhealthy: {fault}", style="bold red", markup=False)
    if len(report.faults) > SHOWN_FAULTS:
        console.print(f"unhealthy: {len(report.faults) - SHOWN_FAULTS} more, see the report", style="bold red")
    console.print(f"report: {output / 'runs' / report.run_id}.json", markup=False, soft_wrap=True)


def tell_status(output: Path, portal: str | None, n_runs: int = 10) -> None:
    """What the dataset holds and how the last runs went, on standard output.

    Raises NotADataset when ``output`` is none.
    """
    workspace = Workspace.open(output, create=False)
    console = Console(highlight=False, soft_wrap=True)
    with open_ledger(workspace) as ledger:
        for name in [portal] if portal else ledger.portals():
            console.print(f"{name}", style="bold")
            console.print(outcomes_table({outcome.value: n for outcome, n in ledger.counts(name).items()}))
        runs = ledger.runs(portal, n_runs)
    table = Table("run", "portal", "state", "duration", "what is wrong", box=None, pad_edge=False)
    for run in runs:
        table.add_row(run.run_id, run.portal, run.state, _duration(run), _wrong(workspace, run))
    console.print(table)


def _duration(run: Run) -> str:
    return f"{(run.finished_at - run.started_at).total_seconds():.0f} s" if run.finished_at else "not ended"


def _wrong(workspace: Workspace, run: Run) -> str:
    file = workspace.runs / f"{run.run_id}.json"
    if not file.exists():
        return "killed, or still on" if run.finished_at is None else ""
    report = json.loads(file.read_text("utf-8"))
    return report["failure"] or "; ".join(report["faults"][:2])
