"""A replica that can be made to fail, crawls of it by the real command, and what they left."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.comparison import Difference, compare
from newscrawler.demo.content.library import Library
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.faults import Fault, FaultyPortal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.truth import truth_of
from tests.crawl.running import newscrawler, table
from tests.processes import command
from tests.reliability.crawl_with import main as crawl_with_settings

ARTICLE = r"ItemID=|/detail/"
LISTING = r"Category\.aspx|Date\.aspx|/category/"
WELL_OR_NOT = (0, 3)
"""Exit codes of a run that ended: monitors may find a replica full of traps unhealthy."""

_TIMES = {
    "urls": ("discovered_at", "fetched_at", "next_visit_at", "listed_at"),
    "section_walks": ("started_at", "finished_at"),
    "runs": ("started_at", "finished_at"),
}


class Replica(DemoServer):
    """The Kon Tum replica behind switchable faults, served on loopback."""

    def __init__(self, n_articles: int, *, traps: bool = False, n_later: int | None = None) -> None:
        """``n_later`` of the articles are the later generation's; an eighth where it is not given."""
        portal = open_portal("kontum", n_articles=n_articles, seed=7, traps=traps)
        if n_later is not None:
            sizes = (n_articles - n_later, n_later)
            for replica, n in zip(portal.replicas, sizes, strict=True):
                replica.shelf = Shelf(Library(replica.shelf.library.edition, n, 7, traps=traps))
        self.faulty = FaultyPortal(portal)
        super().__init__(self.faulty)

    @property
    def later(self) -> Any:
        """The shelf of the generation in use, 2019; its two listings have no dated ones beside them."""
        return self.faulty.portal.replicas[-1].shelf

    @property
    def earlier(self) -> Any:
        """The shelf of the generation of 2017."""
        return self.faulty.portal.replicas[0].shelf

    def fail(self, *faults: Fault) -> None:
        """From now on exactly these faults happen."""
        self.faulty.faults = list(faults)

    def asked(self, *statuses: int) -> list[str]:
        """Targets in the access log, in order; of the given statuses when there are any."""
        return [one.target for one in self.requests if not statuses or one.status in statuses]

    def differences(self, output: Path) -> list[Difference]:
        """What the dataset has otherwise than an ideal crawl of the replica as it stands would."""
        return compare(truth_of(self.faulty.portal), table(output, "articles"), table(output, "outcomes"))


def crawl(server: DemoServer, output: Path, *more: str, exit_codes: tuple[int, ...] = WELL_OR_NOT) -> str:
    """Crawl the replica by the command; returns what it said. The exit code must be one of ``exit_codes``."""
    arguments = ["crawl", "kontum", "--base-url", server.url, "--output", str(output), "--workers", "1", *more]
    done = newscrawler(*arguments)
    assert done.returncode in exit_codes, done.stderr
    return done.stderr


def crawl_with(changes: dict[str, Any], server: DemoServer, output: Path, *more: str) -> int:
    """Crawl the replica with other Scrapy settings; returns the exit code."""
    done = command([json.dumps(changes), server.url, output, *more], crawl_with_settings)
    assert done.returncode in WELL_OR_NOT, done.stderr
    return done.returncode


def let_time_pass(output: Path, passed: timedelta) -> None:
    """Date everything the ledger remembers so much earlier."""
    with sqlite3.connect(output / "state" / "ledger.sqlite") as ledger:
        for name, columns in _TIMES.items():
            for column in columns:
                ledger.execute(f"UPDATE {name} SET {column} = {column} - ?", (passed // timedelta(microseconds=1),))
    ledger.close()


def last_report(output: Path) -> dict[str, Any]:
    """The newest run report."""
    report: dict[str, Any] = json.loads(max((output / "runs").glob("*Z.json")).read_text("utf-8"))
    return report


def outcomes(output: Path) -> dict[str, dict[str, Any]]:
    """Outcome rows by path and query of their address."""
    return {"/" + row["url"].split("/", 3)[3]: row for row in table(output, "outcomes")}


def verified(output: Path) -> bool:
    """Whether dataset, ledger and archive agree."""
    done = newscrawler("verify", "--output", output)
    assert done.returncode in (0, 6), done.stderr
    return done.returncode == 0
