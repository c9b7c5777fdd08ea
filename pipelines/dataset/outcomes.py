"""``outcomes/``: one row per discovered URL, one file per portal, written whole from the ledger."""

from __future__ import annotations

from itertools import islice

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.disk import Disk
from pipelines.dataset.journal import ASIDE
from pipelines.errors import DatasetDamaged
from pipelines.ledger import Ledger
from pipelines.schema import OUTCOMES

_BATCH_ROWS = 10_000


def outcomes_file(portal: str) -> str:
    """Path of a portal's outcomes relative to the output folder."""
    return f"outcomes/portal={portal}/outcomes.parquet"


def write_outcomes(disk: Disk, ledger: Ledger, portal: str) -> bool:
    """Replace the outcomes of ``portal`` by the ledger's; returns whether any row is new.

    Rows are sorted by article_id. Readers see the old file or the new one.
    """
    rows = outcome_table(ledger, portal)
    return replace_if_changed(disk, outcomes_file(portal), rows, ("article_id",))


def outcome_table(ledger: Ledger, portal: str) -> pa.Table:
    """The ledger's outcomes of ``portal`` as a table of :data:`pipelines.schema.OUTCOMES`."""
    parts = [OUTCOMES.empty_table()]
    rows = ledger.outcome_rows(portal)
    while batch := list(islice(rows, _BATCH_ROWS)):
        parts.append(pa.Table.from_pylist(batch, schema=OUTCOMES))
    return pa.concat_tables(parts)


def replace_if_changed(disk: Disk, name: str, rows: pa.Table, sorted_by: tuple[str, ...]) -> bool:
    """Put ``rows`` in place of the file ``name`` unless it holds them already; returns whether it was written."""
    if holds(disk, name, rows):
        return False
    aside = f"{ASIDE}/{name}"
    disk.write_parquet(aside, rows, sorted_by)
    disk.move(aside, name)
    return True


def holds(disk: Disk, name: str, rows: pa.Table) -> bool:
    """Whether the file ``name`` stands and has exactly these rows and schema."""
    if not disk.exists(name):
        return False
    try:
        stands = parquet_files.read(disk.root / name)
    except DatasetDamaged:
        return False  # what it is a copy of makes it anew
    return bool(stands.schema.equals(rows.schema) and stands.equals(rows))
