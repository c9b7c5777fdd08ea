"""Open what a crawl works with: the dataset, the workers with the portal's layouts, the session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from newscrawler.downloads.guard import is_loopback
from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from pipelines.deduplication.guard import Guard
from pipelines.deduplication.stage import fingerprint_of
from pipelines.errors import SettingsError
from pipelines.extraction.workers import Workers
from pipelines.records import Page
from pipelines.session import Session, open_dataset, open_session

CONTACT_VARIABLE = "NEWSCRAWLER_CONTACT"
"""Environment variable with an address that a portal's keepers can write to."""


@contextmanager
def portal_session(portal: Portal, options: CrawlOptions) -> Iterator[Session]:
    """The session of a new run of ``portal``; everything is closed at the end.

    Raises SettingsError, NotADataset, RunInProgress, SchemaTooNew or DatasetDamaged.
    """
    contact(portal)
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%S}.{started_at.microsecond // 1000:03d}Z"

    def layout_of(page: Page) -> str | None:
        name = f"{portal.name}/{portal.generation_at(page.canonical_url).name}"
        return name if name in layouts else None

    layouts = portal.layouts()
    with (
        open_dataset(options.output, f"crawling {portal.name} since {started_at:%Y-%m-%d %H:%M:%S} UTC") as dataset,
        Workers(options.workers, layouts=layouts, also=fingerprint_of) as workers,
        open_session(
            dataset,
            portal.name,
            run_id,
            workers,
            layout_of=layout_of,
            wants_vietnamese=lambda page: portal.vietnamese_only,
        ) as session,
    ):
        workers.warm()
        dataset.index.guard = Guard(max_share=portal.expect.max_duplicate_share)
        dataset.ledger.begin_run(run_id, portal.name, started_at)
        yield session


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
