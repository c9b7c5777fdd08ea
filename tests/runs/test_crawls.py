"""Real crawls in processes of their own: what is reported, told, remembered, and which exit code comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from typer.testing import CliRunner

from newscrawler.cli import app
from newscrawler.demo.server import DemoServer, serve
from newscrawler.runs.several import STOPPED, worst
from pipelines.ledger import open_ledger
from pipelines.workspace import Workspace
from tests.crawl.running import crawl_arguments, newscrawler, table
from tests.runs.receivers import WebReceiver, web_receiver

PORTAL = """\
title = "A part of the replica, with {name}"
base_url = "http://127.0.0.1:1"
[expect]
min_articles = {least}
[[generations]]
name = "2019"
article_url = '/pages/detail/(?P<id>\\d+)/'
identity = "detail/{{id}}"
[[generations.sections]]
name = "Tin trong tỉnh"
url = "{section}"
"""
SECTION = "/pages/category/11/tin-trong-tinh.html"


@pytest.fixture(scope="module")
def replica() -> Iterator[DemoServer]:
    with serve("kontum", n_articles=60, traps=False) as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebReceiver]:
    with web_receiver() as receiver:
        yield receiver


@pytest.fixture
def portals(tmp_path: Path) -> dict[str, str]:
    """Small portal files: one that is well, one that expects more, one whose section is missing."""
    facts = {"well": (1, SECTION), "hopeful": (1000, SECTION), "lost": (1, "/no/such/page.html")}
    files = {name: tmp_path / f"{name}.toml" for name in facts}
    for name, (least, section) in facts.items():
        files[name].write_text(PORTAL.format(name=name, least=least, section=section), "utf-8")
    return {name: str(file) for name, file in files.items()}


def reports(output: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text("utf-8")) for file in sorted((output / "runs").glob("*.json"))]


def shown(*arguments: str | Path) -> str:
    """What a command that only looks prints; in this process, for starting another takes a second."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_unhealthy_run_ends_with_3_is_told_and_its_recovery_too(
    replica: DemoServer, web: WebReceiver, portals: dict[str, str], tmp_path: Path
) -> None:
    output, file = tmp_path / "dataset", Path(portals["hopeful"])
    crawl = ("crawl", file, "--base-url", replica.url, "--output", output, "--workers", "1")
    told = {"NEWSCRAWLER_ALERT_WEBHOOK": web.url}
    first = newscrawler(*crawl, **told)
    assert first.returncode == 3, first.stderr
    assert "expected at least 1000 articles in the dataset" in first.stderr
    assert newscrawler(*crawl, **told).returncode == 3
    file.write_text(file.read_text("utf-8").replace("1000", "1"), "utf-8")
    metrics = tmp_path / "node_exporter.prom"
    last = newscrawler(*crawl, "--metrics", metrics, **told)
    assert last.returncode == 0, last.stderr
    assert [one["state"] for _, one in web.received] == ["unhealthy", "recovered"]
    assert [len(one["alerts"]) for one in reports(output)] == [1, 0, 1]
    assert 'newscrawler_run_well{portal="hopeful"} 1' in metrics.read_text("utf-8")
    listed = json.loads(shown("runs", "--output", output, "--json"))
    assert [one["state"] for one in listed] == ["finished", "unhealthy", "unhealthy"]
    (status,) = json.loads(shown("status", "--output", output, "--json"))
    assert status["last_run"]["state"] == "finished"
    told_in_full = shown("runs", "--output", output, "--run", listed[1]["run_id"])
    assert "expected" in told_in_full
    assert "Tin trong tỉnh" in told_in_full


def test_an_alert_that_is_not_delivered_keeps_the_exit_code_and_is_seen(
    replica: DemoServer, web: WebReceiver, portals: dict[str, str], tmp_path: Path
) -> None:
    web.answers = [(403, {})]
    output = tmp_path / "dataset"
    done = newscrawler(
        "crawl", portals["hopeful"], "--base-url", replica.url, "--output", output, "--workers", "1",
        NEWSCRAWLER_ALERT_SLACK=web.url,
    )  # fmt: skip
    assert done.returncode == 3
    assert "the alert on slack was not delivered: HTTP 403" in done.stderr
    (report,) = reports(output)
    assert report["alerts"] == [{"channel": "slack", "delivered": False, "error": "HTTP 403 Forbidden"}]


def test_several_portals_are_crawled_each_whatever_becomes_of_the_others(
    replica: DemoServer, portals: dict[str, str], tmp_path: Path
) -> None:
    output = tmp_path / "dataset"
    done = newscrawler(
        "crawl", portals["lost"], "no-such-portal", portals["well"],
        "--base-url", replica.url, "--output", output, "--workers", "1",
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert [(one["portal"], one["state"]) for one in reports(output)] == [
        ("lost", "unhealthy"),
        ("well", "finished"),
    ]
    summary = done.stderr[done.stderr.rindex("portal ") :]
    assert "not run" in summary
    assert "well" in summary


def test_a_setting_that_is_wrong_is_told_before_the_crawl(
    replica: DemoServer, portals: dict[str, str], tmp_path: Path
) -> None:
    replica.forget_requests()
    crawl = ("crawl", portals["well"], "--base-url", replica.url, "--output", tmp_path / "dataset")
    done = newscrawler(*crawl, NEWSCRAWLER_ALERT_SLAK="https://hooks.example.org/secret")
    assert done.returncode == 2
    assert "NEWSCRAWLER_ALERT_SLAK: no such variable" in done.stderr
    assert not replica.requests


def test_a_folder_in_use_is_told_and_can_be_waited_for(
    replica: DemoServer, web: WebReceiver, portals: dict[str, str], tmp_path: Path
) -> None:
    output = tmp_path / "dataset"
    crawl = ["crawl", portals["well"], "--base-url", replica.url, "--output", str(output), "--workers", "1"]
    with Workspace.open(output).lock("a test"):
        refused = newscrawler(*crawl, NEWSCRAWLER_ALERT_WEBHOOK=web.url)
        assert refused.returncode == 5, refused.stderr
        command = [sys.executable, "-m", "newscrawler", *crawl, "--wait", "60"]
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=4)
    _, said = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, said
    ((_, told),) = web.received
    assert told["failure"].startswith("RunInProgress: ")


def test_several_pass_sigterm_on_and_stop(replica: DemoServer, portals: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    with Workspace.open(output).lock("a test"):
        command = [sys.executable, "-m", "newscrawler", "crawl", portals["well"], portals["hopeful"]]
        several = subprocess.Popen(
            [*command, "--base-url", replica.url, "--output", str(output), "--wait", "60"],
            stderr=subprocess.PIPE,
            text=True,
        )
        while several.poll() is None and not psutil.Process(several.pid).children():
            time.sleep(0.01)  # until the first crawl is a process, however busy the machine
        with pytest.raises(subprocess.TimeoutExpired):
            several.wait(timeout=2)  # it waits for the folder
        several.send_signal(signal.SIGTERM)
        _, said = several.communicate(timeout=60)
    assert several.returncode == STOPPED, said
    assert "hopeful" not in said
    assert not reports(output)


def test_scrapy_crawl_ends_its_run_too(replica: DemoServer, tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    arguments = ["-a", f"base_url={replica.url}", "-a", f"output={output}", "-a", "limit=20"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "kontum", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawler.settings"},
    )
    assert done.returncode == 0, done.stderr
    (report,) = reports(output)
    assert (report["state"], report["n_stored"]) == ("finished", 20)
    assert len(table(output, "articles")) == 20
    with open_ledger(Workspace.open(output, create=False)) as ledger:
        (run,) = ledger.runs()
    assert (run.state, run.summary["n_stored"]) == ("finished", 20)


def test_a_publish_that_fails_fails_the_run(replica: DemoServer, web: WebReceiver, tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    Workspace.open(output)
    (output / "articles" / "portal=kontum").write_text("a file where a folder must be")
    done = newscrawler(*crawl_arguments(replica, output), "--limit", "5", NEWSCRAWLER_ALERT_WEBHOOK=web.url)
    assert done.returncode not in (0, 3), done.stderr
    (report,) = reports(output)
    assert report["state"] == "failed"
    ((_, told),) = web.received
    assert (told["state"], bool(told["failure"])) == ("failed", True)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([0, 0], 0), ([0, 3, 0], 3), ([3, 5], 5), ([1, 3, 6], 6), ([-9, 3], 1), ([2, 4], 2), ([], 0)],
)
def test_the_worst_exit_code_counts(codes: list[int], expected: int) -> None:
    assert worst(codes) == expected


def test_a_report_that_cannot_be_written_is_told(replica: DemoServer, web: WebReceiver, tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    Workspace.open(output).runs.rmdir()
    (output / "runs").write_text("a file where a folder must be")
    done = newscrawler(*crawl_arguments(replica, output), "--limit", "5", NEWSCRAWLER_ALERT_WEBHOOK=web.url)
    assert done.returncode == 1, done.stderr
    ((_, told),) = web.received
    assert told["state"] == "failed"
    assert "FileExistsError" in told["failure"]
    with open_ledger(Workspace.open(output, create=False)) as ledger:
        assert [run.state for run in ledger.runs()] == ["failed"]
