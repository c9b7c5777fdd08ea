"""A run told to people: the summary after a crawl, and one report in full."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from newscrawler.runs.report import RunReport
from newscrawler.talking import Talk

STOPPED = "shutdown"
"""Scrapy's word for a run that was stopped from outside."""

SHOWN_FAULTS = 8
"""Faults printed after a run; the report has all."""

PIPE_WIDTH = 200
"""Columns of a table that nobody's terminal bounds."""

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


def console_for(stderr: bool = False) -> Console:
    """Where people read; into a file or pipe tables are written as wide as they are."""
    if stderr:
        return Talk(soft_wrap=True, width=None if sys.stderr.isatty() else PIPE_WIDTH)
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPE_WIDTH)


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
    console = console_for(stderr=True)
    console.print(
        f"{report.portal}: {report.state} after {report.duration_s:.1f} s, {report.n_requests} requests, "
        f"{report.n_fetched} article pages fetched, {report.n_new} articles discovered for the first time"
    )
    console.print(outcomes_table(report.outcomes))
    failed = [verdict for verdict in report.monitors if verdict.failed]
    if report.finish_reason == STOPPED:
        console.print("stopped: what was fetched is in the dataset; run the command again to go on", style="bold")
        failed = []  # of a run cut short they say nothing that helps
    for verdict in failed[:SHOWN_FAULTS]:
        console.print(f"unhealthy: {verdict.told}", style="bold red", markup=False)
        console.print(f"  {verdict.advice}", markup=False)
    if len(failed) > SHOWN_FAULTS:
        console.print(f"unhealthy: {len(failed) - SHOWN_FAULTS} more, see the report", style="bold red")
    if told := [one.channel for one in report.alerts if one.delivered]:
        console.print(f"told by {', '.join(told)}")
    console.print(f"report: {output / 'runs' / report.run_id}.json", markup=False)


def tell_run(report: Mapping[str, Any]) -> None:
    """One report, as read from its file, in full on standard output."""
    console = console_for()
    console.print(f"{report['portal']} {report['run_id']}: {report['state']}", style="bold", markup=False)
    for name, value in _facts(report):
        console.print(f"{name}: {value}", markup=False)
    console.print(outcomes_table(report["outcomes"]))
    console.print(_monitor_table(report.get("monitors", [])))
    console.print(_walk_table(report["walks"]))


def _facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    memory = {name: f"{size / 1e6:.0f} MB" for name, size in report["max_memory_bytes"].items()}
    facts = [
        ("from", f"{report['started_at']} to {report['finished_at']}"),
        ("requests", f"{report['n_requests']}, {report.get('requests_per_article') or '-'} for each article fetched"),
        ("articles", f"{report['n_fetched']} fetched, {report['n_new']} new, {report['n_stored']} in the dataset"),
        ("seconds", _listed(report.get("durations_s", {}))),
        ("processor seconds", _listed(report.get("processor_s", {}))),
        ("peak memory", _listed(memory)),
        ("versions", _listed(report["versions"])),
    ]
    return [*facts, ("ended by", report["failure"])] if report["failure"] else facts


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _monitor_table(monitors: list[dict[str, str]]) -> Table:
    table = Table("monitor", "", "expected", "found", box=None, pad_edge=False)
    for one in monitors:
        style = "bold red" if one["state"] == "failed" else "dim" if one["state"] == "skipped" else ""
        table.add_row(one["monitor"], one["state"], escape(one["expected"]), escape(one["found"]), style=style)
    return table


def _walk_table(walks: list[dict[str, Any]]) -> Table:
    table = Table("listing", "pages", "articles", "ended", box=None, pad_edge=False)
    for walk in walks:
        ended = walk["why_incomplete"] or walk["ended"] or ""
        style = "" if walk["complete"] else "bold red"
        table.add_row(
            escape(walk["section"]), str(walk["n_pages"]), str(walk["n_articles"]), escape(ended), style=style
        )
    return table
