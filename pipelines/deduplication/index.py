"""The duplicate index: every article's comparable side, kept across runs and portals in the state folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.deduplication import manifest as manifests
from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.deduplication.guard import Guard, MarkingStopped
from pipelines.deduplication.manifest import Manifest
from pipelines.deduplication.register import Assignment, Pair, Register
from pipelines.errors import DatasetDamaged

__all__ = ["Assignment", "DuplicateIndex", "Pair"]

BATCH = 2_048
"""Articles compared at a time; their fingerprints take about 10 MB."""

Rows = Iterable[Mapping[str, Any]]
"""Rows of the dataset with article_id, portal, title, lead, body, published_at, source, fetched_at."""


class DuplicateIndex:
    """Who is a duplicate of whom.

    ``add`` or ``update`` take articles in; ``update`` says whose assignment changed and leaves the new state on disk
    ready to be committed; ``commit`` makes it the state of the index by one rename. Killed before ``commit``, the
    index is what it was, and ``commit`` of the same publish in a new process completes it.
    """

    def __init__(self, folder: Path, manifest: Manifest, guard: Guard | None) -> None:
        self._folder = folder
        self.guard = guard
        """When to stop marking; ``None`` never. It may be set until the first :meth:`update`."""
        self.stopped: MarkingStopped | None = None
        """Set by :meth:`update` when the guard stopped marking; stays set for the rest of the run."""
        self._manifest = manifest
        self._register = Register(folder, manifest)
        self._buffer: list[Fingerprint] = []
        self._touched = False

    @classmethod
    def open(cls, folder: Path, *, guard: Guard | None = None) -> DuplicateIndex:
        """Open the index in ``folder``, or begin one there. ``guard`` ``None`` means every run is marked.

        Raises DatasetDamaged when the files cannot be read or were made by another algorithm:
        :meth:`rebuild_from` makes the index anew from the dataset.
        """
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return cls(folder, manifests.current(folder), guard)
        except (OSError, ValueError) as error:
            raise DatasetDamaged(folder, f"the duplicate index is not whole: {error}") from error

    @classmethod
    def rebuild_from(cls, folder: Path, rows: Rows, publish_id: str) -> DuplicateIndex:
        """Make the index anew from rows of the dataset and commit it as ``publish_id``; no guard stops it."""
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        index = cls.open(folder)
        index.update(
            fingerprint(
                row["article_id"],
                row["portal"],
                row["title"],
                row["lead"],
                row["body"],
                row["published_at"],
                row["source"],
                fetched_at=row["fetched_at"],
            )
            for row in rows
        )
        index.commit(publish_id)
        return index

    @property
    def last_publish_id(self) -> str | None:
        """The publish the index stands at; ``None`` for an empty index."""
        return self._manifest.publish_id

    def __len__(self) -> int:
        """How many articles the index knows."""
        return len(self._register.articles)

    def add(self, one: Fingerprint) -> None:
        """Take one article in; it is compared at the latest by the next :meth:`update`."""
        self._discard_pending()
        self._touched = True
        self._buffer.append(one)
        if len(self._buffer) >= BATCH:
            self._compare()

    def update(self, fingerprints: Iterable[Fingerprint] = ()) -> list[Assignment]:
        """Take articles in; every article whose assignment changed since the last commit, by article_id.

        Articles of earlier runs are among them when a new article changes who leads. Nothing is the index's lasting
        state until :meth:`commit`, but all is on disk for it.
        """
        self._discard_pending()
        for one in fingerprints:
            self.add(one)
        self._compare()
        self._register.settle()
        self.stopped = self._stop() or self.stopped
        if self._touched:
            manifests.write_pending(self._folder, self._register.save())
        return self._register.changed

    def commit(self, publish_id: str) -> None:
        """Make the last update the state of the index. Idempotent: the second time nothing happens.

        In a new process it completes what the killed one had updated.
        """
        if self._manifest.publish_id == publish_id:
            return
        if self._buffer:
            self.update()
        ready = manifests.pending(self._folder) or self._manifest
        committed = replace(ready, publish_id=publish_id)
        manifests.write_current(self._folder, committed)
        self._manifest = committed
        # Opened anew, in milliseconds: what was read and mapped for this update is not needed till the next.
        self._register = Register(self._folder, committed)
        self._touched = False

    def assignment(self, article_id: str) -> Assignment | None:
        """Whom an article follows; ``None`` when the index does not know it."""
        number = self._register.articles.find(article_id)
        return None if number is None else self._register.assignment(number)

    def assignments(self) -> Iterator[Assignment]:
        """The assignment of every article that follows another."""
        return (self._register.assignment(number) for number in self._register.articles.marked())

    def pairs(self) -> Iterator[Pair]:
        """Every article with the one it follows, and every further pair of related texts, each once."""
        return self._register.pairs()

    def _discard_pending(self) -> None:
        """What a killed run left is not this run's: its articles come again, since the archive has them."""
        if not self._touched:
            manifests.discard_pending(self._folder)

    def _compare(self) -> None:
        if self._buffer:
            batch, self._buffer = self._buffer, []
            self._register.take(batch)

    def _stop(self) -> MarkingStopped | None:
        if self.guard is None:
            return None
        n_repeats, n_articles = self._register.n_repeats(), self._register.n_came
        if not self.guard.stops(n_repeats, n_articles):
            return None
        self._register.withhold()
        return MarkingStopped(n_repeats, n_articles, self.guard.max_share)
