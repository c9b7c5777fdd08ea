from __future__ import annotations

import resource
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.archive import ArchiveWriter, archive_files, iter_pages, read_page
from pipelines.records import Page
from pipelines.workspace import Workspace

from .samples import page


def test_a_page_is_found_again_by_its_reference(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with ArchiveWriter(workspace, "kontum", "run-1") as writer:
        stored = [writer.append(page(number)) for number in range(5)]
        assert read_page(workspace, stored[3].archive_ref) == stored[3]  # before any sync
    assert [replace(one, archive_ref=None) for one in stored] == [page(number) for number in range(5)]
    assert [read_page(workspace, one.archive_ref) for one in reversed(stored)] == stored[::-1]


def test_files_are_named_by_run_and_begun_anew_at_the_size_limit(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with ArchiveWriter(workspace, "kontum", "run-1", rotate_bytes=2_000) as writer:
        stored = [writer.append(page(number)) for number in range(12)]
    files = archive_files(workspace)
    assert files[:2] == ["portal=kontum/run-1-0000.warc.gz", "portal=kontum/run-1-0001.warc.gz"]
    assert len(files) > 2
    assert all((workspace.archive / file).stat().st_size < 4_000 for file in files)
    assert list(iter_pages(workspace)) == stored


def test_a_run_that_goes_on_appends_to_its_newest_file(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with ArchiveWriter(workspace, "kontum", "run-1") as writer:
        first = writer.append(page(1))
    with ArchiveWriter(workspace, "kontum", "run-1") as writer:
        second = writer.append(page(2))
        assert writer.damages == []
    assert len(archive_files(workspace)) == 1
    assert list(iter_pages(workspace)) == [first, second]


def test_durable_pages_are_told_in_groups_without_their_bodies(tmp_path: Path) -> None:
    told: list[Sequence[Page]] = []
    with ArchiveWriter(Workspace.open(tmp_path), "kontum", "run-1", on_synced=told.append, group=3) as writer:
        stored = [writer.append(page(number)) for number in range(4)]
        assert [len(group) for group in told] == [3]
        writer.sync()
        writer.sync()
        assert [len(group) for group in told] == [3, 1]
    assert [one for group in told for one in group] == [replace(one, body=b"") for one in stored]


def test_a_writer_that_got_no_page_leaves_no_file(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    with ArchiveWriter(workspace, "kontum", "run-1"):
        pass
    assert archive_files(workspace) == []


@pytest.mark.parametrize(
    ("portal", "run_id"),
    [("../etc", "run-1"), ("kontum", "../../run"), ("Kon Tum", "run"), ("kontum", ""), ("", "run")],
)
def test_names_that_would_leave_the_archive_are_refused(tmp_path: Path, portal: str, run_id: str) -> None:
    with pytest.raises(ValueError, match="plain names"):
        ArchiveWriter(Workspace.open(tmp_path), portal, run_id)


def test_a_page_of_another_portal_is_refused(tmp_path: Path) -> None:
    with (
        ArchiveWriter(Workspace.open(tmp_path), "kontum", "run-1") as writer,
        pytest.raises(ValueError, match="archive of 'kontum'"),
    ):
        writer.append(page(portal="hue"))


_FILL = """
    import resource, sys
    from dataclasses import replace
    from pathlib import Path
    from pipelines.archive import ArchiveWriter
    from archive.samples import page
    from pipelines.workspace import Workspace

    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY))
    writer = ArchiveWriter(Workspace.open(Path(sys.argv[1])), "kontum", "run-1")
    number = 0
    try:
        while True:
            writer.append(page(number))
            number += 1
    except OSError:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        writer.append(page(number))
        writer.close()
        print(number + 1)
"""


def test_a_full_disk_leaves_the_file_whole_and_writing_can_go_on(tmp_path: Path) -> None:
    """The size limit of the process cuts a write in two exactly as a full disk does."""
    assert resource.RLIM_INFINITY != 5_000
    program = [sys.executable, "-c", textwrap.dedent(_FILL), str(tmp_path)]
    told = subprocess.run(program, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    damages: list[object] = []
    found = list(iter_pages(Workspace.open(tmp_path), on_damage=damages.append))
    assert damages == []
    assert [one.identity for one in found] == [page(number).identity for number in range(int(told.stdout))]
