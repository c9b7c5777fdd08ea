"""Crawls a replica with other Scrapy settings, in a process of its own.

Arguments: the settings as JSON, the base URL, the output folder, and options as ``newscrawler crawl`` has them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from newscrawler.portals.files import load_portal
from newscrawler.runs.crawl import crawl
from newscrawler.runs.options import CrawlOptions


def main() -> int:
    """Exit code 0, or 3 when the run is unhealthy."""
    parser = argparse.ArgumentParser()
    parser.add_argument("changes", type=json.loads)
    parser.add_argument("base_url")
    parser.add_argument("output", type=Path)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--revisits", type=int, default=200)
    parser.add_argument("--section", action="append", default=[])
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    options = CrawlOptions(
        output=given.output,
        base_url=given.base_url,
        full=given.full,
        revisits=given.revisits,
        sections=tuple(given.section),
        limit=given.limit,
        workers=1,
    )
    report = crawl(load_portal("kontum", base_url=given.base_url), options, given.changes)
    return 3 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
