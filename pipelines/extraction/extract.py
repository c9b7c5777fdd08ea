"""One page → one Article or one Rejection: the cascade put together."""

from __future__ import annotations

import importlib.metadata
from hashlib import blake2b

from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.body import Body, read_body
from pipelines.extraction.documents import find_documents
from pipelines.extraction.encoding import UndecodableBody, decode_html, decoded_body
from pipelines.extraction.layout import Layout
from pipelines.extraction.markdown import markdown, plain_text
from pipelines.extraction.structured import read_structured
from pipelines.extraction.text import fold, normalize
from pipelines.records import Article, Page, Reason, Rejection

MAX_BYTES = 16 * 1024**2
"""Largest page that is read, decompressed."""
EXTRACTOR = (
    f"newscrawler-{importlib.metadata.version('newscrawler')}/trafilatura-{importlib.metadata.version('trafilatura')}"
)
"""Name and version of the extractor, as rows carry it."""


def extract(page: Page, layout: Layout | None = None, *, only_vietnamese: bool = False) -> Article | Rejection:
    """The article of ``page``, or why it has none. Never raises: a failure is a Rejection ``extractor_failed``.

    ``layout`` is the portal's selectors, tried first; with ``only_vietnamese`` an article in another language is
    rejected.
    """
    try:
        return _extract(page, layout, only_vietnamese)
    except UndecodableBody as problem:
        return Rejection(page, problem.reason, problem.detail)
    except Exception as error:
        return Rejection(page, Reason.EXTRACTOR_FAILED, f"{type(error).__name__}: {error}"[:300])


def _extract(page: Page, layout: Layout | None, only_vietnamese: bool) -> Article | Rejection:
    if page.blocked is not None:
        return Rejection(page, page.blocked, "recognised by the downloader")
    if page.status in (404, 410):
        return Rejection(page, Reason.GONE, f"status {page.status}")
    if page.status >= 400:
        return Rejection(page, Reason.HTTP_ERROR, f"status {page.status}")
    html = decode_html(decoded_body(page, MAX_BYTES), page.header("content-type")).text
    tree = LexborHTMLParser(html)
    structured = read_structured(tree)
    titles = [*structured.headlines, structured.page_title or "", *(node.text() for node in tree.css("h1")[:4])]
    body = read_body(tree, html, titles, structured.article_body, layout)
    if body is None:
        return Rejection(page, Reason.NO_TEXT, "no prose on the page")
    return _article(page, tree, body)


def _article(page: Page, tree: LexborHTMLParser, body: Body) -> Article:
    heading = tree.css_first("h1")
    title = normalize(heading.text() if heading is not None else "") or page.listed_title or ""
    text = plain_text(body.blocks)
    return Article(
        page=page,
        title=title,
        lead=None,
        body=text,
        body_markdown=markdown(body.blocks),
        published_at=None,
        published_raw=None,
        published_source=None,
        published_precision=None,
        dates_agree=None,
        date_candidates=(),
        updated_at=None,
        authors=(),
        source=None,
        section=None,
        tags=(),
        view_count=None,
        captions=(),
        images=(),
        attachments=(),
        documents=find_documents(f"{title}\n{text}"),
        language="und",
        language_score=0.0,
        methods=(("body", body.method),),
        extractor=EXTRACTOR,
        content_hash=content_hash(title, None, text),
    )


def content_hash(title: str, lead: str | None, body: str) -> str:
    """128-bit BLAKE2b (RFC 7693), in hexadecimal, of title, lead and body folded for comparing."""
    folded = "\n".join(fold(part) for part in (title, lead or "", body))
    return blake2b(folded.encode(), digest_size=16).hexdigest()
