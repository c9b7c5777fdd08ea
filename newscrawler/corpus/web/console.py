"""Visitors' SQL, run in a process of its own: what a thread cannot stop, ending the process does."""

from __future__ import annotations

import multiprocessing
import resource
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
from pebble import ProcessExpired, ProcessPool

from newscrawler.corpus.choices import Format
from newscrawler.corpus.database import Database
from newscrawler.corpus.formats import write
from newscrawler.corpus.query import Answer, Limits, ask, check, stream
from pipelines.errors import QueryError

_ADDRESS_SPACE_BYTES = 6 * 1024**3
_MEMORY_LIMIT = "1GB"


@dataclass(frozen=True)
class ConsoleLimits:
    """Bounds of a visitor's query."""

    timeout_s: float = 10.0
    """Seconds until it is stopped."""
    grace_s: float = 3.0
    """Seconds more until its process is ended, when it does not stop."""
    max_rows: int = 1_000
    """Rows shown."""
    max_export_rows: int = 100_000
    """Rows of a downloaded answer."""
    max_bytes: int = 32_000_000
    """Bytes of an answer, as Arrow data."""


class Console:
    """Runs queries over the dataset in ``folder``, two at a time; more wait their turn."""

    def __init__(self, folder: Path, limits: ConsoleLimits | None = None) -> None:
        self.limits = limits or ConsoleLimits()
        self._folder = folder
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """End its processes."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None

    def ask(self, sql: str) -> Answer:
        """Run one SELECT. Raises QueryError for what is no SELECT, an SQL error, and past the bounds."""
        check(sql)
        limits = Limits(self.limits.timeout_s, self.limits.max_rows, self.limits.max_bytes)
        data, truncated = self._run(_ask, sql, limits)
        with pa.ipc.open_stream(data) as reader:
            return Answer(reader.read_all(), truncated)

    def export(self, sql: str, form: Format) -> bytes:
        """Run one SELECT and give the rows as a file of that form. Errors as :meth:`ask`."""
        check(sql)
        limits = Limits(self.limits.timeout_s, self.limits.max_export_rows, self.limits.max_bytes)
        return self._run(_export, sql, limits, form)[0]

    def _run(
        self, function: Callable[..., tuple[object, ...]], sql: str, limits: Limits, *more: object
    ) -> tuple[bytes, bool]:
        # The process stops the query itself; if it cannot, it is ended a little later.
        time_limit = self.limits.timeout_s + self.limits.grace_s
        future: Any = self._started().schedule(function, (sql, limits, *more), timeout=time_limit)
        try:
            kind, *rest = future.result(timeout=4 * self.limits.timeout_s + 10)
        except FutureTimeout:
            future.cancel()
            raise QueryError(f"stopped after {self.limits.timeout_s:g} s; narrow the query") from None
        except (ProcessExpired, MemoryError):
            raise QueryError("the query needs more memory than a visitor's may") from None
        if kind == "error":
            raise QueryError(rest[0])
        return rest[0], rest[1]

    def _started(self) -> ProcessPool:
        with self._lock:
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    max_workers=2,
                    initializer=_begin,
                    initargs=(str(self._folder),),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


_database: Database | None = None


def _begin(folder: str) -> None:
    global _database
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE_BYTES, _ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _database = Database(Path(folder), memory_limit=_MEMORY_LIMIT)


def _ask(sql: str, limits: Limits) -> tuple[object, ...]:
    try:
        answer = ask(_current(), sql, None, limits)
    except QueryError as error:
        return "error", str(error)
    out = BytesIO()
    with closing(pa.ipc.new_stream(out, answer.table.schema)) as writer:
        writer.write_table(answer.table)
    return "answer", out.getvalue(), answer.truncated


def _export(sql: str, limits: Limits, form: Format) -> tuple[object, ...]:
    out = BytesIO()
    try:
        with stream(_current(), sql, None, limits) as batches:
            write(batches, form, out)
    except QueryError as error:
        return "error", str(error)
    return "answer", out.getvalue(), batches.truncated


def _current() -> Database:
    assert _database is not None
    _database.refresh()
    return _database
