"""Files that only grow: arrays and strings whose committed length is kept elsewhere.

What stands behind the committed length was written by a run that did not publish; the first append cuts it off.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt


class Column:
    """A growing array of one NumPy type in a file, mapped for reading."""

    def __init__(self, file: Path, dtype: npt.DTypeLike, length: int) -> None:
        """Raises OSError or ValueError when the file does not hold ``length`` rows."""
        if length and file.stat().st_size < length * np.dtype(dtype).itemsize:
            raise ValueError(f"{file.name} is shorter than the manifest says")
        self._file = file
        self._dtype = np.dtype(dtype)
        self._length = length
        self._clean = False
        self._handle: int | None = None
        self._view: npt.NDArray[Any] | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def rows(self) -> npt.NDArray[Any]:
        """All rows, read-only."""
        if self._view is None:
            if self._length:
                self._view = np.asarray(np.memmap(self._file, dtype=self._dtype, mode="r", shape=(self._length,)))
            else:
                self._view = np.empty(0, dtype=self._dtype)
        return self._view

    def part(self, start: int, end: int) -> npt.NDArray[Any]:
        """Rows ``[start, end)``, read and not mapped: scattered reads of a large file would fill the memory."""
        if self._handle is None:
            self._handle = os.open(self._file, os.O_RDONLY)
            finalize(self, os.close, self._handle)
        size = self._dtype.itemsize
        return np.frombuffer(os.pread(self._handle, (end - start) * size, start * size), dtype=self._dtype)

    def append(self, rows: npt.NDArray[Any]) -> None:
        """Add rows at the end."""
        with self._file.open("r+b" if self._file.exists() else "w+b") as out:
            if not self._clean:
                out.truncate(self._length * self._dtype.itemsize)
                self._clean = True
            out.seek(0, os.SEEK_END)
            out.write(np.ascontiguousarray(rows, dtype=self._dtype).data)
        self._length += len(rows)
        self._view = None

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        if self._clean:
            with self._file.open("rb") as out:
                os.fsync(out.fileno())


class Strings:
    """A growing list of lists of strings, in two columns: where each ends, and the UTF-8 bytes."""

    _BETWEEN = "\x1f"

    def __init__(self, folder: Path, name: str, length: int, n_bytes: int) -> None:
        self._ends = Column(folder / f"{name}.ends", np.int64, length)
        self._bytes = Column(folder / f"{name}.utf8", np.uint8, n_bytes)

    def __len__(self) -> int:
        return len(self._ends)

    @property
    def n_bytes(self) -> int:
        """Length of the text part."""
        return len(self._bytes)

    def __getitem__(self, number: int) -> tuple[str, ...]:
        ends = self._ends.rows
        start = int(ends[number - 1]) if number else 0
        joined = self._bytes.part(start, int(ends[number])).tobytes().decode("utf-8", "surrogatepass")
        return tuple(joined.split(self._BETWEEN)) if joined else ()

    def append(self, rows: list[tuple[str, ...]]) -> None:
        """Add lists at the end."""
        encoded = [self._BETWEEN.join(row).encode("utf-8", "surrogatepass") for row in rows]
        ends = np.cumsum([len(row) for row in encoded], dtype=np.int64) + len(self._bytes)
        self._bytes.append(np.frombuffer(b"".join(encoded), dtype=np.uint8))
        self._ends.append(ends)

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        self._bytes.sync()
        self._ends.sync()
