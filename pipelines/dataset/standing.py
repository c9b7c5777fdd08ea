"""What stands in the dataset: versions of given articles, and the rows of a partition."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dataset import parquet_files
from pipelines.dataset.merge import Marks
from pipelines.dataset.partitions import Partition, standing_partitions
from pipelines.dataset.revisions import Place, RecordKey, Version
from pipelines.dataset.rows import plain
from pipelines.dataset.staging import VERSION_COLUMNS, version_of
from pipelines.schema import ARTICLES

_COLUMNS = [
    *VERSION_COLUMNS, "first_fetched_at", "revision", "duplicate_of", "duplicate_kind", "similarity", "gone_at",
]  # fmt: skip


class Standing:
    """Versions, places and marks of some articles as the published files have them."""

    def __init__(self) -> None:
        self.versions: dict[str, list[Version]] = {}
        """By article id."""
        self.places: dict[RecordKey, Place] = {}
        self.marks: dict[str, Marks] = {}
        """Of current rows, by article id."""

    def take(self, table: pa.Table, partition: Partition, *, current: bool) -> None:
        """Remember the rows of ``table`` (with the columns concerned)."""
        for row in plain(table, _COLUMNS):
            key = row["article_id"]
            version = version_of(row, partition, None)
            self.versions.setdefault(key, []).append(version)
            self.places[version.record] = Place(
                row["revision"], current, row["first_fetched_at"], row["listed_section"]
            )
            if current:
                self.marks[key] = Marks(row["duplicate_of"], row["duplicate_kind"], row["similarity"], row["gone_at"])


def standing(root: Path, where: dict[str, Partition], edited: Collection[str]) -> Standing:
    """What stands of the articles in ``where`` (article id → partition of the current row).

    The earlier revisions of those that are ``edited`` are found by reading the keys of the portals' ``revisions/``.
    Raises DatasetDamaged when a file cannot be read.
    """
    found = Standing()
    by_partition: dict[Partition, set[str]] = {}
    for key, partition in where.items():
        by_partition.setdefault(partition, set()).add(key)
    for partition, ids in sorted(by_partition.items()):
        found.take(_keys(root, "articles", partition, ids), partition, current=True)
    portals = {where[key].portal for key in edited}
    for partition in standing_partitions(root, "revisions"):
        if partition.portal in portals:
            found.take(_keys(root, "revisions", partition, edited), partition, current=False)
    return found


def standing_rows(root: Path, table: str, partition: Partition) -> pa.Table | None:
    """Rows of ``articles`` or ``revisions`` in ``partition``; ``None`` when it has no file."""
    file = root / partition.file(table)
    return parquet_files.read(file) if file.exists() else None


def _keys(root: Path, table: str, partition: Partition, ids: Iterable[str]) -> pa.Table:
    file = root / partition.file(table)
    if not file.exists():
        return ARTICLES.empty_table().select(_COLUMNS)
    rows = parquet_files.read(file, _COLUMNS)
    return rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(ids), type=pa.string())))
