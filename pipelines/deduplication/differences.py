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
    missing = ~np.isin(codes[places] >> _VALUE, other >> _VALUE)
    if not missing.any():
        return ()
    first = np.flatnonzero(np.diff(places, prepend=-2) != 1)
    ends = np.append(first[1:], len(places))
    runs = [
        " ".join(values[start:end])
        for start, end in zip(first.tolist(), ends.tolist(), strict=True)
        if missing[start:end].any()
    ]
    return tuple(dict.fromkeys(runs))
