"""Files that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_beside(to: Path, fill: Callable[[BinaryIO], int]) -> int:
    """Let ``fill`` write a file beside ``to`` and rename it, so that ``to`` is whole or not touched; return what it
    returns."""
    part = to.with_name(to.name + ".part")
    try:
        with part.open("wb") as out:
            n = fill(out)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return n
