"""The dataset's promise: Arrow schemas with a doc per column, versioned.

``portal``, ``year`` and ``month`` of ``articles/`` and ``revisions/`` are hive partitions: they stand in the path and
every reader adds them as columns. ``year`` and ``month`` are those of ``published_at`` in Vietnam (+07:00), 0 when it
is null.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1
"""Raised with every change of a column; a migration note in CHANGELOG.md goes with it."""

TIMESTAMP = pa.timestamp("us", tz="UTC")


def _column(name: str, type_: pa.DataType, doc: str, *, nullable: bool = True) -> pa.Field[pa.DataType]:
    return pa.field(name, type_, nullable=nullable, metadata={"doc": doc})


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(name, type_) for name, type_ in fields.items()]))


_STRINGS = pa.list_(pa.string())

_ARTICLE_COLUMNS = [
    _column("article_id", pa.string(), "Stable key: portal name, hyphen, hash of the identity.", nullable=False),
    _column("identity", pa.string(), "What makes the article one by the portal's rule.", nullable=False),
    _column("url", pa.string(), "Canonical URL.", nullable=False),
    _column("title", pa.string(), "The article's own headline, without the site's name.", nullable=False),
    _column("lead", pa.string(), "Sapo: the summary in markup of its own; null when the page has none."),
    _column("body", pa.string(), "Plain text without the lead, one paragraph a line, NFC.", nullable=False),
    _column("body_markdown", pa.string(), "The same text with headings, lists and tables as Markdown.", nullable=False),
    _column("published_at", TIMESTAMP, "When it was published, UTC; null when no plausible date was found."),
    _column("published_raw", pa.string(), "The printed string behind published_at."),
    _column(
        "published_source", pa.string(), "Which candidate won: label, microdata, json-ld, meta, time, listing, url …"
    ),
    _column("published_precision", pa.string(), "day, minute or second; at day the local time is 00:00 by convention."),
    _column("dates_agree", pa.bool_(), "Whether all candidates fall on one day; null with fewer than two."),
    _column(
        "date_candidates",
        _struct(source=pa.string(), raw=pa.string(), at=TIMESTAMP, precision=pa.string()),
        "Every date considered, best first.",
    ),
    _column("updated_at", TIMESTAMP, "When it was last changed, as the page says, UTC."),
    _column("authors", _STRINGS, "Names of the authors, in the printed order."),
    _column("source", pa.string(), "Where the page says the text was taken from (Nguồn, Theo)."),
    _column("section", pa.string(), "Section path as the page prints it, levels joined by ' > '."),
    _column("listed_section", pa.string(), "Section in whose listing the article was first found."),
    _column("tags", _STRINGS, "Keywords printed for readers."),
    _column("view_count", pa.int64(), "Readers counted by the page when this revision was fetched."),
    _column("captions", _STRINGS, "Captions of pictures and tables, in page order; not part of body."),
    _column("images", _struct(url=pa.string(), caption=pa.string()), "Pictures inside the article."),
    _column("attachments", _struct(url=pa.string(), name=pa.string()), "Files offered with the article."),
    _column(
        "documents",
        _struct(number=pa.string(), kind=pa.string(), issuer=pa.string()),
        "Official documents cited in title, lead and body, each once.",
    ),
    _column("language", pa.string(), "ISO 639-1 code, und when unsure.", nullable=False),
    _column("language_score", pa.float32(), "Confidence of language between 0 and 1.", nullable=False),
    _column("n_words", pa.int32(), "Words (runs of non-space) in lead and body.", nullable=False),
    _column("content_hash", pa.string(), "Hash of title, lead and body folded for comparing.", nullable=False),
    _column("revision", pa.int32(), "1 for the first known text, one more for each edit.", nullable=False),
    _column("first_fetched_at", TIMESTAMP, "When the article was first fetched, UTC.", nullable=False),
    _column("fetched_at", TIMESTAMP, "When this revision was first fetched, UTC.", nullable=False),
    _column("gone_at", TIMESTAMP, "When the portal was confirmed to have removed it, UTC; null while it stands."),
    _column("duplicate_of", pa.string(), "article_id of its cluster's leader; null for leaders and singles."),
    _column("duplicate_kind", pa.string(), "exact, near or containment; null without duplicate_of."),
    _column("similarity", pa.float32(), "Similarity to duplicate_of between 0 and 1; null without it."),
    _column("methods", _struct(field=pa.string(), method=pa.string()), "Which step of the cascade gave each field."),
    _column("extractor", pa.string(), "Name and version of the extractor.", nullable=False),
    _column("archive_file", pa.string(), "WARC file, relative to archive/.", nullable=False),
    _column("archive_offset", pa.int64(), "Byte offset of the record in archive_file.", nullable=False),
    _column("run_id", pa.string(), "Run that fetched this revision.", nullable=False),
]

ARTICLES = pa.schema(
    _ARTICLE_COLUMNS, metadata={"newscrawler.table": "articles", "newscrawler.schema": str(SCHEMA_VERSION)}
)
"""One row per article, its current revision."""

REVISIONS = pa.schema(
    _ARTICLE_COLUMNS, metadata={"newscrawler.table": "revisions", "newscrawler.schema": str(SCHEMA_VERSION)}
)
"""Every earlier revision, columns as in articles."""

OUTCOMES = pa.schema(
    [
        _column("article_id", pa.string(), "Key the URL has, or would have, in articles.", nullable=False),
        _column("url", pa.string(), "Canonical URL discovered.", nullable=False),
        _column("section", pa.string(), "Section in which it was first discovered."),
        _column("found_on", pa.string(), "Listing, feed or sitemap on which it was first discovered."),
        _column("discovered_at", TIMESTAMP, "When it was first discovered, UTC.", nullable=False),
        _column(
            "outcome", pa.string(), "stored, unchanged, updated, duplicate_of, rejected, blocked, …", nullable=False
        ),
        _column("reason", pa.string(), "Reason of a rejection, or what went wrong."),
        _column("detail", pa.string(), "The fact behind the reason."),
        _column("duplicate_of", pa.string(), "article_id of the cluster's leader where outcome is duplicate_of."),
        _column("status", pa.int16(), "Last HTTP status; null when nothing answered."),
        _column("n_fetches", pa.int32(), "How often it was requested.", nullable=False),
        _column("fetched_at", TIMESTAMP, "When it was last fetched, UTC."),
        _column("run_id", pa.string(), "Run that decided the outcome."),
    ],
    metadata={"newscrawler.table": "outcomes", "newscrawler.schema": str(SCHEMA_VERSION)},
)
"""One row per discovered URL; hive-partitioned by portal only."""

DUPLICATES = pa.schema(
    [
        _column("article_id", pa.string(), "The later article of the pair.", nullable=False),
        _column("of", pa.string(), "The earlier article of the pair.", nullable=False),
        _column("kind", pa.string(), "exact, near or containment.", nullable=False),
        _column("scope", pa.string(), "reprint (another portal) or repeat (the same portal).", nullable=False),
        _column(
            "similarity", pa.float32(), "Resemblance, or containment for that kind, from true shingles.", nullable=False
        ),
        _column("only_here", _STRINGS, "Tokens (numbers, dates, names) that only article_id has."),
        _column("only_there", _STRINGS, "Tokens that only of has."),
    ],
    metadata={"newscrawler.table": "duplicates", "newscrawler.schema": str(SCHEMA_VERSION)},
)
"""Pairs of articles whose texts are the same or nearly; one file for all portals."""
