"""What a run costs: memory and processor time of the crawl and its workers, and the versions that decide its rows."""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

REPORTED_PACKAGES = ("newscrawler", "scrapy", "trafilatura", "pyarrow", "langdetect", "selectolax", "lxml")

_KIB = 1024  # Linux counts resident memory in KiB


def peak_memory_bytes() -> dict[str, int]:
    """Peak resident memory so far: of this process, of its largest living worker, and of all that live now, summed.

    The sum is of each process's own peak, so it bounds what was held at once from above; shared pages count twice.
    Not from getrusage(2): its peak is inherited over exec, so that a small process started by a large one looks large.
    """
    own = _peak_of(os.getpid())
    living = [_peak_of(child.pid) for child in multiprocessing.active_children()]
    return {"crawl": own, "largest_worker": max(living, default=0), "all_processes": own + sum(living)}


def processor_seconds() -> dict[str, float]:
    """Processor time so far, user and system: of this process, and of its workers, ended ones too."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(_seconds_of(child.pid) for child in multiprocessing.active_children())
    workers = ended.ru_utime + ended.ru_stime + living
    return {"crawl": round(own.ru_utime + own.ru_stime, 3), "workers": round(workers, 3)}


def versions() -> dict[str, str]:
    """Versions of what decides the rows; what is not installed as a package is left out."""
    found = {"python": platform.python_version()}
    for name in REPORTED_PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _peak_of(process: int | None) -> int:
    """Peak resident memory of a living process by proc(5) ``VmHWM``; 0 where that cannot be read."""
    for line in _read(process, "status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * _KIB
    return 0


def _seconds_of(process: int | None) -> float:
    """Processor time of a living process by proc(5) ``stat``, fields 14 and 15; 0 where that cannot be read."""
    fields = _read(process, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if len(fields) > 12 else 0.0


def _read(process: int | None, file: str) -> str:
    try:
        return Path(f"/proc/{process}/{file}").read_text("ascii", errors="replace")
    except OSError:
        return ""
