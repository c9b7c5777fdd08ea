"""Runs without a network: pages composed here go through the real stages of a session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.archive import ArchiveStage
from pipelines.dataset.disk import Disk
from pipelines.dataset.stage import ParquetStage
from pipelines.deduplication.stage import DeduplicateStage
from pipelines.extraction.stage import ExtractStage
from pipelines.extraction.workers import Workers
from pipelines.records import Item, Page, PageKind
from pipelines.session import Session, open_dataset, open_session

from .samples import START

VOCABULARY = (
    "hội nghị triển khai nhiệm vụ phát triển kinh tế xã hội trên địa bàn tỉnh, lãnh đạo các sở, ban, ngành và đại diện "
    "các huyện tham dự; các đại biểu thảo luận giải pháp giảm nghèo bền vững, xây dựng nông thôn mới, bảo vệ rừng, "
    "phòng chống thiên tai, cải cách hành chính và chuyển đổi số trong cơ quan nhà nước"
)


def text(seed: int, n_words: int = 90) -> str:
    """Vietnamese-looking text that differs throughout from that of any other seed."""
    vocabulary, words = VOCABULARY.split(), []
    state = seed * 2_654_435_761 + 12_345
    for _ in range(n_words):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        words.append(vocabulary[(state >> 33) % len(vocabulary)])
    return " ".join(words)


def html(title: str, body: str, day: str, views: int = 1) -> bytes:
    """An article page of ``day`` (dd/mm/yyyy)."""
    iso = "-".join(reversed(day.split("/"))) + "T08:30:00+07:00"
    return (
        f"<html><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{iso}'></head><body><article><h1>{title}</h1>"
        f"<p>Ngày {day} 08:30</p><p>{body}.</p><p>Kết luận số {len(body)} được thông qua.</p></article>"
        f"<div>Lượt xem: {views}</div></body></html>"
    ).encode()


def fetched(n: int, run: int, body: bytes, *, status: int = 200, minute: int | None = None) -> Page:
    """Article ``n`` as run number ``run`` fetched it."""
    url = f"http://portal.example/tin/bai-{n}.html"
    at = START + timedelta(days=run, minutes=n if minute is None else minute)
    return Page(
        portal="kontum",
        url=url,
        requested_url=url,
        identity=url,
        canonical_url=url,
        status=status,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        fetched_at=at,
        kind=PageKind.ARTICLE,
        run_id=f"run-{run}",
        section="Tin tức",
    )


def first_run(n_articles: int = 9) -> list[Page]:
    pages = []
    for n in range(n_articles):
        day = datetime(2024, 1 + n % 3, 1 + n).strftime("%d/%m/%Y")  # noqa: DTZ001
        seed = 1 if n == 4 else n  # 4 reprints 1
        pages.append(fetched(n, 1, html(f"Tin số {n}: {text(seed, 6)}", text(seed), day)))
    pages.append(fetched(90, 1, b"<html><body><p>.</p></body></html>"))
    pages.append(fetched(91, 1, b"not found", status=404))
    return pages


def second_run() -> list[Page]:
    edited = html(f"Tin số 2: {text(2, 6)}", text(202), "03/03/2024")
    moved = html(f"Tin số 3: {text(3, 6)}", text(303), "20/04/2024")
    seen_again = html(f"Tin số 5: {text(5, 6)}", text(5), "06/03/2024", views=77)
    return [
        fetched(2, 2, edited),
        fetched(3, 2, moved),
        fetched(5, 2, seen_again),
        fetched(6, 2, b"not found", status=404),
        fetched(7, 2, b"busy", status=503),
    ]


def third_run() -> list[Page]:
    earlier_reprint = html(f"Tin cũ: {text(1, 6)}", text(1), "02/01/2022")
    return [fetched(6, 3, b"not found", status=404), fetched(50, 3, earlier_reprint)]


@dataclass(slots=True)
class Spider:
    session: Session


@dataclass(slots=True)
class Crawler:
    spider: Spider


def walk(root: Path, workers: Workers, run: int, pages: Iterable[Page], *, disk: Disk | None = None) -> None:
    """Send the leftovers of earlier runs and ``pages`` through the stages as a run does, and publish at its end."""
    with (
        open_dataset(root, f"run {run}") as dataset,
        open_session(dataset, "kontum", f"run-{run}", workers, disk=disk) as session,
    ):
        asyncio.run(_through_stages(session, pages))


async def _through_stages(session: Session, pages: Iterable[Page]) -> None:
    crawler = Crawler(Spider(session))
    archive, extract = ArchiveStage.from_crawler(crawler), ExtractStage.from_crawler(crawler)
    deduplicate, parquet = DeduplicateStage.from_crawler(crawler), ParquetStage.from_crawler(crawler)
    for page in [*session.unpublished_pages(), *pages]:
        item: Item = archive.process_item(page)
        item = await extract.process_item(item)
        item = deduplicate.process_item(item)
        await parquet.process_item(item)
    await parquet.close_spider()
    archive.close_spider()
