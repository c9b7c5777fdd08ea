"""Which members belong to a key, for millions of members without a million Python objects."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


class Groups:
    """Members 0, 1, 2 … grouped by key; the first ``keys`` come as an array, later members one by one."""

    def __init__(self, keys: npt.NDArray[Any]) -> None:
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        self._later: dict[int, list[int]] = {}

    def __getitem__(self, key: int) -> list[int]:
        """Members filed under ``key``, in the order they came."""
        later = self._later.get(key, [])
        if not len(self._keys):
            return later
        wanted = self._keys.dtype.type(key)
        low = int(np.searchsorted(self._keys, wanted))
        if low == len(self._keys) or self._keys[low] != wanted:
            return later
        high = int(np.searchsorted(self._keys, wanted, side="right"))
        return [*self._order[low:high].tolist(), *later]

    def add(self, key: int, member: int) -> None:
        """File one more ``member`` under ``key``."""
        self._later.setdefault(key, []).append(member)
