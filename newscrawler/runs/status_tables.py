"""The status of portals and runs as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.markup import escape
from rich.table import Table

from newscrawler.runs.report import FINISHED
from newscrawler.runs.status import KILLED, PortalStatus, RunLine
from newscrawler.runs.telling import console_for, outcomes_table

_UNITS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))
KILLED_MEANS = "killed before its end; what it fetched is kept, the next run goes on from there"


def tell_statuses(statuses: Sequence[PortalStatus]) -> None:
    """Print how portals stand, on standard output."""
    console, now = console_for(), datetime.now(UTC)
    if not statuses:
        console.print("nothing was crawled yet")
    for status in statuses:
        run = status.last_run
        console.print(f"{status.portal}: {_headline(status, now)}", style=_style(run), markup=False)
        if run:
            for wrong in run.wrong or ((KILLED_MEANS,) if run.state == KILLED else ()):
                console.print(f"  {wrong}", markup=False)
        if status.newest_article_at:
            console.print(f"  newest article: {_ago(status.newest_article_at, now)}")
        if status.all_seen_since:
            console.print(f"  article seen longest ago: {_ago(status.all_seen_since, now)}")
        for section, why in list(status.incomplete.items())[:5]:
            console.print(f"  incomplete: {section}: {why}", markup=False)
        console.print(outcomes_table(status.outcomes))


def tell_runs(lines: Sequence[RunLine]) -> None:
    """Print runs, newest first, on standard output."""
    if not lines:
        console_for().print("no runs yet")
        return
    table = Table("run", "portal", "state", "s", "asked", "fetched", "new", "stored", "wrong", box=None, pad_edge=False)
    for column in table.columns[:8]:
        column.no_wrap = True
    for column in table.columns[3:8]:
        column.justify = "right"
    table.columns[8].overflow = "fold"
    for line in lines:
        table.add_row(
            line.run_id,
            line.portal,
            line.state,
            *(_number(n) for n in (line.duration_s, line.n_requests, line.n_fetched, line.n_new, line.n_stored)),
            escape(", ".join(line.wrong_in_short)),
            style=_style(line),
        )
    console_for().print(table)


def _headline(status: PortalStatus, now: datetime) -> str:
    run = status.last_run
    if run is None:
        return "never crawled"
    well = f"; last well {_ago(status.well_at, now)}" if status.well_at and run.state != FINISHED else ""
    return f"{run.state}, begun {_ago(run.started_at, now)}{well}"


def _ago(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    for unit_s, name in _UNITS:
        if seconds >= 2 * unit_s:
            return f"{seconds // unit_s:.0f} {name} ago"
    return "just now" if seconds >= 0 else f"{at:%Y-%m-%d}"


def _number(value: float | None) -> str:
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.1f}"


def _style(line: RunLine | None) -> str:
    return "bold red" if line and line.state not in (FINISHED, "running") else ""
