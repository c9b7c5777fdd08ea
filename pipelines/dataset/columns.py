"""``output/README.md``: the columns of the dataset as a page, made from :mod:`pipelines.schema`.

``python -m pipelines.dataset.columns output/README.md`` writes it; a test says whether it is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

from pipelines.schema import ARTICLES, DUPLICATES, OUTCOMES, REVISIONS, SCHEMA_VERSION

_TABLES = [
    (
        "articles",
        ARTICLES,
        "articles/portal=<portal>/year=<yyyy>/month=<m>/articles.parquet",
        "One row per article: its current revision. `portal`, `year` and `month` stand in the path and are columns for "
        "every reader; year and month are those of `published_at` in Vietnam, 0 when it is null. Rows are sorted by "
        "`published_at`, then `article_id`.",
    ),
    (
        "revisions",
        REVISIONS,
        "revisions/portal=<portal>/year=<yyyy>/month=<m>/revisions.parquet",
        "Every earlier revision, with the columns of `articles`. `duplicate_of`, `duplicate_kind`, `similarity` and "
        "`gone_at` are null here: they are facts about the current text.",
    ),
    (
        "outcomes",
        OUTCOMES,
        "outcomes/portal=<portal>/outcomes.parquet",
        "One row per URL ever discovered, with what became of it; the rows sum to the number discovered. An article "
        "that stands keeps its row when a later visit fails: its outcome is then `unchanged`, with the reason told.",
    ),
    (
        "duplicates",
        DUPLICATES,
        "duplicates/duplicates.parquet",
        "Pairs of articles whose texts are the same or nearly. Nothing is deleted for being a duplicate.",
    ),
]

_HEAD = f"""# The dataset

This folder is what `newscrawler` writes (`--output` names another one). This page is made from `pipelines/schema.py` by
`python -m pipelines.dataset.columns output/README.md`. Schema version {SCHEMA_VERSION}.

| Folder | What is in it |
|---|---|
| `articles/` | one row per article, its current revision |
| `revisions/` | every earlier revision |
| `outcomes/` | one row per discovered URL: what became of it |
| `duplicates/` | pairs of articles with the same or nearly the same text |
| `archive/` | every fetched response as WARC: the dataset is made from it and can be made anew |
| `runs/` | one report per run |
| `state/` | what runs keep between them; not for reading |

```python
import duckdb, pandas as pd, polars as pl, pyarrow.dataset as ds
ds.dataset("output/articles", partitioning="hive").to_table()
pd.read_parquet("output/articles")
pl.read_parquet("output/articles/**/*.parquet", hive_partitioning=True)
duckdb.sql("SELECT * FROM read_parquet('output/articles/**/*.parquet')")
```

Times are UTC. Lists are never null inside; an empty list means that there is none.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for name, schema, path, text in _TABLES:
        parts.append(f"## {name}\n\n`{path}`\n\n{text}\n")
        if name != "revisions":
            parts.append(_rows(schema))
    return "\n".join(parts)


def _rows(schema: pa.Schema) -> str:
    lines = ["| Column | Type | Null | Meaning |", "|---|---|---|---|"]
    for field in schema:
        doc = (field.metadata or {})[b"doc"].decode()
        lines.append(f"| `{field.name}` | {_type(field.type)} | {'yes' if field.nullable else 'no'} | {_cell(doc)} |")
    return "\n".join(lines) + "\n"


def _type(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"list of {_type(type_.value_type)}"
    if pa.types.is_struct(type_):
        return "{" + ", ".join(f"{child.name}: {_type(child.type)}" for child in type_) + "}"
    if pa.types.is_timestamp(type_):
        return "timestamp (µs, UTC)"
    return str(type_)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
