"""Compare ways of keeping fetched pages as WARC: warcio, FastWARC alone, and pipelines.archive; then time the ledger.

    python benchmarks/archive.py [--pages 1500] [--rounds 5]

Every contender writes the same pages (gzip bodies as received, one gzip member per record, both digests) and reads the
same file. Contenders alternate within a round; medians of CPU milliseconds a page are printed, with the ratio to
pipelines.archive.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive import ArchiveWriter, archive_files, iter_pages, read_page
from pipelines.ledger import Decision, Discovery, Ledger, Published, reindex
from pipelines.records import Outcome, Page, PageKind
from pipelines.urls import article_id
from pipelines.workspace import Workspace

START = datetime(2026, 11, 23, tzinfo=UTC)
SENTENCE = "tỉnh huyện xã nhân dân ủy ban kế hoạch quyết định công tác phát triển kinh tế văn hóa ngày tháng năm"
WORDS = SENTENCE.split()


def make_pages(n_pages: int) -> list[Page]:
    """Article pages of some 65 KB: one site frame, a text of their own."""
    chance = random.Random(7)
    frame = "".join(
        f'<li class="menu-{chance.randrange(9)}"><a href="/pages/{chance.randrange(10**6)}">'
        f"{' '.join(chance.choices(WORDS, k=5))}</a></li>\n"
        for _ in range(500)
    )
    found = []
    for number in range(n_pages):
        text = " ".join(
            f"{chance.choice(WORDS)}{chance.choice(('', '', '', chance.randrange(999)))}" for _ in range(4000)
        )
        html = f"<html><ul>{frame}</ul><article>{text}</article></html>".encode()
        identity, url = f"ItemID={number}", f"http://portal.example/pages/detail.aspx?ItemID={number}"
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Server", "Microsoft-IIS/8.5"),
            ("ETag", f'"{number:x}"'),
        )
        body = gzip.compress(html, 6, mtime=0)
        at = START + timedelta(seconds=number)
        found.append(Page("bench", url, url, identity, url, 200, headers, body, at, PageKind.ARTICLE, "run", "Tin tức"))
    return found


def metadata(page: Page) -> str:
    return json.dumps({"portal": page.portal, "identity": page.identity, "kind": page.kind, "section": page.section})


def write_warcio(pages: list[Page], path: Path) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for page in pages:
            record = writer.create_warc_record(
                page.url,
                "response",
                payload=io.BytesIO(page.body),
                length=len(page.body),
                http_headers=StatusAndHeaders("200 OK", list(page.headers), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": page.fetched_at.isoformat(), "WARC-JSON-Metadata": metadata(page)},
            )
            writer.write_record(record)
    return path


def write_fastwarc(pages: list[Page], path: Path, level: int) -> Path:
    with path.open("wb") as stream:
        writer = GzipWriter(stream, compression_level=level)
        for page in pages:
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Date"] = page.fetched_at.isoformat()
            record.headers["WARC-Target-URI"] = page.url
            record.headers["WARC-JSON-Metadata"] = metadata(page)
            record.is_http = True
            lines = "".join(f"{name}: {value}\r\n" for name, value in page.headers)
            record.set_bytes_content(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + page.body)
            record.write(writer, checksum_data=True)
            writer.finish()
    return path


def write_ours(pages: list[Page], root: Path, group: int) -> Path:
    workspace = Workspace.open(root)
    with ArchiveWriter(workspace, "bench", "run", group=group) as writer:
        for page in pages:
            writer.append(page)
    return workspace.archive / archive_files(workspace)[0]


def writing(pages: list[Page], n_rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        results: dict[str, list[tuple[float, float]]] = {}
        size: dict[str, int] = {}
        for number in range(n_rounds):
            contenders: dict[str, Callable[[], Path]] = {
                "warcio 1.8": partial(write_warcio, pages, root / "a"),
                "FastWARC 2, level 9": partial(write_fastwarc, pages, root / "b", 9),
                "FastWARC 2, level 1": partial(write_fastwarc, pages, root / "c", 1),
                "FastWARC 2, level 0": partial(write_fastwarc, pages, root / "f", 0),
                "pipelines.archive, fsync/50": partial(write_ours, pages, root / f"d{number}", 50),
                "pipelines.archive, one fsync": partial(write_ours, pages, root / f"e{number}", 10**9),
            }
            for name, contender in contenders.items():
                cpu, wall = time.process_time(), time.perf_counter()
                path = contender()
                results.setdefault(name, []).append((time.process_time() - cpu, time.perf_counter() - wall))
                size[name] = path.stat().st_size
        table("write", results, len(pages), {name: f"{n / len(pages):8.0f} bytes/page" for name, n in size.items()})


def reading(pages: list[Page], n_rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = write_ours(pages, root, 50)
        workspace = Workspace.open(root)
        refs = [page.archive_ref for page in iter_pages(workspace)]
        random.Random(7).shuffle(refs)

        def warcio() -> int:
            with path.open("rb") as stream:
                return sum(bool(record.raw_stream.read()) for record in WarcioIterator(stream))

        def fastwarc() -> int:
            return sum(bool(record.reader.read()) for record in ArchiveIterator(str(path), parse_http=True))

        contenders: dict[str, Callable[[], int]] = {
            "warcio 1.8": warcio,
            "FastWARC 2": fastwarc,
            "pipelines.archive (Page values)": lambda: sum(1 for _ in iter_pages(workspace)) + 1,
            "pipelines.archive, any order": lambda: sum(bool(ref and read_page(workspace, ref)) for ref in refs) + 1,
        }
        results: dict[str, list[tuple[float, float]]] = {}
        for _ in range(n_rounds):
            for name, contender in contenders.items():
                cpu, wall = time.process_time(), time.perf_counter()
                assert contender() == len(pages) + 1, name
                results.setdefault(name, []).append((time.process_time() - cpu, time.perf_counter() - wall))
        table("read", results, len(pages), {})


def table(title: str, results: dict[str, list[tuple[float, float]]], n_pages: int, notes: dict[str, str]) -> None:
    ours = next(name for name in results if name.startswith("pipelines"))
    unit = 1000 / n_pages
    reference = statistics.median(cpu for cpu, _ in results[ours])
    print(f"\n{title}, {n_pages} pages   CPU ms/page   wall ms/page   CPU ratio to ours")
    for name, times in results.items():
        cpu, wall = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"  {name:32} {cpu * unit:8.3f} {wall * unit:12.3f} {cpu / reference:10.2f}   {notes.get(name, '')}")


def ledger(n_articles: int) -> None:
    found = [
        Discovery(article_id("bench", f"ItemID={n}"), f"ItemID={n}", f"http://portal.example/?ItemID={n}", "Tin tức")
        for n in range(n_articles)
    ]
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.sqlite") as opened:
        print(f"\nledger, {n_articles} articles, batches of 50   per second")

        def timed(what: str, step: Callable[[list[Discovery]], object]) -> None:
            begin = time.perf_counter()
            for first in range(0, n_articles, 50):
                step(found[first : first + 50])
            print(f"  {what:32} {n_articles / (time.perf_counter() - begin):12,.0f}")

        timed("discover, all new", lambda batch: opened.discover("bench", batch, START))
        timed("discover, all known", lambda batch: opened.discover("bench", batch, START))
        timed("states", lambda batch: opened.states([one.article_id for one in batch]))
        begin = time.perf_counter()
        places = [Published(one.article_id, "bench", 2026, 11, "0" * 16, 1, START) for one in found]
        opened.apply_publish("p", places, [Decision(one.article_id, Outcome.STORED, "run") for one in found])
        print(f"  {'apply_publish, one transaction':32} {n_articles / (time.perf_counter() - begin):12,.0f}")
        begin = time.perf_counter()
        assert sum(1 for _ in opened.outcome_rows("bench")) == n_articles
        print(f"  {'outcome_rows':32} {n_articles / (time.perf_counter() - begin):12,.0f}")


def reindexing(pages: list[Page]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder))
        write_ours(pages, workspace.root, 50)
        with Ledger.open(workspace.ledger_path) as opened:
            for what in ("reindex, all unknown", "reindex, all known"):
                begin = time.perf_counter()
                reindex(opened, workspace)
                print(f"  {what:32} {len(pages) / (time.perf_counter() - begin):12,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=100_000, help="articles in the ledger")
    options = parser.parse_args()
    pages = make_pages(options.pages)
    print(f"bodies: {sum(len(page.body) for page in pages) / len(pages):.0f} bytes on average, gzip as received")
    writing(pages, options.rounds)
    reading(pages, options.rounds)
    ledger(options.articles)
    reindexing(pages)


if __name__ == "__main__":
    main()
