"""One partition's new rows from the rows that stand in it, the staged ones, and what their articles' histories say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dataset.revisions import Place, RecordKey
from pipelines.dataset.rows import plain
from pipelines.schema import ARTICLES, REVISIONS, TIMESTAMP

SORTED_BY = {"articles": ("published_at", "article_id"), "revisions": ("published_at", "article_id", "revision")}
"""Order of the rows in each table's files."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of an article's current row apart from its page: its cluster, and whether it was removed."""

    duplicate_of: str | None = None
    duplicate_kind: str | None = None
    similarity: float | None = None
    gone_at: int | None = None
    """Microseconds since 1970, UTC."""


UNMARKED = Marks()
"""What an earlier revision carries: clusters and removals are facts about the current text."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Whose duplicate an article is; all ``None`` for leaders and singles."""

    duplicate_of: str | None
    duplicate_kind: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publish changes."""

    places: Mapping[RecordKey, Place | None]
    """New place of each row concerned; ``None`` takes it out of the dataset. Rows not named stay as they are."""
    marks: Mapping[str, Marks]
    """New marks by article id, for current rows. Articles not named keep theirs."""
    clusters: Mapping[str, Cluster]
    """Assignments that changed, by article id; they go over the marks."""


def merge(
    articles: pa.Table | None, revisions: pa.Table | None, staged: pa.Table | None, changes: Changes
) -> tuple[pa.Table, pa.Table]:
    """(articles, revisions) of a partition, sorted, from what stands and what is staged.

    A record that both stands and is staged is taken as it stands. Nothing depends on the order of the rows given.
    """
    pool = _pool(articles, revisions, staged)
    current, earlier = _Selection(), _Selection()
    taken: set[RecordKey] = set()
    for index, row in enumerate(plain(pool, _FACTS)):
        record: RecordKey = (row["archive_file"], row["archive_offset"])
        if record in taken:
            continue
        place = changes.places.get(record, _AS_IT_STANDS)
        if place is _AS_IT_STANDS:
            place = _standing_place(row) if row["standing"] else None
        if place is None:
            continue
        taken.add(record)
        if place.current:
            current.add(index, place, _marks(row, changes))
        else:
            earlier.add(index, place, UNMARKED)
    rows = pool.drop_columns(["standing", "was_current"])
    return (
        _sorted(current.apply(rows).cast(ARTICLES), SORTED_BY["articles"]),
        _sorted(earlier.apply(rows).cast(REVISIONS), SORTED_BY["revisions"]),
    )


_AS_IT_STANDS = Place(0, False, 0, None)
_FACTS = [
    "article_id", "archive_file", "archive_offset", "revision", "first_fetched_at", "listed_section", "gone_at",
    "duplicate_of", "duplicate_kind", "similarity", "standing", "was_current",
]  # fmt: skip


class _Selection:
    """Rows of the pool that go into one file, and the columns that are set anew in them."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.places: list[Place] = []
        self.marks: list[Marks] = []

    def add(self, index: int, place: Place, marks: Marks) -> None:
        self.indices.append(index)
        self.places.append(place)
        self.marks.append(marks)

    def apply(self, rows: pa.Table) -> pa.Table:
        chosen = rows.take(pa.array(self.indices, type=pa.int64()))
        columns: dict[str, list[Any]] = {
            "revision": [place.revision for place in self.places],
            "first_fetched_at": [place.first_fetched_at for place in self.places],
            "listed_section": [place.listed_section for place in self.places],
            "duplicate_of": [marks.duplicate_of for marks in self.marks],
            "duplicate_kind": [marks.duplicate_kind for marks in self.marks],
            "similarity": [marks.similarity for marks in self.marks],
            "gone_at": [marks.gone_at for marks in self.marks],
        }
        for name, values in columns.items():
            field = ARTICLES.field(name)
            given = pa.array(values, type=pa.int64()).cast(TIMESTAMP) if field.type == TIMESTAMP else values
            column = given if isinstance(given, pa.Array) else pa.array(given, type=field.type)
            chosen = chosen.set_column(chosen.schema.get_field_index(name), field, column)
        return chosen


def _pool(articles: pa.Table | None, revisions: pa.Table | None, staged: pa.Table | None) -> pa.Table:
    parts = [
        ARTICLES.empty_table().append_column("standing", _flags(True, 0)).append_column("was_current", _flags(True, 0))
    ]
    for table, standing, current in ((articles, True, True), (revisions, True, False), (staged, False, False)):
        if table is not None:
            rows = pa.Table.from_arrays(
                [table[name].cast(ARTICLES.field(name).type) for name in ARTICLES.names], schema=ARTICLES
            )
            rows = rows.append_column("standing", _flags(standing, rows.num_rows))
            parts.append(rows.append_column("was_current", _flags(current, rows.num_rows)))
    return pa.concat_tables(parts)


def _flags(value: bool, n: int) -> pa.BooleanArray:
    return pa.array([value] * n, type=pa.bool_())


def _standing_place(row: dict[str, Any]) -> Place:
    return Place(row["revision"], row["was_current"], row["first_fetched_at"], row["listed_section"])


def _marks(row: dict[str, Any], changes: Changes) -> Marks:
    key = row["article_id"]
    marks = changes.marks.get(key)
    if marks is None:
        marks = Marks(row["duplicate_of"], row["duplicate_kind"], row["similarity"], row["gone_at"])
    return marked(marks, changes.clusters.get(key))


def marked(marks: Marks, cluster: Cluster | None) -> Marks:
    """``marks`` with the new assignment ``cluster``; ``None`` leaves the old one."""
    if cluster is None:
        return marks
    return Marks(cluster.duplicate_of, cluster.duplicate_kind, cluster.similarity, marks.gone_at)


def _sorted(table: pa.Table, by: tuple[str, ...]) -> pa.Table:
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in by])
    return table.take(order)
