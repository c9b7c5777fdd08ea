"""What a monitor says of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """One monitor's judgement."""

    monitor: str
    """Its name."""
    state: str
    """``passed``, ``failed`` or ``skipped``: there was nothing to judge by."""
    expected: str
    """What a healthy run shows; empty when skipped."""
    found: str
    """What this run shows, or why the monitor was skipped."""
    advice: str
    """What to do when it failed."""

    @property
    def failed(self) -> bool:
        """Whether it makes the run unhealthy."""
        return self.state == "failed"

    @property
    def told(self) -> str:
        """The finding in one line."""
        return f"{self.monitor}: expected {self.expected}, found {self.found}"
