"""Pages per second and CPU per page from fetch to Parquet, beside Scrapy that only downloads and the plain spider.

    python benchmarks/crawl.py --articles 2000 --rounds 3

Each round runs the three alternately in processes of their own against a replica portal on loopback, politeness off:

* ours: ``newscrawler crawl``, everything from listing to Parquet: archive, extraction with all fields, deduplication;
* download: Scrapy with its defaults, fetching the same pages and doing nothing with them;
* naive: a Scrapy spider with ``LinkExtractor`` that calls ``trafilatura.bare_extraction(with_metadata=True)`` in its
  callback and writes JSON lines.

CPU is that of the crawl process and all its children (not of the server); memory is the peak of the sum over all its
processes. The machine is shared: read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one contender."""

    name: str
    n_pages: int
    """Article pages that were fetched."""
    wall_s: float
    cpu_s: float
    peak_bytes: int

    @property
    def pages_per_s(self) -> float:
        return self.n_pages / self.wall_s

    @property
    def cpu_ms_per_page(self) -> float:
        return self.cpu_s / self.n_pages * 1000


def measure(name: str, command: list[str], count: Callable[[], int]) -> Measured:
    """Run ``command`` to its end and take its time, CPU and memory."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0]
    watch = threading.Thread(target=_watch, args=(process.pid, peak))
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    watch.join()
    if process.returncode not in (0, 3):
        raise SystemExit(f"{name} ended with {process.returncode}: {' '.join(command)}")
    return Measured(name, count(), wall, usage.ru_utime + usage.ru_stime, peak[0])


def _watch(pid: int, peak: list[int]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            peak[0] = max(peak[0], total)
            time.sleep(0.1)
    except psutil.NoSuchProcess:
        return


def ours(base_url: str, folder: Path) -> Measured:
    output = folder / "ours"
    command = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", base_url, "--output", str(output)]

    def count() -> int:
        (report,) = (output / "runs").glob("*.json")
        return int(json.loads(report.read_text())["n_fetched"])

    return measure("ours", command, count)


def plain(name: str, base_url: str, folder: Path) -> Measured:
    output = folder / f"{name}.jsonl"
    script = Path(__file__).parent / "crawl_contenders.py"
    command = [sys.executable, str(script), name, base_url, str(output)]
    return measure(name, command, lambda: sum(1 for _ in output.open()))


def serve(articles: int) -> tuple[subprocess.Popen[str], str]:
    """A replica in a process of its own, warmed up, and its address."""
    command = [sys.executable, "-m", "newscrawler.demo.server", "--articles", str(articles), "--no-traps"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    server, base_url = serve(given.articles)
    runs: list[Measured] = []
    try:
        with tempfile.TemporaryDirectory() as warm:
            plain("download", base_url, Path(warm))  # the server renders each page once
        for round_ in range(given.rounds):
            with tempfile.TemporaryDirectory() as folder:
                for name in ("ours", "download", "naive"):
                    runs.append(ours(base_url, Path(folder)) if name == "ours" else plain(name, base_url, Path(folder)))
                    print(f"round {round_ + 1}: {_line(runs[-1])}", file=sys.stderr)
    finally:
        server.terminate()
        server.wait()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "crawl.json").write_text(json.dumps([asdict(run) for run in runs], indent=1))
    print(table(runs))


def _line(run: Measured) -> str:
    return (
        f"{run.name}: {run.n_pages} pages, {run.pages_per_s:.0f} pages/s, {run.cpu_ms_per_page:.2f} CPU ms/page, "
        f"{run.peak_bytes / 1e6:.0f} MB"
    )


def table(runs: list[Measured]) -> str:
    """Medians as a Markdown table, with ratios to the naive spider."""
    names = list(dict.fromkeys(run.name for run in runs))
    median = {
        name: {
            key: statistics.median(getattr(run, key) for run in runs if run.name == name)
            for key in ("pages_per_s", "cpu_ms_per_page", "peak_bytes")
        }
        for name in names
    }
    naive = median["naive"]
    lines = [
        "| | pages/s | CPU ms/page | peak MB | pages/s against naive | pages per CPU second against naive |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in median.items():
        lines.append(
            f"| {name} | {one['pages_per_s']:.0f} | {one['cpu_ms_per_page']:.2f} | {one['peak_bytes'] / 1e6:.0f} "
            f"| {one['pages_per_s'] / naive['pages_per_s']:.1f}x "
            f"| {naive['cpu_ms_per_page'] / one['cpu_ms_per_page']:.1f}x |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
