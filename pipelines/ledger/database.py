"""The SQLite file under the ledger: opening, versions, transactions, times."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from pipelines.errors import DatasetDamaged, SchemaTooNew
from pipelines.ledger.migrations import LEDGER_VERSION, MIGRATIONS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BUSY_TIMEOUT_MS = 30_000


class Database:
    """One connection. Writing methods make their own transaction unless one is open already."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create the ledger at ``path`` and bring it to this version's schema.

        Raises DatasetDamaged when the file is torn or no database (:func:`pipelines.ledger.open_ledger` heals that),
        SchemaTooNew when a later version wrote it.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        # A write-ahead log left behind means the last writer was killed: only then the whole file is checked.
        killed = path.with_name(path.name + "-wal").exists()
        try:
            connection = sqlite3.connect(path, isolation_level=None)
            try:
                _configure(connection)
                if killed:
                    _check(path, connection)
                _migrate(path, connection)
            except BaseException:
                connection.close()
                raise
        except sqlite3.OperationalError as error:
            if "disk I/O" in str(error):
                raise DatasetDamaged(path, f"the ledger cannot be read: {error}") from error
            raise
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes what it found in a torn file
            raise DatasetDamaged(path, f"the ledger cannot be read: {error}") from error
        return cls(path, connection)

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it is part of that one."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _configure(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may lose the last commits but never the file; the archive brings them back (reindex).
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -8192")


def _check(path: Path, connection: sqlite3.Connection) -> None:
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise DatasetDamaged(path, f"the ledger is damaged: {answer}")


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > LEDGER_VERSION:
        raise SchemaTooNew(path, version, LEDGER_VERSION)
    for number in range(version + 1, LEDGER_VERSION + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in MIGRATIONS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def to_number(at: datetime) -> int:
    """Microseconds since 1970 UTC, exact. Raises TypeError for a naive time."""
    return (at - _EPOCH) // _MICROSECOND


def to_time(number: int) -> datetime:
    """The inverse of :func:`to_number`."""
    return _EPOCH + timedelta(microseconds=number)


def maybe_number(at: datetime | None) -> int | None:
    """:func:`to_number`, ``None`` for ``None``."""
    return None if at is None else to_number(at)


def maybe_time(number: int | None) -> datetime | None:
    """:func:`to_time`, ``None`` for ``None``."""
    return None if number is None else to_time(number)
