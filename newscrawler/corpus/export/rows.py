"""The rows to export, as Arrow batches with the dataset's own types: times in UTC, a doc per column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from newscrawler.corpus.database import VIEWS, Database
from newscrawler.corpus.files import TABLES
from newscrawler.corpus.query import Limits, stream
from pipelines.errors import QueryError


@dataclass(frozen=True)
class Chosen:
    """What is exported; portals and days are narrowed by the database's scope already."""

    table: str = "articles"
    """One of the dataset's tables."""
    columns: tuple[str, ...] = ()
    """Only these columns, in this order; empty for all."""
    duplicates: bool = True
    """False leaves out articles that repeat an earlier one."""

    @property
    def sql(self) -> str:
        """The query that gives the rows."""
        if self.table not in VIEWS:
            raise QueryError(f"no table is called {self.table!r}; tables: {', '.join(VIEWS)}")
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in self.columns) or "*"
        wanted = "" if self.duplicates else " WHERE duplicate_of IS NULL"
        return f"SELECT {names} FROM {self.table}{wanted}"


@contextmanager
def exported(database: Database, chosen: Chosen) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    """Give the rows' schema and the rows, as they are read."""
    with stream(database, chosen.sql, None, Limits(None)) as batches:
        columns = documented(batches.schema, chosen.table)
        yield columns, (pa.RecordBatch.from_arrays(_cast(batch, columns), schema=columns) for batch in batches)


def documented(found: pa.Schema, table: str) -> pa.Schema:
    """Give ``found`` the doc of each column, and UTC as the zone of its times; the instants stay."""
    known = TABLES.get(table, TABLES["articles"])
    fields = []
    for field in found:
        metadata = known.field(field.name).metadata if field.name in known.names else None
        fields.append(pa.field(field.name, _in_utc(field.type), metadata=metadata))
    return pa.schema(fields)


def _cast(batch: pa.RecordBatch, columns: pa.Schema) -> list[pa.Array[Any]]:
    return [
        array if array.type == field.type else array.cast(field.type)
        for array, field in zip(batch.columns, columns, strict=True)
    ]


def _in_utc(type_: pa.DataType) -> pa.DataType:
    if isinstance(type_, pa.TimestampType) and type_.tz:
        return pa.timestamp("us", tz="UTC")
    if isinstance(type_, pa.ListType):
        # Parquet's own name for a list's item, so that files of any writer agree.
        return pa.list_(pa.field("element", _in_utc(type_.value_type)))
    if isinstance(type_, pa.StructType):
        return pa.struct([pa.field(child.name, _in_utc(child.type)) for child in type_])
    return type_
