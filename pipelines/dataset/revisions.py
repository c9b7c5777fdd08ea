"""Versions of an article, and which of them are revisions: a function of the set of versions, not of their arrival."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.dataset.partitions import Partition

RecordKey = tuple[str, int]
"""(archive file, offset): the archive record a row was made from; no two rows share one."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one fetch of an article brought, without its text."""

    article_id: str
    partition: Partition
    """Where its row belongs by its own ``published_at``."""
    published_at: int | None
    """Microseconds since 1970, UTC."""
    fetched_at: int
    """Microseconds since 1970, UTC."""
    record: RecordKey
    content_hash: str
    listed_section: str | None
    run_id: str
    """The run that fetched it."""
    batch: int | None
    """Number of the staged batch that holds its row; ``None`` when the row stands in the dataset."""

    @property
    def order(self) -> tuple[int, RecordKey]:
        """Versions of an article follow each other in this order."""
        return self.fetched_at, self.record


@dataclass(frozen=True, slots=True)
class Place:
    """What a version's row says about the article's history."""

    revision: int
    """1 for the first known text, one more for each edit."""
    current: bool
    """Whether the row stands in ``articles/``; else in ``revisions/``."""
    first_fetched_at: int
    """Microseconds since 1970, UTC, of the article's first version."""
    listed_section: str | None
    """Section of the article's first version."""


def history(versions: Iterable[Version]) -> list[tuple[Version, Place]]:
    """The revisions among all ``versions`` of one article, oldest first; the last one is current.

    A version with the content hash of the one before it is no revision: the row stays that of the fetch that first
    brought the text. The same record given twice counts once, and the row that stands is preferred.
    """
    unique: dict[RecordKey, Version] = {}
    for version in versions:
        known = unique.get(version.record)
        if known is None or version.batch is None:
            unique[version.record] = version
    kept: list[Version] = []
    for version in sorted(unique.values(), key=lambda one: one.order):
        if not kept or kept[-1].content_hash != version.content_hash:
            kept.append(version)
    return [
        (version, Place(n, n == len(kept), kept[0].fetched_at, kept[0].listed_section))
        for n, version in enumerate(kept, start=1)
    ]
