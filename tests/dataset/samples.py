"""Articles for the tests of the dataset."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import xxhash

from pipelines.records import (
    ArchiveRef,
    Article,
    Attachment,
    DateCandidate,
    Document,
    Image,
    Page,
    PageKind,
    Reason,
    Rejection,
)  # fmt: skip

HANOI = timezone(timedelta(hours=7))
START = datetime(2024, 5, 1, 8, 0, tzinfo=UTC)


def page(
    identity: str = "ItemID=1",
    *,
    n: int = 0,
    portal: str = "kontum",
    run_id: str = "run-1",
    fetched_at: datetime | None = None,
    section: str | None = "Tin tức",
    status: int = 200,
) -> Page:
    """A page archived at record ``n``, fetched ``n`` minutes after the start unless said otherwise."""
    url = f"http://portal.example/{portal}/{identity}"
    return Page(
        portal=portal,
        url=url,
        requested_url=url,
        identity=identity,
        canonical_url=url,
        status=status,
        headers=(("Content-Type", "text/html"),),
        body=b"",
        fetched_at=fetched_at or START + timedelta(minutes=n),
        kind=PageKind.ARTICLE,
        run_id=run_id,
        section=section,
        found_on="http://portal.example/list",
        archive_ref=ArchiveRef(f"portal={portal}/{run_id}-0001.warc.gz", n * 100, 100),
    )


def article(
    identity: str = "ItemID=1",
    *,
    n: int = 0,
    text: str = "Hội đồng nhân dân tỉnh họp kỳ thứ năm.",
    title: str = "Kỳ họp thứ năm",
    published_at: datetime | None = datetime(2024, 4, 30, 23, 30, tzinfo=HANOI),
    portal: str = "kontum",
    run_id: str = "run-1",
    fetched_at: datetime | None = None,
    section: str | None = "Tin tức",
    view_count: int | None = 12,
) -> Article:
    """An article with every column filled."""
    where = page(identity, n=n, portal=portal, run_id=run_id, fetched_at=fetched_at, section=section)
    return Article(
        page=where,
        title=title,
        lead="Sáng ngày 30/4",
        body=text,
        body_markdown=f"## {title}\n\n{text}",
        published_at=published_at,
        published_raw="30/04/2024 23:30" if published_at else None,
        published_source="label" if published_at else None,
        published_precision="minute" if published_at else None,
        dates_agree=None,
        date_candidates=(DateCandidate("label", "30/04/2024", published_at, "minute"),) if published_at else (),
        updated_at=None,
        authors=("Mỹ Diễm",),
        source="Báo Kon Tum",
        section="Tin tức > Chính trị",
        tags=("hội đồng",),
        view_count=view_count,
        captions=("Quang cảnh kỳ họp",),
        images=(Image("http://portal.example/a.jpg", None),),
        attachments=(Attachment("http://portal.example/a.pdf", "Nghị quyết"),),
        documents=(Document("1075/KH-UBND", "Kế hoạch", "UBND"),),
        language="vi",
        language_score=0.99,
        methods=(("body", "layout"),),
        extractor="newscrawler-test",
        content_hash=xxhash.xxh3_64_hexdigest(f"{title}\n{text}".encode("utf-8", "replace")),
    )


def rejection(identity: str, reason: Reason, *, n: int = 0, status: int = 200, run_id: str = "run-1") -> Rejection:
    return Rejection(page(identity, n=n, status=status, run_id=run_id), reason, "the fact")


def in_run(item: Article, run_id: str) -> Article:
    return replace(item, page=replace(item.page, run_id=run_id))
