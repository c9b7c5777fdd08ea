"""Write a valid dataset of any size: schema, partitions and marker as published, texts composed here.

    python benchmarks/corpus_generator.py FOLDER --articles 1000000

The same size and seed give the same rows. Texts are put together from clauses of administrative Vietnamese with names,
places, numbers and documents drawn for each sentence.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))

from corpus_enlarge import enlarge
from corpus_texts import PLACES, SECTIONS, Subject, person

from pipelines import schema

VIETNAM = timezone(timedelta(hours=7))
PORTALS = ("kontum", "gialai", "quang-ngai")
_BY_ROWS = 30_000
EXTRACTOR = "newscrawler-0.1.0/generator"


def write_dataset(root: Path, n_articles: int, *, seed: int = 7, n_words: int = 250) -> None:
    """Write ``n_articles`` articles of about ``n_words`` words under ``root``, with all other tables and run reports.

    Above 30 000, texts are put together from those of 30 000 articles (:mod:`corpus_enlarge`).
    About 1 in 40 is a reprint of a text on another portal, 1 in 30 has an earlier revision, 1 in 50 has no date.
    """
    root.mkdir(parents=True, exist_ok=True)
    if n_articles > _BY_ROWS:
        with tempfile.TemporaryDirectory() as folder:
            write_dataset(Path(folder), _BY_ROWS, seed=seed, n_words=n_words)
            enlarge(Path(folder), root, n_articles, seed=seed)
        return
    (root / "newscrawler.json").write_text('{"format": "newscrawler-dataset", "schema_version": 1}\n', "utf-8")
    days = max(30, min(3650, n_articles // 4))
    start = datetime(2026, 10, 31, tzinfo=VIETNAM) - timedelta(days=days)
    shares = [n_articles // len(PORTALS) + (number < n_articles % len(PORTALS)) for number in range(len(PORTALS))]
    tasks = [
        (root, portal, share, start, days, f"{seed}-{portal}", n_words)
        for portal, share in zip(PORTALS, shares, strict=True)
    ]
    written = [_write_portal(*task) for task in tasks]
    duplicates = [row for rows in written for row in rows]
    _write(root / "duplicates" / "duplicates.parquet", duplicates, schema.DUPLICATES)
    _write_runs(root, n_articles)


def _write_portal(
    root: Path, portal: str, n: int, start: datetime, days: int, seed: str, n_words: int
) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    duplicates: list[dict[str, Any]] = []
    day, month_rows, revisions, outcomes = 0, [], [], []
    month: tuple[int, int] | None = None
    for number in range(n):
        # Evenly over the days, silent on a few of them.
        day = number * days // n
        if day % 41 == 17:
            day -= 1
        at = (start + timedelta(days=day)).replace(hour=0) + timedelta(
            minutes=draw.randrange(420, 1080) if number % 5 else 0
        )
        row = _article(portal, number, at, draw, n_words)
        if (at.year, at.month) != month:
            _flush(root, portal, month, month_rows, revisions)
            month, month_rows, revisions = (at.year, at.month), [], []
        if number % 40 == 39 and portal != PORTALS[0]:
            _make_reprint(row, portal, number, n, duplicates)
        if number % 30 == 11:
            revisions.append(row | {"body": row["body"].rsplit(". ", 1)[0] + ".", "content_hash": f"{number:016x}"})
            row |= {"revision": 2, "fetched_at": row["fetched_at"] + timedelta(days=3)}
        month_rows.append(row)
        outcomes.append(_outcome(row, "duplicate_of" if row["duplicate_of"] else "stored"))
    _flush(root, portal, month, month_rows, revisions)
    outcomes += list(_failures(portal, max(3, n // 100)))
    outcomes.sort(key=lambda row: row["article_id"])
    _write(root / "outcomes" / f"portal={portal}" / "outcomes.parquet", outcomes, schema.OUTCOMES)
    return duplicates


def _flush(
    root: Path, portal: str, month: tuple[int, int] | None, rows: list[dict[str, Any]], revisions: list[dict[str, Any]]
) -> None:
    if month is None:
        return
    folder = f"portal={portal}/year={month[0]}/month={month[1]:02d}"
    rows.sort(key=lambda row: (row["published_at"], row["article_id"]))
    dated = [row for row in rows if row["published_source"]]
    undated = [row | {"published_at": None} for row in rows if not row["published_source"]]
    _write(root / "articles" / folder / "articles.parquet", dated, schema.ARTICLES)
    if undated:
        path = root / "articles" / f"portal={portal}" / "year=0" / "month=00" / "articles.parquet"
        held = pq.ParquetFile(path).read().to_pylist() if path.exists() else []
        _write(path, held + undated, schema.ARTICLES)
    if revisions:
        _write(root / "revisions" / folder / "revisions.parquet", revisions, schema.REVISIONS)


def _write(path: Path, rows: list[dict[str, Any]], columns: pa.Schema) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(rows, schema=columns)
    pq.write_table(table, path, compression="zstd", row_group_size=20_000)


def _article(portal: str, number: int, at: datetime, draw: random.Random, n_words: int) -> dict[str, Any]:
    documents: list[dict[str, str]] = []
    about = Subject.draw(draw)
    title = about.sentence(draw, documents)
    lead = about.sentence(draw, documents) + "."
    sentences = [about.sentence(draw, documents) + "." for _ in range(max(2, n_words // 20))]
    body = "\n".join(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3))
    dated = number % 50 != 49 or number < 49
    author = person(draw)
    section = SECTIONS[int(draw.random() ** 2 * len(SECTIONS))]
    fetched = at.astimezone(UTC) + timedelta(hours=9)
    return {
        "article_id": f"{portal}-{number:016x}",
        "identity": f"ItemID={number}",
        "url": f"https://{portal}.example.vn/bai-viet/{number}",
        "title": title,
        "lead": lead if number % 9 else None,
        "body": body,
        "body_markdown": body.replace("\n", "\n\n"),
        "published_at": at.astimezone(UTC),
        "published_raw": at.strftime("%d/%m/%Y %H:%M" if number % 5 else "%d/%m/%Y") if dated else None,
        "published_source": "label" if dated else None,
        "published_precision": ("minute" if number % 5 else "day") if dated else None,
        "dates_agree": True if dated else None,
        "date_candidates": [{"source": "label", "raw": at.strftime("%d/%m/%Y"), "at": at, "precision": "day"}],
        "updated_at": None,
        "authors": [author] if number % 4 else [],
        "source": "Báo " + draw.choice(PLACES) if number % 6 == 0 else None,
        "section": section,
        "listed_section": section,
        "tags": [section.lower()] if number % 3 == 0 else [],
        "view_count": draw.randrange(10, 9000) if number % 7 else None,
        "captions": [],
        "images": [{"url": f"https://{portal}.example.vn/anh/{number}.jpg", "caption": title}] if number % 2 else [],
        "attachments": [],
        "documents": list({document["number"]: document for document in documents}.values()),
        "language": "vi",
        "language_score": 0.99,
        "n_words": len(lead.split()) + len(body.split()),
        "content_hash": f"{draw.getrandbits(64):016x}",
        "revision": 1,
        "first_fetched_at": fetched,
        "fetched_at": fetched,
        "gone_at": fetched + timedelta(days=60) if number % 113 == 112 else None,
        "duplicate_of": None,
        "duplicate_kind": None,
        "similarity": None,
        "methods": [{"field": "body", "method": "layout"}],
        "extractor": EXTRACTOR,
        "archive_file": f"portal={portal}/generated-0001.warc.gz",
        "archive_offset": number,
        "run_id": f"{at:%Y%m}01T020000Z-{portal}",
    }


def _make_reprint(row: dict[str, Any], portal: str, number: int, n: int, duplicates: list[dict[str, Any]]) -> None:
    """Mark ``row`` as a reprint of the first portal's article of the same number.

    The texts differ: what reads the marks is under test here, not what makes them.
    """
    if number >= n:
        return
    earlier = f"{PORTALS[0]}-{number:016x}"
    row |= {"duplicate_of": earlier, "duplicate_kind": "near", "similarity": 0.91}
    duplicates.append(
        {"article_id": row["article_id"], "of": earlier, "kind": "near", "scope": "reprint", "similarity": 0.91,
         "only_here": [portal], "only_there": [PORTALS[0]]}
    )  # fmt: skip


def _outcome(row: dict[str, Any], outcome: str) -> dict[str, Any]:
    return {
        "article_id": row["article_id"], "url": row["url"], "section": row["listed_section"],
        "found_on": row["url"].rsplit("/", 1)[0], "discovered_at": row["fetched_at"], "outcome": outcome,
        "reason": None, "detail": None, "duplicate_of": row["duplicate_of"], "status": 200, "n_fetches": 1,
        "fetched_at": row["fetched_at"], "run_id": row["run_id"],
    }  # fmt: skip


def _failures(portal: str, n: int) -> Iterator[dict[str, Any]]:
    kinds = (
        ("rejected", "no_text", "41 characters of text", 200),
        ("error", "http_error", "503 after 5 attempts", 503),
        ("gone", "gone", "404", 404),
        ("blocked", "blocked", "cookie stub", 200),
        ("robots", None, "robots.txt", None),
        ("pending", None, None, None),
    )
    at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    for number in range(n):
        outcome, reason, detail, status = kinds[number % len(kinds)]
        yield {
            "article_id": f"{portal}-f{number:015x}", "url": f"https://{portal}.example.vn/loi/{number}",
            "section": SECTIONS[0], "found_on": None, "discovered_at": at, "outcome": outcome, "reason": reason,
            "detail": detail, "duplicate_of": None, "status": status, "n_fetches": 1, "fetched_at": at,
            "run_id": f"20261030T020000Z-{portal}",
        }  # fmt: skip


def _write_runs(root: Path, n_articles: int) -> None:
    folder = root / "runs"
    folder.mkdir(exist_ok=True)
    for portal in PORTALS:
        for day in range(24, 31):
            well = day != 27
            report = {
                "run_id": f"202610{day}T020000Z-{portal}", "portal": portal,
                "started_at": f"2026-10-{day} 02:00:00+00:00", "finished_at": f"2026-10-{day} 02:{day}:00+00:00",
                "state": "finished" if well else "unhealthy", "options": {}, "n_discovered": n_articles // 3,
                "outcomes": {"stored": n_articles // 3 - 9, "error": 3, "blocked": 3, "rejected": 3},
                "n_new": 30 + day, "n_requests": 90 + day, "n_fetched": 30 + day, "n_stored": n_articles // 3 - 9,
                "walks": [
                    {"section": section, "n_pages": 2, "n_articles": 20, "complete": well or section != SECTIONS[0],
                     "ended": "known", "why_incomplete": None if well or section != SECTIONS[0] else "503 on page 2"}
                    for section in SECTIONS
                ],
                "faults": [] if well else [f"{SECTIONS[0]}: 503 on page 2"], "failure": None,
                "max_memory_bytes": {"crawl": 180_000_000, "largest_worker": 160_000_000},
                "stats": {}, "versions": {"newscrawler": "0.1.0"},
            }  # fmt: skip
            (folder / f"{report['run_id']}.json").write_text(json.dumps(report, indent=1), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    write_dataset(options.folder, options.articles, seed=options.seed, n_words=options.words)


if __name__ == "__main__":
    main()
