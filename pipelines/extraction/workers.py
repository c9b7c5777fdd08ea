"""Worker processes for extraction: a time and memory bound per page, recycled, one page's failure is one Rejection.

Trafilatura and langdetect never run on the caller's thread, and never in threads (libxml2 has crashed so).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, ClassVar, Self

from pebble import ProcessExpired, ProcessPool

from pipelines.extraction.layout import Layout
from pipelines.records import Article, Page, Reason, Rejection

_layouts: Mapping[str, Layout] = {}
"""Layouts by name, set once in each worker so that they do not travel with every page."""
_also: Callable[[Article], Any] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost."""

    timeout_s: float = 20.0
    """Wall time of one page; then its worker is killed and the page rejected."""
    max_memory_bytes: int = 2 * 1024**3
    """Address space of a worker; beyond it the page is rejected."""
    pages_per_worker: int = 2_000
    """A worker is replaced after so many pages, which bounds what a leak can gather."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a worker brings back of one page."""

    found: Article | Rejection
    """Its page has an empty body: the archive has it."""
    also: Any = None
    """What the pool's ``also`` made of the article; ``None`` for a rejection and for a pool without ``also``."""


class Workers:
    """A pool of extraction processes. Use as a context manager, or call :meth:`close`.

    ``also``, a function of a module, is applied to each article while it is in the worker: what later stages need of it
    costs the caller's process nothing then.
    """

    start_method: ClassVar[str] = "spawn"
    """How its processes begin: as new ones, which import what they need and inherit neither threads nor open files."""

    def __init__(
        self,
        n_workers: int | None = None,
        *,
        layouts: Mapping[str, Layout] | None = None,
        also: Callable[[Article], Any] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.n_workers = n_workers or available_cores()
        self.limits = limits or Limits()
        self._pool: Any = ProcessPool(
            max_workers=self.n_workers,
            max_tasks=self.limits.pages_per_worker,
            initializer=_prepare,
            initargs=(dict(layouts or {}), also, self.limits.max_memory_bytes),
            context=multiprocessing.get_context(self.start_method),
        )

    def warm(self) -> None:
        """Start the processes and import what they need now, not with the first page."""
        for ready in [self._pool.schedule(_import_extraction) for _ in range(self.n_workers)]:
            ready.result()

    def submit(self, page: Page, layout: str | None = None, *, only_vietnamese: bool = False) -> Future[Extracted]:
        """Extract ``page`` in a worker, with the layout of that name where there is one.

        The future always has a result: a page that takes too long, too much memory, or kills its worker twice is a
        Rejection.
        """
        done: Future[Extracted] = Future()
        self._attempt(page, layout, only_vietnamese, done, attempts_left=1)
        return done

    def _attempt(
        self,
        page: Page,
        layout: str | None,
        only_vietnamese: bool,
        done: Future[Extracted],
        attempts_left: int,
    ) -> None:
        work = self._pool.schedule(_extract, args=(page, layout, only_vietnamese), timeout=self.limits.timeout_s)

        def reject(reason: Reason, detail: str) -> None:
            done.set_result(Extracted(Rejection(replace(page, body=b""), reason, detail)))

        def settle(finished: Future[Extracted]) -> None:
            if finished.cancelled():
                done.cancel()
                return
            failure = finished.exception()
            if failure is None:
                done.set_result(finished.result())
            elif isinstance(failure, FutureTimeoutError):
                reject(Reason.EXTRACTOR_TIMEOUT, f"no result within {self.limits.timeout_s:g} s")
            elif isinstance(failure, ProcessExpired) and attempts_left:
                self._attempt(page, layout, only_vietnamese, done, attempts_left - 1)
            else:
                reject(Reason.EXTRACTOR_FAILED, f"{type(failure).__name__}: {failure}"[:300])

        work.add_done_callback(settle)

    def close(self) -> None:
        """Finish what was submitted and end the processes."""
        self._pool.close()
        self._pool.join()

    def stop(self) -> None:
        """End the processes now; what was submitted is cancelled."""
        self._pool.stop()
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.stop()


def available_cores() -> int:
    """Cores this process may use (affinity respected)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare(layouts: Mapping[str, Layout], also: Callable[[Article], Any] | None, max_memory_bytes: int) -> None:
    """Run once in each new worker."""
    global _layouts, _also
    _layouts, _also = layouts, also
    resource.setrlimit(resource.RLIMIT_AS, (max_memory_bytes, max_memory_bytes))
    _import_extraction()


def _import_extraction() -> None:
    import pipelines.extraction.extract  # noqa: F401  # heavy: Trafilatura, langdetect


def _extract(page: Page, layout: str | None, only_vietnamese: bool) -> Extracted:
    from pipelines.extraction.extract import extract

    found = extract(page, _layouts.get(layout) if layout else None, only_vietnamese=only_vietnamese)
    found = replace(found, page=replace(found.page, body=b""))
    return Extracted(found, _also(found) if _also is not None and isinstance(found, Article) else None)
