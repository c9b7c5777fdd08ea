"""Talk to people on standard error, whether or not anybody listens any more."""

from __future__ import annotations

from typing import Any

from rich.console import Console


class Talk(Console):
    """Rich's console on standard error, which falls silent when that can no longer be written to.

    A terminal is closed, the program that read a log ends, the disk under it is full: Rich would raise SystemExit or
    OSError, and a crawl would end for it, in the middle of its reactor.
    """

    def __init__(self, **options: Any) -> None:
        """``options`` are Rich's."""
        super().__init__(stderr=True, highlight=False, **options)

    def on_broken_pipe(self) -> None:
        """What Rich does when the reader of a pipe is gone."""
        self.quiet = True

    def print(self, *objects: Any, **options: Any) -> None:
        """As Rich prints."""
        try:
            super().print(*objects, **options)
        except OSError:
            self.quiet = True
