"""One long crawl, then a run in which nothing changed, then a day: memory of the crawl process and requests.

    python benchmarks/soak.py --articles 100000

A replica on loopback is crawled whole; the resident memory of the crawl process is read once a second and said beside
the number of requests. Then the same portal is crawled again unchanged, and after a day: 20 articles published, 5 of
the newest edited, 2 removed. The edits are found by ``--full --revisits N``: a replica's articles are years old, and by
themselves such ones are visited every 180 days.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.server import DemoServer

RESULTS = Path(__file__).parent / "results"
SAMPLES = 10


def crawl(server: DemoServer, output: Path, *more: str) -> dict[str, Any]:
    """One run: its requests, time, the memory seen, and what its report says of publishing."""
    before, started = len(server.requests), time.monotonic()
    command = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", server.url]
    process = subprocess.Popen(
        [*command, "--output", str(output), *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watched, seen = psutil.Process(process.pid), []
    while process.poll() is None:
        try:
            seen.append((len(server.requests) - before, watched.memory_info().rss // 1_000_000))
        except psutil.NoSuchProcess:
            break
        time.sleep(1)
    if process.wait() not in (0, 3):
        raise SystemExit(f"the crawl ended with {process.returncode}")
    report = json.loads(max((output / "runs").glob("*Z.json")).read_text("utf-8"))
    return {
        "n_requests": len(server.requests) - before,
        "n_not_modified": sum(one.status == 304 for one in server.requests[before:]),
        "wall_s": round(time.monotonic() - started, 1),
        "memory_mb_by_requests": seen[:: max(1, len(seen) // SAMPLES)] + seen[-1:],
        "durations_s": report["durations_s"],
        "outcomes": report["outcomes"],
        "n_new": report["n_new"],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    portal = open_portal("kontum", n_articles=given.articles, seed=7, traps=False)
    with DemoServer(portal) as server, tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "dataset"
        found = {"articles": given.articles, "first": crawl(server, output), "unchanged": crawl(server, output)}
        shelf = portal.replicas[-1].shelf
        portal.publish(20)
        for index in range(5):
            shelf.edit(shelf.in_section(11)[index + 20])
        known = [index for index in shelf.in_section(11) if index < shelf.n_visible - 20]
        for index in known[:2]:
            shelf.remove(index)
        found["day"] = crawl(server, output)
        found["removals_confirmed"] = crawl(server, output)
        found["day_with_every_article_visited"] = crawl(server, output, "--full", "--revisits", str(given.articles))
        found["n_listing_pages"] = sum(replica.n_listing_pages() for replica in portal.replicas)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "soak.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
