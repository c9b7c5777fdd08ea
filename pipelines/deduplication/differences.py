"""What differs between two versions of a text: the numbers, dates and names, and a view side by side."""

from __future__ import annotations

import numpy as np

from pipelines.deduplication.words import Codes

_VALUE = np.uint32(1)


def values_only_in(codes: Codes, values: tuple[str, ...], other: Codes) -> tuple[str, ...]:
    """Numbers, dates and names of one text that the other has nowhere, each once, in reading order.

    Values that stand side by side are one (``Đăk Tô``) and named whole when any of their words is missing.
    """
    places = np.flatnonzero(codes & _VALUE)
    if not len(places):
        return ()
    here, there = codes[places] >> _VALUE, np.sort(other >> _VALUE)
    missing = there[np.minimum(np.searchsorted(there, here), len(there) - 1)] != here
    if not missing.any():
        return ()
    first = np.flatnonzero(np.diff(places, prepend=-2) != 1)
    ends = np.append(first[1:], len(places))
    told = np.logical_or.reduceat(missing, first)
    runs = [" ".join(values[start:end]) for start, end in zip(first[told].tolist(), ends[told].tolist(), strict=True)]
    return tuple(dict.fromkeys(runs))
