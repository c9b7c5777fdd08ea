"""The second stage: article pages become Articles or Rejections in worker processes."""

from __future__ import annotations

import asyncio
from typing import Protocol

from pipelines.extraction.workers import Workers
from pipelines.records import Item, Page, PageKind


class Session(Protocol):
    """What this stage needs of the run's session."""

    @property
    def workers(self) -> Workers:
        """The extraction processes."""

    def layout_name(self, page: Page) -> str | None:
        """Name of the layout for ``page``; ``None`` for the generic way."""

    def vietnamese_only(self, page: Page) -> bool:
        """Whether the portal of ``page`` wants articles in other languages rejected."""


class Spider(Protocol):
    """A spider with a session."""

    @property
    def session(self) -> Session:
        """The run's session."""


class HasSession(Protocol):
    """A crawler whose spider carries the run's session."""

    @property
    def spider(self) -> Spider:
        """The crawler's spider."""


class ExtractStage:
    """Gives article pages to the workers and waits without blocking; other pages pass."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: HasSession) -> ExtractStage:
        """The stage for a Scrapy crawler (or anything of its shape)."""
        return cls(crawler.spider.session)

    async def process_item(self, item: Item) -> Item:
        """The Article or Rejection of an article page."""
        if not isinstance(item, Page) or item.kind is not PageKind.ARTICLE:
            return item
        session = self._session
        work = session.workers.submit(item, session.layout_name(item), only_vietnamese=session.vietnamese_only(item))
        return await asyncio.wrap_future(work)
