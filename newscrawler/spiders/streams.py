"""Feeds and sitemaps asked for conditionally; listing pages never are (ADR 10).

A feed's or sitemap's 304 says that it is the page which an earlier walk read whole: every link on it has been met, and
is in the ledger. That holds for a stream of one page only: an index of sitemaps may stand while what it names changes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from scrapy.http import Response

from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.walk import Walk
from pipelines.ledger import Ledger
from pipelines.records import PageKind

TRUSTED = timedelta(days=1)
"""So long after a full answer its validators are believed: a server whose validators lie hides news for a day."""

NOT_MODIFIED = 304

_STREAMS = frozenset({PageKind.FEED, PageKind.SITEMAP})


def stream_conditions(
    walk: Walk, kind: PageKind, ledger: Ledger, options: CrawlOptions, now: datetime
) -> dict[str, str]:
    """Validators to send with the first request of ``walk``, noted in it; none when it is to be read anew: it is no
    feed or sitemap, everything or a part of the portal was asked for, or nobody has read it whole lately."""
    if kind not in _STREAMS or walk.n_pages or options.full or options.is_bounded:
        return {}
    last = ledger.section_walk(walk.portal, walk.section, whole=True, validated=True, before=now)
    if last is None or now - last.started_at > TRUSTED:
        return {}
    walk.repeats = last
    headers = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unchanged(response: Response, walk: Walk, kind: PageKind) -> bool:
    """Whether ``response`` says that a stream is still what it was; notes its validators when it does not."""
    if response.status == NOT_MODIFIED and walk.repeats is not None:
        return True
    if kind in _STREAMS:
        walk.etag, walk.last_modified = _header(response, "ETag"), _header(response, "Last-Modified")
    return False


def validators_to_keep(walk: Walk) -> tuple[str | None, str | None]:
    """ETag and Last-Modified that the next run may send; none unless the walk read its one page whole."""
    return (walk.etag, walk.last_modified) if walk.whole and walk.n_pages == 1 else (None, None)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
