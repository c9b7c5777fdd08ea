"""Known articles asked for again: conditional requests, what their answers mean, and what a sitemap calls modified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from newscrawler.spiders.links import FoundArticle
from pipelines.ledger import Known, Visit
from pipelines.records import Page, Reason

MOST_MODIFIED = 0.5
"""A sitemap that calls a larger share of its known articles modified prints the time of its making."""
FEW_MODIFIED = 10
"""So few are believed in any case."""
PATIENT_TRIES = 3
"""After so many fruitless requests an article is asked for once a run, without retries: it may be broken for good."""

_TICK = timedelta(microseconds=1)


def conditional_headers(visit: Visit) -> dict[str, str]:
    """Validators of the answer that the article's row came from (RFC 9110, 13.1); none ask for a full answer."""
    headers = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_missing(page: Page) -> bool:
    """Whether the answer says that the portal no longer has the article."""
    return page.status in (404, 410) or page.blocked is Reason.REDIRECTED_HOME


def after_last_fetch(at: datetime, visit: Visit) -> datetime:
    """``at``, or just after the article's last fetch when the clock went back: versions follow each other by time."""
    return at if visit.fetched_at is None or at > visit.fetched_at else visit.fetched_at + _TICK


def modified(found: Sequence[FoundArticle], states: Mapping[str, Known]) -> list[str]:
    """Articles of the dataset that a sitemap's ``lastmod`` calls modified since they were last fetched."""
    known = [
        (one.article_id, state.fetched_at, lastmod(one.link.date_raw))
        for one in found
        if (state := states.get(one.article_id)) is not None and state.content_hash is not None
    ]
    changed = [key for key, fetched_at, at in known if at is not None and fetched_at is not None and at > fetched_at]
    return changed if len(changed) <= max(FEW_MODIFIED, MOST_MODIFIED * len(known)) else []


def lastmod(raw: str | None) -> datetime | None:
    """A time as sitemaps write it (W3C date and time; a day is its beginning, without a zone it is UTC)."""
    try:
        at = datetime.fromisoformat(raw) if raw and "T" in raw else None
        at = at or (datetime.combine(date.fromisoformat(raw), datetime.min.time()) if raw else None)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
