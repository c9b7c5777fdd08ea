"""Python's garbage collector, kept waiting while a page is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Hold the cyclic garbage collector back until the block ends; a collector that is off already stays so.

    The thousands of small objects of a page hold no cycle, so all of them go with their last reference, and a
    collector that looks for cycles among them, and with it at everything the process has imported, finds none.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
