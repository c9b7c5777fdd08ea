"""One long crawl, then one in which nothing changed: memory, the ledger's time and the publishes' as the dataset grows.

    python benchmarks/soak.py --articles 100000

A replica on loopback is crawled whole by the real command (benchmarks/watched_crawl.py watches it). Said at the end:
resident memory of the crawl process at each mark of responses (how much of it is mapped files, and the most since the
mark before); the ledger's processor time per response between the marks; each publish's processor and wall time, and
the memory after it, beside the rows there then are.
``--told-so-far`` says it of a crawl that is still on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.server import DemoServer

RESULTS = Path(__file__).parent / "results"
WATCHED = Path(__file__).parent / "watched_crawl.py"


def crawl(server: DemoServer, output: Path, watched: Path) -> dict[str, Any]:
    """One run: its requests, time and outcomes; what was watched stands in ``watched``."""
    server.forget_requests()
    began = time.monotonic()
    command = [sys.executable, str(WATCHED), str(watched), "crawl", "kontum", "--base-url", server.url]
    done = subprocess.run([*command, "--output", str(output)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"the crawl ended with {done.returncode}: {done.stderr}")
    report = json.loads(max((output / "runs").glob("*Z.json")).read_text("utf-8"))
    return {
        "n_requests": len(server.requests),
        "wall_s": round(time.monotonic() - began, 1),
        "outcomes": report["outcomes"],
        "n_new": report["n_new"],
        "processor_s": report["processor_s"],
        "peak_mb": {name: size // 1_000_000 for name, size in report["max_memory_bytes"].items()},
    }


def at_marks(lines: list[dict[str, Any]], every: int) -> list[dict[str, Any]]:
    """Memory and the ledger's time whenever so many more responses were archived, and at the end."""
    last = int(lines[-1]["n_responses"])
    told, since = [], 0
    for mark in [*range(every, last, every), last]:
        until = bisect_left(lines, mark, key=lambda line: int(line["n_responses"])) + 1
        part = lines[since:until] if mark < last else lines[since:]
        before, now = lines[max(since - 1, 0)], part[-1]
        n_responses = max(now["n_responses"] - before["n_responses"], 1)
        told.append(
            {
                "responses": now["n_responses"],
                "memory_mb": round(now["rss_mb"]),
                "of_it_mapped_mb": round(now["mapped_mb"]),
                "most_since_mb": round(max(line["rss_mb"] for line in part)),
                "ledger_ms_per_response": round(1000 * (now["ledger_s"] - before["ledger_s"]) / n_responses, 3),
                "minutes": round((now["t"] - lines[0]["t"]) / 60, 1),
            }
        )
        since = until
    return told


def publishes(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each publish took and left of memory, beside the rows the dataset had after it."""
    names = ("n_rows", "n_articles", "n_partitions", "publish_cpu_s", "publish_wall_s", "publish_ledger_s", "rss_mb")
    return [{name: round(line[name], 2) for name in names} for line in lines if "n_rows" in line]


def watched_lines(watched: Path) -> list[dict[str, Any]]:
    """What benchmarks/watched_crawl.py has written so far."""
    return [json.loads(line) for line in watched.read_text("utf-8").splitlines()]


def soak(n_articles: int, every: int, folder: Path) -> dict[str, Any]:
    """The two crawls; ``folder`` keeps the dataset and what was watched."""
    portal = open_portal("kontum", n_articles=n_articles, seed=7, traps=False)
    output, first, second = folder / "dataset", folder / "watched.jsonl", folder / "watched-unchanged.jsonl"
    with DemoServer(portal) as server:
        ran = crawl(server, output, first)
        unchanged = crawl(server, output, second)
    return {
        "articles": n_articles,
        "first": ran,
        "marks": at_marks(watched_lines(first), every),
        "publishes": publishes(watched_lines(first)),
        "unchanged": {**unchanged, "publishes": publishes(watched_lines(second))},
        "ledger_mb": (output / "state" / "ledger.sqlite").stat().st_size // 1_000_000,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=10_000, help="responses between two marks")
    parser.add_argument("--told-so-far", type=Path, help="crawl nothing; say what this watched.jsonl has so far")
    parser.add_argument("--folder", type=Path, help="keep everything here; by default nothing is kept")
    given = parser.parse_args()
    if given.told_so_far:
        lines = watched_lines(given.told_so_far)
        print(json.dumps({"marks": at_marks(lines, given.every), "publishes": publishes(lines)}, indent=1))
        return
    with tempfile.TemporaryDirectory() as temporary:
        found = soak(given.articles, given.every, given.folder or Path(temporary))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "soak.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
