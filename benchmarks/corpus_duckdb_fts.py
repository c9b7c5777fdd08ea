"""DuckDB's full-text extension over the articles of a dataset: run by ``corpus.py`` in a process of its own.

The extension has no release for DuckDB 2; PyPI carries it for 1.5, so this runs with those packages first on the path:

    pip install --target FOLDER duckdb==1.5.5 duckdb-extension-fts==1.5.5
    PYTHONPATH=FOLDER python benchmarks/corpus_duckdb_fts.py --dataset DATASET --file fts.duckdb

Title, lead and body are indexed without accents and without the stroke of đ. A query's words must all stand in the
article (``conjunctive``); phrases, exclusions and OR are not known to it, so every query is asked as its words, and
only one in four is asked. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import duckdb
import duckdb_extension_fts

sys.path.insert(0, str(Path(__file__).parent))

from corpus_timing import QUERIES, asked, rate, size, timed

EXTENSION = next(Path(duckdb_extension_fts.__file__).parent.rglob("fts.duckdb_extension"))
EVERY = 4
"""One query in so many is asked: at a million articles each takes seconds."""
MATCH = """
    SELECT id, score FROM (SELECT id, fts_main_texts.match_bm25(id, $words, conjunctive := 1) AS score FROM texts)
    WHERE score IS NOT NULL ORDER BY score DESC LIMIT 10"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--file", type=Path, required=True, help="the database; built when it is not there")
    parser.add_argument("--memory", default="8GB")
    options = parser.parse_args()
    built = options.file.with_suffix(".json")
    rows: list[tuple[str, str]] = []
    with closing(duckdb.connect(str(options.file), config={"allow_unsigned_extensions": "true"})) as connection:
        connection.execute(f"SET memory_limit = '{options.memory}'; SET threads = 2")
        connection.execute(f"LOAD '{EXTENSION}'")
        if not built.exists():
            wall, cpu, n = timed(lambda: build(connection, options.dataset))
            connection.execute("CHECKPOINT")
            built.write_text(json.dumps(rate(n, wall, cpu)))
        rows.append(("index built", f"{json.loads(built.read_text())}; {size(options.file)} without texts"))

        def run(text: str) -> int:
            return len(connection.execute(MATCH, {"words": plain_words(text)}).fetchall())

        queries = list(dict.fromkeys(map(plain_words, QUERIES)))[::EVERY]
        rows += [row for row in asked(run, 1, queries) if "hits" not in row[0]]
    rows.append(("version", duckdb.__version__))
    print(json.dumps(rows))


def build(connection: duckdb.DuckDBPyConnection, dataset: Path) -> int:
    connection.execute("DROP TABLE IF EXISTS texts")
    connection.execute(f"""
        CREATE TABLE texts AS
        SELECT row_number() OVER () AS id, replace(lower(strip_accents(title)), 'đ', 'd') AS title,
               replace(lower(strip_accents(concat_ws(' ', lead, body))), 'đ', 'd') AS body
        FROM read_parquet('{dataset}/articles/**/*.parquet')""")
    connection.execute(
        "PRAGMA create_fts_index('texts', 'id', 'title', 'body', stemmer = 'none', stopwords = 'none', "
        "ignore = '[^a-z0-9]+', strip_accents = 0, lower = 0, overwrite = 1)"
    )
    n = int(connection.execute("SELECT count(*) FROM texts").fetchone()[0])
    connection.execute("ALTER TABLE texts DROP COLUMN body")
    return n


def plain_words(text: str) -> str:
    text = re.sub(r"\b(OR|title:)", " ", text)
    letters = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters.lower().replace("đ", "d")))


if __name__ == "__main__":
    main()
