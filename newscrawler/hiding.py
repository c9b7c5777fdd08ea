"""Libraries that others import only because they are installed, hidden from a process that has no use for them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Hidden(MetaPathFinder):
    """Says of ``name`` that it is not installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self._name:
            raise ModuleNotFoundError(f"{fullname} is hidden from this process", name=fullname)
        return None


def hide_pandas() -> None:
    """Keep pyarrow from importing pandas with the first list it converts: half a second of a command's start.

    What pandas users call is in Python (:func:`newscrawler.corpus.open_dataset`); no command needs it, and all work the
    same where it is not installed.
    """
    sys.meta_path.insert(0, _Hidden("pandas"))
