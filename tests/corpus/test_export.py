"""Exports, read back by what they are for."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from newscrawler.corpus.export.merging import WATCHED
from pipelines import schema

from .conftest import CommandLine
from .test_search import article, write


def ids(root: Path) -> set[str]:
    return set(
        ds.dataset(root / "articles", partitioning="hive").to_table(columns=["article_id"])["article_id"].to_pylist()
    )


def export(command: CommandLine, *arguments: object) -> str:
    result = command("export", *arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    return result.stderr


def test_json_lines(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    plain = tmp_path / "a.jsonl"
    assert export(command, "jsonl", plain, "-o", dataset) == f"600 rows written to {plain}\n"
    export(command, "jsonl", tmp_path / "a.jsonl.gz", "-o", dataset)
    lines = plain.read_text("utf-8").splitlines()
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()).decode().splitlines() == lines
    assert {json.loads(line)["article_id"] for line in lines} == ids(dataset)
    assert set(json.loads(lines[0])) == set(schema.ARTICLES.names) | {"portal", "year", "month"}


def test_csv_of_some_columns(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    to = tmp_path / "deep" / "a.csv"
    export(
        command, "csv", to, "-o", dataset, "-c", "article_id", "-c", "title", "--portal", "kontum", "--no-duplicates"
    )
    with to.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["article_id", "title"]
    assert len(rows) == 201


def test_parquet_file_and_folder(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    export(command, "parquet", tmp_path / "a.parquet", "-o", dataset, "--since", "2026-08-01", "--until", "2026-08-31")
    table = pq.read_table(tmp_path / "a.parquet")
    assert set(table["month"].to_pylist()) == {8}
    for field in schema.ARTICLES:
        assert table.schema.field(field.name).type.equals(field.type), field.name
        assert table.schema.field(field.name).metadata[b"doc"]
    export(command, "parquet", tmp_path / "folder", "-o", dataset)
    assert ds.dataset(tmp_path / "folder", partitioning="hive").count_rows() == 600
    assert (tmp_path / "folder" / "portal=kontum" / "year=2026").is_dir()
    assert command("export", "parquet", tmp_path / "folder", "-o", dataset).exit_code == 2


def test_other_tables(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    for table in ("revisions", "outcomes", "documents", "duplicates"):
        export(command, "parquet", tmp_path / f"{table}.parquet", "-o", dataset, "--table", table)
        assert pq.read_table(tmp_path / f"{table}.parquet").num_rows > 0
    assert command("export", "csv", tmp_path / "x.csv", "-o", dataset, "--table", "secrets").exit_code == 2
    assert command("export", "csv", tmp_path / "x.csv", "-o", dataset, "-c", "no").exit_code == 2
    assert not (tmp_path / "x.csv").exists()


def test_hugging_face(dataset: Path, tmp_path: Path, command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news"
    export(command, "huggingface", folder, "-o", dataset)
    export(command, "huggingface", folder, "-o", dataset)
    card = (folder / "README.md").read_text("utf-8")
    assert card.startswith("---\nlanguage:\n- vi\n")
    assert "n<1K" in card
    assert sum(pq.ParquetFile(file).metadata.num_rows for file in (folder / "data").iterdir()) == 600
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert command("export", "huggingface", tmp_path / "mine", "-o", dataset).exit_code == 2
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_load_dataset_reads_the_folder(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    export(command, "huggingface", tmp_path / "news", "-o", dataset)
    # In a process of its own: the library looks for a network when it is imported, and warns.
    program = (
        "from datasets import load_dataset; "
        f"d = load_dataset({str(tmp_path / 'news')!r}, split='train', cache_dir={str(tmp_path / 'cache')!r}); "
        "print(d.num_rows, d.features['title'].dtype, len(d[0]['body']) > 0)"
    )
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=offline, check=True)
    assert done.stdout.split() == ["600", "string", "True"]


def test_sqlite_searches_without_accents(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    to = tmp_path / "corpus.db"
    export(command, "sqlite", to, "-o", dataset)
    export(command, "sqlite", to, "-o", dataset)
    with closing(sqlite3.connect(to)) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in
                  ("articles", "revisions", "documents", "duplicates", "outcomes")]  # fmt: skip
        assert counts[0] == 600
        assert all(counts)
        found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        plain, accented = (connection.execute(found, (text,)).fetchone()[0] for text in ('"dak ha"', '"Đăk Hà"'))
        truth = connection.execute(
            "SELECT count(*) FROM articles WHERE title || ' ' || coalesce(lead, '') || ' ' || body LIKE '%Đăk Hà%'"
        ).fetchone()[0]
        assert plain == accented == truth > 0
        snippet = connection.execute(
            "SELECT snippet(articles_fts, 2, '[', ']', '…', 8) FROM articles_fts WHERE articles_fts MATCH 'body:sam'"
        ).fetchone()[0]
        assert "[sâm]" in snippet
        assert json.loads(connection.execute("SELECT documents FROM articles LIMIT 1").fetchone()[0]) is not None
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_datasette_opens_it(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    pytest.importorskip("datasette", reason="Datasette is not installed")
    export(command, "sqlite", tmp_path / "corpus.db", "-o", dataset)
    path = "/corpus/articles.json?_search=sam&_size=3&_shape=array"
    asked = [sys.executable, "-W", "ignore", "-m", "datasette", str(tmp_path / "corpus.db"), "--get", path]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert len(json.loads(done.stdout)) == 3


def edited_copy(dataset: Path, root: Path) -> tuple[str, str, int]:
    """Copy the dataset, edit one article, lose one file; return the edited id, a lost id and how many were lost."""
    shutil.copytree(dataset, root)
    files = sorted((root / "articles" / "portal=kontum").rglob("*.parquet"))
    lost = pq.ParquetFile(files[-1]).read(["article_id"])["article_id"].to_pylist()
    files[-1].unlink()
    table = pq.ParquetFile(files[0]).read().to_pylist()
    table[0] |= {"title": "Tiêu đề đã sửa", "revision": 9}
    import pyarrow as pa

    pq.write_table(pa.Table.from_pylist(table, schema=schema.ARTICLES), files[0])
    return table[0]["article_id"], lost[0], len(lost)


def test_a_second_delta_export_updates(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    delta = pytest.importorskip("deltalake")
    to = tmp_path / "lake"
    assert export(command, "delta", to, "-o", dataset).startswith("600 rows")
    assert export(command, "delta", to, "-o", dataset).startswith("0 rows")
    edited, lost, n_lost = edited_copy(dataset, tmp_path / "copy")
    export(command, "delta", to, "-o", tmp_path / "copy", "--portal", "gialai")
    assert delta.DeltaTable(str(to)).count() == 600
    assert export(command, "delta", to, "-o", tmp_path / "copy").startswith(f"{n_lost + 1} rows")
    table = delta.DeltaTable(str(to))
    rows = {
        row["article_id"]: row["title"] for row in table.to_pyarrow_table(columns=["article_id", "title"]).to_pylist()
    }
    assert len(rows) == table.count() == 600 - n_lost
    assert rows[edited] == "Tiêu đề đã sửa"
    assert lost not in rows
    # What every release of Delta Lake for Spark reads.
    assert (table.protocol().min_reader_version, table.protocol().min_writer_version) == (1, 2)
    assert not table.protocol().reader_features


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_second_iceberg_export_updates(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    pytest.importorskip("pyiceberg.catalog.sql")
    from newscrawler.corpus.export.iceberg import NAME, open_catalog

    to = tmp_path / "lake"
    assert export(command, "iceberg", to, "-o", dataset).startswith("600 rows")
    assert export(command, "iceberg", to, "-o", dataset).startswith("0 rows")
    edited, lost, n_lost = edited_copy(dataset, tmp_path / "copy")
    assert export(command, "iceberg", to, "-o", tmp_path / "copy").startswith(f"{n_lost + 1} rows")
    table = open_catalog(to).load_table(NAME)
    found = table.scan(selected_fields=("article_id", "title", "documents")).to_arrow().to_pylist()
    rows = {row["article_id"]: row["title"] for row in found}
    assert len(found) == len(rows) == 600 - n_lost
    assert rows[edited] == "Tiêu đề đã sửa"
    assert lost not in rows


def test_lakes_take_whole_articles_and_empty_folders(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    for form, library in (("delta", "deltalake"), ("iceberg", "pyiceberg.catalog.sql")):
        pytest.importorskip(library)
        assert command("export", form, tmp_path / "mine", "-o", dataset).exit_code == 2
        assert command("export", form, tmp_path / "new", "-o", dataset, "-c", "title").exit_code == 2
        assert command("export", form, tmp_path / "new", "-o", dataset, "--table", "outcomes").exit_code == 2


def test_what_is_watched_are_columns() -> None:
    assert set(WATCHED) <= set(schema.ARTICLES.names)


def test_exports_of_a_dataset_without_rows(empty: Path, tmp_path: Path, command: CommandLine) -> None:
    for form, name in (("jsonl", "a.jsonl"), ("csv", "a.csv"), ("parquet", "a.parquet"), ("parquet", "pq"),
                       ("huggingface", "hf"), ("sqlite", "a.db")):  # fmt: skip
        assert export(command, form, tmp_path / name, "-o", empty).startswith("0 rows")


def test_a_row_survives_every_form(tmp_path: Path, generator: ModuleType, command: CommandLine) -> None:
    odd = 'Ngày "1/2"; =1+1,\ttab\r\nhai dòng \U0001f33f'
    write(tmp_path / "d", [article(generator, "thu-1", odd, lead=odd, tags=[odd])])
    root = tmp_path / "d"
    export(command, "jsonl", tmp_path / "a.jsonl", "-o", root)
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["title"] == odd
    export(command, "csv", tmp_path / "a.csv", "-o", root)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        assert next(csv.DictReader(opened))["lead"] == odd
    export(command, "sqlite", tmp_path / "a.db", "-o", root)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT title FROM articles").fetchone()[0] == odd
