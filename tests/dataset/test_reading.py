"""Reading from outside: one line each, with the hive partitions as typed columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipelines.dataset import parquet_files
from pipelines.dataset.merge import SORTED_BY
from pipelines.schema import ARTICLES, SCHEMA_VERSION

from .folders import opened, publish_items
from .samples import HANOI, article
from .walks import text


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    with opened(root) as dataset:
        items = [
            article(f"n{n}", n=n, text=text(n), published_at=datetime(2024, 1 + n % 12, 3, tzinfo=HANOI) if n else None)
            for n in range(13)
        ]
        publish_items(dataset, items, "p1")
    return root


def test_pyarrow(root: Path) -> None:
    table = ds.dataset(root / "articles", partitioning="hive").to_table(columns=["title", "year", "month", "portal"])
    assert sorted(set(table["year"].to_pylist())) == [0, 2024]
    assert sorted(set(table["month"].to_pylist())) == list(range(13))


def test_pandas(root: Path) -> None:
    frame = pd.read_parquet(root / "articles")
    assert len(frame) == 13
    assert set(frame["year"].astype(int)) == {0, 2024}
    assert str(frame["published_at"].dtype) == "datetime64[us, UTC]"


def test_polars(root: Path) -> None:
    frame = pl.read_parquet(root / "articles/**/*.parquet", hive_partitioning=True)
    assert frame.height == 13
    assert frame.schema["year"].is_integer()
    assert frame.schema["month"].is_integer()
    assert frame.filter(pl.col("month") == 4).height == 1


def test_duckdb(root: Path) -> None:
    rows = duckdb.sql(
        f"SELECT year, month, typeof(month), len(documents) FROM read_parquet('{root}/articles/**/*.parquet')"
        " WHERE year = 2024 AND month = 4"
    ).fetchall()
    assert rows == [(2024, 4, "BIGINT", 1)]


def test_every_column_says_what_it_means(root: Path) -> None:
    file = next((root / "articles").rglob("*.parquet"))
    schema = parquet_files.schema_of(file)
    assert schema.metadata[b"newscrawler.schema"] == str(SCHEMA_VERSION).encode()
    docs = [(field.metadata or {}).get(b"doc") for field in schema]
    assert docs == [field.metadata[b"doc"] for field in ARTICLES]


def test_bytes_depend_on_the_rows_only(root: Path, tmp_path: Path) -> None:
    file = sorted((root / "articles").rglob("*.parquet"))[-1]
    rows = pa.Table.from_arrays(parquet_files.read(file).columns, schema=ARTICLES)
    pieces = [rows.slice(n, 1) for n in range(rows.num_rows)]
    parquet_files.write(pa.concat_tables(pieces), tmp_path / "a.parquet", SORTED_BY["articles"])
    parquet_files.write(rows.combine_chunks(), tmp_path / "b.parquet", SORTED_BY["articles"])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes() == file.read_bytes()
    metadata = pq.read_metadata(file)
    assert metadata.row_group(0).column(0).compression == "ZSTD"
    assert metadata.row_group(0).sorting_columns
