"""Three words at a time: the shingles by which texts are compared.

With 5-word shingles 45 to 60 % of copies with 5 % of the words edited are lost, with 3-word shingles under 1 %
(``docs/adr/0004-near-duplicate-threshold-and-shingles.md``). Hashes are fixed by constants of our own, so they stay
comparable across library versions; :data:`ALGORITHM` names them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipelines.deduplication.words import Codes

Hashes = npt.NDArray[np.uint64]

ALGORITHM = "words-1/shingles-3/minhash-32x4/samples-8-32"
"""Raised with every change of what the hashes mean: an index of another algorithm is made anew."""

SHINGLE_WORDS = 3

_PLACE = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def mixed(hashes: Hashes) -> Hashes:
    """Every bit of ``hashes`` spread over all bits (the finaliser of SplitMix64, shortened to one multiplication)."""
    spread = (hashes ^ (hashes >> np.uint64(30))) * _MIX
    spread ^= spread >> np.uint64(29)
    return spread


def shingles(codes: Codes) -> Hashes:
    """Hash of every three consecutive words, in reading order, repeats kept; empty for fewer than three words."""
    if len(codes) < SHINGLE_WORDS:
        return np.empty(0, dtype=np.uint64)
    words = (codes >> np.uint32(1)).astype(np.uint64)
    return mixed(words[:-2] * _PLACE[0] + words[1:-1] * _PLACE[1] + words[2:] * _PLACE[2])


def distinct(hashes: Hashes) -> Hashes:
    """``hashes`` sorted, each once."""
    ordered = np.sort(hashes)
    if len(ordered) < 2:
        return ordered
    keep = np.empty(len(ordered), dtype=np.bool_)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]


def n_shared(one: Hashes, other: Hashes) -> int:
    """How many hashes two distinct sorted sets have in common."""
    both = np.sort(np.concatenate((one, other)))
    return int(np.count_nonzero(both[1:] == both[:-1]))


def resemblance(shared: int, n_one: int, n_other: int) -> float:
    """Shared shingles by all shingles of both texts (Broder 1997, "On the resemblance and containment…")."""
    return shared / max(1, n_one + n_other - shared)


def containment(shared: int, n_one: int, n_other: int) -> float:
    """Shared shingles by the shingles of the shorter text (Broder 1997)."""
    return shared / max(1, min(n_one, n_other))
