"""Which words of two texts stand in each other's place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import LCSseq

from pipelines.deduplication.words import Codes

_VALUE = np.uint32(1)
_SIDE = np.uint64(1)
MAX_WORDS = 20_000
"""Words of a text that are aligned: the memory for two such texts is 50 MB, and grows with the product."""
_LONGEST_NAME = 3
"""Words of a name that two names may have in common."""


def only_values_replaced(one: Codes, other: Codes) -> bool:
    """Whether both texts have values the other lacks, and no more plain words than values differ between them.

    Counts words wherever they stand: far cheaper than to align two texts, and enough for most notices of one template.
    """
    both = np.sort(np.concatenate((one.astype(np.uint64) << _SIDE, (other.astype(np.uint64) << _SIDE) | _SIDE)))
    words = both >> _SIDE
    first = np.flatnonzero(np.concatenate(([True], words[1:] != words[:-1])))
    surplus = np.add.reduceat(1 - 2 * (both & _SIDE).astype(np.int64), first)
    is_value = (words[first] & _SIDE) != 0
    values, n_plain = surplus[is_value], int(np.abs(surplus[~is_value]).sum())
    n_values = min(int(values[values > 0].sum()), -int(values[values < 0].sum()))
    return 1 <= n_values >= n_plain


class Gap(NamedTuple):
    """A stretch where two texts differ: words ``[start, end)`` of one, ``[other_start, other_end)`` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def gaps(one: Codes, other: Codes) -> list[Gap]:
    """The stretches outside the longest common subsequence of words, in reading order.

    A name is never cut: ``Vĩnh Bình Bắc`` against ``Bắc Lãng`` is one gap, though both have a word in common. Only the
    first :data:`MAX_WORDS` words are looked at.
    """
    one, other = one[:MAX_WORDS], other[:MAX_WORDS]
    is_value = (one & _VALUE).tolist()
    blocks = LCSseq.editops((one >> _VALUE).tolist(), (other >> _VALUE).tolist()).as_matching_blocks()
    found: list[Gap] = []
    at = other_at = 0
    for start, other_start, size in blocks:
        if start > at or other_start > other_at:
            found.append(Gap(at, start, other_at, other_start))
        if found and 0 < size <= _LONGEST_NAME and all(is_value[start : start + size]):
            at, other_at = found[-1].start, found[-1].other_start
            found.pop()
        else:
            at, other_at = start + size, other_start + size
    return found


def n_value_changes(one: Codes, other: Codes, between: list[Gap]) -> int:
    """In how many gaps a value stands in the place of another value with hardly a plain word changed beside it."""
    found = 0
    for start, end, other_start, other_end in between:
        here = [code for code in one[start:end].tolist() if code & 1]
        there = [code for code in other[other_start:other_end].tolist() if code & 1]
        n_plain = max(end - start - len(here), other_end - other_start - len(there))
        found += bool(here and there and here != there and n_plain <= max(len(here), len(there)))
    return found
