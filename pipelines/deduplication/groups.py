"""Which members belong to a key, for millions of members without a million Python objects."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_LATER = 50_000
"""Members filed one by one until they are sorted in among the others."""


class Groups:
    """Members 0, 1, 2 … grouped by key; the first ``keys`` come as an array, later members one by one."""

    def __init__(self, keys: npt.NDArray[Any]) -> None:
        self._members = np.argsort(keys, kind="stable")
        self._keys = keys[self._members]
        self._later: dict[int, list[int]] = {}
        self._n_later = 0

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
        return [*self._members[low:high].tolist(), *later]

    def add(self, key: int, member: int) -> None:
        """File one more ``member`` under ``key``."""
        self._later.setdefault(key, []).append(member)
        self._n_later += 1
        if self._n_later >= _LATER:
            self._sort_in()

    def _sort_in(self) -> None:
        later = [(key, member) for key, members in self._later.items() for member in members]
        keys = np.concatenate((self._keys, np.array([key for key, _ in later], dtype=self._keys.dtype)))
        members = np.concatenate((self._members, np.array([member for _, member in later], dtype=np.int64)))
        order = np.argsort(keys, kind="stable")
        self._keys, self._members = keys[order], members[order]
        self._later, self._n_later = {}, 0
