"""Open what a crawl works with: the dataset, the workers with the portal's layouts, the session."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from newscrawler.downloads.guard import is_loopback
from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from pipelines.deduplication.guard import Guard
from pipelines.deduplication.stage import fingerprint_of
from pipelines.errors import SettingsError
from pipelines.extraction.workers import Workers
from pipelines.ledger import Ledger
from pipelines.session import Session, open_dataset, open_session

_log = logging.getLogger(__name__)

CONTACT_VARIABLE = "NEWSCRAWLER_CONTACT"
"""Environment variable with an address that a portal's keepers can write to."""


@contextmanager
def portal_session(portal: Portal, options: CrawlOptions) -> Iterator[Session]:
    """The session of a new run of ``portal``; everything is closed at the end.

    Raises SettingsError, NotADataset, RunInProgress, SchemaTooNew or DatasetDamaged.
    """
    contact(portal)
    started_at = datetime.now(UTC)

    with (
        open_dataset(options.output, f"crawling {portal.name} since {started_at:%Y-%m-%d %H:%M:%S} UTC") as dataset,
        Workers(options.workers, layouts=portal.layouts(), also=fingerprint_of) as workers,
        open_session(
            dataset,
            portal.name,
            run_id := next_run_id(dataset.ledger, started_at),
            workers,
            layout_of=lambda page: portal.layout_name(page.canonical_url),
            wants_vietnamese=lambda page: portal.vietnamese_only,
        ) as session,
    ):
        workers.warm()
        dataset.index.guard = Guard(max_share=portal.expect.max_duplicate_share)
        dataset.ledger.begin_run(run_id, portal.name, started_at)
        yield session


def next_run_id(ledger: Ledger, started_at: datetime) -> str:
    """Name of a run that starts at ``started_at``: that time in UTC, to the millisecond.

    Runs follow each other by name, so when the clock went back the name follows that of the newest run instead.
    """
    latest = ledger.runs(limit=1)
    run_id = _named(started_at)
    if not latest or latest[0].run_id < run_id:
        return run_id
    try:
        after = datetime.strptime(latest[0].run_id, "%Y%m%dT%H%M%S.%f%z") + timedelta(milliseconds=1)
    except ValueError:
        return run_id
    _log.warning("the clock went back: it is %s, but the newest run is %s", run_id, latest[0].run_id)
    return _named(after)


def _named(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"


def contact(portal: Portal) -> str | None:
    """Whom a portal's keepers can write to; see :func:`contact_for`."""
    return contact_for(portal.hostname)


def contact_for(host: str) -> str | None:
    """Whom the keepers of ``host`` can write to; ``None`` on loopback, where nobody needs to.

    Raises SettingsError when a public portal is to be crawled by somebody who does not say who they are.
    """
    if is_loopback(host):
        return None
    told = os.environ.get(CONTACT_VARIABLE, "").strip()
    if not told:
        raise SettingsError(
            f"crawling {host} needs somebody its keepers can write to: expected an e-mail or web address in "
            f"{CONTACT_VARIABLE}, found none. Example: export {CONTACT_VARIABLE}=you@example.org"
        )
    return told
