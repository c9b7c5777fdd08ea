"""The ledger's rows as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipelines.records import Outcome


@dataclass(frozen=True, slots=True)
class Discovery:
    """An article address found on a listing, feed or sitemap."""

    article_id: str
    """Key, by :func:`pipelines.urls.article_id`; several addresses may share one."""
    identity: str
    """What makes the article one by the portal's rule."""
    url: str
    """Canonical URL."""
    section: str | None = None
    """Section in whose listing it was found; ``None`` for sources without sections."""
    found_on: str | None = None
    """Address of the listing, feed or sitemap; ``None`` for a start address."""
    title: str | None = None
    """Link text; ``None`` when the link has none."""
    date_raw: str | None = None
    """Date printed beside the link; ``None`` when there is none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of one article."""

    article_id: str
    """Its key."""
    url: str
    """Canonical URL."""
    section: str | None
    """Section of the first discovery."""
    discovered_at: datetime
    """When it was first discovered."""
    outcome: Outcome
    """What has become of it so far."""
    reason: str | None
    """Reason of a rejection or error; ``None`` otherwise."""
    status: int | None
    """Last HTTP status; ``None`` when nothing answered yet."""
    n_fetches: int
    """How often it was requested."""
    fetched_at: datetime | None
    """When it was last fetched; ``None`` when never."""
    etag: str | None
    """Validator of the last full answer, for ``If-None-Match``."""
    last_modified: str | None
    """Validator of the last full answer, for ``If-Modified-Since``."""
    content_hash: str | None
    """Content hash of the published revision; ``None`` when nothing is published."""
    next_visit_at: datetime | None
    """When a revisit is due; ``None`` when none is planned."""
    n_unchanged: int
    """Revisits in a row that found nothing new."""
    gone_confirmations: int
    """Runs in a row that found it missing."""
    published_at: datetime | None
    """When the portal published it; ``None`` when unknown or not yet extracted."""

    @property
    def awaits_publish(self) -> bool:
        """Whether it is archived for the first time and not yet published: not to be asked for again."""
        return self.outcome is Outcome.PENDING and self.fetched_at is not None


@dataclass(frozen=True, slots=True)
class Published:
    """Where the current row of an article stands in the dataset."""

    article_id: str
    """Its key."""
    portal: str
    """Partition ``portal=``."""
    year: int
    """Partition ``year=``; 0 when the date is unknown."""
    month: int
    """Partition ``month=``; 0 when the date is unknown."""
    content_hash: str
    """Content hash of the current revision."""
    revision: int
    """Number of the current revision, from 1."""
    fetched_at: datetime
    """When the current revision was first fetched."""
    published_at: datetime | None = None
    """When the portal published it; ``None`` when unknown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a publish, or a failure, says has become of an article."""

    article_id: str
    """Its key; it must have been discovered or fetched."""
    outcome: Outcome
    """What became of it."""
    run_id: str
    """The run that decided."""
    reason: str | None = None
    """Reason of a rejection, or what went wrong."""
    detail: str | None = None
    """The fact behind the reason."""
    duplicate_of: str | None = None
    """The cluster's leader where the outcome is ``DUPLICATE``."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request for an article that never became a page (robots.txt, time-out, DNS …)."""

    article_id: str
    """Its key; it must have been discovered."""
    outcome: Outcome
    """``ROBOTS``, ``ERROR`` or ``BLOCKED``."""
    reason: str
    """What went wrong in a word: ``timeout``, ``dns``, ``robots`` …"""
    detail: str | None
    """The fact behind it."""
    status: int | None
    """HTTP status when something answered."""
    at: datetime
    """When."""
    run_id: str
    """The run in which it happened."""
    was_asked: bool = True
    """Whether a request was sent; not when the breaker of its host was open. For ``ROBOTS`` it never was."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A known article to be asked for again."""

    discovery: Discovery
    """As it was first discovered."""
    etag: str | None
    """For ``If-None-Match``: validator of the answer that the article's row came from; ``None`` for a full answer."""
    last_modified: str | None
    """For ``If-Modified-Since``, likewise."""
    fetched_at: datetime | None
    """When it was last asked for; ``None`` when never."""
    n_fetches: int
    """How often it was asked for."""
    has_text: bool
    """Whether it has a row in the dataset."""


@dataclass(frozen=True, slots=True)
class SectionWalk:
    """One walk through the listing pages of one section."""

    portal: str
    """Name of the portal file."""
    section: str
    """Name of the section, dated listing, feed or sitemap."""
    run_id: str
    """The run that walked."""
    started_at: datetime
    """When the first listing page was asked for."""
    finished_at: datetime | None = None
    """When the walk ended; ``None`` while it is on, or when its run was killed."""
    n_pages: int = 0
    """Listing pages read."""
    n_articles: int = 0
    """Article links found on them, each identity once."""
    complete: bool = False
    """Whether the walk ended by evidence (last page, clamped pager, date bound, known overlap)."""
    why_incomplete: str | None = None
    """The fact that broke it off; ``None`` when complete."""
    whole: bool = False
    """Whether it was walked from its first page to its last, past known articles."""
    etag: str | None = None
    """Validator of a feed or sitemap of one page that this walk read whole, for ``If-None-Match``."""
    last_modified: str | None = None
    """Likewise, for ``If-Modified-Since``."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one portal."""

    run_id: str
    """Its name."""
    portal: str
    """The portal it walked."""
    started_at: datetime
    """When it began."""
    finished_at: datetime | None
    """When it ended; ``None`` while it is on, or when it was killed."""
    state: str
    """``running``, or what :meth:`Ledger.end_run` was told: ``finished``, ``failed`` …"""
    summary: dict[str, Any] = field(default_factory=dict)
    """Counts and facts of the report."""
