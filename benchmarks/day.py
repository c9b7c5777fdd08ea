"""20 new articles, 5 edited and 2 removed on a portal whose articles are years old: when is all of it known?

    python benchmarks/day.py --articles 5000

A replica on loopback is crawled whole, then unchanged. Then 20 articles are published, and of all others, chosen at
random, 5 are edited and 2 removed. The ordinary run, without ``--full``, is repeated once a day (what the ledger
remembers is dated a day earlier before each) until everything is found: the new, the edits as revisions, the removals
confirmed. Said at the end: the requests of each run, and the day on which each change was known.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.server import DemoServer

RESULTS = Path(__file__).parent / "results"
N_NEW, N_EDITED, N_REMOVED = 20, 5, 2
DAY_US = 86_400_000_000
LAST_DAY = 40
_TIMES = {
    "urls": ("discovered_at", "fetched_at", "next_visit_at", "listed_at"),
    "section_walks": ("started_at", "finished_at"),
    "runs": ("started_at", "finished_at"),
}


def crawl(server: DemoServer, output: Path, revisits: int) -> dict[str, int]:
    """One ordinary run: what it asked for."""
    server.forget_requests()
    command = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", server.url]
    more = ["--output", str(output), "--revisits", str(revisits)]
    done = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"the crawl ended with {done.returncode}: {done.stderr}")
    asked = server.requests
    return {"n_requests": len(asked), "n_not_modified": sum(one.status == 304 for one in asked)}


def let_a_day_pass(output: Path) -> None:
    """Date everything that the ledger remembers a day earlier."""
    with closing(sqlite3.connect(output / "state" / "ledger.sqlite")) as ledger, ledger:
        for name, columns in _TIMES.items():
            for column in columns:
                ledger.execute(f"UPDATE {name} SET {column} = {column} - {DAY_US}")


def rows(output: Path) -> Iterator[dict[str, Any]]:
    """What the dataset says of changes."""
    table = ds.dataset(output / "articles", format="parquet", partitioning="hive")
    return iter(table.to_table(["identity", "revision", "gone_at"]).to_pylist())


def known_on(server: DemoServer, output: Path, edited: set[str], removed: set[str], given: argparse.Namespace) -> Any:
    """Run once a day until all changes are known: what each run asked for, and the day of each change."""
    days: dict[str, list[int]] = {"edited": [], "removed": []}
    runs: list[dict[str, int]] = []
    n_before = given.articles
    for day in range(1, LAST_DAY + 1):
        let_a_day_pass(output)
        runs.append(crawl(server, output, given.revisits))
        standing = list(rows(output))
        runs[-1]["n_new"] = len(standing) - n_before
        n_before = len(standing)
        found = sum(row["identity"] in edited and row["revision"] > 1 for row in standing)
        gone = sum(row["identity"] in removed and row["gone_at"] is not None for row in standing)
        days["edited"] += [day] * (found - len(days["edited"]))
        days["removed"] += [day] * (gone - len(days["removed"]))
        print(f"day {day}: {runs[-1]}, {found} edits and {gone} removals known", file=sys.stderr, flush=True)
        if found == len(edited) and gone == len(removed):
            break
    superfluous = sum(row["revision"] > 1 and row["identity"] not in edited for row in rows(output))
    return {"runs": runs, "known_on_day": days, "n_superfluous_revisions": superfluous}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--revisits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    portal = open_portal("kontum", n_articles=given.articles, seed=7, traps=False)
    with DemoServer(portal) as server, tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "dataset"
        found: dict[str, Any] = {"articles": given.articles, "revisits": given.revisits}
        found["whole_crawl"] = crawl(server, output, given.revisits)
        found["unchanged"] = crawl(server, output, given.revisits)
        everything = [(replica, index) for replica in portal.replicas for index in range(replica.shelf.n_visible)]
        chosen = random.Random(given.seed).sample(everything, N_EDITED + N_REMOVED)
        keys = [replica.key(replica.shelf.article(index)) for replica, index in chosen]
        if strangers := {*keys} - {row["identity"] for row in rows(output)}:
            raise SystemExit(f"the first crawl did not bring {strangers}")
        portal.publish(N_NEW)
        for replica, index in chosen[:N_EDITED]:
            replica.shelf.edit(index)
        for replica, index in chosen[N_EDITED:]:
            replica.shelf.remove(index)
        found |= known_on(server, output, {*keys[:N_EDITED]}, {*keys[N_EDITED:]}, given)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "day.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
