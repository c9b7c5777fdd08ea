"""The records of the content model. Everything a template prints about an article stands here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from newscrawler.demo.grammar.documents import CitedDocument

VIETNAM = timezone(timedelta(hours=7))
"""Local time of every printed date."""


class Trap(StrEnum):
    """What was planted on an article on purpose."""

    REPRINT = "reprint"
    """The same text again, later, in another section."""
    NEAR_DUPLICATE = "near_duplicate"
    """The same text with about one word in fifty replaced."""
    NUMBERS_ONLY = "numbers_only"
    """A notice that differs from its siblings in numbers and dates only: an article of its own."""
    EDITED = "edited"
    """Its text changes when the site is switched."""
    REMOVED = "removed"
    """Answers 404 once the site is switched."""
    DECOMPOSED = "decomposed"
    """Served with decomposed accents (NFD)."""
    ENTITIES = "entities"
    """Served with numeric character references."""
    WINDOWS_1258 = "windows_1258"
    """Served in windows-1258, combining tone marks included."""
    COOKIE_STUB = "cookie_stub"
    """Answers 200 with a tiny script that sets a cookie: never an article."""
    MISSING = "missing"
    """Listed, but answers 404."""
    UNAVAILABLE = "unavailable"
    """Answers 503 with Retry-After twice, then the page."""
    BACK_DATED = "back_dated"
    """Published late under an old date: only the dated listing shows it."""
    NO_LEAD = "no_lead"
    NO_AUTHOR = "no_author"
    NO_DATE = "no_date"


NEVER_AN_ARTICLE = frozenset({Trap.COOKIE_STUB, Trap.MISSING})
"""Traps whose page is not in the dataset of an ideal crawl."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section (chuyên mục) of a portal."""

    number: int
    """The CategoryId, catid … of templates that number their sections."""
    name: str
    slug: str
    """The name in ASCII: ``Van-hoa-xa-hoi``."""
    topics: tuple[str, ...]
    """Topics of the grammar its articles are about."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a library is about: one generation of one portal's content."""

    portal: str
    name: str
    """Unique among editions; seeds the texts together with the seed."""
    site_name: str
    province: str
    """File name of the province in the grammar."""
    sections: tuple[Section, ...]
    start: date
    end: date | None
    """Articles are spread evenly from start to end; later ones go on at the same pace. ``None``: the end follows from
    ``articles_a_day``."""
    first_id: int
    articles_a_day: int | None = None
    """Articles a day of an edition without an end, so that a small library is as dense as a large one."""
    tags: bool = False
    """Whether articles carry tags."""
    without: frozenset[Trap] = frozenset()
    """Traps that make no sense on the portal: back-dated articles where nothing is listed by date …"""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in the body; ``after`` is the number of body paragraphs that stand before it."""

    path: str
    caption: str | None
    after: int


@dataclass(frozen=True, slots=True)
class File:
    """A file offered with an article."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as an ideal extraction would return it, and how its byline is printed."""

    index: int
    """Position in its library, oldest first."""
    number: int
    """Identifier in addresses: ItemID and the like."""
    title: str
    lead: str | None
    body: tuple[str, ...]
    """Paragraphs, NFC, without lead, captions and byline."""
    section: Section
    published_at: datetime | None
    """With +07:00; ``None`` when the page prints no date."""
    byline: str | None
    """The line under the text as printed: ``Tin, ảnh: Mỹ Diễm``."""
    authors: tuple[str, ...]
    source: str | None
    documents: tuple[CitedDocument, ...]
    photos: tuple[Photo, ...]
    files: tuple[File, ...]
    tags: tuple[str, ...]
    view_base: int
    """What the view counter shows at the first request; each request adds one."""
    trap: Trap | None = None
    original: int | None = None
    """Index of the article this one repeats; for notices, of the first of the series."""
