from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.dataset import parquet_files
from pipelines.records import Article, Rejection
from tests.processes import forked

from .folders import digests, opened, publish_items
from .killing import (
    FULL,
    before,
    publish_and_die,
    publish_with_little_room,
    rebuild_and_die,
    roll_forward_and_die,
    staged,
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("standing")
    with opened(root) as dataset:
        publish_items(dataset, before(), "p1")
    return root


@pytest.fixture(scope="module")
def undisturbed(standing: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = Path(shutil.copytree(standing, tmp_path_factory.mktemp("undisturbed") / "copy"))
    with opened(root) as dataset:
        publish_items(dataset, staged(), "p2")
    return digests(root)


def every_file_is_whole(root: Path) -> None:
    for name in ("articles", "revisions", "outcomes", "duplicates"):
        for file in (root / name).rglob("*"):
            if file.is_file():
                parquet_files.read(file)


def run_again(root: Path) -> bool:
    """What the next run does: open, then publish what was archived and not published; whether anything was."""
    with opened(root) as dataset:
        waiting = {(ref.file, ref.offset) for ref in dataset.ledger.unpublished()}
        again = [item for item in staged() if _record(item) in waiting]
        publish_items(dataset, again, "p3")
        return bool(again)


def _record(item: Article | Rejection) -> tuple[str, int]:
    assert item.page.archive_ref is not None
    return item.page.archive_ref.file, item.page.archive_ref.offset


EVERY = pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 5])
"""Kill at every moment, or at every fifth; odd, so that moments before and after an operation take turns."""


def kill_at_moments(
    start: Path, target: Callable[[Path, int], None], tmp_path: Path, check: Callable[[Path], None], every: int
) -> int:
    """Kill ``target`` at moments 0, ``every`` …, each time from ``start`` on; returns the first it did not reach."""
    moments = 0
    while True:
        root = Path(shutil.copytree(start, tmp_path / str(moments)))
        code = forked(target, root, moments)
        every_file_is_whole(root)
        check(root)
        shutil.rmtree(root)
        if code == 0:
            return moments
        assert code == -signal.SIGKILL
        moments += every


@EVERY
def test_a_publish_killed_at_any_moment_loses_and_doubles_nothing(
    standing: Path, undisturbed: dict[str, str], tmp_path: Path, every: int
) -> None:
    came_again: list[bool] = []

    def check(root: Path) -> None:
        came_again.append(run_again(root))
        assert digests(root) == undisturbed

    assert kill_at_moments(standing, publish_and_die, tmp_path, check, every) > 30
    # Early kills bring everything again from the archive, late ones are rolled forward.
    assert came_again == sorted(came_again, reverse=True)
    assert {True, False} == set(came_again)


@EVERY
def test_rolling_forward_can_be_killed_too(
    standing: Path, undisturbed: dict[str, str], tmp_path: Path, every: int
) -> None:
    root = Path(shutil.copytree(standing, tmp_path / "half"))
    moments = 0
    while not (root / "state/publish.json").exists():
        shutil.rmtree(root)
        shutil.copytree(standing, root)
        assert forked(publish_and_die, root, moments) == -signal.SIGKILL
        moments += every

    def check(again: Path) -> None:
        assert not run_again(again)
        assert digests(again) == undisturbed

    assert kill_at_moments(root, roll_forward_and_die, tmp_path, check, every) > 20


@EVERY
def test_a_rebuild_killed_at_any_moment_leaves_a_whole_dataset(
    standing: Path, undisturbed: dict[str, str], tmp_path: Path, every: int
) -> None:
    start = Path(shutil.copytree(standing, tmp_path / "start"))
    with opened(start) as dataset:
        publish_items(dataset, staged(), "p2")

    def check(root: Path) -> None:
        with opened(root):
            assert digests(root) == undisturbed

    assert kill_at_moments(start, rebuild_and_die, tmp_path, check, every) > 30


@pytest.mark.parametrize("max_file_bytes", [500, 6_000, 12_000, 24_000])
def test_a_full_disk_is_said_and_loses_nothing(
    standing: Path, undisturbed: dict[str, str], tmp_path: Path, max_file_bytes: int
) -> None:
    root = Path(shutil.copytree(standing, tmp_path / "copy"))
    assert forked(publish_with_little_room, root, max_file_bytes) == FULL
    every_file_is_whole(root)
    run_again(root)
    assert digests(root) == undisturbed
