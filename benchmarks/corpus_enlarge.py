"""Make a large dataset of a small one: every article keeps most of one text and takes a paragraph of another.

Writing a million rows one by one takes an hour of one core; columns at a time it takes minutes.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines import schema

VIETNAM = timezone(timedelta(hours=7))


def enlarge(base: Path, root: Path, n_articles: int, *, seed: int = 7, last_day: date = date(2026, 10, 31)) -> None:
    """Write ``n_articles`` articles over the last ten years into ``root``, made of those in ``base``.

    Titles, leads and facts are those of one article of ``base``; the last paragraph is another's. Outcomes, duplicates
    and runs are copied as they are: only articles are many.
    """
    for name in ("newscrawler.json", "runs", "outcomes", "duplicates"):
        (shutil.copytree if (base / name).is_dir() else shutil.copy)(base / name, root / name)
    portals = sorted(path.name.removeprefix("portal=") for path in (base / "articles").iterdir())
    draw = np.random.default_rng(seed)
    months = [date(year, month, 1) for year in range(last_day.year - 9, last_day.year + 1) for month in range(1, 13)]
    months = [month for month in months if month <= last_day]
    for place, portal in enumerate(portals):
        share = n_articles // len(portals) + (place < n_articles % len(portals))
        source = ds.dataset(base / "articles" / f"portal={portal}", schema=schema.ARTICLES).to_table().combine_chunks()
        written = 0
        for number, month in enumerate(months, 1):
            upto = share * number // len(months)
            table = _month(source, portal, month, written, upto - written, draw)
            folder = root / "articles" / f"portal={portal}" / f"year={month.year}" / f"month={month.month:02d}"
            folder.mkdir(parents=True)
            pq.write_table(table, folder / "articles.parquet", compression="zstd", row_group_size=5_000)
            written = upto


def _month(source: pa.Table, portal: str, month: date, first: int, n: int, draw: np.random.Generator) -> pa.Table:
    table = source.take(pa.array(draw.integers(0, source.num_rows, n)))
    other = source["body"].take(pa.array(draw.integers(0, source.num_rows, n)))
    body = pc.binary_join_element_wise(
        pc.replace_substring_regex(table["body"], "\n[^\n]*$", ""),
        pc.replace_substring_regex(other, "^(?s:.*)\n", ""),
        "\n",
    )
    start = datetime(month.year, month.month, 1, tzinfo=VIETNAM)
    minutes = np.sort(draw.integers(0, 28 * 24 * 60, n))
    at = pa.array(int(start.timestamp()) * 1_000_000 + minutes * 60_000_000, pa.int64()).cast(schema.TIMESTAMP)
    columns = {
        "article_id": [f"{portal}-{number:016x}" for number in range(first, first + n)],
        "identity": [f"ItemID={number}" for number in range(first, first + n)],
        "url": [f"https://{portal}.example.vn/bai-viet/{number}" for number in range(first, first + n)],
        "body": body,
        "body_markdown": body,
        "published_at": at,
        "duplicate_of": pa.nulls(n, pa.string()),
        "duplicate_kind": pa.nulls(n, pa.string()),
        "similarity": pa.nulls(n, pa.float32()),
    }
    for name, values in columns.items():
        position = table.schema.get_field_index(name)
        table = table.set_column(
            position, schema.ARTICLES.field(name), pa.chunked_array([values]) if isinstance(values, list) else values
        )
    return table
