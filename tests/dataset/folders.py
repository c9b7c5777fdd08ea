"""A dataset in a temporary folder, and what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from pipelines.archive import ArchiveWriter
from pipelines.dataset.disk import Disk
from pipelines.dataset.publish import PublishReport, publish
from pipelines.dataset.staging import Staging
from pipelines.records import Article, Rejection
from pipelines.session import OpenDataset, open_dataset

Item = Article | Rejection
TABLES = ("articles", "revisions", "outcomes", "duplicates")


@contextmanager
def opened(root: Path) -> Iterator[OpenDataset]:
    with open_dataset(root, "a test") as dataset:
        yield dataset


def publish_items(
    dataset: OpenDataset, items: Iterable[Item], publish_id: str, disk: Disk | None = None
) -> PublishReport:
    """Publish ``items`` as if their pages had just been archived."""
    given = list(items)
    dataset.ledger.record_fetches(item.page for item in given)
    staging = Staging(dataset.workspace.staging / publish_id, max_batch_rows=3)
    for item in given:
        staging.add(item)
    return publish(
        dataset.workspace, dataset.ledger, dataset.index, staging, publish_id, portals=("kontum",), disk=disk
    )


def table(root: Path, name: str) -> list[dict[str, Any]]:
    """Rows of one table, sorted by key and revision."""
    folder = root / name
    if not any(folder.rglob("*.parquet")):
        return []
    rows = ds.dataset(folder, partitioning="hive").to_table().to_pylist()
    return sorted(rows, key=lambda row: (row["article_id"], row.get("revision") or 0))


def digests(root: Path, tables: Iterable[str] = TABLES) -> dict[str, str]:
    """Hash of every published file by its path."""
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for name in tables
        for file in sorted((root / name).rglob("*"))
        if file.is_file()
    }


def archived(dataset: OpenDataset, items: Iterable[Item]) -> list[Item]:
    """``items`` with their pages truly archived, as one run of the portal."""
    with ArchiveWriter(dataset.workspace, "kontum", "run-1", on_synced=dataset.ledger.record_fetches) as writer:
        return [replace(item, page=writer.append(replace(item.page, archive_ref=None))) for item in items]
