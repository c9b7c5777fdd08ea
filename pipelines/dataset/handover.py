"""What a publish tells the ledger, kept beside its journal until the ledger has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.disk import Disk
from pipelines.dataset.journal import ASIDE
from pipelines.ledger import Decision, Published
from pipelines.records import ArchiveRef, Outcome
from pipelines.schema import TIMESTAMP

_Columns = list[tuple[str, pa.DataType]]
_PUBLISHED: _Columns = [
    ("article_id", pa.string()), ("portal", pa.string()), ("year", pa.int16()), ("month", pa.int8()),
    ("content_hash", pa.string()), ("revision", pa.int32()), ("fetched_at", TIMESTAMP), ("published_at", TIMESTAMP),
]  # fmt: skip
_DECISIONS: _Columns = [
    (name, pa.string()) for name in ("article_id", "outcome", "run_id", "reason", "detail", "duplicate_of")
]
_RECORDS: _Columns = [("file", pa.string()), ("offset", pa.int64()), ("length", pa.int64())]


@dataclass(frozen=True, slots=True)
class Handover:
    """The arguments of :meth:`pipelines.ledger.Ledger.apply_publish`."""

    published: list[Published]
    decisions: list[Decision]
    records: list[ArchiveRef]

    def write(self, disk: Disk) -> None:
        """Write it aside, durably."""
        disk.write_parquet(f"{ASIDE}/published.parquet", _table(self.published, _PUBLISHED))
        disk.write_parquet(f"{ASIDE}/decisions.parquet", _table(self.decisions, _DECISIONS))
        disk.write_parquet(f"{ASIDE}/records.parquet", _table(self.records, _RECORDS))

    @classmethod
    def read(cls, disk: Disk) -> Handover:
        """What :meth:`write` wrote. Raises DatasetDamaged when it cannot be read."""
        decisions = _rows(disk, "decisions")
        return cls(
            [Published(**row) for row in _rows(disk, "published")],
            [Decision(**{**row, "outcome": Outcome(row["outcome"])}) for row in decisions],
            [ArchiveRef(**row) for row in _rows(disk, "records")],
        )


def _table(rows: list[Any], columns: _Columns) -> pa.Table:
    arrays = [pa.array([getattr(row, name) for row in rows], type=type_) for name, type_ in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(columns))


def _rows(disk: Disk, name: str) -> list[dict[str, Any]]:
    return parquet_files.read(disk.root / ASIDE / f"{name}.parquet").to_pylist()
