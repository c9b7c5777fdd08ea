"""One SQLite file with full-text search, which Datasette opens as it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from newscrawler.corpus.database import Database
from newscrawler.corpus.export.rows import Chosen, exported
from newscrawler.corpus.formats import plain

_TABLES = ("articles", "revisions", "documents", "duplicates", "outcomes")
_KEYS = {"articles": "article_id", "revisions": "article_id, revision"}
_INDEXES = (
    "CREATE INDEX articles_published ON articles (published_at)",
    "CREATE INDEX articles_portal ON articles (portal, section)",
    "CREATE INDEX documents_number ON documents (number)",
    "CREATE INDEX documents_article ON documents (article_id)",
    "CREATE INDEX duplicates_article ON duplicates (article_id)",
    'CREATE INDEX duplicates_of ON duplicates ("of")',
)

# unicode61 takes accents off a letter but not the stroke off đ, so the same text without strokes is indexed too. As a
# virtual column it takes no room in the table.
_PLAIN = """
    ALTER TABLE articles ADD COLUMN unstroked TEXT GENERATED ALWAYS AS
    (replace(replace(title || ' ' || coalesce(lead, '') || ' ' || body, 'đ', 'd'), 'Đ', 'D')) VIRTUAL"""
_SEARCH = """
    CREATE VIRTUAL TABLE articles_fts USING fts5
    (title, lead, body, unstroked, content='articles', tokenize='unicode61 remove_diacritics 2')"""


def export_sqlite(database: Database, chosen: Chosen, to: Path) -> int:
    """Write every table, indexes and ``articles_fts``; return the number of articles.

    Lists are JSON text, times ISO 8601 in UTC. Search takes no notice of accents:
    ``SELECT title FROM articles_fts WHERE articles_fts MATCH '"dak ha"'``. The file is written anew each time, beside
    the old one, and renamed.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            n = _fill(connection, database, chosen)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return n


def _fill(connection: sqlite3.Connection, database: Database, chosen: Chosen) -> int:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    n = 0
    for table in _TABLES:
        filtered = table in ("articles", "documents") and not chosen.duplicates
        columns = chosen.columns if table == "articles" else ()
        n_rows = _copy(connection, database, Chosen(table, columns, duplicates=not filtered))
        n = n_rows if table == "articles" else n
    names = {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
    for index in _INDEXES:
        if not ("articles (" in index and not {"published_at", "portal", "section"} <= names):
            connection.execute(index)
    if {"title", "lead", "body"} <= names:
        connection.execute(_PLAIN)
        connection.execute(_SEARCH)
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    return n


def _copy(connection: sqlite3.Connection, database: Database, chosen: Chosen) -> int:
    with exported(database, chosen) as (columns, batches):
        described = [f'"{field.name}" {_affinity(field.type)}' for field in columns]
        key = _KEYS.get(chosen.table)
        if key and set(key.split(", ")) <= set(columns.names):
            described.append(f"PRIMARY KEY ({key})")
        connection.execute(f"CREATE TABLE {chosen.table} ({', '.join(described)})")
        places = ", ".join("?" * len(columns))
        n = 0
        for batch in batches:
            connection.executemany(f"INSERT INTO {chosen.table} VALUES ({places})", _values(batch))
            n += batch.num_rows
    return n


def _values(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield tuple(_value(value) for value in row)


def _value(value: object) -> object:
    value = plain(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _affinity(type_: pa.DataType) -> str:
    if pa.types.is_integer(type_) or pa.types.is_boolean(type_):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(type_) else "TEXT"
