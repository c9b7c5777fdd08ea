"""How portals and runs are said to stand, from the ledger and the reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.runs.monitors import Verdict
from newscrawler.runs.report import RunReport
from newscrawler.runs.status import as_json, portal_statuses, read_report, run_lines
from newscrawler.runs.status_tables import tell_runs, tell_statuses
from newscrawler.runs.telling import tell_run
from pipelines.errors import NotADataset, UnknownPortal
from pipelines.ledger import SectionWalk, open_ledger
from pipelines.workspace import Workspace
from tests.runs.samples import NOON, a_report, a_walk

FAILED = Verdict("sections", "failed", "all listings walked", "1 incomplete: [bold]Kinh tế[/bold]", "look")


def kept(workspace: Workspace, report: RunReport) -> None:
    """The run as a crawl leaves it."""
    with open_ledger(workspace) as ledger:
        ledger.begin_run(report.run_id, report.portal, report.started_at)
        for walk in report.walks:
            why = walk["why_incomplete"]
            ledger.record_section_walk(
                SectionWalk(report.portal, walk["section"], report.run_id, NOON, NOON, 1, 1, why is None, why)
            )
        ledger.end_run(report.run_id, report.portal, report.finished_at, report.state, report.past().summary())
    report.write(workspace.runs)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.open(tmp_path / "dataset")
    kept(made, a_report(run_id="20261123T100000.000Z"))
    incomplete = a_walk(complete=False, why_incomplete="HTTP 503 on page 2")
    kept(made, a_report(run_id="20261123T110000.000Z", walks=[incomplete], monitors=[FAILED]))
    return made


def test_the_last_run_and_the_last_well_one_are_told(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    (status,) = portal_statuses(workspace.root)
    assert status.last_run is not None
    assert (status.last_run.state, status.well_at) == ("unhealthy", NOON)
    assert status.incomplete == {"Kinh tế": "HTTP 503 on page 2"}
    tell_statuses([status])
    said = capsys.readouterr().out
    assert "kontum: unhealthy" in said
    assert "found 1 incomplete: [bold]Kinh tế[/bold]" in said  # what a page says is no markup


def test_runs_are_told_newest_first(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run_lines(workspace.root)
    assert [line.state for line in lines] == ["unhealthy", "finished"]
    assert [line.requests_per_article for line in lines] == [1.3, 1.3]
    tell_runs(lines)
    assert "sections" in capsys.readouterr().out
    assert json.loads(as_json(lines))[1]["run_id"] == "20261123T100000.000Z"


def test_a_run_without_its_report_is_told_by_the_ledger(workspace: Workspace) -> None:
    (workspace.runs / "20261123T110000.000Z.json").unlink()
    assert run_lines(workspace.root)[0].wrong == ("sections",)
    assert read_report(workspace.root, "20261123T110000.000Z") is None


def test_a_report_is_told_in_full(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    report = read_report(workspace.root, "20261123T110000.000Z")
    assert report is not None
    tell_run(report)
    said = capsys.readouterr().out
    assert "130, 1.3 for each article fetched" in said
    assert "HTTP 503 on page 2" in said


def test_no_file_outside_runs_is_read(workspace: Workspace) -> None:
    assert read_report(workspace.root, "../newscrawler") is None


def test_a_run_without_end_is_on_or_was_killed(workspace: Workspace) -> None:
    with open_ledger(workspace) as ledger:
        ledger.begin_run("20261123T120000.000Z", "kontum", NOON)
    with workspace.lock("crawling kontum since 2026-11-23 12:00:00 UTC"):
        assert run_lines(workspace.root)[0].state == "running"
        assert run_lines(workspace.root)[1].state == "unhealthy"
    assert run_lines(workspace.root)[0].state == "killed"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (workspace.state / "lock").write_text(f"process {ended.pid} crawling kontum since …")
    assert run_lines(workspace.root)[0].state == "killed"


def test_status_needs_a_dataset(tmp_path: Path) -> None:
    with pytest.raises(NotADataset):
        portal_statuses(tmp_path / "nothing")


def test_a_portal_that_nobody_knows_is_said_to_be_unknown(workspace: Workspace) -> None:
    for ask in (portal_statuses, run_lines):
        with pytest.raises(UnknownPortal, match=r"kontun.*kontum"):
            ask(workspace.root, "kontun")
    assert [one.portal for one in portal_statuses(workspace.root, "kontum")] == ["kontum"]
