"""What a scheduled crawl runs, and where."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from newscrawler.runs.schedule.plan import Job


@dataclass(frozen=True, slots=True)
class Invocation:
    """What all jobs share. Paths are absolute: a timer has no working folder of its own."""

    output: Path
    wait_s: int
    """How long a job waits for another one that uses the folder."""
    jitter_s: int
    """Random delay of each start, at most."""
    environment: Path
    """File with ``NEWSCRAWLER_CONTACT``, ``NEWSCRAWLER_ALERT_…``: ``NAME=value`` lines, readable by its user only."""

    def crawl(self, job: Job) -> list[str]:
        """The command of ``job``."""
        full = ["--full"] if job.full else []
        return [*program(), "crawl", job.portal, "--output", str(self.output), "--wait", str(self.wait_s), *full]


def program() -> list[str]:
    """How this installation of newscrawler is started: its script, else its interpreter with the module."""
    script = Path(sys.executable).with_name("newscrawler")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "newscrawler"]
