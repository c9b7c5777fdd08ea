"""What the index holds: its fields, how their texts are analysed, and an article as one document of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawler.corpus.extras import load
from newscrawler.corpus.search.words import LONGEST_WORD, paired
from pipelines.extraction.text import fold

if TYPE_CHECKING:
    import tantivy

INDEX_VERSION = 2
"""Raised with every change of fields or analysis; an index of another version is remade."""

WORDED = ("title", "lead", "text", "author", "source", "section", "document")
"""Fields of words: with accents under their name, without under ``<name>_plain``; pairs under ``_pairs`` of either."""

ROWS = """
    SELECT article_id, portal, title, lead, body, published_at, coalesce(listed_section, section) AS section, authors,
           source, documents, duplicate_of, url
    FROM articles"""
"""What :func:`as_document` is made of."""


def library() -> Any:
    """Return the module ``tantivy``. Raises MissingExtra where it is not installed."""
    return load("tantivy", "search", "full-text search")


def as_document(tantivy: Any, row: dict[str, Any]) -> tantivy.Document:
    """Make the document of one of :data:`ROWS`."""
    document = tantivy.Document()
    title, lead, body = fold(row["title"]), fold(row["lead"] or ""), fold(row["body"])
    texts = [("title", title), ("text", title), ("text", body), ("source", row["source"]), ("section", row["section"])]
    texts += [("lead", lead), ("text", lead)] if lead else []
    texts += [("author", author) for author in row["authors"] or ()]
    texts += [("document", cited["number"]) for cited in row["documents"] or ()]
    for field, text in texts:
        if text:
            folded = text if field in ("title", "lead", "text") else fold(text)
            pairs = paired(folded)
            for name in (field, field + "_plain"):
                document.add_text(name, folded)
                document.add_text(name + "_pairs", pairs)
    document.add_text("id", row["article_id"])
    document.add_text("portal", row["portal"])
    document.add_text("shelf", row["section"] or "")
    document.add_unsigned("is_leader", row["duplicate_of"] is None)
    if row["published_at"] is not None:
        # Batches come in the session's zone, so these are Vietnam's day and year.
        document.add_integer("published", int(row["published_at"].timestamp()))
        document.add_unsigned("year", row["published_at"].year)
    shown = [row["title"], row["lead"], row["body"], row["url"], row["duplicate_of"], row["authors"] or []]
    document.add_bytes("shown", json.dumps(shown, ensure_ascii=False).encode())
    return document  # type: ignore[no-any-return]  # the module came through library()


def make_index(path: Path) -> tantivy.Index:
    """Make an empty index in the folder ``path``."""
    tantivy = library()
    builder = tantivy.SchemaBuilder()
    for field in WORDED:
        for name, analysis in ((field, "exact"), (field + "_plain", "plain")):
            builder.add_text_field(name, tokenizer_name=analysis, index_option="freq")
            builder.add_text_field(name + "_pairs", tokenizer_name=analysis + "_pairs", index_option="position")
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("portal", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shelf", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("is_leader", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return with_analysis(tantivy.Index(builder.build(), path=str(path)))


def with_analysis(index: tantivy.Index) -> tantivy.Index:
    """Teach an opened index how its texts are parted into words: an index on disk does not say."""
    tantivy = library()
    for name, filters in (("exact", ()), ("plain", (tantivy.Filter.ascii_fold(),))):
        for suffix, tokenizer, longest in (
            ("", tantivy.Tokenizer.simple(), LONGEST_WORD),
            ("_pairs", tantivy.Tokenizer.whitespace(), 2 * LONGEST_WORD + 1),
        ):
            builder = tantivy.TextAnalyzerBuilder(tokenizer).filter(tantivy.Filter.remove_long(longest))
            for kept in filters:
                builder = builder.filter(kept)
            index.register_tokenizer(name + suffix, builder.build())
    return index
