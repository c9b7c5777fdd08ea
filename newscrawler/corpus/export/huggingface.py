"""A folder that Hugging Face ``datasets`` loads by its name, with a dataset card."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawler.corpus.database import Database
from newscrawler.corpus.export.rows import Chosen, exported
from newscrawler.corpus.report.card import Facts, data_card
from pipelines.errors import QueryError

_ROWS_PER_FILE = 200_000
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_MARK = "<!-- written by newscrawler export huggingface -->"


_LOADING = """
## Loading

```python
from datasets import load_dataset

articles = load_dataset("path/to/folder", split="train")
```
"""


def export_huggingface(database: Database, chosen: Chosen, to: Path) -> int:
    """Write ``README.md`` (the card) and ``data/train-*.parquet``; return the number of rows.

    ``datasets.load_dataset("<folder>")`` gives split ``train``. A folder written earlier is replaced; anything else
    that is not empty is refused.
    """
    if to.exists() and any(to.iterdir()) and not _is_ours(to):
        raise QueryError(f"{to} is not empty and holds no earlier export: name a new folder")
    part = to.with_name(to.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "data").mkdir(parents=True)
    with exported(database, chosen) as (columns, batches):
        n, files = 0, 0
        writer: pq.ParquetWriter | None = None
        for batch in batches:
            if writer is None or n >= files * _ROWS_PER_FILE:
                writer = _next(part, columns, files, writer)
                files += 1
            writer.write_batch(batch)
            n += batch.num_rows
        if writer is None:
            writer = _next(part, columns, 0, None)
            files = 1
        writer.close()
    for number in range(files):
        (part / f"{number}.parquet").rename(part / "data" / f"train-{number:05d}-of-{files:05d}.parquet")
    (part / "README.md").write_text(_card(database, chosen, n), "utf-8")
    if to.exists():
        shutil.rmtree(to)
    part.rename(to)
    return n


def _next(folder: Path, columns: pa.Schema, number: int, before: pq.ParquetWriter | None) -> pq.ParquetWriter:
    if before is not None:
        before.close()
    return pq.ParquetWriter(folder / f"{number}.parquet", columns, compression="zstd")


def _is_ours(folder: Path) -> bool:
    card = folder / "README.md"
    return card.is_file() and _MARK in card.read_text("utf-8", errors="replace")


def _card(database: Database, chosen: Chosen, n: int) -> str:
    size = next((name for most, name in _SIZES if n < most), "1M<n<10M" if n < 10_000_000 else "n>10M")
    head = f"""---
language:
- vi
license: other
license_name: portal-works
pretty_name: Articles of Vietnamese provincial portals
size_categories:
- {size}
task_categories:
- text-generation
- text-retrieval
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*.parquet
---
{_MARK}

"""
    kept = "" if chosen.duplicates else "\nArticles that repeat an earlier one are left out.\n"
    return head + data_card(Facts.gather(database)) + _LOADING + kept
