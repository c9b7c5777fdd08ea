"""One generic test over saved pages: page × field. Fixtures of our own making, and the shared pages where present."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction.extract import extract
from pipelines.records import Article, Page, PageKind, Rejection

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "pages"


def page_of(html: bytes, url: str, **changes: Any) -> Page:
    facts: dict[str, Any] = {
        "portal": "test",
        "url": url,
        "requested_url": url,
        "identity": url,
        "canonical_url": url,
        "status": 200,
        "headers": (("Content-Type", "text/html"),),
        "body": html,
        "fetched_at": datetime(2026, 9, 1, tzinfo=UTC),
        "kind": PageKind.ARTICLE,
        "run_id": "test",
    }
    return Page(**{**facts, **changes})


@cache
def expected_of(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@cache
def result_of(file: Path) -> Article | Rejection:
    """What extraction makes of the page beside its expected values."""
    saved = file.parent / "page.html"
    html = saved.read_bytes() if saved.exists() else gzip.decompress(file.with_suffix(".html.gz").read_bytes())
    return extract(page_of(html, expected_of(file)["url"]))


def seen(article: Article, field: str) -> Any:
    """A field in the shape that expected values have."""
    match field:
        case "body":
            return article.body.split("\n")
        case "published_at" | "updated_at":
            at = getattr(article, field)
            return at.isoformat() if at else None
        case "documents":
            return [document.number for document in article.documents]
        case "attachments":
            return [attachment.url for attachment in article.attachments]
        case "images":
            return [image.url for image in article.images]
        case _:
            value = getattr(article, field)
            return list(value) if isinstance(value, tuple) else value


def cases(files: list[Path]) -> list[Any]:
    return [
        pytest.param(file, field, id=f"{file.parent.name if file.stem == 'expected' else file.stem}-{field}")
        for file in files
        for field in expected_of(file)
        if field not in ("url", "host", "notes")
    ]


@pytest.mark.parametrize(("file", "field"), cases(sorted(FIXTURES.glob("*/expected.json"))))
def test_fixture(file: Path, field: str) -> None:
    check(file, field)


@pytest.mark.parametrize(("file", "field"), cases(sorted(SHARED.glob("*/article-*.json"))))
def test_shared_page(file: Path, field: str) -> None:
    if not file.with_suffix(".html.gz").exists():
        pytest.skip("known only as flattened text; the replica portal serves it as a page")
    check(file, field)


def test_shared_pages_are_there() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"real pages are not beside the repository: {SHARED}")
    assert list(SHARED.glob("*/article-*.html.gz"))


def check(file: Path, field: str) -> None:
    expected, found = expected_of(file)[field], result_of(file)
    if field == "rejected":
        assert isinstance(found, Rejection), found
        assert found.reason == expected, found.detail
        return
    assert isinstance(found, Article), found
    if field == "noise":
        text = f"{found.lead}\n{found.body}"
        assert [noise for noise in expected if noise in text] == []
    elif field == "markdown_has":
        assert [piece for piece in expected if piece not in found.body_markdown] == []
    elif field == "published_at" and expected and len(expected) == len("2024-08-30"):
        assert found.published_precision == "day"
        assert seen(found, field)[: len(expected)] == expected
    else:
        assert seen(found, field) == expected
