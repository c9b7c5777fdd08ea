"""Runs the command in a process of its own, as a user or a timer would."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from newscrawler.demo.comparison import Difference, compare
from newscrawler.demo.portal import Portal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.truth import truth_of
from tests.processes import command


def newscrawler(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``newscrawler`` with ``arguments`` to its end."""
    return command(arguments, **environment)


def crawl_arguments(server: DemoServer, output: Path, *more: str) -> list[str]:
    """Arguments that crawl the replica on ``server`` into ``output``."""
    few = [] if "--workers" in more else ["--workers", "1"]  # a second one would take longer to start than it saves
    return ["crawl", "kontum", "--base-url", server.url, "--output", str(output), *few, *more]


def table(output: Path, name: str) -> list[dict[str, Any]]:
    """All rows of a table of the dataset."""
    return ds.dataset(output / name, format="parquet", partitioning="hive").to_table().to_pylist()


def differences(server: DemoServer, output: Path) -> list[Difference]:
    """What the dataset in ``output`` has otherwise than an ideal crawl of ``server`` would."""
    assert isinstance(server.portal, Portal)
    return compare(truth_of(server.portal), table(output, "articles"), table(output, "outcomes"))
