"""How portals and their runs stand, as values that are printed or written as JSON."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from newscrawler.portals.files import portal_files
from newscrawler.runs.report import FINISHED
from pipelines.errors import UnknownPortal
from pipelines.ledger import Ledger, Run, open_ledger
from pipelines.workspace import Workspace

RUNNING, KILLED = "running", "killed"
_LOOKED_BACK = 500
"""Runs of a portal searched for the last well one."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a line. Counts are ``None`` where no report tells them."""

    run_id: str
    portal: str
    state: str
    """``finished``, ``unhealthy``, ``failed``, ``running`` or ``killed``."""
    started_at: datetime
    duration_s: float | None
    n_requests: int | None = None
    n_fetched: int | None = None
    n_new: int | None = None
    n_stored: int | None = None
    requests_per_article: float | None = None
    wrong: tuple[str, ...] = ()
    """What ended it, or what its monitors found."""

    @property
    def wrong_in_short(self) -> list[str]:
        """The exception's or the monitors' names only."""
        return [re.split(r"[:(]", one, maxsplit=1)[0] for one in self.wrong]


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """How one portal stands."""

    portal: str
    outcomes: dict[str, int]
    newest_article_at: datetime | None
    """When its newest article was published, or discovered where no date is known."""
    all_seen_since: datetime | None
    """Since when each of its articles that stand was looked at; ``None`` without any."""
    well_at: datetime | None
    """End of the last run without a failing monitor; ``None`` when there was none."""
    last_run: RunLine | None
    incomplete: dict[str, str]
    """Listings whose walk in the last run did not come to its end, and why."""


def portal_statuses(output: Path, portal: str | None = None) -> list[PortalStatus]:
    """Every portal of the dataset in ``output``, or only ``portal``. Raises NotADataset, UnknownPortal."""
    workspace = Workspace.open(output, create=False)
    with open_ledger(workspace) as ledger:
        names = _known(workspace, ledger, portal)
        return [_status(workspace, ledger, name) for name in ([portal] if portal else names)]


def run_lines(output: Path, portal: str | None = None, limit: int = 20) -> list[RunLine]:
    """The last runs, newest first. Raises NotADataset, UnknownPortal."""
    workspace = Workspace.open(output, create=False)
    with open_ledger(workspace) as ledger:
        _known(workspace, ledger, portal)
        return [_line(workspace, run) for run in ledger.runs(portal, limit)]


def read_report(output: Path, run_id: str) -> dict[str, Any] | None:
    """The report of a run; ``None`` when there is none (killed, or still on)."""
    file = Workspace.open(output, create=False).runs / f"{Path(run_id).name}.json"
    if not file.is_file():
        return None
    report: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return report


def as_json(values: list[RunLine] | list[PortalStatus]) -> str:
    """The values as a JSON array, times in ISO 8601."""
    return json.dumps([asdict(one) for one in values], ensure_ascii=False, indent=2, default=datetime.isoformat)


def _known(workspace: Workspace, ledger: Ledger, portal: str | None) -> list[str]:
    """Names of the dataset's portals. Raises UnknownPortal when ``portal`` is none of them and has no file either."""
    names = sorted({*ledger.portals(), *(run.portal for run in ledger.runs(limit=_LOOKED_BACK))})
    known = sorted({*names, *portal_files(workspace.root)})
    if portal is not None and portal not in known:
        raise UnknownPortal(portal, known, get_close_matches(portal, known))
    return names


def _status(workspace: Workspace, ledger: Ledger, portal: str) -> PortalStatus:
    runs = ledger.runs(portal, _LOOKED_BACK)
    well = next((run for run in runs if run.state == FINISHED), None)
    walks = ledger.section_walks(portal, runs[0].run_id) if runs else []
    return PortalStatus(
        portal,
        {outcome.value: n for outcome, n in ledger.counts(portal).items()},
        ledger.newest(portal, datetime.now(UTC)),
        ledger.longest_unseen(portal),
        well.finished_at if well else None,
        _line(workspace, runs[0]) if runs else None,
        {walk.section: walk.why_incomplete for walk in walks if walk.why_incomplete},
    )


def _line(workspace: Workspace, run: Run) -> RunLine:
    if run.finished_at is None:
        state = RUNNING if _holds_lock(workspace, run) else KILLED
        return RunLine(run.run_id, run.portal, state, run.started_at, None)
    duration_s = round((run.finished_at - run.started_at).total_seconds(), 1)
    try:
        report = json.loads((workspace.runs / f"{run.run_id}.json").read_text("utf-8"))
    except (OSError, ValueError):
        wrong = tuple(run.summary.get("failing", ()))
        return RunLine(run.run_id, run.portal, run.state, run.started_at, duration_s, wrong=wrong)
    wrong = ((report["failure"],) if report.get("failure") else ()) + tuple(report.get("faults", ()))
    counts = {name: report.get(name) for name in ("n_requests", "n_fetched", "n_new", "n_stored")}
    per_article = report.get("requests_per_article")
    return RunLine(
        run.run_id,
        run.portal,
        run.state,
        run.started_at,
        duration_s,
        **counts,
        requests_per_article=per_article,
        wrong=wrong,
    )


def _holds_lock(workspace: Workspace, run: Run) -> bool:
    """Whether the process that the lock names lives and crawls the run's portal. The lock itself is not touched:
    a crawl that begins at this moment must find it free."""
    try:
        holder = (workspace.state / "lock").read_text("utf-8", errors="replace")
    except OSError:
        return False
    named = re.match(rf"process (\d+) crawling {re.escape(run.portal)} ", holder)
    try:
        if named:
            os.kill(int(named[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return named is not None
