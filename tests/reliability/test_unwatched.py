"""Nobody reads what a crawl says any more: it goes on, ends, and its exit code is that of the crawl."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.processes import command
from tests.reliability.crawl_with import main as crawl_with_settings
from tests.reliability.crawling import WELL_OR_NOT, Replica

LINES_AT_ONCE = json.dumps({"PROGRESS_PLAIN_INTERVAL_S": 0.01})


def closed_pipe() -> int:
    """Standard error into a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def closed_terminal() -> int:
    """Standard error on a terminal that was closed."""
    keeper, writer = pty.openpty()
    os.close(keeper)
    return writer


def full_disk() -> int:
    """Standard error into a file on a full disk."""
    return os.open("/dev/full", os.O_WRONLY)


def crawl_saying_to(stderr: Callable[[], int]) -> int:
    """The crawl in this process, its standard error opened by ``stderr``."""
    os.dup2(stderr(), 2)
    return crawl_with_settings()


@pytest.mark.parametrize("stderr", [closed_pipe, closed_terminal, full_disk])
def test_a_crawl_goes_on_when_nobody_reads_what_it_says(stderr: Callable[[], int], tmp_path: Path) -> None:
    """Rich ends the program when its pipe breaks; inside the reactor that left a process that never ended."""
    with Replica(60) as replica:
        done = command([LINES_AT_ONCE, replica.url, tmp_path], partial(crawl_saying_to, stderr))
        assert done.returncode in WELL_OR_NOT
        assert replica.differences(tmp_path) == []


def test_the_command_ends_as_the_crawl_did_when_its_summary_is_read_by_nobody(tmp_path: Path) -> None:
    """With the crawl's exit code, not with Rich's 1; in a process that ends as a user's does."""
    with Replica(60) as replica:
        start = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", replica.url]
        said = closed_pipe()
        done = subprocess.run([*start, "--output", str(tmp_path)], stderr=said, timeout=60, check=False)
        os.close(said)
    assert done.returncode in WELL_OR_NOT
