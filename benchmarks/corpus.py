"""Search, SQL and the web page's first page on a generated corpus, with SQLite's FTS5 and DuckDB beside Tantivy.

    python benchmarks/corpus.py --dataset /var/tmp/million --articles 1000000 --work /var/tmp/bench

Generates the dataset when the folder is not there, builds the index, and prints one Markdown table. Queries are run
once to warm up and then in rounds; SQLite answers the same queries from an index of the same texts without accents.
DuckDB is asked for its ``fts`` extension and, where that cannot be had, scans.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import socket
import sqlite3
import statistics
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import duckdb

sys.path.insert(0, str(Path(__file__).parent))

from corpus_generator import write_dataset

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import Database
from newscrawler.corpus.query import Limits, ask, stream
from newscrawler.corpus.search.grammar import parse
from newscrawler.corpus.search.index import SearchIndex
from newscrawler.corpus.search.searching import Filters, search
from newscrawler.corpus.search.words import without_accents

QUERIES = (
    "lao động trẻ em", "lao dong tre em", '"lao động trẻ em"', '"lao dong tre em"', "Đăk Hà", "dak ha", '"dak ha"',
    '"Đăk Hà"', "sâm dưới tán rừng", "sam duoi tan rung", "tái canh cà phê", '"tai canh ca phe"', "cồng chiêng Pleiku",
    "lũ quét sạt lở", "lu quet sat lo", "nhãn hiệu tập thể sầu riêng", "hop dong bao tieu chanh day", "ếch đồng",
    "ech dong", "nấm linh chi Măng Đen", "căn cước người cao tuổi", "chuyển đổi số trường học", "giải bóng đá",
    "kiểm kê đất đai Ngọc Hồi", "mía", "mắc ca", "mac ca tu mo rong", "truy xuất nguồn gốc ớt hiểm", "thông ba lá",
    '"bảo hiểm cho cá tầm"', "Nguyễn Văn Thủy", '"Y Mỹ Diễm"', "hồ tiêu -cà", "gừng OR nghệ", "title:khánh thành",
    "1/KH-UBND", "1075/KH-UBND", "hòa bình", "hoà bình", "Klah Hring",
)  # fmt: skip
COUNT_BY_MONTH = """
    SELECT date_trunc('month', published_at) AS "month", count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL"""


T = TypeVar("T")


def main() -> None:
    options = _options()
    if not options.dataset.exists():
        took, _ = _timed(lambda: write_dataset(options.dataset, options.articles, n_words=options.words))
        print(f"generated {options.articles} articles in {took:.0f} s", file=sys.stderr)
    rows: list[tuple[str, str]] = []
    with closing(Database(options.dataset)) as database:
        n = int(ask(database, "SELECT count(*) AS n FROM articles").table.to_pylist()[0]["n"])
        rows.append(("articles; words each", f"{n:,}; {_words(database):.0f}"))
        rows += _sql(database)
        rows += _tantivy(database, n, options)
        rows += _first_page(options.dataset)
        rows += _sqlite(database, n, options)
        rows += _duckdb(database)
    rows.append(("peak memory of this process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"))
    print("| measured | result |\n| --- | --- |")
    for name, result in rows:
        print(f"| {name} | {result} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for SQLite's file, removed at the end")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=140)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep-index", action="store_true", help="measure with the index that stands")
    parser.add_argument("--no-sqlite", action="store_true")
    return parser.parse_args()


def _sql(database: Database) -> list[tuple[str, str]]:
    times = [_timed(lambda: ask(database, COUNT_BY_MONTH))[0] for _ in range(10)]
    cpu = statistics.median(_cpu(lambda: ask(database, COUNT_BY_MONTH)) for _ in range(5))
    said = f"{_ms(times[0])}; median {_ms(statistics.median(times[1:]))}, best {_ms(min(times))}, CPU {_ms(cpu)}"
    return [("SQL: articles counted by month, first; again", said)]


def _tantivy(database: Database, n: int, options: argparse.Namespace) -> list[tuple[str, str]]:
    index = SearchIndex(database)
    rows = []
    if not (options.keep_index and index.exists()):
        cpu = -time.process_time()
        took, done = _timed(lambda: index.update(rebuild=True))
        cpu += time.process_time()
        assert done.added == n
        rows.append(("Tantivy: index built", f"{_rate(n, took, cpu)}; {_size(index.folder)}"))
    took, _ = _timed(index.update)
    rows.append(("Tantivy: update with nothing new", f"{took:.1f} s"))

    def run(text: str, *, facets: bool) -> int:
        return search(index, text, facets=facets, limit=10).total

    def narrowed(text: str) -> int:
        return search(index, text, Filters(portals=("kontum",), years=(2025,)), sort=Sort.NEWEST, limit=10).total

    rows.append(_figures("Tantivy: search", lambda text: run(text, facets=False), options.rounds))
    rows.append(_figures("Tantivy: search with facets", lambda text: run(text, facets=True), options.rounds))
    rows.append(_figures("Tantivy: search in one portal and year, newest first", narrowed, options.rounds))
    return rows


def _figures(name: str, run: Callable[[str], int], rounds: int) -> tuple[str, str]:
    hits = [run(text) for text in QUERIES]
    times = [_timed(lambda text=text: run(text))[0] for _ in range(rounds) for text in QUERIES]
    cpu = [_cpu(lambda text=text: run(text)) for text in QUERIES]
    median = statistics.median(hits)
    said = f"p50 {_ms(statistics.median(times))}, p95 {_ms(_p95(times))}; CPU p50 {_ms(statistics.median(cpu))}, "
    return name, said + f"p95 {_ms(_p95(cpu))}; median of hits {median:,.0f}"


def _first_page(dataset: Path) -> list[tuple[str, str]]:
    import uvicorn

    from newscrawler.corpus.web.app import create_app

    app = create_app(dataset)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            first, _ = _timed(lambda: _get(address + "/"))
            cpu = statistics.median(_cpu(lambda: _get(address + "/")) for _ in range(5))
            again = [_timed(lambda: _get(address + "/"))[0] for _ in range(20)]
            found = [
                _timed(lambda text=text: _get(f"{address}/?q={urllib.request.quote(text)}"))[0] for text in QUERIES
            ]
            one = [_timed(lambda n=n: _get(f"{address}/articles/kontum-{n:016x}"))[0] for n in range(100, 120)]
        finally:
            server.should_exit = True
            thread.join()
    return [
        ("Web: first page, first time; median of 20", f"{_ms(first)}; {_ms(statistics.median(again))}, CPU {_ms(cpu)}"),
        ("Web: page of results with facets, median; p95", f"{_ms(statistics.median(found))}; {_ms(_p95(found))}"),
        ("Web: page of an article, median; p95", f"{_ms(statistics.median(one))}; {_ms(_p95(one))}"),
    ]


def _sqlite(database: Database, n: int, options: argparse.Namespace) -> list[tuple[str, str]]:
    """Index title, lead and body without accents in a table that keeps no texts; ranked by bm25."""
    if options.no_sqlite:
        return []
    options.work.mkdir(parents=True, exist_ok=True)
    file = options.work / "fts.db"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        cpu = -time.process_time()
        took, _ = _timed(lambda: _fill_sqlite(connection, database))
        cpu += time.process_time()

        def run(text: str) -> int:
            match = _fts5(text)
            sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
            connection.execute(sql, (match,)).fetchall()
            return int(connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (match,)).fetchone()[0])

        figures = _figures("SQLite FTS5: search (accents never count)", run, 1)
    size = _size(file)
    shutil.rmtree(options.work)
    return [("SQLite FTS5: index built", f"{_rate(n, took, cpu)}; {size} without texts"), figures]


def _fill_sqlite(connection: sqlite3.Connection, database: Database) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE VIRTUAL TABLE texts USING fts5 (title, body, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("BEGIN")
    with stream(database, "SELECT title, concat_ws(' ', lead, body) AS body FROM articles", None, Limits(None)) as rows:
        for batch in rows:
            columns = [column.to_pylist() for column in batch.columns]
            plain = ((_plain(title), _plain(body)) for title, body in zip(*columns, strict=True))
            connection.executemany("INSERT INTO texts (title, body) VALUES (?, ?)", plain)
    connection.execute("COMMIT")
    connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")


def _plain(text: str) -> str:
    """Take the stroke off đ, which unicode61 leaves; it takes off the accents itself."""
    return text.replace("đ", "d").replace("Đ", "D")


def _fts5(text: str) -> str:
    parts = []
    for group in parse(text).groups:
        terms = " OR ".join('"' + " ".join(map(without_accents, term.words)) + '"' for term in group)
        parts.append(("NOT " if group[0].excluded else "AND ") + f"({terms})")
    return " ".join(parts).removeprefix("AND ")


def _duckdb(database: Database) -> list[tuple[str, str]]:
    try:
        with closing(duckdb.connect()) as connection:
            connection.execute("INSTALL fts")
        had = "can be installed here"
    except duckdb.Error as error:
        had = f"cannot be had here ({type(error).__name__})"
    sql = """SELECT article_id FROM articles
             WHERE contains(lower(strip_accents(title || ' ' || coalesce(lead, '') || ' ' || body)), $text) LIMIT 10"""
    rare = "SELECT count(*) AS n FROM articles WHERE contains(lower(title), 'ếch đồng')"
    took, _ = _timed(lambda: ask(database, sql, {"text": "khong co chu nay"}, Limits(None)))
    titles, _ = _timed(lambda: ask(database, rare, None, Limits(None)))
    return [
        ("DuckDB: extension fts", had),
        ("DuckDB: scan of all texts for a phrase; of titles", f"{took:.1f} s; {titles:.1f} s"),
    ]


def _words(database: Database) -> float:
    return float(ask(database, "SELECT avg(n_words) AS n FROM articles").table.to_pylist()[0]["n"])


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        body: bytes = answer.read()
        return body


def _timed(run: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


def _cpu(run: Callable[[], object]) -> float:
    """CPU seconds of the whole process: what a busy machine does not stretch."""
    began = time.process_time()
    run()
    return time.process_time() - began


def _rate(n: int, took_s: float, cpu_s: float) -> str:
    return f"{took_s:.0f} s, {n / took_s:,.0f} articles/s; CPU {cpu_s:.0f} s, {n / cpu_s:,.0f} articles per CPU s"


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [Path(folder) / name for folder, _, names in os.walk(path) for name in names]
    return f"{sum(file.stat().st_size for file in files) / 1e9:.2f} GB"


if __name__ == "__main__":
    main()
