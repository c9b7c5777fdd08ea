from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.ledger import Discovery
from pipelines.records import ArchiveRef, Page, PageKind
from pipelines.urls import article_id

NOON = datetime(2026, 11, 23, 5, 0, 0, 123456, tzinfo=UTC)
FILE = "portal=kontum/run-1-0000.warc.gz"


def key(number: int) -> str:
    return article_id("kontum", f"ItemID={number}")


def discovery(number: int, **changes: Any) -> Discovery:
    facts: dict[str, Any] = {
        "article_id": key(number),
        "identity": f"ItemID={number}",
        "url": f"http://portal.example/?ItemID={number}",
        "section": "Tin tức",
        "found_on": "http://portal.example/tin-tuc",
        "title": f"Bài {number}",
        "date_raw": "23/11/2026",
    }
    return Discovery(**facts | changes)


def page(number: int, place: int | None = None, **changes: Any) -> Page:
    """An archived article page; ``place`` is its position in the file (by default its number)."""
    at = number if place is None else place
    facts: dict[str, Any] = {
        "portal": "kontum",
        "url": f"http://portal.example/?ItemID={number}",
        "requested_url": f"http://portal.example/?ItemID={number}",
        "identity": f"ItemID={number}",
        "canonical_url": f"http://portal.example/?ItemID={number}",
        "status": 200,
        "headers": (("ETag", f'"{number}"'), ("Last-Modified", "Mon, 23 Nov 2026 05:00:00 GMT")),
        "body": b"",
        "fetched_at": NOON + timedelta(seconds=at),
        "kind": PageKind.ARTICLE,
        "run_id": "run-1",
        "section": "Tin tức",
        "archive_ref": ArchiveRef(FILE, 100 + at * 10, 10),
    }
    return Page(**facts | changes)
