"""The three records that travel through the stages: Page, Article, Rejection.

A stage receives one of them and returns one of them; nothing is dropped on the way. All are frozen: a stage that
knows more makes a new record with :func:`dataclasses.replace`. Times are aware; what was printed ends in ``_raw``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PageKind(StrEnum):
    """What a page was requested as; extraction only ever makes articles of ``ARTICLE`` pages."""

    ARTICLE = "article"
    LISTING = "listing"
    DATED = "dated"
    FEED = "feed"
    SITEMAP = "sitemap"
    OTHER = "other"


class Reason(StrEnum):
    """Why a page did not become an article: the closed list of rejections."""

    NO_TEXT = "no_text"
    LISTING = "listing"
    BLOCKED = "blocked"
    LOGIN = "login"
    MAINTENANCE = "maintenance"
    GONE = "gone"
    HTTP_ERROR = "http_error"
    REDIRECTED_HOME = "redirected_home"
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    LEGACY_ENCODING = "legacy_encoding"
    EXTRACTOR_FAILED = "extractor_failed"
    EXTRACTOR_TIMEOUT = "extractor_timeout"
    NOT_VIETNAMESE = "not_vietnamese"


class Outcome(StrEnum):
    """What became of a discovered URL. Every discovered URL has exactly one."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate_of"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    GONE = "gone"
    ERROR = "error"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class ArchiveRef:
    """Where a page stands in the archive."""

    file: str
    """WARC file's path relative to the archive folder, with forward slashes."""
    offset: int
    """Byte offset of the record's gzip member in that file."""
    length: int
    """Length of that member in bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched response, as received."""

    portal: str
    """Name of the portal file, e.g. ``kontum``; part of every path, so ``[a-z0-9-]+`` only."""
    url: str
    """The address that answered, after redirects."""
    requested_url: str
    """The address that was asked for, before redirects."""
    identity: str
    """What makes the article one, by the portal's rule (``ItemID=14904``) or its canonical URL."""
    canonical_url: str
    """One address for the article, free of navigation and tracking parameters."""
    status: int
    """HTTP status code."""
    headers: tuple[tuple[str, str], ...]
    """Response headers as received, in order, repeated names kept."""
    body: bytes = field(repr=False)
    """Payload as received: still compressed where ``Content-Encoding`` says so (gzip or deflate)."""
    fetched_at: datetime
    """When the response arrived (aware, UTC)."""
    kind: PageKind
    """What the page was requested as."""
    run_id: str
    """The run that fetched it."""
    section: str | None = None
    """Name of the section in whose listing the page was found; ``None`` for sources without sections."""
    found_on: str | None = None
    """Address of the listing, feed or sitemap that led here; ``None`` for a start address."""
    listed_title: str | None = None
    """Link text in the listing; a hint, never the title by itself."""
    listed_date_raw: str | None = None
    """Date printed beside the link in the listing; one date candidate."""
    blocked: Reason | None = None
    """Set when the downloader recognised a challenge, login or maintenance page on a 200 answer."""
    archive_ref: ArchiveRef | None = None
    """Set by the archive stage; ``None`` before it, and for files given on the command line."""

    def header(self, name: str) -> str | None:
        """Value of the first header called ``name`` (any case), ``None`` when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One date found for an article, and where."""

    source: str
    """``label``, ``microdata``, ``json-ld``, ``meta``, ``time``, ``listing``, ``url`` or ``htmldate``."""
    raw: str
    """As printed or written."""
    at: datetime
    """As read, day first; aware (+07:00 unless the text says otherwise)."""
    precision: str
    """``day``, ``minute`` or ``second``."""


@dataclass(frozen=True, slots=True)
class Document:
    """An official document cited in the text."""

    number: str
    """As printed, spaces removed: ``1075/KH-UBND``."""
    kind: str | None
    """``Kế hoạch``, ``Quyết định`` …: the words before the number, else its abbreviation; ``None`` if neither says."""
    issuer: str | None
    """The part after the kind's abbreviation, e.g. ``UBND``, ``QH15``; ``None`` if the number has none."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article."""

    url: str
    """Absolute address."""
    caption: str | None
    """Its caption; ``None`` when the page prints none."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered with the article (PDF, DOC …)."""

    url: str
    """Absolute address."""
    name: str
    """Link text, else the file name."""


@dataclass(frozen=True, slots=True)
class Article:
    """What was extracted from one article page. One of these becomes one row of the dataset."""

    page: Page
    """Where it comes from. Its ``body`` may be emptied once the page is archived."""
    title: str
    """The article's own headline, without the site's name."""
    lead: str | None
    """Sapo: the summary that opens the article in markup of its own; ``None`` when the page has none."""
    body: str
    """Plain text without the lead, one paragraph a line, NFC."""
    body_markdown: str
    """The same text with headings, lists and tables kept as Markdown."""
    published_at: datetime | None
    """When it was published (aware); ``None`` when no plausible date was found."""
    published_raw: str | None
    """The printed string behind ``published_at``."""
    published_source: str | None
    """Which candidate won: a :attr:`DateCandidate.source`."""
    published_precision: str | None
    """``day``, ``minute`` or ``second``; at ``day`` the time of day is 00:00 by convention."""
    dates_agree: bool | None
    """Whether all candidates fall on one day; ``None`` with fewer than two."""
    date_candidates: tuple[DateCandidate, ...]
    """Every date considered, best first."""
    updated_at: datetime | None
    """When it was last changed, as the page says (aware)."""
    authors: tuple[str, ...]
    """Names of the authors, in the printed order; never the site's name."""
    source: str | None
    """Where the page says the text was taken from (``Nguồn``, ``Theo``)."""
    section: str | None
    """Section path as the page prints it, levels joined by `` > ``."""
    tags: tuple[str, ...]
    """Keywords printed for readers."""
    view_count: int | None
    """Readers counted by the page; ``None`` when it shows no counter."""
    captions: tuple[str, ...]
    """Captions of pictures and tables, in page order; not part of ``body``."""
    images: tuple[Image, ...]
    """Pictures inside the article."""
    attachments: tuple[Attachment, ...]
    """Files offered with the article."""
    documents: tuple[Document, ...]
    """Official documents cited in title, lead and body, in order of first mention, each once."""
    language: str
    """ISO 639-1 code, ``und`` when unsure."""
    language_score: float
    """Confidence of ``language`` between 0 and 1."""
    methods: tuple[tuple[str, str], ...]
    """Which step of the cascade gave each field: (field, method), e.g. ``("body", "layout")``."""
    extractor: str
    """Name and version of the extractor, e.g. ``newscrawler-0.1.0/trafilatura-2.3.1``."""
    content_hash: str
    """Hash of title, lead and body folded for comparing; view counters and related lists do not enter it."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that is no article, as a value: it is counted and kept."""

    page: Page
    """The page in question."""
    reason: Reason
    """Why, from the closed list."""
    detail: str | None = None
    """The fact behind the reason, e.g. ``41 characters of text``."""


Item = Page | Article | Rejection
"""What a stage takes and gives."""
