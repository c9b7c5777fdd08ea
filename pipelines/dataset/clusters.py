"""What a publish asks of the duplicate index, and the fingerprints it gives it: those of current rows only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.merge import Cluster
from pipelines.dataset.partitions import Partition
from pipelines.dataset.revisions import RecordKey
from pipelines.deduplication.fingerprint import Fingerprint, fingerprint

_COLUMNS = [
    "article_id", "title", "lead", "body", "published_at", "source", "fetched_at", "archive_file", "archive_offset",
]  # fmt: skip


class Assignment(Protocol):
    """Whose duplicate one article is."""

    @property
    def article_id(self) -> str:
        """Key of the article."""

    @property
    def duplicate_of(self) -> str | None:
        """Key of its cluster's leader; ``None`` for leaders and singles."""

    @property
    def kind(self) -> str | None:
        """``exact``, ``near`` or ``containment``; ``None`` without ``duplicate_of``."""

    @property
    def similarity(self) -> float | None:
        """Between 0 and 1; ``None`` without ``duplicate_of``."""


class Clusters(Protocol):
    """The duplicate index, as a publish sees it."""

    @property
    def last_publish_id(self) -> str | None:
        """The publish committed last; ``None`` before the first."""

    def update(self, fingerprints: Iterable[Fingerprint]) -> Iterable[Assignment]:
        """Take new texts; the assignments that changed. Not durable until :meth:`commit`."""

    def commit(self, publish_id: str) -> None:
        """Make every update so far durable."""


def as_clusters(assignments: Iterable[Assignment]) -> Mapping[str, Cluster]:
    """The assignments by article id, as :mod:`pipelines.dataset.merge` applies them."""
    return {one.article_id: Cluster(one.duplicate_of, one.kind, one.similarity) for one in assignments}


def fingerprints_of(
    rows: pa.Table, portal: str, wanted: set[RecordKey] | None, ready: Mapping[RecordKey, Fingerprint]
) -> Iterator[Fingerprint]:
    """Fingerprints of the ``wanted`` rows (``None``: of all); those the deduplication stage computed are ``ready``."""
    for row in rows.select(_COLUMNS).to_pylist():
        record: RecordKey = (row["archive_file"], row["archive_offset"])
        if wanted is not None and record not in wanted:
            continue
        yield ready.get(record) or fingerprint(
            row["article_id"],
            portal,
            row["title"],
            row["lead"],
            row["body"],
            row["published_at"],
            row["source"],
            fetched_at=row["fetched_at"],
        )


def standing_fingerprints(root: Path, where: Mapping[Partition, set[str]]) -> Iterator[Fingerprint]:
    """Fingerprints of the current rows of the articles named by partition, from the published files."""
    for partition, ids in sorted(where.items()):
        rows = parquet_files.read(root / partition.file("articles"), _COLUMNS)
        mask = pa.array([key in ids for key in rows["article_id"].to_pylist()], type=pa.bool_())
        yield from fingerprints_of(rows.filter(mask), partition.portal, None, {})
