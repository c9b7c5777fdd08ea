"""One page → one Article or one Rejection: the cascade put together."""

from __future__ import annotations

import importlib.metadata
import re
from hashlib import blake2b

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from pipelines.extraction.body import Body, body_of_layout, read_body
from pipelines.extraction.captions import split_pictures
from pipelines.extraction.collecting import collecting_later
from pipelines.extraction.documents import find_documents
from pipelines.extraction.encoding import UndecodableBody, decode_html, decoded_body, may_be_utf8, shows_damage
from pipelines.extraction.language import UNSURE, detect_language
from pipelines.extraction.layout import Layout
from pipelines.extraction.lead import Lead, find_lead, lead_of_layout
from pipelines.extraction.legacy import is_garbled
from pipelines.extraction.lines import PageLines
from pipelines.extraction.markdown import text_columns
from pipelines.extraction.metadata import Metadata, read_metadata
from pipelines.extraction.outline import Outline
from pipelines.extraction.refusals import refuse_answer, refuse_bytes, refuse_nesting, refuse_stub
from pipelines.extraction.rules import Rule, active
from pipelines.extraction.scope import BodyPart, read_scope
from pipelines.extraction.signatures import split_signatures
from pipelines.extraction.teasers import listing_fact
from pipelines.extraction.text import fold, normalize
from pipelines.extraction.walk import read_page
from pipelines.records import Article, Page, Reason, Rejection

MAX_BYTES = 8 * 1024**2
"""Largest page that is read, decompressed."""
MIN_BODY_CHARS = 80
"""A body with less text is none ..."""
MIN_NOTICE_CHARS = 25
"""... but a notice under a printed title, with a date or files, or where a layout says, may be as short as that."""
_DASH = re.compile(r"^[-–—]\s+(?![^\n]*\n[-–—])")
"""What some newspapers begin their leads with; before several lines it marks items."""
_CLAIMS = frozenset({"json-ld", "meta"})
EXTRACTOR = "newscrawler-{}/trafilatura-{}".format(*map(importlib.metadata.version, ("newscrawler", "trafilatura")))
"""Name and version of the extractor, as rows carry it."""


def extract(page: Page, layout: Layout | None = None, *, only_vietnamese: bool = False) -> Article | Rejection:
    """The article of ``page``, or why it has none. Never raises: a failure is a Rejection ``extractor_failed``.

    ``layout`` is the portal's selectors, tried first; with ``only_vietnamese`` an article in another language is
    rejected.
    """
    try:
        with collecting_later():
            return _extract(page, layout, only_vietnamese)
    except UndecodableBody as problem:
        return Rejection(page, problem.reason, problem.detail)
    except Exception as error:
        return Rejection(page, Reason.EXTRACTOR_FAILED, f"{type(error).__name__}: {error}"[:300])


def _extract(page: Page, layout: Layout | None, only_vietnamese: bool) -> Article | Rejection:
    refusal = refuse_answer(page)
    if refusal is not None:
        return Rejection(page, *refusal)
    content = decoded_body(page, MAX_BYTES)
    refusal = refuse_bytes(content)
    if refusal is not None:
        return Rejection(page, *refusal)
    markup = content if may_be_utf8(content) else _decoded(content, page)
    refusal = refuse_nesting(markup)
    if refusal is not None:
        return Rejection(page, *refusal)
    tree, lines, outline, part = _read(markup, layout)
    if markup is content and shows_damage(_printed(lines, outline if part is not None else None)):
        markup = _decoded(content, page)
        if markup != content:
            tree, lines, outline, part = _read(markup, layout)
    metadata = read_metadata(tree, lines, page, layout)
    titles = [metadata.printed_title or metadata.title or "", metadata.title or "", *metadata.headlines]
    body = body_of_layout(outline, titles) if part is not None else None
    if body is None:
        whole = outline if part is None else read_page(tree)[1]
        body = read_body(whole, tree, titles, metadata.article_body)
    n_chars = body.n_chars if body is not None else 0
    refusal = refuse_stub(tree, n_chars)
    if refusal is not None:
        return Rejection(page, *refusal)
    if body is None or n_chars < (MIN_NOTICE_CHARS if layout is not None or _is_notice(metadata) else MIN_BODY_CHARS):
        return Rejection(page, Reason.NO_TEXT, f"{n_chars} characters of text")
    if layout is None and (fact := _listing_fact(metadata, body)) is not None:
        return Rejection(page, Reason.LISTING, fact)
    lead = lead_of_layout(tree, layout)
    if lead is None and active(Rule.LEAD):
        lead = find_lead(body.outline, body.blocks, metadata.descriptions, titles)
    article = _article(page, metadata, body, lead)
    if only_vietnamese and isinstance(article, Article) and article.language not in ("vi", UNSURE[0]):
        return Rejection(page, Reason.NOT_VIETNAMESE, f"{article.language} ({article.language_score:.2f})")
    return article


def _decoded(content: bytes, page: Page) -> bytes:
    """A page's bytes in UTF-8, repaired."""
    html = decode_html(content, page.header("content-type")).text
    if is_garbled(html):
        raise UndecodableBody(Reason.LEGACY_ENCODING, "more than one character in fifty cannot be decoded")
    return html.encode("utf-8", "replace")


def _printed(lines: PageLines, body: Outline | None) -> str:
    """What a page prints: its lines, and the ``body`` that a layout names, which they may lack."""
    texts = [line.text for line in lines.lines]
    return "\n".join(texts if body is None else [*texts, *[block.text for block in body.blocks]])


def _read(markup: bytes, layout: Layout | None) -> tuple[LexborHTMLParser, PageLines, Outline, BodyPart | None]:
    """A page's tree, printed lines and outline, and the part of it that the layout names as body."""
    tree = LexborHTMLParser(markup, options=LexborDocumentOptions.WO_EVENTS.value)
    scope, part = read_scope(tree, layout) if layout is not None else (None, None)
    lines, outline = read_page(tree, scope, part)
    return tree, lines, outline, part


def _is_notice(metadata: Metadata) -> bool:
    """Whether title and date, or title and files, are printed as an article's."""
    return ("title", "heading") in metadata.methods and bool(metadata.published or metadata.attachments)


def _listing_fact(metadata: Metadata, body: Body) -> str | None:
    """What shows that the page is a listing; machine-readable claims to be an article are believed."""
    if metadata.article_body or any(candidate.source in _CLAIMS for candidate in metadata.date_candidates):
        return None
    return listing_fact(body, is_printed=_is_notice(metadata))


def _article(page: Page, metadata: Metadata, body: Body, lead: Lead | None) -> Article | Rejection:
    pictures = split_pictures(body.outline, body.blocks, page.url)
    blocks = list(pictures.blocks) if lead is None else lead.without(pictures.blocks)
    if not any(block.is_words for block in blocks):  # a notice of one paragraph, set as a lead or not
        blocks, lead = list(pictures.blocks), None
    signed = split_signatures(body.outline, blocks, metadata.emphasized, metadata.site_names)
    methods = dict(metadata.methods) | {"body": body.method}
    authors = metadata.authors
    # a bare last line signs articles in Vietnam; elsewhere it may be anything, and whom the page calls author it is
    if signed.authors and methods.get("authors") not in (
        ("layout",) if metadata.is_vietnamese else ("layout", "labelled")
    ):
        authors, methods["authors"] = signed.authors, "byline"
    claimed = {fold(name): name for name in metadata.claimed_authors}
    authors = tuple(claimed.get(fold(name), name) if name.isupper() else name for name in authors)  # as they spell it
    title = metadata.title or page.listed_title or ""
    text, marked_up = text_columns(signed.blocks)
    if not text:
        return Rejection(page, Reason.NO_TEXT, "nothing but lead, captions and signatures")
    lead_text = normalize(_DASH.sub("", lead.text)) if lead is not None else None
    if lead is not None:
        methods["lead"] = lead.method
    published = metadata.published
    language, language_score = detect_language("\n".join((title, lead_text or "", text)))
    return Article(
        page=page,
        title=title,
        lead=lead_text,
        body=text,
        body_markdown=marked_up,
        published_at=published.at if published else None,
        published_raw=published.raw if published else None,
        published_source=published.source if published else None,
        published_precision=published.precision if published else None,
        dates_agree=metadata.dates_agree,
        date_candidates=metadata.date_candidates,
        updated_at=metadata.updated_at,
        authors=authors,
        source=metadata.source or signed.source,
        section=metadata.section,
        tags=metadata.tags,
        view_count=metadata.view_count,
        captions=pictures.captions,
        images=pictures.images,
        attachments=metadata.attachments,
        documents=find_documents("\n".join((title, lead_text or "", text))),
        language=language,
        language_score=language_score,
        methods=tuple(sorted(methods.items())),
        extractor=EXTRACTOR,
        content_hash=content_hash(title, lead_text, text),
    )


def content_hash(title: str, lead: str | None, body: str) -> str:
    """128-bit BLAKE2b (RFC 7693), in hexadecimal, of title, lead and body folded for comparing."""
    folded = "\n".join(fold(part.replace("\n", " ")) for part in (title, lead or "", body))
    return blake2b(folded.encode(), digest_size=16).hexdigest()
