"""The documentation of the corpus, run: the tutorial's blocks in order, the pages' command lines one by one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from .conftest import CommandLine

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("querying.md", "search.md", "exports.md", "web.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def blocks(page: str, language: str) -> list[str]:
    path = DOCS / page
    return [text for kind, text in _BLOCK.findall(path.read_text("utf-8")) if kind == language] if path.exists() else []


def command_lines() -> list[str]:
    lines = [line for page in PAGES for block in blocks(page, "console") for line in block.splitlines()]
    # What serves does not return; the web page's tests start it.
    return [line for line in lines if line.startswith("newscrawler ") and not line.startswith("newscrawler serve")]


def test_the_tutorial_runs(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("tantivy", "polars", "pandas"):
        pytest.importorskip(library)
    (tmp_path / "output").symlink_to(dataset)
    monkeypatch.chdir(tmp_path)
    cells = blocks("tutorial.md", "python")
    assert len(cells) > 8
    namespace: dict[str, object] = {}
    for number, cell in enumerate(cells, 1):
        exec(compile(cell, f"tutorial.md, block {number}", "exec"), namespace)


@pytest.mark.parametrize("line", command_lines())
def test_command_lines_of_the_pages(
    line: str, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: CommandLine
) -> None:
    if line.startswith("newscrawler search"):
        pytest.importorskip("tantivy")
    (tmp_path / "output").symlink_to(dataset)
    monkeypatch.chdir(tmp_path)
    result = command(*shlex.split(line)[1:])
    assert result.exit_code == 0, result.output
