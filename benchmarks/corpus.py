"""Search, SQL and the web page's first page on a generated corpus, with SQLite's FTS5 and DuckDB's FTS beside Tantivy.

    python benchmarks/corpus.py --dataset /var/tmp/million --articles 1000000 --work /var/tmp/bench

Generates the dataset when the folder is not there, builds the three indexes, and prints one Markdown table. Indexes
stay for the next run: ``--reuse`` measures with those that stand, and repeats what building them took. Every query is
asked once to warm up and then in rounds; wall time and CPU time of all threads stand side by side. DuckDB's extension
needs packages of its own (see ``corpus_duckdb_fts.py``): ``--duckdb-fts FOLDER`` names where they are.
"""

from __future__ import annotations

import argparse
import json
import resource
import socket
import sys
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import corpus_engines
from corpus_generator import write_dataset
from corpus_timing import asked, ms, p95, rate, several, size, timed

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import Database
from newscrawler.corpus.query import ask
from newscrawler.corpus.search.index import SearchIndex
from newscrawler.corpus.search.searching import Filters, search

COUNT_BY_MONTH = """
    SELECT date_trunc('month', published_at) AS "month", count(*) AS n FROM articles GROUP BY ALL ORDER BY ALL"""
Rows = list[tuple[str, str]]


def main() -> None:
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.dataset.exists():
        wall, _, _ = timed(lambda: write_dataset(options.dataset, options.articles, n_words=options.words))
        print(f"generated {options.articles} articles in {wall:.0f} s", file=sys.stderr)
    print("| measured | result |\n| --- | --- |")
    with closing(Database(options.dataset)) as database:
        facts = ask(database, "SELECT count(*) AS n, avg(n_words) AS words FROM articles").table.to_pylist()[0]
        _tell([("articles; words each", f"{facts['n']:,}; {facts['words']:.0f}")])
        _tell([("SQL: articles counted by month", several(lambda: ask(database, COUNT_BY_MONTH), 10))])
        _tell(_tantivy(database, int(facts["n"]), options))
        _tell(_web(options.dataset))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _tell([("peak memory of this process until here", f"{memory:.0f} MB")])
        _tell(corpus_engines.sqlite_fts5(database, options.work / "fts5.db", reuse=options.reuse))
        if options.duckdb_fts:
            _tell(corpus_engines.duckdb_fts(options.dataset, options.work / "fts.duckdb", options.duckdb_fts))
        _tell(corpus_engines.duckdb_scan(database))


def _tell(rows: Iterable[tuple[str, str]]) -> None:
    for name, result in rows:
        print(f"| {name} | {result} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where the other engines' files stand")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=140)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reuse", action="store_true", help="measure with the indexes that stand")
    parser.add_argument("--duckdb-fts", type=Path, help="folder with duckdb 1.5 and duckdb-extension-fts")
    return parser.parse_args()


def _tantivy(database: Database, n: int, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    index = SearchIndex(database)
    told = options.work / "tantivy.json"
    if not (options.reuse and index.exists()):
        wall, cpu, done = timed(lambda: index.update(rebuild=True))
        assert done.added == n
        told.write_text(json.dumps(f"{rate(n, wall, cpu)}; {size(index.folder)}"))
    if told.exists():
        yield "Tantivy: index built", json.loads(told.read_text())
    yield "Tantivy: update with nothing new", f"{timed(index.update)[0]:.1f} s"
    narrow = Filters(portals=("kontum",), years=(2025,))
    for name, arguments in (
        ("search", {}),
        ("search with facets", {"facets": True}),
        ("search in one portal and year, newest first", {"filters": narrow, "sort": Sort.NEWEST}),
    ):

        def run(text: str, arguments: dict[str, object] = arguments) -> int:
            return search(index, text, limit=10, **arguments).total  # type: ignore[arg-type]

        for what, said in asked(run, options.rounds):
            yield f"Tantivy: {name}, {what}", said


@contextmanager
def _served(dataset: Path) -> Iterator[str]:
    import uvicorn

    from newscrawler.corpus.web.app import create_app

    app = create_app(dataset)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _web(dataset: Path) -> Rows:
    with _served(dataset) as address:
        first = several(lambda: _get(address + "/"), 20)
        found = asked(lambda text: len(_get(f"{address}/?q={urllib.request.quote(text)}")), 1)[:2]
        articles = [timed(lambda n=n: _get(f"{address}/articles/kontum-{n:016x}"))[0] for n in range(100, 120)]
    return [
        ("Web: first page", first),
        *[(f"Web: page of results with facets, {what}", said) for what, said in found],
        ("Web: page of an article, wall median; p95", f"{ms(sorted(articles)[10])}; {ms(p95(articles))}"),
    ]


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        body: bytes = answer.read()
        return body


if __name__ == "__main__":
    main()
