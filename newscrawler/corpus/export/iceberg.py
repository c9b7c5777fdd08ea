"""An Apache Iceberg table of the articles with a catalogue in SQLite; a second export updates it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from newscrawler.corpus.database import Database
from newscrawler.corpus.export.merging import WATCHED, must_be_articles
from newscrawler.corpus.export.rows import Chosen, exported
from newscrawler.corpus.extras import load
from newscrawler.corpus.query import Limits, ask
from pipelines.errors import QueryError

NAME = "newscrawler.articles"
"""The table's name in the catalogue."""
_ROWS_PER_COMMIT = 100_000


def export_iceberg(database: Database, chosen: Chosen, to: Path, *, whole: bool) -> int:
    """Merge the articles into the table of the catalogue ``to/catalog.db``, making both first where there are none.

    Rows that changed are replaced, new ones inserted, the same ones left alone; with ``whole`` rows that are no longer
    in the dataset are deleted. Returns the number of rows written or deleted.
    """
    must_be_articles(chosen)
    catalog = open_catalog(to)
    catalog.create_namespace_if_not_exists("newscrawler")
    with exported(database, chosen) as (columns, batches):
        columns = _wider(columns)
        if not catalog.table_exists(NAME):
            catalog.create_table(NAME, schema=columns, properties={"format-version": "2"})
        table = catalog.load_table(NAME)
        held = _held(table)
        now = _now(database, chosen)
        stale = [article for article, key in held.items() if (key != now[article] if article in now else whole)]
        fresh = {article for article, key in now.items() if held.get(article) != key}
        if not stale and not fresh:
            return 0
        with table.transaction() as change:
            if stale:
                within = load("pyiceberg.expressions", "exports", "newscrawler export iceberg").In
                change.delete(within("article_id", set(stale)))
            waiting: list[pa.RecordBatch] = []
            for batch in batches:
                waiting.append(_only(batch, fresh, columns))
                if sum(part.num_rows for part in waiting) >= _ROWS_PER_COMMIT:
                    change.append(pa.Table.from_batches(waiting, columns))
                    waiting = []
            if any(part.num_rows for part in waiting):
                change.append(pa.Table.from_batches(waiting, columns))
    return len(fresh) + sum(article not in now for article in stale)


def open_catalog(to: Path) -> Any:
    """Open the catalogue below ``to``, as any reader may: type sql, ``sqlite:///<to>/catalog.db``."""
    catalogs = load("pyiceberg.catalog.sql", "exports", "newscrawler export iceberg")
    if to.exists() and any(to.iterdir()) and not (to / "catalog.db").exists():
        raise QueryError(f"{to} is not empty and holds no catalogue: name a new folder")
    to.mkdir(parents=True, exist_ok=True)
    where = to.absolute()
    return catalogs.SqlCatalog("newscrawler", uri=f"sqlite:///{where}/catalog.db", warehouse=where.as_uri())


def _held(table: Any) -> dict[str, tuple[object, ...]]:
    rows = table.scan(selected_fields=("article_id", *WATCHED)).to_arrow()
    return _keys(rows)


def _now(database: Database, chosen: Chosen) -> dict[str, tuple[object, ...]]:
    names = Chosen("articles", ("article_id", *WATCHED), chosen.duplicates)
    return _keys(ask(database, names.sql, limits=Limits(None)).table)


def _keys(rows: pa.Table) -> dict[str, tuple[object, ...]]:
    columns = []
    for name in WATCHED:
        column = rows[name]
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        columns.append(column.to_pylist())
    articles = [str(article) for article in rows["article_id"].to_pylist()]
    return dict(zip(articles, zip(*columns, strict=True), strict=True))


def _only(batch: pa.RecordBatch, wanted: set[str], columns: pa.Schema) -> pa.RecordBatch:
    mask = pa.array([article in wanted for article in batch.column("article_id").to_pylist()])
    kept = batch.filter(mask)
    arrays = [array.cast(field.type) for array, field in zip(kept.columns, columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=columns)


def _wider(columns: pa.Schema) -> pa.Schema:
    """Iceberg's smallest integer has 32 bits."""
    small = (pa.int8(), pa.int16())
    return pa.schema([field.with_type(pa.int32()) if field.type in small else field for field in columns])
