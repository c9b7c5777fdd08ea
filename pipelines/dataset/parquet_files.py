"""Parquet with one fixed way of writing: the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import DatasetDamaged

ROWS_PER_GROUP = 5_000
"""Rows of a row group: a few megabytes of text, small enough to skip, large enough to compress."""

_DICTIONARY = {
    "published_source", "published_precision", "source", "section", "listed_section", "language", "duplicate_kind",
    "extractor", "archive_file", "run_id", "outcome", "reason", "kind", "scope", "found_on",
    "date_candidates.list.element.source", "date_candidates.list.element.precision", "authors.list.element",
    "tags.list.element", "documents.list.element.kind", "documents.list.element.issuer",
    "methods.list.element.field", "methods.list.element.method",
}  # fmt: skip
"""Columns of few values. Elsewhere a dictionary is built only to be thrown away."""

_NO_STATISTICS = ("title", "lead", "body", "body_markdown", "detail", "found_on", "date_candidates.", "captions.")
"""Columns nobody skips row groups by: smallest and largest text would only swell the footer."""


def write(table: pa.Table, file: Path, sorted_by: tuple[str, ...]) -> None:
    """Write ``table`` to ``file``: zstd, row groups of :data:`ROWS_PER_GROUP`; the caller has sorted it.

    The bytes depend on schema, rows and pyarrow's version only, not on how the table was put together.
    """
    write_groups(_groups(table), table.schema, file, sorted_by)


def write_groups(groups: Iterable[pa.Table], schema: pa.Schema, file: Path, sorted_by: tuple[str, ...]) -> None:
    """Write a table that is made while it is written: ``groups`` of :data:`ROWS_PER_GROUP`, only the last may be
    smaller. The bytes are those of :func:`write`."""
    leaves = _leaf_paths(schema)
    writer = pq.ParquetWriter(
        file,
        schema,
        compression="zstd",
        compression_level=3,
        use_dictionary=[leaf for leaf in leaves if leaf in _DICTIONARY],  # type: ignore[arg-type]  # the stubs know bool only
        write_statistics=[leaf for leaf in leaves if not leaf.startswith(_NO_STATISTICS)],
        version="2.6",
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(schema.get_field_index(name)) for name in sorted_by],
    )
    with writer:
        written = 0
        for group in groups:
            writer.write_table(group.combine_chunks(), row_group_size=ROWS_PER_GROUP)
            written += 1
        if not written:
            writer.write_table(schema.empty_table(), row_group_size=ROWS_PER_GROUP)


def _groups(table: pa.Table) -> Iterator[pa.Table]:
    return (table.slice(start, ROWS_PER_GROUP) for start in range(0, table.num_rows, ROWS_PER_GROUP))


def read(file: Path, columns: list[str] | None = None) -> pa.Table:
    """All rows of ``file``, or only ``columns``. Raises DatasetDamaged when it or one of its pages is damaged."""
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as opened:
            return opened.read(columns=columns)
    except (pa.ArrowInvalid, OSError) as error:
        raise DatasetDamaged(file, f"cannot be read as Parquet: {error}") from error


def schema_of(file: Path) -> pa.Schema:
    """Arrow schema of ``file``, with its metadata. Raises DatasetDamaged when it cannot be read."""
    try:
        return pq.read_schema(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise DatasetDamaged(file, f"cannot be read as Parquet: {error}") from error


def _leaf_paths(schema: pa.Schema) -> list[str]:
    """Parquet paths of the columns, nested ones as ``tags.list.element``."""
    found: list[str] = []

    def walk(path: str, type_: pa.DataType) -> None:
        if pa.types.is_list(type_):
            walk(f"{path}.list.element", type_.value_type)
        elif pa.types.is_struct(type_):
            for child in type_:
                walk(f"{path}.{child.name}", child.type)
        else:
            found.append(path)

    for field in schema:
        walk(field.name, field.type)
    return found
