"""Findings of a verification, and what can be said of one file of the dataset by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.merge import SORTED_BY
from pipelines.dataset.partitions import partition_at
from pipelines.errors import DatasetDamaged
from pipelines.schema import ARTICLES, DUPLICATES, OUTCOMES, REVISIONS, SCHEMA_VERSION

SCHEMAS = {"articles": ARTICLES, "revisions": REVISIONS, "outcomes": OUTCOMES, "duplicates": DUPLICATES}
"""Schema of each table, by the name of its folder."""

_ORDER = {**SORTED_BY, "outcomes": ("article_id",), "duplicates": ("article_id", "of")}


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The dataset is not what it promises."""
    WARNING = "warning"
    """Something the next run puts right by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    level: Level
    file: str
    """Path relative to the output folder."""
    fact: str
    """What was found there."""


def error(file: str, fact: str) -> Finding:
    """A finding of level ``ERROR``."""
    return Finding(Level.ERROR, file, fact)


def warning(file: str, fact: str) -> Finding:
    """A finding of level ``WARNING``."""
    return Finding(Level.WARNING, file, fact)


def stray_files(root: Path) -> Iterator[Finding]:
    """Files in the table folders that no publish writes: readers would take them for data."""
    for table in SCHEMAS:
        for file in sorted((root / table).rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.is_file() and not _belongs(table, name):
                yield error(name, "is no file of the dataset")


def _belongs(table: str, name: str) -> bool:
    folder, _, file = name.removeprefix(f"{table}/").rpartition("/")
    if file != f"{table}.parquet":
        return False
    if table == "duplicates":
        return not folder
    if table == "outcomes":
        return folder.startswith("portal=") and "/" not in folder
    return partition_at(folder) is not None


def whole_table(root: Path, table: str, name: str) -> tuple[pa.Table | None, list[Finding]]:
    """All rows of the file ``name`` with the schema of ``table`` (``None`` when unreadable), and what is wrong with it.

    Every column is read, so a damaged page anywhere in the file is found.
    """
    try:
        rows = parquet_files.read(root / name)
    except DatasetDamaged as damage:
        return None, [error(name, damage.fact)]
    wanted = SCHEMAS[table]
    version = (rows.schema.metadata or {}).get(b"newscrawler.schema", b"none").decode()
    if version != str(SCHEMA_VERSION):
        return None, [error(name, f"has schema version {version}, expected {SCHEMA_VERSION}")]
    if not rows.schema.equals(wanted):
        return None, [error(name, f"has columns that differ from the schema: {_difference(rows.schema, wanted)}")]
    return rows, [] if _is_sorted(rows, table) else [error(name, f"is not sorted by {', '.join(_ORDER[table])}")]


def _difference(found: pa.Schema, wanted: pa.Schema) -> str:
    missing = [name for name in wanted.names if name not in found.names]
    further = [name for name in found.names if name not in wanted.names]
    shared = [name for name in wanted.names if name in found.names]
    changed = [name for name in shared if not found.field(name).equals(wanted.field(name))]
    facts = [("missing", missing), ("further", further), ("of another type", changed)]
    return "; ".join(f"{what} {', '.join(names)}" for what, names in facts if names) or "their order"


def _is_sorted(rows: pa.Table, table: str) -> bool:
    keys = list(zip(*(rows[name].to_pylist() for name in _ORDER[table]), strict=True))
    return all(_comparable(one) <= _comparable(other) for one, other in pairwise(keys))


def _comparable(key: tuple[object, ...]) -> tuple[tuple[bool, object], ...]:
    return tuple((part is None, "" if part is None else part) for part in key)
