"""A Delta Lake table of the articles; a second export updates it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from newscrawler.corpus.database import Database
from newscrawler.corpus.export.merging import WATCHED, must_be_articles
from newscrawler.corpus.export.rows import Chosen, exported
from newscrawler.corpus.extras import load
from pipelines.errors import QueryError


def export_delta(database: Database, chosen: Chosen, to: Path, *, whole: bool) -> int:
    """Merge the articles into the table at ``to`` on ``article_id``, making it first where there is none.

    Rows that changed are replaced, new ones inserted, the same ones left alone. With ``whole`` (the export is of the
    whole dataset) rows that are no longer in the dataset are deleted. Returns the number of rows written or deleted.
    """
    delta = load("deltalake", "exports", "newscrawler export delta")
    must_be_articles(chosen)
    with exported(database, chosen) as (columns, batches):
        reader = pa.RecordBatchReader.from_batches(columns, batches)
        if not delta.DeltaTable.is_deltatable(str(to)):
            if to.exists() and any(to.iterdir()):
                raise QueryError(f"{to} is not empty and is no Delta table: name a new folder")
            delta.write_deltalake(str(to), reader, partition_by=["portal", "year"], name="articles")
            return int(delta.DeltaTable(str(to)).count())
        changed = " OR ".join(f"(target.{name} IS DISTINCT FROM source.{name})" for name in WATCHED)
        merger = delta.DeltaTable(str(to)).merge(
            reader, "target.article_id = source.article_id", source_alias="source", target_alias="target"
        )
        merger = merger.when_matched_update_all(predicate=changed).when_not_matched_insert_all()
        if whole:
            merger = merger.when_not_matched_by_source_delete()
        done: dict[str, Any] = merger.execute()
    names = ("num_target_rows_inserted", "num_target_rows_updated", "num_target_rows_deleted")
    return sum(int(done.get(name, 0)) for name in names)
