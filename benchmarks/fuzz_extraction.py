"""Mutated pages by the hundred thousand: every one must give an Article or a Rejection with a reason, in time.

    nice python benchmarks/fuzz_extraction.py --inputs 200000

Inputs (``fuzz_inputs``) are made of the fixtures of ``tests/extraction``, the demo's replicas and, where present, the
pages of ``../shared/pages``; a third of them have a layout, some another encoding, compression or headers. Each is
read as an article, and every second one as a listing page too. It follows from its number alone, so ``--first N
--inputs 1`` makes one again. Inputs that fail, or take more than ``--slow`` seconds of CPU, are written to
``benchmarks/results/fuzz`` and end the run non-zero.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extraction_sets import SHARED
from fuzz_inputs import ROOT, Input, made

from newscrawler.listings import read_listing
from pipelines.extraction.extract import extract
from pipelines.records import Article, Page, PageKind, Reason, Rejection

FAILED = ROOT / "benchmarks/results/fuzz"
FETCHED_AT = datetime(2026, 9, 1, tzinfo=UTC)


def page_of(given: Input, url: str) -> Page:
    return Page("fuzz", url, url, url, url, 200, given.headers, given.body, FETCHED_AT, PageKind.ARTICLE, "fuzz")


def problem(number: int, slow_s: float, shared: Path) -> str | None:
    """What is wrong with how input ``number`` is met; ``None`` when nothing is."""
    given = made(number, shared)
    url = f"https://huyen.example.gov.vn/tin/{number}.html"
    started = time.process_time()
    found = extract(page_of(given, url), given.layout, only_vietnamese=given.only_vietnamese)
    fact = _wrong_rejection(found) if isinstance(found, Rejection) else _wrong_article(found)
    if fact is None and number % 2:
        fact = _wrong_listing(given.body, url)
    spent = time.process_time() - started
    return fact or (f"{spent:.1f} s" if spent > slow_s else None)


def _wrong_rejection(found: Rejection) -> str | None:
    if found.reason is Reason.EXTRACTOR_FAILED:
        return found.detail
    return None if found.detail else f"{found.reason} without a detail"


def _wrong_article(found: Article) -> str | None:
    texts = (found.title, found.lead or "", found.body, found.body_markdown, *found.captions, *found.authors)
    try:
        "".join([*texts, *found.tags, found.section or "", found.source or ""]).encode()
    except UnicodeEncodeError as error:
        return f"a text that is no Unicode: {error}"
    if not found.body or any("\x00" in text for text in texts):
        return "an article without body, or with NUL"
    if found.published_at is not None and found.published_at.utcoffset() is None:
        return "a date without a zone"
    return None


def _wrong_listing(body: bytes, url: str) -> str | None:
    try:
        listing = read_listing(body, url)
    except Exception as error:  # it says that it never raises
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"listing: {type(error).__name__}: {error} ({where.name}, line {where.lineno})"
    addresses = [article.url for article in listing.articles]
    if len(set(addresses)) < len(addresses):
        return "listing: an address twice"
    if not all(address.startswith(("http://", "https://")) for address in addresses):
        return "listing: an address that is not absolute"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--slow", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    numbers = range(args.first, args.first + args.inputs)
    n_problems = 0
    started = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(args.workers) as pool:
        found = pool.imap(partial(problem, slow_s=args.slow, shared=args.shared), numbers, chunksize=64)
        for number, fact in zip(numbers, found, strict=True):
            if fact is not None:
                n_problems += 1
                FAILED.mkdir(parents=True, exist_ok=True)
                (FAILED / f"{number}.html").write_bytes(made(number, args.shared).body)
                print(f"{number}: {fact}", file=sys.stderr, flush=True)
        pool.close()
        pool.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{args.inputs} inputs, {n_problems} problems, {time.monotonic() - started:.0f} s, "
        f"{used.ru_utime + used.ru_stime:.0f} s of CPU, peak {used.ru_maxrss // 1024} MB a worker"
    )
    sys.exit(n_problems > 0)


if __name__ == "__main__":
    main()
