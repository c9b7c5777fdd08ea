"""``newscrawler`` with its memory, its ledger and its publishes watched, for benchmarks/soak.py.

    python benchmarks/watched_crawl.py WATCHED.jsonl crawl kontum --base-url … --output …

The command itself is the real one. Once a second a line is written: the monotonic clock, how many responses were
archived, the resident memory, how much of it is files (libraries, the duplicate index), and the processor time spent in
the ledger so far; and a line after each publish. The time is that of the calling thread: other programs on the same
cores do not enter it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import psutil


class Watch:
    """What is measured, and the file it is written to."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._own = psutil.Process()
        self._depth = 0
        self.ledger_s = 0.0
        self.n_responses = 0

    def note(self, **facts: Any) -> None:
        """Write a line."""
        memory = self._own.memory_info()
        moment = {
            "t": time.monotonic(),
            "n_responses": self.n_responses,
            "rss_mb": memory.rss / 1e6,
            "mapped_mb": memory.shared / 1e6,
            "ledger_s": self.ledger_s,
        }
        self._out.write(json.dumps(moment | facts) + "\n")
        self._out.flush()

    def every_second(self) -> None:
        """Write a line each second until the process ends."""
        while True:
            self.note()
            time.sleep(1)

    def timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """``method`` of the ledger, its time added up; what it calls of the ledger itself is not counted again."""

        @wraps(method)
        def measured(*arguments: Any, **named: Any) -> Any:
            began = time.thread_time()
            self._depth += 1
            try:
                return method(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.ledger_s += time.thread_time() - began

        return measured

    def counted(self, append: Callable[..., Any]) -> Callable[..., Any]:
        """``append`` of an archive writer, each call counted."""

        @wraps(append)
        def measured(*arguments: Any) -> Any:
            self.n_responses += 1
            return append(*arguments)

        return measured

    def published(self, publish: Callable[..., Any]) -> Callable[..., Any]:
        """``publish`` of a session, a line written after each."""

        @wraps(publish)
        def measured(session: Any) -> Any:
            began, began_wall, in_ledger = time.process_time(), time.monotonic(), self.ledger_s
            report = publish(session)
            self.note(
                publish_cpu_s=time.process_time() - began,
                publish_wall_s=time.monotonic() - began_wall,
                publish_ledger_s=self.ledger_s - in_ledger,
                n_rows=session.ledger.n_rows(session.portal),
                n_articles=report.n_articles,
                n_partitions=report.n_partitions,
            )
            return report

        return measured


def main() -> None:
    """Begin to watch, then run the command line."""
    from newscrawler.__main__ import main as newscrawler
    from pipelines.archive import ArchiveWriter
    from pipelines.ledger import Ledger
    from pipelines.session import Session

    file = Path(sys.argv.pop(1))
    watch = Watch(file.open("w", encoding="utf-8"))
    for name in {name for kind in Ledger.__mro__ for name in vars(kind)}:
        method = getattr(Ledger, name)
        if not name.startswith("_") and name not in ("open", "close", "transaction") and callable(method):
            setattr(Ledger, name, watch.timed(method))
    setattr(ArchiveWriter, "append", watch.counted(ArchiveWriter.append))  # noqa: B010  # mypy forbids the assignment
    setattr(Session, "publish", watch.published(Session.publish))  # noqa: B010  # as above
    threading.Thread(target=watch.every_second, daemon=True).start()
    newscrawler()


if __name__ == "__main__":
    main()
