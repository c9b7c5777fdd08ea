"""Which words of two texts stand in each other's place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from pipelines.deduplication.words import Codes

_VALUE = np.uint32(1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch where two texts differ: words ``[start, end)`` of one, ``[other_start, other_end)`` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def gaps(one: Codes, other: Codes) -> list[Gap]:
    """The stretches outside the longest common subsequence of words, in reading order."""
    blocks = LCSseq.editops((one >> _VALUE).tolist(), (other >> _VALUE).tolist()).as_matching_blocks()
    found: list[Gap] = []
    at = other_at = 0
    for block in blocks:
        if block.a > at or block.b > other_at:
            found.append(Gap(at, block.a, other_at, block.b))
        at, other_at = block.a + block.size, block.b + block.size
    return found


def n_value_changes(one: Codes, other: Codes, between: list[Gap]) -> int:
    """In how many gaps a value stands in the place of another value with hardly a plain word changed beside it."""
    here = np.concatenate(([0], np.cumsum(one & _VALUE)))
    there = np.concatenate(([0], np.cumsum(other & _VALUE)))
    found = 0
    for gap in between:
        n_here, n_there = here[gap.end] - here[gap.start], there[gap.other_end] - there[gap.other_start]
        n_plain = max(gap.end - gap.start - n_here, gap.other_end - gap.other_start - n_there)
        found += bool(n_here and n_there and n_plain <= max(n_here, n_there))
    return found
