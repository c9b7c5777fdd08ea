from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import DatasetDamaged, NotADataset, RunInProgress, SchemaTooNew
from pipelines.schema import SCHEMA_VERSION
from pipelines.workspace import Workspace


def test_a_new_folder_becomes_a_workspace_and_opens_again(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "a" / "output")
    assert workspace.staging.is_dir()
    assert json.loads(workspace.marker.read_text()) == {
        "format": "newscrawler-dataset",
        "schema_version": SCHEMA_VERSION,
    }
    assert Workspace.open(workspace.root, create=False) == workspace


def test_a_folder_with_only_a_readme_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("columns")
    (tmp_path / ".gitignore").write_text("*")
    assert Workspace.open(tmp_path).marker.exists()


def test_a_start_killed_before_the_marker_can_be_started_again(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    workspace.marker.unlink()
    assert Workspace.open(tmp_path).marker.exists()


@pytest.mark.parametrize("name", ["thesis.doc", "articles/thesis.parquet", ".bashrc"])
def test_somebody_elses_folder_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotADataset, match=name.split("/")[0]):
        Workspace.open(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotADataset, match="no such folder"):
        Workspace.open(tmp_path / "none", create=False)
    with pytest.raises(NotADataset, match="an empty folder"):
        Workspace.open(tmp_path, create=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADataset, match="a file"):
        Workspace.open(tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("marker", "error"),
    [
        ({"format": "newscrawler-dataset", "schema_version": SCHEMA_VERSION + 1}, SchemaTooNew),
        ({"format": "something", "schema_version": 1}, NotADataset),
        ({"format": "newscrawler-dataset"}, DatasetDamaged),
        ([], DatasetDamaged),
    ],
)
def test_a_marker_is_checked(tmp_path: Path, marker: object, error: type[Exception]) -> None:
    workspace = Workspace.open(tmp_path)
    workspace.marker.write_text(json.dumps(marker))
    with pytest.raises(error):
        Workspace.open(tmp_path)


def test_one_run_at_a_time_and_the_holder_is_named(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with workspace.lock("run-7 since 05:00"):
        with pytest.raises(RunInProgress, match=rf"process {os.getpid()} run-7 since 05:00"), workspace.lock():
            pass
        with pytest.raises(RunInProgress, match="run-7"), workspace.lock():
            pass
    with workspace.lock("run-8"):
        pass


_HOLD = """
import sys
from pathlib import Path
from pipelines.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock("run-9"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RunInProgress, match=f"process {holder.pid} run-9"), workspace.lock():
            pass
        holder.kill()
    with workspace.lock():
        pass
