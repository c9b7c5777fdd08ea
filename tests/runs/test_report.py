"""The report on disk, its counts, and what Prometheus is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from newscrawler.runs.alerts.alert import alert_about
from newscrawler.runs.alerts.messages import plain_text
from newscrawler.runs.measuring import peak_memory_bytes, processor_seconds, versions
from newscrawler.runs.metrics import metrics_text, write_metrics
from newscrawler.runs.monitors import Verdict
from newscrawler.runs.report import walk_facts
from newscrawler.spiders.walk import End, Walk
from pipelines.ledger import Decision, Discovery, Ledger, Published
from pipelines.records import Outcome
from tests.ledger.samples import key, page
from tests.runs.samples import NOON, a_report, a_walk

FAILED = Verdict("sections", "failed", "all listings walked", "1 incomplete", "look")


def test_the_report_says_its_state(tmp_path: Path) -> None:
    report = a_report(monitors=[FAILED])
    written = json.loads(report.write(tmp_path / "runs").read_text("utf-8"))
    assert written["state"] == "unhealthy"
    assert written["faults"] == ["sections: expected all listings walked, found 1 incomplete"]
    assert written["monitors"][0]["advice"] == "look"
    assert written["requests_per_article"] == 1.3
    assert written["finished_at"] == "2026-11-23T12:00:00+00:00"
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["20261123T115900.000Z.json"]


def test_an_exception_makes_a_run_failed() -> None:
    report = a_report(failure="OSError(28, 'No space left on device')", monitors=[FAILED])
    assert report.state == "failed"
    assert "ended by OSError(28" in plain_text(alert_about(report, recovered=False))


def test_requests_per_article_are_unknown_without_articles() -> None:
    assert a_report(n_fetched=0).requests_per_article is None


def test_a_walk_that_was_cut_with_its_run_is_incomplete() -> None:
    walk = Walk("kontum", "Kinh tế", "2017", stop_when_known=2)
    assert walk_facts(walk)["why_incomplete"] == "the run ended before the walk did"
    walk.end = End.LIMIT
    assert (walk_facts(walk)["limited"], walk_facts(walk)["why_incomplete"]) == (True, None)


def test_memory_and_time_are_measured() -> None:
    memory = peak_memory_bytes()
    assert memory["all_processes"] >= memory["crawl"] > 10_000_000
    assert processor_seconds()["crawl"] > 0
    assert versions()["scrapy"].startswith("2.")


def test_metrics_are_in_the_text_format() -> None:
    text = metrics_text([("newscrawler_monitor_failing", {"portal": 'a"b\\c\n', "monitor": "links"}, 1.0)])
    assert text.splitlines()[2] == r'newscrawler_monitor_failing{portal="a\"b\\c\n",monitor="links"} 1'


def test_metrics_tell_the_last_run_of_every_portal(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        for number, report in enumerate([a_report(), a_report(monitors=[FAILED])]):
            run_id, ended = f"run-{number}", NOON + timedelta(hours=number)
            ledger.begin_run(run_id, "kontum", ended - timedelta(minutes=1))
            ledger.end_run(run_id, "kontum", ended, report.state, report.past().summary() | {"n_requests": 130})
        ledger.discover("kontum", [Discovery("kontum-1", "1", "http://127.0.0.1/1")], NOON)
        seen = page(2)
        ledger.record_fetch(seen)
        row = Published(key(2), "kontum", 2026, 11, "hash", 1, seen.fetched_at)
        ledger.apply_publish("p-1", [row], [Decision(key(2), Outcome.STORED, "run-1")])
        write_metrics(ledger, tmp_path / "metrics.prom")
    lines = (tmp_path / "metrics.prom").read_text("utf-8").splitlines()
    assert 'newscrawler_articles{portal="kontum",outcome="pending"} 1' in lines
    since = f'newscrawler_all_seen_since_timestamp_seconds{{portal="kontum"}} {seen.fetched_at.timestamp():.17g}'
    assert since in lines
    assert 'newscrawler_run_well{portal="kontum"} 0' in lines
    assert 'newscrawler_run_requests{portal="kontum"} 130' in lines
    assert f'newscrawler_run_well_timestamp_seconds{{portal="kontum"}} {NOON.timestamp():.0f}' in lines
    assert 'newscrawler_monitor_failing{portal="kontum",monitor="sections"} 1' in lines
    assert not [line for line in lines if line.endswith(" ")]


def test_a_scraper_finds_help_and_type_before_samples(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.begin_run("run-0", "kontum", NOON)
        ledger.discover("kontum", [Discovery("kontum-1", "1", "http://127.0.0.1/1")], NOON)
        seen = page(2)
        ledger.record_fetch(seen)
        row = Published(key(2), "kontum", 2026, 11, "hash", 1, seen.fetched_at)
        ledger.apply_publish("p-1", [row], [Decision(key(2), Outcome.STORED, "run-1")])
        write_metrics(ledger, tmp_path / "metrics.prom")
    described: set[str] = set()
    for line in (tmp_path / "metrics.prom").read_text("utf-8").splitlines():
        if line.startswith("# TYPE "):
            described.add(line.split()[2])
        elif not line.startswith("#"):
            name, _, value = line.partition("{")
            assert name in described
            float(value.rpartition(" ")[2])


def test_summaries_stay_small() -> None:
    walks = [a_walk(f"dated 2017-{month:02}", n_pages=1, n_articles=7) for month in range(1, 13)]
    summary = json.dumps(replace(a_report(), walks=walks).past().summary())
    assert len(summary) < 2_000
