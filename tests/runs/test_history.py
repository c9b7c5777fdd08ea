"""What later runs remember of a run survives the ledger."""

from __future__ import annotations

from pathlib import Path

from newscrawler.runs.history import past_runs, pooled
from pipelines.ledger import Ledger
from tests.runs.samples import NOON, a_coverage, a_report, a_walk


def test_a_run_is_remembered_as_it_was(tmp_path: Path) -> None:
    report = a_report(walks=[a_walk(), a_walk("Khoa giáo", complete=False, why_incomplete="HTTP 500 on page 1")])
    kept = report.past(("sections",), NOON)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin_run(report.run_id, "kontum", report.started_at)
        ledger.end_run(report.run_id, "kontum", report.finished_at, report.state, kept.summary())
        ledger.begin_run("20261123T130000.000Z", "kontum", NOON)
        assert past_runs(ledger, "kontum", "20261123T130000.000Z") == [kept]
    assert kept.sections == {"Kinh tế": (4, 60)}


def test_a_run_without_end_was_killed(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin_run("20261123T110000.000Z", "kontum", NOON)
        (past,) = past_runs(ledger, "kontum", "20261123T130000.000Z")
    assert past.state == "killed"


def test_a_summary_of_an_older_version_is_read(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin_run("20261123T110000.000Z", "kontum", NOON)
        ledger.end_run(
            "20261123T110000.000Z",
            "kontum",
            NOON,
            "finished",
            {"faults": [], "coverage": {"n_articles": 3, "n_with": {}}},
        )
        (past,) = past_runs(ledger, "kontum", "20261123T130000.000Z")
    assert (past.state, past.coverage, past.failing) == ("finished", {}, ())


def test_coverage_adds_up() -> None:
    both = pooled([a_coverage(10, 1000.0, lead=0.5), a_coverage(0), a_coverage(30, 2000.0)])
    assert (both.n_articles, both.n_with["lead"], both.median_characters) == (40, 35, 1750.0)
