"""Staging: what a run brought and has not published yet, in batches below ``state/staging/<run_id>/``.

Staging need not survive a crash: every item comes from an archived page, and the ledger knows which of those are not
published yet.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.dataset.partitions import Partition
from pipelines.dataset.revisions import RecordKey, Version
from pipelines.dataset.rows import archived_at, micros, plain, rows
from pipelines.records import Article, Reason, Rejection
from pipelines.urls import article_id

MAX_BATCH_ROWS = 500
"""Articles held in memory before they are written as a batch: some 12 MB."""
MAX_BATCH_CHARS = 4_000_000
"""Characters of text held in memory before they are written as a batch."""

VERSION_COLUMNS = [
    "article_id", "published_at", "fetched_at", "archive_file", "archive_offset", "content_hash", "listed_section",
    "run_id",
]  # fmt: skip
"""Columns of a row that make its :class:`Version`."""

_PARTITION = ["portal", "year", "month"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is kept of a rejection: all but the page's headers."""

    article_id: str
    """Key of the article that the page is, or would be."""
    portal: str
    reason: Reason
    detail: str | None
    status: int
    fetched_at: datetime
    run_id: str
    record: RecordKey

    @property
    def order(self) -> tuple[int, RecordKey]:
        """Place among the fetches of the article, comparable with :attr:`Version.order`."""
        return micros(self.fetched_at), self.record


class Staging:
    """Articles and rejections of one run, kept in bounded memory until they are published."""

    def __init__(self, folder: Path, *, max_batch_rows: int = MAX_BATCH_ROWS) -> None:
        """Start empty; what a killed run left in ``folder`` is discarded."""
        self.folder = folder
        self.rejections: list[Rejected] = []
        """Pages without an article, in the order added."""
        self.n_articles = 0
        self._max_batch_rows = max_batch_rows
        self._waiting: list[Article] = []
        self._waiting_chars = 0
        self._n_batches = 0
        self.clear()

    def __len__(self) -> int:
        return self.n_articles + len(self.rejections)

    def add(self, item: Article | Rejection) -> None:
        """Take ``item``. Raises ValueError when its page was not archived, OSError when the disk is full."""
        ref = archived_at(item)
        if isinstance(item, Rejection):
            page = item.page
            key = article_id(page.portal, page.identity)
            record = (ref.file, ref.offset)
            self.rejections.append(
                Rejected(key, page.portal, item.reason, item.detail, page.status, page.fetched_at, page.run_id, record)
            )
            return
        self._waiting.append(item)
        self._waiting_chars += len(item.body) + len(item.body_markdown)
        self.n_articles += 1
        if len(self._waiting) >= self._max_batch_rows or self._waiting_chars >= MAX_BATCH_CHARS:
            self.flush()

    def flush(self) -> None:
        """Write what waits in memory as a batch."""
        if not self._waiting:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        batch = rows(self._waiting)
        with pa.OSFile(str(self._batch(self._n_batches)), "wb") as out, pa.ipc.new_file(out, batch.schema) as writer:
            writer.write_table(batch)
        self._n_batches += 1
        self._waiting.clear()
        self._waiting_chars = 0

    def versions(self) -> Iterator[Version]:
        """Every staged article as a :class:`Version`, in the order added."""
        self.flush()
        for number in range(self._n_batches):
            names = [*VERSION_COLUMNS, *_PARTITION]
            for row in plain(self.batch(number), names):
                yield version_of(row, Partition(row["portal"], row["year"], row["month"]), number)

    def rows_of(self, versions: Iterable[Version]) -> pa.Table | None:
        """The rows of staged ``versions`` with the schema of staging; ``None`` when there are none."""
        wanted: dict[int, set[RecordKey]] = {}
        for version in versions:
            if version.batch is not None:
                wanted.setdefault(version.batch, set()).add(version.record)
        parts = []
        for number, records in sorted(wanted.items()):
            table = self.batch(number)
            parts.append(table.filter(_mask(table, records)))
        return pa.concat_tables(parts) if parts else None

    def batch(self, number: int) -> pa.Table:
        """All rows of the batch ``number``, mapped: a publish looks into each batch once per partition that it touches,
        and reads no more than the rows it takes."""
        with pa.memory_map(str(self._batch(number))) as mapped:
            return pa.ipc.open_file(mapped).read_all()

    def clear(self) -> None:
        """Forget everything, on disk too."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.rejections.clear()
        self._waiting.clear()
        self._waiting_chars = self._n_batches = self.n_articles = 0

    def _batch(self, number: int) -> Path:
        return self.folder / f"batch-{number:06d}.arrow"


def version_of(row: dict[str, Any], partition: Partition, batch: int | None) -> Version:
    """The version that a row, given by the columns :data:`VERSION_COLUMNS`, stands for."""
    return Version(
        row["article_id"],
        partition,
        row["published_at"],
        row["fetched_at"],
        (row["archive_file"], row["archive_offset"]),
        row["content_hash"],
        row["listed_section"],
        row["run_id"],
        batch,
    )


def _mask(table: pa.Table, records: set[RecordKey]) -> pa.BooleanArray:
    """Which rows come from ``records``; a record staged twice is taken once."""
    left = set(records)
    mask = []
    for record in zip(table["archive_file"].to_pylist(), table["archive_offset"].to_pylist(), strict=True):
        mask.append(record in left)
        left.discard(record)
    return pa.array(mask, type=pa.bool_())
