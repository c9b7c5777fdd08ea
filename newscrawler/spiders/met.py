"""Sets of article keys that a crawl has met: on disk beyond a few megabytes, however many articles a portal has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, MutableSet

_CACHE_KIB = 2_048
"""Memory of all sets of a run together, KiB."""


class KeySets:
    """The sets of one run, in a temporary SQLite file that nobody else sees; it goes with the process."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # the empty name is SQLite's for such a file
        self._db.execute("PRAGMA journal_mode = OFF")  # nothing here outlives the process
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._db.execute("CREATE TABLE met (number INTEGER, key TEXT, PRIMARY KEY (number, key)) WITHOUT ROWID")
        self._n_sets = 0

    def new_set(self) -> KeySet:
        """An empty set. Its operations raise OSError when there is no space for temporary files."""
        self._n_sets += 1
        return KeySet(self._db, self._n_sets)


class KeySet(MutableSet[str]):
    """One of them, used like a set; iterating gives the keys in their order."""

    def __init__(self, db: sqlite3.Connection, number: int) -> None:
        self._db, self._number, self._n = db, number, 0

    def __len__(self) -> int:
        return self._n

    def __contains__(self, key: object) -> bool:
        found = self._run("SELECT 1 FROM met WHERE number = ? AND key = ?", key)
        return found.fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._run("SELECT key FROM met WHERE number = ? ORDER BY key"))

    def add(self, value: str) -> None:
        """Put ``value`` in, if it is not there."""
        self._n += self._run("INSERT OR IGNORE INTO met VALUES (?, ?)", value).rowcount

    def discard(self, value: str) -> None:
        """Take ``value`` out, if it is there."""
        self._n -= self._run("DELETE FROM met WHERE number = ? AND key = ?", value).rowcount

    @classmethod
    def _from_iterable(cls, it: Iterable[str]) -> set[str]:  # type: ignore[override]  # what ``-``, ``&``, ``|`` give
        return set(it)

    def clear(self) -> None:
        """Take out everything."""
        self._run("DELETE FROM met WHERE number = ?")
        self._n = 0

    def _run(self, statement: str, *arguments: object) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, (self._number, *arguments))
        except sqlite3.OperationalError as error:
            raise OSError(f"temporary files (TMPDIR): {error}") from error
