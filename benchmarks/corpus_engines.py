"""The other engines: SQLite's FTS5, DuckDB's full-text extension, and DuckDB without one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from corpus_timing import asked, ms, rate, size, timed

from newscrawler.corpus.database import Database
from newscrawler.corpus.query import Limits, ask, stream
from newscrawler.corpus.search.grammar import parse
from newscrawler.corpus.search.words import without_accents

Rows = list[tuple[str, str]]


def sqlite_fts5(database: Database, file: Path, *, reuse: bool) -> Rows:
    """Index title, lead and body without accents in a table that keeps no texts; ranked by bm25."""
    told = file.with_suffix(".json")
    if not (reuse and told.exists()):
        for path in (file, told):
            path.unlink(missing_ok=True)
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            wall, cpu, n = timed(lambda: _fill(connection, database))
        told.write_text(json.dumps(f"{rate(n, wall, cpu)}; {size(file)} without texts"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:

        def run(text: str) -> int:
            match = _fts5(text)
            sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
            connection.execute(sql, (match,)).fetchall()
            return int(connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (match,)).fetchone()[0])

        figures = asked(run, 1)
    rows = [("index built", json.loads(told.read_text())), *figures]
    return [(f"SQLite FTS5 {sqlite3.sqlite_version} (accents never count, no snippets): {a}", b) for a, b in rows]


def _fill(connection: sqlite3.Connection, database: Database) -> int:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE VIRTUAL TABLE texts USING fts5 (title, body, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("BEGIN")
    n = 0
    with stream(database, "SELECT title, concat_ws(' ', lead, body) AS body FROM articles", None, Limits(None)) as rows:
        for batch in rows:
            columns = [column.to_pylist() for column in batch.columns]
            plain = ((_plain(title), _plain(body)) for title, body in zip(*columns, strict=True))
            connection.executemany("INSERT INTO texts (title, body) VALUES (?, ?)", plain)
            n += batch.num_rows
    connection.execute("COMMIT")
    connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    return n


def _plain(text: str) -> str:
    """Take the stroke off đ, which unicode61 leaves; it takes off the accents itself."""
    return text.replace("đ", "d").replace("Đ", "D")


def _fts5(text: str) -> str:
    parts = []
    for group in parse(text).groups:
        terms = " OR ".join('"' + " ".join(map(without_accents, term.words)) + '"' for term in group)
        parts.append(("NOT " if group[0].excluded else "AND ") + f"({terms})")
    return " ".join(parts).removeprefix("AND ")


def duckdb_fts(dataset: Path, file: Path, packages: Path) -> Rows:
    """Ask DuckDB's extension in a process of its own; it builds its index where none stands."""
    script = Path(__file__).with_name("corpus_duckdb_fts.py")
    command = [sys.executable, str(script), "--dataset", str(dataset), "--file", str(file)]
    path = os.pathsep.join([str(packages), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, check=True)
    rows = dict(json.loads(done.stdout))
    name = f"DuckDB FTS {rows.pop('version')} (accents and order never count, no snippets)"
    return [(f"{name}: {what}", said) for what, said in rows.items()]


def duckdb_scan(database: Database) -> Rows:
    """DuckDB over the Parquet files themselves, without any index."""
    sql = """SELECT article_id FROM articles
             WHERE contains(lower(strip_accents(title || ' ' || coalesce(lead, '') || ' ' || body)), $text) LIMIT 10"""
    titles = "SELECT count(*) AS n FROM articles WHERE contains(lower(title), 'ếch đồng')"
    whole = timed(lambda: ask(database, sql, {"text": "khong co chu nay"}, Limits(None)))
    some = timed(lambda: ask(database, titles, None, Limits(None)))
    return [
        ("DuckDB: scan of all texts for a phrase", f"wall {ms(whole[0])}; CPU {ms(whole[1])}"),
        ("DuckDB: scan of all titles", f"wall {ms(some[0])}; CPU {ms(some[1])}"),
    ]
