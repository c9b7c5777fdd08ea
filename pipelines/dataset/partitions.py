"""Partitions: where a row stands by its portal and publication month, and the file that holds a partition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDERS = re.compile(r"^portal=(?P<portal>[^/=]+)/year=(?P<year>\d+)/month=(?P<month>\d+)$")


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """One month of one portal, by ``published_at`` in Vietnam; year and month 0 hold what has no date."""

    portal: str
    year: int
    month: int

    @property
    def folder(self) -> str:
        """Hive path relative to ``articles/`` or ``revisions/``.

        Numbers are not padded: DuckDB takes ``month=04`` for a string.
        """
        return f"portal={self.portal}/year={self.year}/month={self.month}"

    def file(self, table: str) -> str:
        """Path of its only file relative to the output folder; ``table`` is ``articles`` or ``revisions``."""
        return f"{table}/{self.folder}/{table}.parquet"


def partition_at(folder: str) -> Partition | None:
    """The partition whose hive path ``folder`` is; ``None`` when it is no such path or spelt otherwise."""
    if (match := _FOLDERS.match(folder)) is None:
        return None
    partition = Partition(match["portal"], int(match["year"]), int(match["month"]))
    return partition if partition.folder == folder else None


def standing_partitions(root: Path, table: str) -> Iterator[Partition]:
    """Partitions of ``table`` (``articles`` or ``revisions``) that have a file below ``root``, in order."""
    files = (root / table).glob(f"portal=*/year=*/month=*/{table}.parquet")
    found = (partition_at(file.parent.relative_to(root / table).as_posix()) for file in files)
    yield from sorted(partition for partition in found if partition is not None)
