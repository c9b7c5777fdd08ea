"""Kill a crawl again and again, on a portal where one answer in ten goes wrong; the dataset must be the truth.

    python benchmarks/chaos.py --articles 2000 --kills 200 --share 0.1

A replica on loopback answers a share of all requests with 500, 503, 429, cut bodies, closed connections and error
pages with status 200. The crawl (with its workers) gets SIGKILL after a random number of requests or a random time,
over and over; then it is run undisturbed until nothing is left to be asked for. Said at the end: rows lost and doubled,
outcomes against articles discovered, what ``verify`` finds, and article pages that were asked for again although the
archive had them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.dataset as ds

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.comparison import compare
from newscrawler.demo.faults import ERROR_PAGE, FaultyPortal, random_faults
from newscrawler.demo.server import DemoServer
from newscrawler.demo.truth import truth_of
from pipelines.archive import iter_pages
from pipelines.dataset.inspection import Level
from pipelines.dataset.verify import verify
from pipelines.extraction.encoding import decoded_body
from pipelines.records import PageKind
from pipelines.workspace import Workspace

RESULTS = Path(__file__).parent / "results"
FINAL_RUNS = 12
KILLED_EARLY = 0.25
"""Share of the crawls that are killed while they start."""


@dataclass(frozen=True, slots=True)
class Survived:
    """What was left in the end."""

    n_articles: int
    n_kills: int
    share: float
    n_final_runs: int
    n_requests: int
    n_lost: int
    n_double: int
    n_other_differences: int
    n_discovered: int
    n_outcomes: int
    n_archived_twice: int
    """Sound article pages that were asked for again after they stood in the archive."""
    findings: list[str]
    """Errors that ``verify`` names."""
    wall_s: float


def crawl(url: str, output: Path) -> subprocess.Popen[bytes]:
    """Start a crawl in a process group of its own."""
    command = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", url, "--output", str(output)]
    silent = subprocess.DEVNULL
    return subprocess.Popen([*command, "--workers", "1"], start_new_session=True, stdout=silent, stderr=silent)


def seconds_to_start(server: DemoServer, output: Path) -> float:
    """How long a crawl takes here to its first request; it is killed then."""
    process, n_before, began = crawl(server.url, output), len(server.requests), time.monotonic()
    while len(server.requests) == n_before and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return time.monotonic() - began


def kill_at_random(server: DemoServer, output: Path, randomness: random.Random, start_s: float) -> bool:
    """Start a crawl and kill it with its workers; whether it was still alive then.

    One in four is killed while it starts, the others up to 120 requests or 9 seconds after their first request: that
    comes late on a busy machine.
    """
    process, n_before = crawl(server.url, output), len(server.requests)
    n_wanted = n_before + randomness.randint(1, 120)
    latest = time.monotonic() + randomness.uniform(0.2, start_s)
    if randomness.random() >= KILLED_EARLY:
        while len(server.requests) == n_before and process.poll() is None:
            time.sleep(0.005)
        latest = time.monotonic() + randomness.uniform(0.0, 9.0)
    while len(server.requests) < n_wanted and time.monotonic() < latest and process.poll() is None:
        time.sleep(0.005)
    alive = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return alive


def heal(server: DemoServer, output: Path) -> int:
    """Crawl undisturbed until every article is there; returns the number of runs."""
    for number in range(1, FINAL_RUNS + 1):
        exit_code = crawl(server.url, output).wait()
        if exit_code not in (0, 3):
            raise SystemExit(f"the crawl after the kills ended with {exit_code}")
        left = [row for row in table(output, "outcomes") if row["outcome"] in ("pending", "error", "rejected")]
        report = json.loads(max((output / "runs").glob("*Z.json")).read_text("utf-8"))
        if not left and all(walk["why_incomplete"] is None for walk in report["walks"]):
            return number
    return FINAL_RUNS


def table(output: Path, name: str) -> list[dict[str, object]]:
    """All rows of a table."""
    rows: list[dict[str, object]] = (
        ds.dataset(output / name, format="parquet", partitioning="hive").to_table().to_pylist()
    )
    return rows


def archived_twice(output: Path) -> int:
    """Sound article pages that stand in the archive more than once: they were asked for though they were there."""
    whole = (
        page.identity
        for page in iter_pages(Workspace.open(output))
        if page.kind is PageKind.ARTICLE and page.status == 200 and ERROR_PAGE not in decoded_body(page, 1 << 24)
    )
    return sum(n - 1 for n in Counter(whole).values())


def survive(n_articles: int, n_kills: int, share: float, seed: int, output: Path) -> Survived:
    """Do all of it."""
    started, randomness = time.monotonic(), random.Random(seed)
    portal = open_portal("kontum", n_articles=n_articles, seed=7, traps=False)
    with DemoServer(FaultyPortal(portal, random_faults(share, seed))) as server:
        done, start_s = 0, seconds_to_start(server, output)
        while done < n_kills:
            alive = kill_at_random(server, output, randomness, start_s)
            done += alive
            if not alive:  # it ended by itself: everything is there; go on with a portal that has news
                portal.publish(20)
            if done % 20 == 0:
                print(f"{done} kills, {len(server.requests)} requests, {time.monotonic() - started:.0f} s", flush=True)
        n_runs = heal(server, output)
        differences = compare(truth_of(portal), table(output, "articles"), table(output, "outcomes"))
        n_requests = len(server.requests)
    kinds = Counter(one.field for one in differences)
    ids = Counter(row["article_id"] for row in table(output, "articles"))
    outcomes = table(output, "outcomes")
    return Survived(
        n_articles=len(ids),
        n_kills=done,
        share=share,
        n_final_runs=n_runs,
        n_requests=n_requests,
        n_lost=kinds["missing"],
        n_double=kinds["twice"] + sum(n > 1 for n in ids.values()),
        n_other_differences=len(differences) - kinds["missing"] - kinds["twice"],
        n_discovered=len({row["article_id"] for row in outcomes}),
        n_outcomes=len(outcomes),
        n_archived_twice=archived_twice(output),
        findings=[f"{one.file}: {one.fact}" for one in verify(output) if one.level is Level.ERROR],
        wall_s=round(time.monotonic() - started, 1),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=20170421)
    parser.add_argument("--keep", type=Path, help="leave the dataset here")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp()) if given.keep is None else given.keep
    try:
        survived = survive(given.articles, given.kills, given.share, given.seed, folder / "dataset")
    finally:
        if given.keep is None:
            shutil.rmtree(folder)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "chaos.json").write_text(json.dumps(asdict(survived), indent=1) + "\n")
    print(json.dumps(asdict(survived), indent=1))
    if survived.n_lost or survived.n_double or survived.findings or survived.n_outcomes != survived.n_discovered:
        sys.exit(1)


if __name__ == "__main__":
    main()
