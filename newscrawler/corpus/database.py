"""DuckDB over a snapshot of the dataset, locked so that a query reads these files and does nothing else."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from newscrawler.corpus.files import PARTITIONS, TABLES, Snapshot, check_dataset, take_snapshot

TIME_ZONE = "Asia/Ho_Chi_Minh"
"""Portals print local time, so days and months of a query are local ones; stored instants stay UTC."""

VIEWS = ("articles", "revisions", "outcomes", "documents", "duplicates")
"""What a query can name."""


@dataclass(frozen=True)
class Scope:
    """Narrows every view, so that a query need not."""

    portals: tuple[str, ...] = ()
    """Only these portals; empty for all."""
    since: date | None = None
    """Only articles published on this day (in Vietnam) or later; those without a date are left out."""
    until: date | None = None
    """Only articles published on this day (in Vietnam) or earlier; those without a date are left out."""


class Database:
    """A read-only DuckDB with the dataset's views. Safe to use from several threads, each through :meth:`cursor`.

    Raises NotADataset or SchemaTooNew for a folder this version cannot read, AbsentPortal for a scope of a portal that
    is not in it.
    """

    def __init__(self, root: Path, scope: Scope | None = None, *, memory_limit: str | None = None) -> None:
        check_dataset(root)
        self._root, self._scope, self._memory_limit = root, scope or Scope(), memory_limit
        self._lock = threading.Lock()
        self._snapshot = take_snapshot(root)
        self._snapshot.require(self._scope.portals)
        self._spill = tempfile.TemporaryDirectory(prefix="newscrawler-query-", ignore_cleanup_errors=True)
        try:
            self._connection = self._connect(self._snapshot)
        except BaseException:
            self._spill.cleanup()
            raise

    @property
    def snapshot(self) -> Snapshot:
        """The files that queries see."""
        return self._snapshot

    def refresh(self) -> bool:
        """See what was published since; True when something was. Queries under way go on over the old files."""
        with self._lock:
            snapshot = take_snapshot(self._root)
            if snapshot == self._snapshot:
                return False
            self._connection = self._connect(snapshot)
            self._snapshot = snapshot
            return True

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Open a connection of its own to the same views, for one query at a time."""
        with self._lock:
            return self._connection.cursor()

    def close(self) -> None:
        """Close the connection and remove its temporary files."""
        with self._lock:
            self._connection.close()
            self._spill.cleanup()

    def _connect(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "python_enable_replacements": "false",
            },
        )
        connection.execute(f"SET GLOBAL TimeZone = '{TIME_ZONE}'")
        # Footers of files that have not changed are read once, not with every query.
        connection.execute("SET GLOBAL parquet_metadata_cache = true")
        connection.execute(f"SET temp_directory = {_literal(self._spill.name)}")
        connection.execute("SET max_temp_directory_size = '8GB'")
        if self._memory_limit:
            connection.execute(f"SET memory_limit = {_literal(self._memory_limit)}")
        readable = [path for paths in snapshot.files.values() for path in paths]
        connection.execute(f"SET allowed_paths = {_list(readable)}")
        _create_views(connection, snapshot, self._scope)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection


def _create_views(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, scope: Scope) -> None:
    for table in TABLES:
        _create_source(connection, table, snapshot.files[table])
    days = _between(scope)
    portals = f"portal IN ({', '.join(map(_literal, scope.portals))})" if scope.portals else ""
    for table, conditions in (
        ("articles", [portals, days]),
        ("revisions", [portals, days]),
        ("outcomes", [portals]),
    ):
        kept = " AND ".join(filter(None, conditions)) or "true"
        last = ", ".join(PARTITIONS[table])
        columns = f"* EXCLUDE ({last}), {last}"
        connection.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM source.{table} WHERE {kept}")
    connection.execute(_DOCUMENTS)
    either = f"WHERE {portals} OR {portals.replace('portal', 'of_portal', 1)}" if portals else ""
    connection.execute(f"CREATE VIEW duplicates AS SELECT * FROM ({_DUPLICATES}) {either}")


# The last hyphen of an article_id parts the portal's name from the hash; names may hold hyphens themselves.
_DUPLICATES = r"""
    SELECT *, regexp_replace(article_id, '-[^-]*$', '') AS portal, regexp_replace("of", '-[^-]*$', '') AS of_portal
    FROM source.duplicates"""

_DOCUMENTS = """
    CREATE VIEW documents AS
    SELECT d.number, d.kind, d.issuer, article_id, title, published_at, section, portal, url, duplicate_of
    FROM (SELECT unnest(documents) AS d, * EXCLUDE (documents) FROM articles)"""


def _create_source(connection: duckdb.DuckDBPyConnection, table: str, files: tuple[Path, ...]) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS source")
    if files:
        partitions = PARTITIONS[table]
        types = ", ".join(f"{_literal(name)}: {_literal(type_)}" for name, type_ in partitions.items())
        hive = f", hive_partitioning = true, hive_types = {{{types}}}" if partitions else ", hive_partitioning = false"
        connection.execute(f"CREATE VIEW source.{table} AS SELECT * FROM read_parquet({_list(files)}{hive})")
    else:
        connection.from_arrow(_with_partitions(table).empty_table()).create(f"source.{table}")


def _with_partitions(table: str) -> pa.Schema:
    types = {"VARCHAR": pa.string(), "SMALLINT": pa.int16(), "TINYINT": pa.int8()}
    columns = TABLES[table]
    for name, type_ in PARTITIONS[table].items():
        columns = columns.append(pa.field(name, types[type_]))
    return columns


def _between(scope: Scope) -> str:
    parts = []
    if scope.since:
        parts.append(f"published_at >= TIMESTAMPTZ '{scope.since.isoformat()} 00:00:00 {TIME_ZONE}'")
    if scope.until:
        parts.append(f"published_at < TIMESTAMPTZ '{scope.until.isoformat()} 00:00:00 {TIME_ZONE}' + INTERVAL 1 DAY")
    return " AND ".join(parts)


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _list(paths: tuple[Path, ...] | list[Path]) -> str:
    return "[" + ", ".join(_literal(path) for path in paths) + "]"
