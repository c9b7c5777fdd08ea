"""The distinct texts of the index: codes, values and hashes, in files that only grow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.deduplication.columns import Column, Strings
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.verification import Text

_ROW = np.dtype(
    [
        ("exact", "S16"),
        ("text", np.uint64),
        ("skeleton", np.uint64),
        ("start", np.int64),
        ("n_words", np.uint32),
        ("n_samples", np.uint32),
    ]
)
_REMEMBERED = 1_024
"""Texts kept with their shingles for the next comparison: about 20 MB."""


class Texts:
    """Distinct texts, numbered from 0 in the order they came. Two articles with the same words share one."""

    def __init__(self, folder: Path, lengths: dict[str, int]) -> None:
        self._rows = Column(folder / "texts.rows", _ROW, lengths.get("texts", 0))
        self._codes = Column(folder / "texts.codes", np.uint32, lengths.get("codes", 0))
        self._values = Strings(folder, "values", lengths.get("texts", 0), lengths.get("values", 0))
        self._recent: OrderedDict[int, Text] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def lengths(self) -> dict[str, int]:
        """What the manifest has to remember."""
        return {"texts": len(self._rows), "codes": len(self._codes), "values": self._values.n_bytes}

    def append(self, fingerprints: Sequence[Fingerprint]) -> None:
        """Add one text for each fingerprint."""
        if not fingerprints:
            return
        n_words = np.array([len(one.codes) for one in fingerprints], dtype=np.int64)
        rows = np.empty(len(fingerprints), dtype=_ROW)
        rows["exact"] = [one.exact for one in fingerprints]
        rows["text"] = [one.text for one in fingerprints]
        rows["skeleton"] = [one.skeleton for one in fingerprints]
        rows["start"] = np.cumsum(n_words) - n_words + len(self._codes)
        rows["n_words"] = n_words
        rows["n_samples"] = [len(one.samples) for one in fingerprints]
        self._codes.append(np.concatenate([one.codes for one in fingerprints]))
        self._values.append([one.values for one in fingerprints])
        self._rows.append(rows)

    def column(self, name: str) -> npt.NDArray[Any]:
        """One column of all texts: ``skeleton``, ``n_words``, ``n_samples`` …"""
        column: npt.NDArray[Any] = self._rows.rows[name]
        return column

    def is_text_of(self, number: int, fingerprint: Fingerprint) -> bool:
        """Whether text ``number`` is the very text of ``fingerprint``."""
        row = self._rows.rows[number]
        return int(row["text"]) == fingerprint.text and _padded(row["exact"]) == fingerprint.exact

    def __getitem__(self, number: int) -> Text:
        known = self._recent.get(number)
        if known is None:
            known = self._recent[number] = self._read(number)
            if len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
        else:
            self._recent.move_to_end(number)
        return known

    def _read(self, number: int) -> Text:
        row = self._rows.rows[number]
        start = int(row["start"])
        codes = self._codes.part(start, start + int(row["n_words"]))
        return Text.of(_padded(row["exact"]), int(row["skeleton"]), codes, self._values[number])

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        for column in (self._codes, self._values, self._rows):
            column.sync()


def _padded(exact: bytes) -> bytes:
    """NumPy drops trailing zero bytes of a fixed-length field; a hash has 16 bytes all the same."""
    return bytes(exact).ljust(16, b"\0")
