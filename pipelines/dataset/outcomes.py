"""``outcomes/``: one row per discovered URL, one file per portal, written whole from the ledger."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.disk import Disk
from pipelines.dataset.journal import ASIDE
from pipelines.dataset.parquet_files import ROWS_PER_GROUP
from pipelines.errors import DatasetDamaged
from pipelines.ledger import Ledger
from pipelines.schema import OUTCOMES, TIMESTAMP


def outcomes_file(portal: str) -> str:
    """Path of a portal's outcomes relative to the output folder."""
    return f"outcomes/portal={portal}/outcomes.parquet"


def write_outcomes(disk: Disk, ledger: Ledger, portal: str) -> bool:
    """Replace the outcomes of ``portal`` by the ledger's; returns whether the file is another one now.

    Rows are sorted by article_id; a row group of them is in memory at a time, however many there are. Readers see the
    old file or the new one.
    """
    name = outcomes_file(portal)
    aside = f"{ASIDE}/{name}"
    disk.write_groups(aside, _groups(ledger, portal), OUTCOMES, ("article_id",))
    if disk.exists(name) and filecmp.cmp(disk.root / aside, disk.root / name, shallow=False):
        disk.remove(aside)
        return False
    disk.move(aside, name)
    return True


def outcome_table(ledger: Ledger, portal: str) -> pa.Table:
    """The ledger's outcomes of ``portal`` as a table of :data:`pipelines.schema.OUTCOMES`."""
    return pa.concat_tables([OUTCOMES.empty_table(), *_groups(ledger, portal)])


def _groups(ledger: Ledger, portal: str) -> Iterator[pa.Table]:
    for columns in ledger.outcome_columns(portal, ROWS_PER_GROUP):
        arrays = [
            pa.array(columns[field.name], type=pa.int64()).cast(TIMESTAMP)
            if field.type == TIMESTAMP
            else pa.array(columns[field.name], type=field.type)
            for field in OUTCOMES
        ]
        yield pa.Table.from_arrays(arrays, schema=OUTCOMES)


def holds(disk: Disk, name: str, rows: pa.Table) -> bool:
    """Whether the file ``name`` stands and has exactly these rows and schema."""
    if not disk.exists(name):
        return False
    try:
        stands = parquet_files.read(disk.root / name)
    except DatasetDamaged:
        return False  # what it is a copy of makes it anew
    return bool(stands.schema.equals(rows.schema) and stands.equals(rows))
