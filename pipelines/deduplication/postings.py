"""Key → texts, as sorted runs of packed 64-bit numbers: 38 bits of key, 26 bits of text number.

A log-structured merge tree in NumPy (O'Neil et al. 1996): batches are added as sorted runs, runs of similar size are
merged, so there are few; large runs live in files that are mapped, not read. Runs never change once written.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.deduplication.minhash import KEY_BITS

Packed = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

TEXT_BITS = 64 - KEY_BITS
MAX_TEXTS = 1 << TEXT_BITS
_TEXT = np.uint64(MAX_TEXTS - 1)
_SHIFT = np.uint64(TEXT_BITS)

_GROWTH = 4
"""A run at least this many times larger than the next is left alone."""
_PIECE = 1_000_000
"""Entries merged at a time, about: 8 MB."""
_SPILL = 2_000_000
"""Entries from which on merged runs go to a file at once: 16 MB."""


class Postings:
    """One index of keys. ``name`` begins the names of its files in ``folder``."""

    def __init__(self, folder: Path, name: str, files: list[str], next_serial: int) -> None:
        self._folder = folder
        self._name = name
        self._serial = next_serial
        self._runs: list[tuple[Packed, str | None]] = [(_mapped(folder / file), file) for file in files]

    def add(self, keys: Packed, texts: Packed) -> None:
        """Add the entries (``keys[i]``, ``texts[i]``)."""
        if not len(keys):
            return
        self._runs.append((np.sort(keys << _SHIFT | texts), None))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < _GROWTH * len(self._runs[-1][0]):
            later, earlier = self._runs.pop()[0], self._runs.pop()[0]
            if len(earlier) + len(later) >= _SPILL:
                self._runs.append(self._written(earlier, later))
            else:
                self._runs.append((np.sort(np.concatenate((earlier, later))), None))

    def matches(self, keys: Packed, at_most: int | None = None) -> tuple[Numbers, Numbers]:
        """Pairs (i, text) with ``text`` filed under ``keys[i]``; keys with more than ``at_most`` texts give none."""
        order = np.argsort(keys)  # searching in order of the keys stays in the cache
        keys = keys[order]
        spans = [self._spans(run, keys) for run, _ in self._runs]
        counts = sum((high - low for low, high in spans), start=np.zeros(len(keys), dtype=np.int64))
        wanted = counts > 0 if at_most is None else (counts > 0) & (counts <= at_most)
        asked: list[Numbers] = []
        found: list[Numbers] = []
        for (run, _), (low, high) in zip(self._runs, spans, strict=True):
            hit = np.flatnonzero(wanted & (high > low))
            if not len(hit):
                continue
            lengths = (high - low)[hit]
            places = np.arange(lengths.sum()) + np.repeat(low[hit] - (np.cumsum(lengths) - lengths), lengths)
            asked.append(np.repeat(order[hit], lengths))
            found.append((run[places] & _TEXT).astype(np.int64))
        if not asked:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return np.concatenate(asked), np.concatenate(found)

    def counts(self, keys: Packed) -> Numbers:
        """How many texts are filed under each of ``keys``."""
        found = np.zeros(len(keys), dtype=np.int64)
        for run, _ in self._runs:
            low, high = self._spans(run, keys)
            found += high - low
        return found

    @staticmethod
    def _spans(run: Packed, keys: Packed) -> tuple[Numbers, Numbers]:
        first = keys << _SHIFT
        low = np.searchsorted(run, first)
        high = low.copy()
        hit = np.flatnonzero(run[np.minimum(low, len(run) - 1)] >> _SHIFT == keys)
        high[hit] = np.searchsorted(run, first[hit] | _TEXT, side="right")
        return low, high

    def save(self) -> list[Path]:
        """Write every run that is not in a file yet; the files of all runs, oldest first. Not synced to disk."""
        loose = [run for run, file in self._runs if file is None]
        if loose:
            kept = [entry for entry in self._runs if entry[1] is not None]
            self._runs = [*kept, self._written(*loose)]
        return [self._folder / file for _, file in self._runs if file is not None]

    @property
    def next_serial(self) -> int:
        """Number of the next file."""
        return self._serial

    def _written(self, *runs: Packed) -> tuple[Packed, str]:
        """Several runs as one in a file, merged piece by piece: large runs are never in memory as a whole."""
        file = f"{self._name}-{self._serial:06d}.u64"
        self._serial += 1
        n_pieces = sum(map(len, runs)) // _PIECE + 1
        bounds = np.linspace(0, 2.0**64, n_pieces, endpoint=False)[1:].astype(np.uint64)
        cuts = [np.split(run, np.searchsorted(run, bounds)) for run in runs]
        with (self._folder / file).open("wb") as out:
            for piece in zip(*cuts, strict=True):
                out.write(np.sort(np.concatenate(piece)).data)
        return _mapped(self._folder / file), file


def _mapped(file: Path) -> Packed:
    return np.asarray(np.memmap(file, dtype=np.uint64, mode="r"))
