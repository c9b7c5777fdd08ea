"""Which words of two texts stand in each other's place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from pipelines.deduplication.words import Codes

Bag = npt.NDArray[np.int16]

_VALUE = np.uint32(1)
_PLAIN, _VALUES = np.uint32(2_048), np.uint32(1_024)
MAX_WORDS = 20_000
"""Words of a text that are aligned: the memory for two such texts is 50 MB, and grows with the product."""
_LONGEST_NAME = 3
"""Words of a name that two names may have in common."""


def bag(codes: Codes) -> Bag:
    """How many words fall into each of 2,048 buckets of plain words and 1,024 of values, whatever their order."""
    words = codes >> _VALUE
    buckets = np.where(codes & _VALUE, _PLAIN + words % _VALUES, words % _PLAIN)
    return np.minimum(np.bincount(buckets, minlength=int(_PLAIN + _VALUES)), np.iinfo(np.int16).max).astype(np.int16)


def only_values_replaced(one: Bag, other: Bag) -> bool:
    """Whether both texts have values the other lacks, and neither has more such plain words than values.

    Far cheaper than to align two texts, and enough for most notices of one template. Two words that share a bucket can
    only hide a difference, one in a thousand.
    """
    surplus = one - other
    plain, values = surplus[:_PLAIN], surplus[_PLAIN:]
    n_plain = (int(np.abs(plain).sum()) + abs(int(plain.sum()))) // 2
    n_values = (int(np.abs(values).sum()) - abs(int(values.sum()))) // 2
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
