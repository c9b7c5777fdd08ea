"""What a publish asks of the duplicate index, and the fingerprints it gives it: those of current rows only."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.journal import INDEX
from pipelines.dataset.merge import Cluster
from pipelines.dataset.partitions import standing_partitions
from pipelines.dataset.revisions import RecordKey
from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.deduplication.index import Assignment, DuplicateIndex
from pipelines.errors import DatasetDamaged
from pipelines.schema import DUPLICATES

_log = logging.getLogger(__name__)
_COLUMNS = [
    "article_id", "title", "lead", "body", "published_at", "source", "fetched_at", "archive_file", "archive_offset",
]  # fmt: skip


def open_index(root: Path) -> DuplicateIndex:
    """The duplicate index of the output folder ``root``; a damaged or lost one is made anew from the articles."""
    folder = root / INDEX
    try:
        index = DuplicateIndex.open(folder)
        if index.last_publish_id is not None or not any(standing_partitions(root, "articles")):
            return index
        _log.warning("%s is empty: made anew from the articles", folder)
    except DatasetDamaged as error:
        _log.warning("%s: %s; made anew from the articles", error.file, error.fact)
    return DuplicateIndex.rebuild_from(folder, standing_texts(root), "made anew")


def as_cluster(assignment: Assignment | None) -> Cluster:
    """An assignment as it stands in a row; ``None``, an article that the index does not know, is nobody's duplicate."""
    if assignment is None or assignment.duplicate_of is None:
        return Cluster(None, None, None)
    similarity = None if assignment.similarity is None else float(np.float32(assignment.similarity))
    return Cluster(assignment.duplicate_of, assignment.kind, similarity)


def pair_table(index: DuplicateIndex) -> pa.Table:
    """The rows of ``duplicates/``, sorted by article_id and of."""
    pairs = sorted(index.pairs(), key=lambda pair: (pair.article_id, pair.of))
    columns = [pa.array([getattr(pair, field.name) for pair in pairs], type=field.type) for field in DUPLICATES]
    return pa.Table.from_arrays(columns, schema=DUPLICATES)


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


def standing_texts(root: Path) -> Iterator[dict[str, Any]]:
    """What the index wants to know of every current row of the dataset, in fixed order."""
    for partition in standing_partitions(root, "articles"):
        for row in parquet_files.read(root / partition.file("articles"), _COLUMNS).to_pylist():
            yield {**row, "portal": partition.portal}
