"""Several portals in one invocation: one after the other, each in a process of its own.

A process each, because Twisted's reactor runs once, because memory is then that of one crawl however many portals there
are, and because nothing that one portal does (a crash of a C library included) can reach the next.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from rich.markup import escape
from rich.table import Table

from newscrawler.portals.finding import is_address
from newscrawler.portals.writing import portal_name
from newscrawler.runs.status import RunLine, run_lines
from newscrawler.runs.telling import console_for
from pipelines.errors import NewscrawlerError

SEVERITY = (0, 3, 5, 4, 2, 1, 6)
"""Exit codes from good to bad; unknown ones, and signals, count as 1."""

STOPPED = 128 + signal.SIGTERM
"""Exit code when the whole invocation was told to stop."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """How the crawl of one portal ended."""

    portal: str
    exit_code: int
    run: RunLine | None
    """Its run; ``None`` when it failed before there was one."""


class _SignalsPassedOn:
    """While entered, SIGTERM and SIGINT go to the crawl that is on, which closes well, and are remembered."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.heard = False

    def __enter__(self) -> Self:
        self._earlier = {number: signal.signal(number, self._pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._earlier.items():
            signal.signal(number, handler)

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        self.heard = True
        if self.process is not None:
            self.process.send_signal(number)


def crawl_each(portals: Sequence[str], arguments: Sequence[str], output: Path) -> tuple[list[Crawled], int]:
    """Run ``newscrawler crawl PORTAL …arguments`` for each; returns what became of each, and the worst exit code.

    A portal that fails does not keep the next from being crawled. SIGTERM and SIGINT are passed on to the crawl that is
    on, which closes well; the rest is left for the next time.
    """
    done: list[Crawled] = []
    with _SignalsPassedOn() as signals:
        for portal in portals:
            before = _newest(output, portal)
            # A group of its own: Ctrl-C in a terminal would reach it twice, and two signals end a crawl uncleanly.
            command = [sys.executable, "-m", "newscrawler", "crawl", portal, *arguments]
            signals.process = subprocess.Popen(command, process_group=0)
            exit_code = signals.process.wait()
            run = _newest(output, portal)
            done.append(Crawled(portal, exit_code, run if run != before else None))
            if signals.heard:
                return done, STOPPED
    return done, worst([one.exit_code for one in done])


def worst(exit_codes: Sequence[int]) -> int:
    """The gravest of ``exit_codes`` by :data:`SEVERITY`; 0 when there is none."""
    known = [code if code in SEVERITY else 1 for code in exit_codes]
    return max(known, key=SEVERITY.index, default=0)


def tell_crawled(done: Sequence[Crawled]) -> None:
    """A line for each portal, on standard error."""
    table = Table("portal", "exit", "state", "s", "asked", "new", "stored", "wrong", box=None, pad_edge=False)
    for one in done:
        run = one.run
        counts = (run.duration_s, run.n_requests, run.n_new, run.n_stored) if run else (None,) * 4
        table.add_row(
            escape(Path(one.portal).stem),
            str(one.exit_code),
            run.state if run else "not run",
            *("" if count is None else str(count) for count in counts),
            escape(", ".join(run.wrong_in_short)) if run else "see above",
            style="bold red" if one.exit_code else "",
        )
    console_for(stderr=True).print(table)


def _newest(output: Path, portal: str) -> RunLine | None:
    """The last run of ``portal`` (a name, a portal file or an address), ``None`` when there is none to be read."""
    try:
        lines = run_lines(output, _name(portal), limit=1)
    except NewscrawlerError:
        return None
    return lines[0] if lines else None


def _name(portal: str) -> str:
    return portal_name(portal) if is_address(portal) else Path(portal).stem
