"""Pairs of texts worth comparing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.manifest import Manifest
from pipelines.deduplication.minhash import KEY_BITS
from pipelines.deduplication.postings import MAX_TEXTS, Numbers, Packed, Postings
from pipelines.deduplication.texts import Texts

MAX_SHARING = 256
"""A sample that more texts share is a formula (a law's long title, a footer) and proposes nothing."""

LEAST_SHARED_SAMPLES = 0.5
"""Least share of the smaller text's samples that both must have to be compared for containment alone."""

_TEXT_BITS = np.uint64(64 - KEY_BITS)


class Candidates:
    """The three indexes of keys: exact hashes, MinHash bands, sampled long shingles."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._exacts = Postings(folder, "exacts", manifest.exacts, manifest.serial)
        self._bands = Postings(folder, "bands", manifest.bands, manifest.serial)
        self._samples = Postings(folder, "samples", manifest.samples, manifest.serial)

    def same_exact(self, fingerprints: Sequence[Fingerprint]) -> list[list[int]]:
        """For each fingerprint the known texts with the same exact hash (or, once in a lifetime, a similar one)."""
        found: list[list[int]] = [[] for _ in fingerprints]
        asked, texts = self._exacts.matches(_exact_keys(fingerprints))
        for place, text in zip(asked.tolist(), texts.tolist(), strict=True):
            found[place].append(text)
        return found

    def add(self, first: int, fingerprints: Sequence[Fingerprint]) -> None:
        """File new texts, numbered on from ``first``."""
        if first + len(fingerprints) > MAX_TEXTS:
            raise OverflowError(f"the duplicate index holds at most {MAX_TEXTS} distinct texts")
        numbers = np.arange(first, first + len(fingerprints), dtype=np.uint64)
        self._exacts.add(_exact_keys(fingerprints), numbers)
        self._bands.add(*_flat([one.bands for one in fingerprints], numbers))
        self._samples.add(*_flat([one.samples for one in fingerprints], numbers))

    def pairs(self, first: int, fingerprints: Sequence[Fingerprint], texts: Texts) -> list[tuple[int, int, bool]]:
        """Pairs of the texts numbered on from ``first`` with any other: (smaller number, larger, by samples only)."""
        numbers = np.arange(first, first + len(fingerprints), dtype=np.uint64)
        exact = _paired(numbers, *self._exacts.matches(_exact_keys(fingerprints)))
        keys, owners = _flat([one.bands for one in fingerprints], numbers)
        banded = np.union1d(exact, _paired(owners, *self._bands.matches(keys)))
        sampled = np.setdiff1d(self._sampled(numbers, fingerprints, texts), banded, assume_unique=True)
        skeleton = texts.column("skeleton")
        found: list[tuple[int, int, bool]] = []
        for packed, by_samples in ((banded, False), (sampled, True)):
            one, other = (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
            kept = skeleton[one] != skeleton[other]
            if not by_samples:
                kept |= np.isin(packed, exact, assume_unique=True)
            found.extend((a, b, by_samples) for a, b in zip(one[kept].tolist(), other[kept].tolist(), strict=True))
        return sorted(found)

    def _sampled(self, numbers: Packed, fingerprints: Sequence[Fingerprint], texts: Texts) -> Packed:
        keys, owners = _flat([one.samples for one in fingerprints], numbers)
        asked, found = self._samples.matches(keys, at_most=MAX_SHARING)
        pairs, shared = _counted(owners, asked, found)
        n_samples = texts.column("n_samples")
        one, other = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        enough: Packed = pairs[shared >= LEAST_SHARED_SAMPLES * np.minimum(n_samples[one], n_samples[other])]
        return enough

    def is_sampled(self, one: Packed, other: Packed) -> bool:
        """Whether two texts with these samples still share enough that are no formula."""
        shared = np.intersect1d(one, other, assume_unique=True)
        n_telling = int(np.count_nonzero(self._samples.counts(shared) <= MAX_SHARING))
        return n_telling >= LEAST_SHARED_SAMPLES * min(len(one), len(other)) and n_telling > 0

    def new_formulas(self, fingerprints: Sequence[Fingerprint]) -> list[Numbers]:
        """Texts of each sample that these texts, added last, made a formula."""
        keys, n_new = np.unique(
            np.concatenate([one.samples for one in fingerprints] or [np.empty(0, np.uint64)]), return_counts=True
        )
        counts = self._samples.counts(keys)
        turned = keys[(counts > MAX_SHARING) & (counts - n_new <= MAX_SHARING)]
        return [self._samples.matches(turned[place : place + 1])[1] for place in range(len(turned))]

    def save(self, serial: int) -> tuple[dict[str, list[str]], list[Path], int]:
        """Write what is not in files yet: (file names by index, all files, a number above those of all files)."""
        saved = {"exacts": self._exacts, "bands": self._bands, "samples": self._samples}
        files = {name: index.save() for name, index in saved.items()}
        serial = max(serial, *(index.next_serial for index in saved.values()))
        return (
            {name: [file.name for file in paths] for name, paths in files.items()},
            [file for paths in files.values() for file in paths],
            serial,
        )


def _exact_keys(fingerprints: Sequence[Fingerprint]) -> Packed:
    heads = np.array([int.from_bytes(one.exact[:8], "big") for one in fingerprints], dtype=np.uint64)
    return heads >> _TEXT_BITS


def _flat(keys: list[Packed], numbers: Packed) -> tuple[Packed, Packed]:
    if not keys:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint64)
    return np.concatenate(keys), np.repeat(numbers, [len(some) for some in keys])


def _pack(owners: Packed, asked: Numbers, found: Numbers) -> Packed:
    mine, theirs = owners[asked], found.astype(np.uint64)
    other = mine != theirs
    mine, theirs = mine[other], theirs[other]
    pairs: Packed = np.minimum(mine, theirs) << np.uint64(32) | np.maximum(mine, theirs)
    return pairs


def _paired(owners: Packed, asked: Numbers, found: Numbers) -> Packed:
    return np.unique(_pack(owners, asked, found))


def _counted(owners: Packed, asked: Numbers, found: Numbers) -> tuple[Packed, npt.NDArray[np.int64]]:
    """Distinct pairs, and how many samples each shares; pairs inside the batch were found from both sides."""
    packed = _pack(owners, asked, found)
    pairs, counts = np.unique(packed, return_counts=True)
    first = owners.min() if len(owners) else np.uint64(0)
    both_new = (pairs >> np.uint64(32)) >= first
    return pairs, np.where(both_new, counts // 2, counts)
