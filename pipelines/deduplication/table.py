"""The pairs as the table ``duplicates/`` promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipelines.deduplication.index import Pair
from pipelines.schema import DUPLICATES


def pairs_table(pairs: Iterable[Pair]) -> pa.Table:
    """``pairs`` by :data:`pipelines.schema.DUPLICATES`, sorted by article_id and of: the same set, the same bytes."""
    ordered = sorted(pairs, key=lambda pair: (pair.article_id, pair.of))
    columns: dict[str, list[Any]] = {
        "article_id": [pair.article_id for pair in ordered],
        "of": [pair.of for pair in ordered],
        "kind": [pair.kind.value for pair in ordered],
        "scope": [pair.scope for pair in ordered],
        "similarity": [pair.similarity for pair in ordered],
        "only_here": [list(pair.only_here) for pair in ordered],
        "only_there": [list(pair.only_there) for pair in ordered],
    }
    return pa.table(columns, schema=DUPLICATES)
