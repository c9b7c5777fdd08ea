"""Texts and the verified relations between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.deduplication.articles import NO_TEXT
from pipelines.deduplication.candidates import Candidates
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.manifest import Manifest
from pipelines.deduplication.minhash import sample_keys
from pipelines.deduplication.postings import Numbers
from pipelines.deduplication.relations import Relations
from pipelines.deduplication.shingles import shingles
from pipelines.deduplication.texts import Texts
from pipelines.deduplication.verification import Kind, Relation, relate


class TextGraph:
    """Every distinct text of the index, and which are the same or nearly.

    Which relations stand is a function of the set of texts: two texts are compared when they share a band, or enough
    samples that are no formula *now*; a relation proposed only by samples is dropped when they became formulas.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.texts = Texts(folder, manifest.lengths)
        self.relations = Relations(folder, manifest.lengths, manifest.dropped)
        self.candidates = Candidates(folder, manifest)

    def take(self, fingerprints: Sequence[Fingerprint]) -> tuple[list[int], set[int]]:
        """Add the texts of a batch: (number of each fingerprint's text, texts whose relations changed).

        The number is ``NO_TEXT`` for texts too short to be compared.
        """
        numbers, fresh = self._numbered(fingerprints)
        first = len(self.texts)
        self.texts.append(fresh)
        self.candidates.add(first, fresh)
        if not fresh:
            return numbers, set()
        found: list[tuple[int, int, bool, Relation]] = []
        for one, other, sampled in self.candidates.pairs(first, fresh, self.texts):
            relation = relate(self.texts[one], self.texts[other])
            if relation is not None:
                found.append((one, other, sampled, relation))
        self.relations.append(found)
        changed = {text for one, other, *_ in found for text in (one, other)}
        for sharing in self.candidates.new_formulas(fresh):
            changed |= self._drop_formulas(sharing)
        return numbers, changed

    def related(self, text: int) -> list[tuple[int, int, Kind, float]]:
        """(related text, number of the relation, kind, similarity) of each relation of ``text``."""
        relations = self.relations
        return [
            (other, number, relations.kind(number), relations.similarity(number))
            for other, number in relations.of(text)
        ]

    def neighbours(self, texts: Iterable[int]) -> set[int]:
        """Texts related to any of ``texts``."""
        return {other for text in texts for other, _ in self.relations.of(text)}

    def n_words(self, text: int) -> int:
        """Length of a text in words."""
        return int(self.texts.column("n_words")[text])

    @property
    def lengths(self) -> dict[str, int]:
        """What the manifest has to remember."""
        return self.texts.lengths | self.relations.lengths

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        self.texts.sync()
        self.relations.sync()

    def _numbered(self, fingerprints: Sequence[Fingerprint]) -> tuple[list[int], list[Fingerprint]]:
        """The number of each text, known or next, and the fingerprints whose texts are new."""
        numbers: list[int] = []
        fresh: list[Fingerprint] = []
        new: dict[tuple[bytes, int], int] = {}
        for one, known in zip(fingerprints, self.candidates.same_exact(fingerprints), strict=True):
            if not one.comparable:
                numbers.append(NO_TEXT)
                continue
            key = (one.exact, one.text)
            number = new.get(key)
            if number is None:
                number = next((text for text in known if self.texts.is_text_of(text, one)), None)
            if number is None:
                number = new[key] = len(self.texts) + len(fresh)
                fresh.append(one)
            numbers.append(number)
        return numbers, fresh

    def _drop_formulas(self, sharing: Numbers) -> set[int]:
        """Drop the relations among texts that only met under samples that are formulas now; the texts concerned."""
        together = set(sharing.tolist())
        changed: set[int] = set()
        for text in together:
            for other, number in list(self.relations.of(text)):
                if other < text or other not in together or not self.relations.is_sampled(number):
                    continue
                samples = [sample_keys(shingles(self.texts[end].codes)) for end in (text, other)]
                if not self.candidates.is_sampled(*samples):
                    self.relations.drop(number)
                    changed |= {text, other}
        return changed
