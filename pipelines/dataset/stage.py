"""The last stage: articles and rejections are staged, and published now and then and at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pipelines.crawler import HasSession
from pipelines.dataset.plan import incomplete_histories
from pipelines.dataset.publish import PublishReport
from pipelines.dataset.staging import Staging
from pipelines.extraction import stage as extraction
from pipelines.ledger import Ledger
from pipelines.records import ArchiveRef, Article, Item, Page, PageKind, Rejection

PUBLISH_EVERY = 5_000
"""Staged items after which a run publishes: about a minute of crawling to lose from sight, none to lose."""


class Session(extraction.Session, Protocol):
    """What this stage needs of the run's session, beside what extracting takes."""

    @property
    def ledger(self) -> Ledger:
        """The ledger of the output folder."""

    @property
    def staging(self) -> Staging:
        """Where items wait."""

    def pages_at(self, refs: Iterable[ArchiveRef]) -> Iterator[Page]:
        """The archived pages at ``refs``; those that cannot be read are passed over."""

    def publish(self) -> PublishReport:
        """Publish what is staged."""


class ParquetStage:
    """Stages what became of article pages; everything passes on unchanged."""

    def __init__(self, session: Session, publish_every: int = PUBLISH_EVERY) -> None:
        self._session = session
        self._publish_every = publish_every
        self._publishing = False

    @classmethod
    def from_crawler(cls, crawler: HasSession[Session]) -> ParquetStage:
        """The stage for a Scrapy crawler (or anything of its shape)."""
        return cls(crawler.spider.session)

    def open_spider(self) -> None:
        """Nothing to open: the session has made the staging."""

    async def process_item(self, item: Item) -> Item:
        """Stage an article or the rejection of an article page. Raises OSError when the disk is full."""
        if isinstance(item, (Article, Rejection)) and item.page.kind is PageKind.ARTICLE:
            self._session.staging.add(item)
            if len(self._session.staging) >= self._publish_every:
                await self.publish()
        return item

    async def publish(self) -> None:
        """Publish what is staged, with earlier fetches of articles whose whole history is needed to decide."""
        if self._publishing:
            return  # another item's publish is waiting for pages; it takes this one along
        self._publishing = True
        try:
            await self._complete_histories()
            self._session.publish()
        finally:
            self._publishing = False

    async def close_spider(self) -> None:
        """Publish the rest, and the portal's outcomes even when nothing is left."""
        await self.publish()

    async def _complete_histories(self) -> None:
        session, asked = self._session, set[ArchiveRef]()
        extract = extraction.ExtractStage(session)
        while refs := [ref for ref in incomplete_histories(session.ledger, session.staging) if ref not in asked]:
            asked.update(refs)
            for page in session.pages_at(refs):
                found = await extract.process_item(page)
                if isinstance(found, (Article, Rejection)):
                    session.staging.add(found)
