"""Which Parquet files are the dataset right now."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines import schema
from pipelines.errors import AbsentPortal, NotADataset, SchemaTooNew

TABLES: dict[str, pa.Schema] = {
    "articles": schema.ARTICLES,
    "revisions": schema.REVISIONS,
    "outcomes": schema.OUTCOMES,
    "duplicates": schema.DUPLICATES,
}
"""Table name (also its folder) → columns inside the files."""

PARTITIONS: dict[str, dict[str, str]] = {
    "articles": {"portal": "VARCHAR", "year": "SMALLINT", "month": "TINYINT"},
    "revisions": {"portal": "VARCHAR", "year": "SMALLINT", "month": "TINYINT"},
    "outcomes": {"portal": "VARCHAR"},
    "duplicates": {},
}
"""Table name → columns that stand in the path, with their DuckDB types."""


@dataclass(frozen=True)
class Snapshot:
    """The published files at one moment. Two snapshots are equal when no file changed between them."""

    root: Path
    """The output folder."""
    files: dict[str, tuple[Path, ...]]
    """Table → its files, sorted; empty when nothing of the table is published yet."""
    stamps: tuple[tuple[str, int, int], ...]
    """(path relative to the root, size in bytes, modification time in ns) of every file: what equality compares."""

    @property
    def portals(self) -> tuple[str, ...]:
        """Portals of which anything is published, be it only outcomes; sorted."""
        folders = {part for path, _, _ in self.stamps for part in Path(path).parts[1:2] if part.startswith("portal=")}
        return tuple(sorted(folder.removeprefix("portal=") for folder in folders))

    def require(self, portals: Iterable[str]) -> None:
        """Raise AbsentPortal for the first of ``portals`` of which nothing is published."""
        held = self.portals
        for name in portals:
            if name not in held:
                raise AbsentPortal(name, held, difflib.get_close_matches(name, held))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.stamps == other.stamps and self.root == other.root

    def __hash__(self) -> int:
        return hash((self.root, self.stamps))


def check_dataset(root: Path) -> None:
    """Raise unless ``root`` is an output folder this version can read.

    Raises NotADataset when the marker is missing or is no marker, SchemaTooNew when a later version wrote it.
    """
    marker = root / "newscrawler.json"
    if not root.is_dir():
        raise NotADataset(root, "no such folder")
    if not marker.is_file():
        raise NotADataset(root, ", ".join(sorted(path.name for path in root.iterdir())[:5]) or "nothing")
    try:
        facts = json.loads(marker.read_text("utf-8"))
        version = int(facts["schema_version"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotADataset(root, f"a newscrawler.json that cannot be read ({error})") from error
    if version > schema.SCHEMA_VERSION:
        raise SchemaTooNew(root, version, schema.SCHEMA_VERSION)


def take_snapshot(root: Path) -> Snapshot:
    """List the published files under ``root``.

    A partition is one file. Where a publish has just put the new one beside the old, the newer one counts, so no row
    is seen twice.
    """
    files: dict[str, tuple[Path, ...]] = {}
    stamps: list[tuple[str, int, int]] = []
    for table in TABLES:
        newest: dict[str, os.DirEntry[str]] = {}
        for entry in _walk(root / table):
            folder = os.path.dirname(entry.path)  # noqa: PTH120 -- a Path per file costs more than the listing
            held = newest.get(folder)
            if held is None or _age(held) < _age(entry):
                newest[folder] = entry
        entries = sorted(newest.values(), key=lambda entry: entry.path)
        files[table] = tuple(Path(entry.path).absolute() for entry in entries)
        for entry in entries:
            stat = entry.stat()
            stamps.append((os.path.relpath(entry.path, root), stat.st_size, stat.st_mtime_ns))
    return Snapshot(root.absolute(), files, tuple(stamps))


def _age(entry: os.DirEntry[str]) -> tuple[int, str]:
    return entry.stat().st_mtime_ns, entry.name


def _walk(folder: str | os.PathLike[str]) -> Iterator[os.DirEntry[str]]:
    try:
        found = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in found:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            yield from _walk(entry.path)
        elif entry.name.endswith(".parquet"):
            yield entry
