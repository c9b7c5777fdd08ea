"""Articles and their texts together: who follows whom, kept up to date batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.deduplication import manifest as manifests
from pipelines.deduplication.articles import NO_TEXT, Articles
from pipelines.deduplication.clusters import SAME_TEXT, Mark, Member, in_order, marks, named_portal
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.graph import TextGraph
from pipelines.deduplication.manifest import Manifest
from pipelines.deduplication.relations import KINDS
from pipelines.deduplication.verification import Kind


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


class Register:
    """The state of the index in memory and in its growing files, as of ``manifest`` and what was taken in since."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._serial = manifest.serial
        self._graph = TextGraph(folder, manifest)
        self.articles = Articles(folder, manifest.lengths, manifest.rows_file, manifest.names_file)
        self._dirty: set[int] = set()
        self._came: set[int] = set()
        self._before: dict[int, tuple[int, int, float]] = {}

    @property
    def changed(self) -> list[Assignment]:
        """Assignments that changed since ``manifest``, by article_id."""
        changed = [number for number, before in self._before.items() if self.articles.following(number) != before]
        return sorted(map(self.assignment, changed), key=lambda one: one.article_id)

    @property
    def n_came(self) -> int:
        """Articles taken in since ``manifest``."""
        return len(self._came)

    def n_repeats(self) -> int:
        """How many of those follow an article of their own portal."""
        rows = self.articles.rows
        marked = [number for number in self._came if rows[number]["leader"] >= 0]
        return sum(int(rows[number]["portal"] == rows[rows[number]["leader"]]["portal"]) for number in marked)

    def take(self, batch: Sequence[Fingerprint]) -> None:
        """Compare articles with all others; whom they follow is decided by :meth:`settle`."""
        fresh = len(self._graph.texts)
        texts, changed = self._graph.take(batch)
        self._dirty |= changed
        for one, text in zip(batch, texts, strict=True):
            number, before, taken = self.articles.put(one, text)
            if not taken:
                continue
            self._came.add(number)
            if text != fresh or before != NO_TEXT:  # else the text is new and this article's alone: nothing follows
                self._dirty |= {before, text}
            fresh += text == fresh

    def settle(self) -> None:
        """Decide anew who follows whom wherever something changed."""
        dirty, self._dirty = self._dirty, set()
        rows = self.articles.rows
        loose = [number for number in self._came if rows[number]["text"] == NO_TEXT or rows[number]["withheld"]]
        for number in loose:
            self._mark(number, None)
        todo = (dirty | self._graph.neighbours(dirty - {NO_TEXT})) - {NO_TEXT}
        while todo:
            numbers = self._connected(todo.pop(), todo)
            found = marks([self._member(number) for number in numbers], self._graph.related) if numbers else {}
            for number in numbers:
                self._mark(number, found.get(number))

    def withhold(self) -> None:
        """Take the articles that came since ``manifest`` out of marking, and settle."""
        self.articles.withhold(sorted(self._came))
        self._dirty.update(int(self.articles.rows[number]["text"]) for number in self._came)
        self.settle()

    def save(self) -> Manifest:
        """Write everything so that it survives a power cut; the manifest that makes it the state of the index."""
        postings, files, self._serial = self._graph.candidates.save(self._serial + 1)
        rows_file, names_file = self.articles.save(self._folder, self._serial)
        self._graph.sync()
        self.articles.sync()
        manifests.sync_files([*files, self._folder / rows_file, self._folder / names_file])
        return Manifest(
            serial=self._serial,
            lengths=self._graph.lengths | self.articles.lengths,
            rows_file=rows_file,
            names_file=names_file,
            exacts=postings["exacts"],
            bands=postings["bands"],
            samples=postings["samples"],
            dropped=self._graph.relations.dropped,
        )

    def assignment(self, number: int) -> Assignment:
        """Whom article ``number`` follows."""
        row = self.articles.rows[number]
        article_id = self.articles.article_id(number)
        if row["leader"] < 0:
            return Assignment(article_id)
        leader = self.articles.article_id(int(row["leader"]))
        return Assignment(article_id, leader, KINDS[row["kind"]], float(row["similarity"]))

    def pairs(self) -> Iterator[Pair]:
        """Every article with the one it follows and the one it names as its source, and further related texts."""
        told: set[int] = set()
        for number in self.articles.marked():
            row = self.articles.rows[number]
            leader, relation = int(row["leader"]), int(row["relation"])
            told.add(relation)
            yield self._pair(number, leader, relation)
            origin, relation = self._origin(number)
            if origin not in (None, leader):
                told.add(relation)
                yield self._pair(number, origin, relation)
        for relation in self._graph.relations.numbers():
            if relation in told:
                continue
            firsts = [self._first_of(text) for text in self._graph.relations.ends(relation)]
            if None not in firsts:
                earlier, later = self._in_order([number for number in firsts if number is not None])
                yield self._pair(later, earlier, relation)

    def _origin(self, number: int) -> tuple[int | None, int]:
        """The earliest related article of the portal that article ``number`` names as its source, and the relation."""
        here = self._member(number)
        if not here.source:
            return None, SAME_TEXT
        texts = {here.text: SAME_TEXT} | {text: relation for text, relation, *_ in self._graph.related(here.text)}
        others = [self._member(one) for text in texts for one in self.articles.of_text(text)]
        named = named_portal(here, {one.portal for one in others})
        ordered = in_order(others)
        earlier = ordered[: next(place for place, one in enumerate(ordered) if one.number == number)]
        origin = next((one for one in earlier if one.portal == named), None)
        return (None, SAME_TEXT) if origin is None else (origin.number, texts[origin.text])

    def _mark(self, number: int, mark: Mark | None) -> None:
        self._before.setdefault(number, self.articles.following(number))
        self.articles.mark(number, mark)

    def _connected(self, text: int, todo: set[int]) -> list[int]:
        """Articles whose texts are related to ``text`` directly or through others; their texts leave ``todo``."""
        seen, reach, numbers = {text}, [text], []
        while reach:
            at = reach.pop()
            todo.discard(at)
            having = self.articles.of_text(at)
            if having:
                numbers.extend(having)
                new = self._graph.neighbours((at,)) - seen
                seen |= new
                reach.extend(new)
        return numbers

    def _member(self, number: int) -> Member:
        text = int(self.articles.rows[number]["text"])
        return self.articles.member(number, self._graph.n_words(text))

    def _first_of(self, text: int) -> int | None:
        having = self.articles.of_text(text)
        return self._in_order(having)[0] if having else None

    def _in_order(self, numbers: Sequence[int]) -> list[int]:
        return [member.number for member in in_order([self._member(number) for number in numbers])]

    def _pair(self, number: int, of: int, relation: int) -> Pair:
        rows, relations = self.articles.rows, self._graph.relations
        scope = "repeat" if rows[number]["portal"] == rows[of]["portal"] else "reprint"
        ids = self.articles.article_id(number), self.articles.article_id(of)
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
