"""Keys under which similar texts meet: MinHash bands for resemblance, sampled long shingles for containment.

Keys only decide which pairs are looked at, never which are duplicates: every pair is verified by its true shingles.
Texts of resemblance s share a band with probability 1 - (1 - s⁴)³²: 0.99 at 0.6, 1 at 0.75, 0.02 at 0.15
(Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", §3.4).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipelines.deduplication.shingles import SHINGLE_WORDS, Hashes, distinct, mixed

Keys = npt.NDArray[np.uint64]
"""Keys of :data:`KEY_BITS` bits."""

KEY_BITS = 38
"""Wide enough that a million texts seldom meet by chance, narrow enough to be packed with a text's number."""
_BAND_BITS = 5

N_BANDS = 32
N_ROWS = 4

SAMPLE_WORDS = 8
"""A run of eight words is seldom shared by chance, so few texts meet under one sample."""
SAMPLE_ONE_IN = 32
_SAMPLED_BELOW = np.uint64((1 << 64) // SAMPLE_ONE_IN)


def _constants(seed: int, count: int) -> Hashes:
    return mixed(mixed(np.arange(seed, seed + count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))) | np.uint64(1)


_FACTORS = (_constants(1, N_BANDS * N_ROWS // 2) >> np.uint64(31)).astype(np.uint32)[:, None] | np.uint32(1)
"""Multiplying by an odd number permutes the 32-bit numbers; each permutation serves twice, by its least and its
greatest value, which is the least of the permutation reversed."""
_ROW = _constants(2_000, N_ROWS)
_SPAN = _constants(3_000, 3)
_BAND = np.arange(N_BANDS, dtype=np.uint64) << np.uint64(KEY_BITS - _BAND_BITS)


def band_keys(shingle_hashes: Hashes) -> Keys:
    """One key a band; texts without shingles get an empty array and meet nobody."""
    if not len(shingle_hashes):
        return np.empty(0, dtype=np.uint64)
    permuted = (shingle_hashes >> np.uint64(32)).astype(np.uint32) * _FACTORS
    signature = np.concatenate((permuted.min(axis=1), permuted.max(axis=1))).astype(np.uint64)
    signature = signature.reshape(N_BANDS, N_ROWS)
    hashes = mixed((signature * _ROW).sum(axis=1, dtype=np.uint64))
    return _BAND | (hashes >> np.uint64(64 - KEY_BITS + _BAND_BITS))


def sample_keys(shingle_hashes: Hashes) -> Keys:
    """Keys of about one in 32 of the runs of eight words, sorted, each once.

    Which runs are taken depends on their first words alone, so a text inside another has its samples among the other's.
    """
    span = SAMPLE_WORDS - 2
    if len(shingle_hashes) < span:
        return np.empty(0, dtype=np.uint64)
    places = np.flatnonzero(shingle_hashes[: 1 - span] < _SAMPLED_BELOW)
    runs = (
        shingle_hashes[places] * _SPAN[0]
        + shingle_hashes[places + SHINGLE_WORDS] * _SPAN[1]
        + shingle_hashes[places + span - 1] * _SPAN[2]
    )
    return distinct(mixed(runs) & np.uint64((1 << KEY_BITS) - 1))
