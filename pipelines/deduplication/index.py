"""The duplicate index: every article's comparable side, kept across runs and portals in the state folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipelines.deduplication import manifest as manifests
from pipelines.deduplication.articles import NO_TEXT, Articles
from pipelines.deduplication.clusters import SAME_TEXT, Member, in_order, marks
from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.deduplication.graph import TextGraph
from pipelines.deduplication.guard import Guard, MarkingStopped
from pipelines.deduplication.manifest import Manifest
from pipelines.deduplication.relations import KINDS
from pipelines.deduplication.verification import Kind

BATCH = 2_048
"""Articles compared at a time; their fingerprints take about 10 MB."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whom an article follows; all ``None`` when it leads its cluster or is alone."""

    article_id: str
    duplicate_of: str | None = None
    kind: Kind | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles whose texts are the same or nearly: a row of ``duplicates/``."""

    article_id: str
    """The later article, by the rule of leaders."""
    of: str
    """The earlier one."""
    kind: Kind
    scope: str
    """``reprint`` (another portal) or ``repeat`` (the same portal)."""
    similarity: float
    only_here: tuple[str, ...]
    """Numbers, dates and names that only ``article_id`` has."""
    only_there: tuple[str, ...]
    """Those that only ``of`` has."""


class DuplicateIndex:
    """Who is a duplicate of whom.

    ``add`` or ``update`` take articles in; ``update`` says whose assignment changed and leaves the new state on disk
    ready to be committed; ``commit`` makes it the state of the index by one rename. Killed before ``commit``, the
    index is what it was, and ``commit`` of the same publish in a new process completes it.
    """

    def __init__(self, folder: Path, manifest: Manifest, guard: Guard | None) -> None:
        self._folder = folder
        self._guard = guard
        self.stopped: MarkingStopped | None = None
        """Set by :meth:`update` when the guard stopped marking."""
        self._load(manifest)

    @classmethod
    def open(cls, folder: Path, *, guard: Guard | None = None) -> DuplicateIndex:
        """Open the index in ``folder``, or begin one there. ``guard`` ``None`` means every run is marked.

        Raises DatasetDamaged when the files cannot be read or were made by another algorithm:
        :meth:`rebuild_from` makes the index anew from the dataset.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, manifests.current(folder), guard)

    @classmethod
    def rebuild_from(cls, folder: Path, rows: Iterable[Mapping[str, Any]], publish_id: str) -> DuplicateIndex:
        """Make the index anew from rows of the dataset and commit it as ``publish_id``.

        A row needs article_id, portal, title, lead, body, published_at, source, fetched_at, as in ``articles/``.
        """
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

    def _load(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._graph = TextGraph(self._folder, manifest)
        self._articles = Articles(self._folder, manifest.lengths, manifest.rows_file, manifest.names_file)
        self._buffer: list[Fingerprint] = []
        self._dirty: set[int] = set()
        self._came: set[int] = set()
        self._changed: set[int] = set()
        self._touched = False

    @property
    def last_publish_id(self) -> str | None:
        """The publish the index stands at; ``None`` for an empty index."""
        return self._manifest.publish_id

    def __len__(self) -> int:
        return len(self._articles)

    def add(self, one: Fingerprint) -> None:
        """Take one article in; it is compared at the latest by the next :meth:`update`."""
        self._begin()
        self._buffer.append(one)
        if len(self._buffer) >= BATCH:
            self._absorb()

    def update(self, fingerprints: Iterable[Fingerprint] = ()) -> list[Assignment]:
        """Take articles in; every article whose assignment changed since the last commit, by article_id.

        Articles of earlier runs are among them when a new article changes who leads. Nothing is durable as the
        index's state until :meth:`commit`, but all is on disk for it.
        """
        self._begin()
        for one in fingerprints:
            self.add(one)
        if self._buffer:
            self._absorb()
        self._changed |= self._settle()
        self.stopped = self._stopped()
        if self.stopped:
            self._articles.withhold(sorted(self._came))
            self._dirty.update(int(self._articles.rows[number]["text"]) for number in self._came)
            self._changed |= self._settle()
        self._write_pending()
        return sorted((self._assignment(number) for number in self._changed), key=lambda one: one.article_id)

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
        if self._touched:
            self._manifest = committed
            self._came.clear()
            self._changed.clear()
        else:
            self._load(committed)

    def assignment(self, article_id: str) -> Assignment | None:
        """Whom an article follows; ``None`` when the index does not know it."""
        number = self._articles.find(article_id)
        return None if number is None else self._assignment(number)

    def assignments(self) -> Iterator[Assignment]:
        """The assignment of every article that follows another."""
        return (self._assignment(number) for number in self._articles.marked())

    def pairs(self) -> Iterator[Pair]:
        """Every article with the one it follows, and every further pair of related texts, each once."""
        told: set[int] = set()
        for number in self._articles.marked():
            row = self._articles.rows[number]
            relation = int(row["relation"])
            told.add(relation)
            yield self._pair(number, int(row["leader"]), relation)
        for relation in self._graph.relations.numbers():
            firsts = [self._first_of(text) for text in self._graph.relations.ends(relation)]
            if relation not in told and None not in firsts:
                earlier, later = self._in_order([number for number in firsts if number is not None])
                yield self._pair(later, earlier, relation)

    def _begin(self) -> None:
        """Forget what a killed run left: its articles come again, since the archive has them."""
        if not self._touched:
            manifests.discard_pending(self._folder)
            self._touched = True

    def _absorb(self) -> None:
        """Compare the articles taken in since the last time."""
        batch, self._buffer = self._buffer, []
        fresh = len(self._graph.texts)
        texts, changed = self._graph.take(batch)
        self._dirty |= changed
        for one, text in zip(batch, texts, strict=True):
            number, before, taken = self._articles.put(one, text)
            if not taken:
                continue
            self._came.add(number)
            if text != fresh or before != NO_TEXT:  # else the text is new and this article's alone: nothing follows
                self._dirty |= {before, text}
            fresh += text == fresh

    def _settle(self) -> set[int]:
        """Decide anew who follows whom wherever something changed; the articles for which that is new."""
        dirty, self._dirty = self._dirty, set()
        loose = {number for number in self._came if self._articles.rows[number]["text"] == NO_TEXT}
        changed = {number for number in loose if self._articles.mark(number, None)}
        todo = (dirty | self._graph.neighbours(dirty - {NO_TEXT})) - {NO_TEXT}
        while todo:
            numbers = self._connected(todo.pop(), todo)
            members = [self._member(number) for number in numbers]
            found = marks(members, self._graph.related) if members else {}
            changed.update(number for number in numbers if self._articles.mark(number, found.get(number)))
        return changed

    def _connected(self, text: int, todo: set[int]) -> list[int]:
        """Articles whose texts are related to ``text`` directly or through others; their texts leave ``todo``."""
        seen, reach, numbers = {text}, [text], []
        while reach:
            at = reach.pop()
            todo.discard(at)
            having = self._articles.of_text(at)
            if having:
                numbers.extend(having)
                new = self._graph.neighbours((at,)) - seen
                seen |= new
                reach.extend(new)
        return numbers

    def _stopped(self) -> MarkingStopped | None:
        if self._guard is None:
            return None
        rows = self._articles.rows
        marked = [number for number in self._came if rows[number]["leader"] >= 0]
        n_repeats = sum(rows[number]["portal"] == rows[rows[number]["leader"]]["portal"] for number in marked)
        if not self._guard.stops(int(n_repeats), len(self._came)):
            return None
        return MarkingStopped(int(n_repeats), len(self._came), self._guard.max_share)

    def _write_pending(self) -> None:
        serial = self._manifest.serial + 1
        postings, files, serial = self._graph.candidates.save(serial)
        rows_file, names_file = self._articles.save(self._folder, serial)
        self._graph.sync()
        self._articles.sync()
        manifests.sync_files([*files, self._folder / rows_file, self._folder / names_file])
        ready = Manifest(
            publish_id=None,
            serial=serial,
            lengths=self._graph.lengths | self._articles.lengths,
            rows_file=rows_file,
            names_file=names_file,
            dropped=self._graph.relations.dropped,
            exacts=postings["exacts"],
            bands=postings["bands"],
            samples=postings["samples"],
        )
        manifests.write_pending(self._folder, ready)

    def _assignment(self, number: int) -> Assignment:
        row = self._articles.rows[number]
        article_id = self._articles.article_id(number)
        if row["leader"] < 0:
            return Assignment(article_id)
        leader = self._articles.article_id(int(row["leader"]))
        return Assignment(article_id, leader, KINDS[row["kind"]], float(row["similarity"]))

    def _member(self, number: int) -> Member:
        text = int(self._articles.rows[number]["text"])
        return self._articles.member(number, self._graph.n_words(text))

    def _first_of(self, text: int) -> int | None:
        having = self._articles.of_text(text)
        return self._in_order(having)[0] if having else None

    def _in_order(self, numbers: Sequence[int]) -> list[int]:
        return [member.number for member in in_order([self._member(number) for number in numbers])]

    def _pair(self, number: int, of: int, relation: int) -> Pair:
        rows, relations = self._articles.rows, self._graph.relations
        scope = "repeat" if rows[number]["portal"] == rows[of]["portal"] else "reprint"
        ids = self._articles.article_id(number), self._articles.article_id(of)
        if relation == SAME_TEXT:
            return Pair(*ids, Kind.EXACT, scope, 1.0, (), ())
        here, there = (int(rows[one]["text"]) for one in (number, of))
        return Pair(
            *ids,
            relations.kind(relation),
            scope,
            relations.similarity(relation),
            relations.values_only_in(relation, here),
            relations.values_only_in(relation, there),
        )
