"""JSON lines, CSV and Parquet."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from newscrawler.corpus.choices import Format
from newscrawler.corpus.database import Database
from newscrawler.corpus.export.rows import Chosen, exported
from newscrawler.corpus.formats import write
from newscrawler.corpus.query import Limits, stream
from newscrawler.corpus.whole_files import write_beside
from pipelines.errors import QueryError


def export_text(database: Database, chosen: Chosen, to: Path, form: Format, *, keep_formulas: bool = False) -> int:
    """Write JSON lines or CSV, compressed when ``to`` ends with ``.gz``; return the number of rows."""

    def fill(out: BinaryIO) -> int:
        with stream(database, chosen.sql, None, Limits(None)) as batches:
            if to.suffix != ".gz":
                return write(batches, form, out, keep_formulas=keep_formulas)
            # No name and no time inside, so the same rows give the same bytes.
            with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
                return write(batches, form, cast(BinaryIO, packed), keep_formulas=keep_formulas)

    to.parent.mkdir(parents=True, exist_ok=True)
    return write_beside(to, fill)


def export_parquet(database: Database, chosen: Chosen, to: Path) -> int:
    """Write one file when ``to`` ends with ``.parquet``, else a folder partitioned by portal and year; return rows.

    A folder must be new or empty.
    """
    with exported(database, chosen) as (columns, batches):
        if to.suffix == ".parquet":
            to.parent.mkdir(parents=True, exist_ok=True)
            return write_beside(to, lambda out: _write_file(columns, batches, out))
        if to.exists() and any(to.iterdir()):
            raise QueryError(f"{to} is not empty: name a new folder, or a file ending with .parquet")
        partitions = [name for name in ("portal", "year") if name in columns.names]
        n = 0

        def counted() -> pa.RecordBatchReader:
            def pass_on() -> Iterator[pa.RecordBatch]:
                nonlocal n
                for batch in batches:
                    n += batch.num_rows
                    yield batch

            return pa.RecordBatchReader.from_batches(columns, pass_on())

        part = to.with_name(to.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        ds.write_dataset(
            counted(),
            part,
            format="parquet",
            partitioning=ds.partitioning(pa.schema([columns.field(name) for name in partitions]), flavor="hive"),
            file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),  # type: ignore[call-arg]
            existing_data_behavior="overwrite_or_ignore",
        )
        if to.exists():
            to.rmdir()
        part.rename(to)
        return n


def _write_file(columns: pa.Schema, batches: Iterable[pa.RecordBatch], out: BinaryIO) -> int:
    n = 0
    with pq.ParquetWriter(out, columns, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            n += batch.num_rows
    return n
