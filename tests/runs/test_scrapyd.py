"""Scrapyd from PyPI with the shipped configuration: a scheduled crawl of a replica runs to its published end."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newscrawler.demo.server import serve

pytest.importorskip("scrapyd", reason="scrapyd is not installed: pip install scrapyd")

SHIPPED = Path(__file__).parents[2] / "deploy" / "scrapyd" / "scrapy.cfg"
ARTICLES = 110


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def scrapyd(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Scrapyd in ``folder``: its address, and the process with its log on standard output."""
    port = free_port()
    quick = SHIPPED.read_text("utf-8").replace("6800", str(port)) + "poll_interval = 0.1\n"
    (folder / "scrapy.cfg").write_text(quick, "utf-8")
    command = [sys.executable, "-m", "scrapyd"]
    with subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            read_until(process, f"starting on {port}")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """The log up to the line with ``words``."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"Scrapyd ended before it said {words!r}: {said}")


def ask(url: str, **form: str) -> dict[str, Any]:
    """The answer of Scrapyd's API."""
    data = urllib.parse.urlencode(form).encode() if form else None
    with urllib.request.urlopen(url, data, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.mark.slow
def test_a_crawl_scheduled_by_scrapyd_publishes(tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    folder = tmp_path / "scrapyd"
    folder.mkdir()
    with serve("kontum", n_articles=ARTICLES, traps=False) as replica, scrapyd(folder) as (url, process):
        assert "kontum" in ask(f"{url}/listspiders.json?project=newscrawler")["spiders"]
        asked = {"project": "newscrawler", "spider": "kontum", "base_url": replica.url, "output": str(output)}
        job = ask(f"{url}/schedule.json", **asked)
        assert job["status"] == "ok", job
        read_until(process, "Process finished")
        (finished,) = ask(f"{url}/listjobs.json?project=newscrawler")["finished"]
    assert finished["id"] == job["jobid"]
    log = (folder / "logs" / "newscrawler" / "kontum" / f"{job['jobid']}.log").read_text("utf-8")
    (report,) = [json.loads(file.read_text("utf-8")) for file in (output / "runs").glob("*.json")]
    assert (report["state"], report["n_stored"]) == ("finished", ARTICLES), log
