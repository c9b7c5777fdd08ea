"""Mutated pages by the hundred thousand: every one must give an Article or a Rejection with a reason, in time.

    python benchmarks/fuzz_extraction.py --inputs 200000 --workers 2

Pages are the fixtures of ``tests/extraction`` and, where present, those of ``../shared/pages``. Each input follows from
its number alone, so ``--first N --inputs 1`` makes one again. Inputs that fail, or take more than ``--slow`` seconds
of CPU, are written to ``benchmarks/results/fuzz`` and end the run non-zero.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import random
import resource
import sys
import time
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from pipelines.extraction.extract import extract
from pipelines.records import Page, PageKind, Reason, Rejection

ROOT = Path(__file__).resolve().parents[1]
FAILED = ROOT / "benchmarks/results/fuzz"
_ODD = [
    b"\x00",
    b"<",
    b">",
    b"</",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"&#0;",
    b"&#xD800;",
    b"&amp;amp;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"</body>",
    b"</html>",
    b'"',
    b"'",
    b"<table>",
    b"<td>",
    b"</div></div></div>",
    b"<svg>",
    b"<math>",
    b"<template>",
    b"<title>",
    b"<script>",
    b"<style>",
    b"<plaintext>",
    b"<a href=x>",
    b"<p hidden>",
    b"<h1>",
    b"<base href=//[>",
    b"\xe2\x80\x8b",
    b"e\xcc\x81",
    b"31/02/2024",
    b"99999999999999999999",
    b"\xcc\x81" * 50,
    b"<div>" * 300,
    b"<b><i>" * 100,
]


@cache
def pages() -> list[bytes]:
    saved = [file.read_bytes() for file in sorted((ROOT / "tests/extraction/fixtures").glob("*/page.html"))]
    real = sorted((ROOT.parent / "shared/pages").glob("*/*.html.gz"))
    return saved + [gzip.decompress(file.read_bytes()) for file in real]


def mutated(number: int) -> bytes:
    """Input ``number``: a page with up to twelve pieces cut, doubled, moved, grafted or made odd."""
    chance = random.Random(number)
    html = bytearray(chance.choice(pages()))
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(max(1, len(html)))
        length = int(chance.paretovariate(0.7) * 8)
        piece = html[start : start + length]
        match chance.randrange(6):
            case 0:
                del html[start : start + length]
            case 1:
                html[start:start] = piece * chance.randint(1, 8)
            case 2:
                to = chance.randrange(max(1, len(html)))
                html[to:to] = piece
            case 3:
                other = chance.choice(pages())
                at = chance.randrange(len(other))
                html[start : start + length] = other[at : at + length]
            case 4:
                html[start:start] = chance.choice(_ODD)
            case 5:
                for place in range(start, min(len(html), start + min(length, 40))):
                    html[place] = chance.randrange(256)
    return bytes(html[:2_000_000])


def problem(number: int, slow_s: float) -> str | None:
    """What is wrong with how input ``number`` is met; ``None`` when nothing is."""
    url = f"https://huyen.example.gov.vn/tin/{number}.html"
    page = Page(
        "fuzz", url, url, url, url, 200, (), mutated(number), datetime(2026, 9, 1, tzinfo=UTC), PageKind.ARTICLE, "fuzz"
    )
    started = time.process_time()
    found = extract(page)
    spent = time.process_time() - started
    if isinstance(found, Rejection):
        if found.reason is Reason.EXTRACTOR_FAILED:
            return f"{found.detail}"
    else:
        (found.title + (found.lead or "") + found.body + found.body_markdown).encode()
        if not found.body or "\x00" in found.body:
            return "an article without body, or with NUL"
    return f"{spent:.1f} s" if spent > slow_s else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--slow", type=float, default=5.0, metavar="SECONDS")
    args = parser.parse_args()
    numbers = range(args.first, args.first + args.inputs)
    n_problems = 0
    started = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(args.workers) as pool:
        found = pool.imap(partial(problem, slow_s=args.slow), numbers, chunksize=64)
        for number, fact in zip(numbers, found, strict=True):
            if fact is not None:
                n_problems += 1
                FAILED.mkdir(parents=True, exist_ok=True)
                (FAILED / f"{number}.html").write_bytes(mutated(number))
                print(f"{number}: {fact}", file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{args.inputs} inputs, {n_problems} problems, {time.monotonic() - started:.0f} s, peak {peak} MB a worker")
    sys.exit(n_problems > 0)


if __name__ == "__main__":
    main()
