"""The extractors of the extraction benchmark: each a function from bytes and URL to fields.

Imports stand inside the functions that make them, so that one that is not installed is left out and said.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from extraction_layouts import layout_of

from pipelines.extraction.extract import extract
from pipelines.extraction.layout import Layout
from pipelines.records import Article, Page, PageKind

Fields = dict[str, Any]
Contender = Callable[[bytes, str], Fields]

_NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def ours(body: bytes, url: str, layout: Layout | None = None) -> Fields:
    page = Page(
        "benchmark",
        url,
        url,
        url,
        url,
        200,
        (("Content-Type", "text/html"),),
        body,
        _NOON,
        PageKind.ARTICLE,
        "benchmark",
    )
    found = extract(page, layout)
    if not isinstance(found, Article):
        return {"text": "", "rejected": f"{found.reason}: {found.detail}"}
    return {
        "text": "\n".join([*([found.lead] if found.lead else []), found.body]),
        "title": found.title,
        "lead": found.lead,
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "authors": found.authors,
        "captions": found.captions,
        "section": found.section,
        "tags": found.tags,
        "documents": [document.number for document in found.documents],
        "method": dict(found.methods)["body"],
    }


def ours_with_layout(body: bytes, url: str) -> Fields:
    """With the host's layout, as a portal file gives it; for the set ``pages`` only."""
    return ours(body, url, layout_of(url))


def _trafilatura(**options: bool) -> Contender:
    from trafilatura import bare_extraction

    def read(body: bytes, url: str) -> Fields:
        document = bare_extraction(body, url=url, with_metadata=True, **options)
        if document is None:
            return {"text": ""}
        return {
            "text": document.text or "",
            "title": document.title,
            "published_at": document.date,
            "authors": document.author.split("; ") if document.author else [],
            "tags": document.tags or [],
        }

    return read


def _readability() -> Contender:
    from lxml.html import fromstring
    from readability import Document

    def read(body: bytes, url: str) -> Fields:
        document = Document(body.decode("utf-8", "replace"), url=url)
        summary = fromstring(document.summary(html_partial=True))
        return {"text": "\n".join(summary.itertext()), "title": document.short_title()}

    return read


def _resiliparse() -> Contender:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(body: bytes, url: str) -> Fields:
        tree = HTMLTree.parse(body.decode("utf-8", "replace"))
        return {"text": extract_plain_text(tree, main_content=True, alt_texts=False), "title": tree.title}

    return read


def _newspaper() -> Contender:
    from newspaper import Article as NewspaperArticle

    def read(body: bytes, url: str) -> Fields:
        article = NewspaperArticle(url, fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return {
            "text": article.text,
            "title": article.title,
            "published_at": article.publish_date.isoformat() if hasattr(article.publish_date, "isoformat") else None,
            "authors": article.authors,
            "tags": sorted(article.tags or []),
        }

    return read


def _news_please() -> Contender:
    from newsplease import NewsPlease

    def read(body: bytes, url: str) -> Fields:
        article = NewsPlease.from_html(body.decode("utf-8", "replace"), url=url, fetch_images=False)
        published = getattr(article, "date_publish", None)
        return {
            "text": getattr(article, "maintext", None) or "",
            "title": getattr(article, "title", None),
            "published_at": published.isoformat() if published else None,
            "authors": getattr(article, "authors", None) or [],
        }

    return read


OURS = "newscrawler"
WITH_LAYOUTS = "newscrawler with layouts"
_MAKERS: dict[str, tuple[str, Callable[[], Contender]]] = {
    OURS: ("pipelines", lambda: ours),
    WITH_LAYOUTS: ("pipelines", lambda: ours_with_layout),
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura fast": ("trafilatura", lambda: _trafilatura(fast=True, include_comments=False)),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "newspaper4k": ("newspaper", _newspaper),
    "news-please": ("newsplease", _news_please),
}

EXTRACTORS = tuple(_MAKERS)


def contenders(names: list[str]) -> tuple[dict[str, Contender], list[str]]:
    """The contenders called ``names`` (all when empty), and those whose library is not installed."""
    wanted = names or list(_MAKERS)
    missing = [name for name in wanted if importlib.util.find_spec(_MAKERS[name][0]) is None]
    return {name: _MAKERS[name][1]() for name in wanted if name not in missing}, missing
