"""Without an optional library, a command says which extra to install; the rest works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler import corpus
from newscrawler.corpus.extras import load
from pipelines.errors import MissingExtra

from .conftest import CommandLine


@pytest.mark.parametrize(
    ("library", "arguments", "extra"),
    [
        ("tantivy", ["search", "x"], "search"),
        ("fastapi", ["serve"], "web"),
        ("uvicorn", ["serve"], "web"),
        ("altair", ["report", "--to", "{folder}/r.html"], "report"),
        ("vl_convert", ["report", "--to", "{folder}/r.html"], "report"),
        ("deltalake", ["export", "delta", "{folder}/lake"], "exports"),
        ("pyiceberg.catalog.sql", ["export", "iceberg", "{folder}/lake"], "exports"),
    ],
)
def test_a_missing_library_is_named(
    library: str,
    arguments: list[str],
    extra: str,
    dataset: Path,
    tmp_path: Path,
    command: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = command(*(argument.format(folder=tmp_path) for argument in arguments), "-o", dataset)
    assert result.exit_code == 2
    assert f"newscrawler[{extra}]" in result.stderr
    assert library.split(".")[0] in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_frames_are_optional(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with corpus.open(dataset) as data:
        assert data.arrow("articles", ["article_id"]).num_rows == 600
        for convert in (data.to_polars, data.to_pandas):
            with pytest.raises(MissingExtra, match="frames"):
                convert("articles", ["article_id"])


def test_a_library_that_is_there_but_broken_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_installed.py").write_text("import no_such_dependency")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        load("half_installed", "x", "this")


def test_the_command_line_starts_without_the_libraries_that_answer() -> None:
    program = (
        "import sys, newscrawler.corpus.commands; "
        "print([m for m in ('duckdb', 'pyarrow', 'tantivy', 'fastapi', 'altair') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
