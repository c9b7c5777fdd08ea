"""Ask the dataset in SQL: one SELECT at a time, bounded in time and rows."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from newscrawler.corpus.database import VIEWS, Database
from pipelines.errors import QueryError

_BATCH_ROWS = 2_000
_UNKNOWN_TABLE = re.compile(r"(Table with name .* does not exist!)(?:\s*Did you mean .*)?")
_EXPLAIN = re.compile(r"\A\s*explain\s+(?:analyze\s+)?(?:\([^)]*\)\s*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """Bounds of one query."""

    timeout_s: float | None = 300.0
    """Seconds until it is stopped; None for no bound."""
    max_rows: int | None = None
    """Rows given at most; None for all."""
    max_bytes: int | None = None
    """Bytes of Arrow data given at most, rounded up to a batch; None for all."""


@dataclass(frozen=True)
class Answer:
    """A whole answer in memory."""

    table: pa.Table
    """The rows."""
    truncated: bool
    """True when ``max_rows`` or ``max_bytes`` cut it."""


class Batches:
    """An answer as it comes: iterate for record batches; ``truncated`` is known afterwards."""

    def __init__(self, schema: pa.Schema, batches: Iterator[pa.RecordBatch], limits: Limits) -> None:
        self.schema = schema
        self.truncated = False
        self._batches, self._limits = batches, limits

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        rows, size = 0, 0
        most_rows, most_bytes = self._limits.max_rows, self._limits.max_bytes
        for batch in self._batches:
            left = batch.num_rows if most_rows is None else most_rows - rows
            if left < batch.num_rows:
                self.truncated = True
                if left > 0:
                    yield batch.slice(0, left)
                return
            rows += batch.num_rows
            size += batch.nbytes
            yield batch
            if most_bytes is not None and size > most_bytes:
                self.truncated = True
                return


def ask(
    database: Database, sql: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None
) -> Answer:
    """Run one SELECT and return its rows as an Arrow table.

    Raises QueryError for anything that is no single SELECT, for an SQL error, and past the time bound.
    """
    with closing(_Running(database, sql, parameters, limits or Limits())) as running:
        batches = running.start()
        table = pa.Table.from_batches(list(batches), batches.schema)
        return Answer(table, batches.truncated)


@contextmanager
def stream(
    database: Database, sql: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None
) -> Iterator[Batches]:
    """Give the answer as :class:`Batches`, read as they are consumed, and release the query after. Errors as `ask`."""
    with closing(_Running(database, sql, parameters, limits or Limits())) as running:
        yield running.start()


def check(sql: str) -> str:
    """Return the one SELECT (or EXPLAIN of one) that ``sql`` holds, without its semicolon; raise QueryError else.

    The database could not write anyway; this says so before it tries, and keeps one visitor from changing another's
    views.
    """
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(_message(error)) from error
    if not statements:
        raise QueryError("the query is empty")
    if len(statements) > 1:
        kinds = ", ".join(statement.type.name for statement in statements)
        raise QueryError(f"one statement at a time, found {len(statements)} ({kinds})")
    kind = statements[0].type.name
    text = sql.strip().rstrip(";").rstrip()
    if kind == "EXPLAIN":
        check(_EXPLAIN.sub("", text, count=1))
    elif kind != "SELECT":
        raise QueryError(f"only SELECT is possible here, found {kind}. Tables: {', '.join(VIEWS)}")
    return text


class _Running:
    """One query with its own cursor and its own clock."""

    def __init__(self, database: Database, sql: str, parameters: Mapping[str, object] | None, limits: Limits) -> None:
        self._sql, self._parameters, self._limits = check(sql), parameters, limits
        self._database = database
        self._cursor = database.cursor()
        self._timed_out = False
        self._clock: threading.Timer | None = None
        if limits.timeout_s is not None:
            self._clock = threading.Timer(limits.timeout_s, self._stop)
            self._clock.daemon = True
            self._clock.start()

    def start(self) -> Batches:
        try:
            reader = self._open()
        except duckdb.Error as error:
            # A publish may have taken a file away since the views were made; nothing else changes the answer.
            if self._timed_out or not self._database.refresh():
                raise self._explained(error) from error
            self._cursor.close()
            self._cursor = self._database.cursor()
            try:
                reader = self._open()
            except duckdb.Error as again:
                raise self._explained(again) from again
        return Batches(reader.schema, self._read(reader), self._limits)

    def _open(self) -> pa.RecordBatchReader:
        relation = self._cursor.sql(self._sql, params=dict(self._parameters) if self._parameters else None)
        reader: pa.RecordBatchReader = relation.to_arrow_reader(_BATCH_ROWS)
        return reader

    def close(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        self._cursor.close()

    def _read(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        try:
            yield from reader
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self._explained(error) from error

    def _stop(self) -> None:
        self._timed_out = True
        self._cursor.interrupt()

    def _explained(self, error: Exception) -> QueryError:
        if self._timed_out:
            return QueryError(f"stopped after {self._limits.timeout_s:g} s; narrow the query or raise its time limit")
        return QueryError(_message(error))


def _message(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    # DuckDB guesses at its own system tables; ours are few enough to name.
    return _UNKNOWN_TABLE.sub(rf"\1\nTables: {', '.join(VIEWS)}", text)
