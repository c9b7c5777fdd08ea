"""Reading listing pages: quality and CPU time, beside Scrapy's LinkExtractor on the same pages in one run.

Run: ``.venv/bin/python benchmarks/listings.py [FOLDER]`` with a folder of saved listings, ``*.json`` (url, articles,
next_page) beside ``*.html.gz`` or ``*.html``; default: the fixtures of the tests, and the shared pages where present.
LinkExtractor only lists all links of a page; it neither tells articles from menus nor finds the next page.
"""

from __future__ import annotations

import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor

from newscrawler.listings import read_listing

ROOT = Path(__file__).parents[1]
N_RUNS = 9


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(N_RUNS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1_000


def _html(gold: Path) -> bytes | None:
    packed, plain = gold.with_suffix(".html.gz"), gold.with_suffix(".html")
    if packed.exists():
        return gzip.decompress(packed.read_bytes())
    return plain.read_bytes() if plain.exists() else None


def _measure(gold: Path) -> tuple[float, float, float, float, bool] | None:
    """Recall, precision, our milliseconds, LinkExtractor's, and whether the next page is right."""
    facts, html = json.loads(gold.read_text(encoding="utf-8")), _html(gold)
    if html is None or facts.get("kind") != "listing":
        return None
    url, extractor = facts["url"], LinkExtractor()
    page = read_listing(html, url)
    wanted, found = {one["url"] for one in facts["articles"]}, {link.url for link in page.articles}
    right = (page.next_page.url if page.next_page else None) == facts["next_page"]
    return (
        len(wanted & found) / len(wanted),
        len(wanted & found) / max(len(found), 1),
        _median_ms(lambda: read_listing(html, url)),
        _median_ms(lambda: extractor.extract_links(HtmlResponse(url, body=html, encoding="utf-8"))),
        right,
    )


def main(folders: list[Path]) -> None:
    """Print one line a listing and the medians."""
    rows = []
    print(f"{'listing':44} recall precision  next   ours ms  LinkExtractor ms")
    for gold in sorted(path for folder in folders for path in folder.rglob("*.json")):
        row = _measure(gold)
        if row is None:
            continue
        rows.append(row)
        name = f"{gold.parent.name}/{gold.stem}"
        print(f"{name:44} {row[0]:6.3f} {row[1]:9.3f}  {'right' if row[4] else 'WRONG'} {row[2]:8.2f} {row[3]:12.2f}")
    print(
        f"{len(rows)} listings: mean recall {statistics.mean(row[0] for row in rows):.3f}, "
        f"mean precision {statistics.mean(row[1] for row in rows):.3f}, next page right {sum(row[4] for row in rows)}; "
        f"median {statistics.median(row[2] for row in rows):.2f} ms, "
        f"LinkExtractor {statistics.median(row[3] for row in rows):.2f} ms"
    )


if __name__ == "__main__":
    shared = ROOT.parent / "shared" / "pages"
    named = [Path(argument) for argument in sys.argv[1:]]
    main(named or [ROOT / "tests" / "listings" / "fixtures", *([shared] if shared.is_dir() else [])])
