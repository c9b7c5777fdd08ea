"""Child processes that die, or run out of room, while they publish."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.dataset.disk import Disk
from pipelines.dataset.journal import REBUILT_INDEX
from pipelines.dataset.publish import publish_rebuilt
from pipelines.dataset.staging import Staging
from pipelines.deduplication.index import DuplicateIndex
from pipelines.records import Article, Reason, Rejection
from pipelines.session import open_dataset

from .folders import publish_items
from .samples import HANOI, article, rejection
from .walks import text

FULL = 70
"""Exit code of a child that was told that the disk is full."""


class MortalDisk(Disk):
    """Kills its process with SIGKILL at the ``n``-th moment: before, within or after an operation."""

    def __init__(self, root: Path, moments: int) -> None:
        super().__init__(root)
        self._left = moments

    def _moment(self) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1

    def write_parquet(self, name: str, table: pa.Table, sorted_by: tuple[str, ...] = ()) -> None:
        self._moment()
        if self._left == 0:  # half a file
            super().write_parquet(name, table, sorted_by)
            os.truncate(self.root / name, (self.root / name).stat().st_size // 2)
        self._moment()
        super().write_parquet(name, table, sorted_by)
        self._moment()

    def write_json(self, name: str, value: Any) -> None:
        self._around(super().write_json, name, value)

    def move(self, source: str, target: str) -> None:
        self._around(super().move, source, target)

    def remove(self, name: str) -> None:
        self._around(super().remove, name)

    def remove_tree(self, name: str) -> None:
        self._around(super().remove_tree, name)

    def force(self, name: str) -> None:
        self._around(super().force, name)

    def _around(self, operation: Callable[..., None], *arguments: Any) -> None:
        self._moment()
        operation(*arguments)
        self._moment()


def before() -> list[Article | Rejection]:
    """What stands when the killing begins."""
    return [
        article("a", n=1, text=text(1)),
        article("b", n=2, text=text(2)),
        article("c", n=3, text=text(3), published_at=datetime(2024, 6, 1, tzinfo=HANOI)),
        article("d", n=4, text=text(4), published_at=datetime(2024, 7, 1, tzinfo=HANOI)),
        rejection("e", Reason.NO_TEXT, n=5),
    ]


def staged() -> list[Article | Rejection]:
    """What the killed run brings: an edit, a date that moves, an original found late, a new article, a rejection."""
    return [
        article("a", n=11, text=text(11)),
        article("c", n=12, text=text(12), published_at=datetime(2024, 8, 1, tzinfo=HANOI)),
        article("f", n=13, text=text(4), published_at=datetime(2024, 1, 5, tzinfo=HANOI)),
        article("g", n=14, text=text(14), published_at=None),
        rejection("h", Reason.BLOCKED, n=15),
        article("b", n=16, text=text(2)),
    ]


def publish_and_die(root: Path, moments: int) -> None:
    with open_dataset(root, "a mortal") as dataset:
        publish_items(dataset, staged(), "p2", MortalDisk(root, moments))


def roll_forward_and_die(root: Path, moments: int) -> None:
    with open_dataset(root, "a mortal", disk=MortalDisk(root, moments)):
        pass


def rebuild_and_die(root: Path, moments: int) -> None:
    with open_dataset(root, "a mortal") as dataset:
        staging = Staging(dataset.workspace.staging / "rebuild")
        for item in [*before(), *staged()]:
            staging.add(item)
        index = DuplicateIndex.open(root / REBUILT_INDEX)
        disk = MortalDisk(root, moments)
        publish_rebuilt(dataset.workspace, dataset.ledger, index, staging, "rebuild-1", disk=disk)


def publish_with_little_room(root: Path, max_file_bytes: int) -> None:
    """Publish while no file may grow beyond ``max_file_bytes``; exit with :data:`FULL` when that is not enough.

    The pages have been archived and recorded before the room ran out.
    """
    with open_dataset(root, "a poor one") as dataset:
        dataset.ledger.record_fetches(item.page for item in staged())
        resource.setrlimit(resource.RLIMIT_FSIZE, (max_file_bytes, max_file_bytes))
        try:
            publish_items(dataset, staged(), "p2")
        except (OSError, sqlite3.OperationalError) as error:
            os._exit(FULL if "large" in str(error) or "disk" in str(error) else 1)
