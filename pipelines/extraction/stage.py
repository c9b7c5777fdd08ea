"""The second stage: article pages become Articles or Rejections in worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from pipelines.crawler import HasSession
from pipelines.extraction.workers import Workers
from pipelines.records import Article, Item, Page, PageKind, Rejection


class Session(Protocol):
    """What this stage needs of the run's session."""

    @property
    def workers(self) -> Workers:
        """The extraction processes."""

    def layout_name(self, page: Page) -> str | None:
        """Name of the layout for ``page``; ``None`` for the generic way."""

    def vietnamese_only(self, page: Page) -> bool:
        """Whether the portal of ``page`` wants articles in other languages rejected."""


class CrawlSession(Session, Protocol):
    """What the stage of a crawl needs beside that."""

    def keep_fingerprint(self, article: Article, fingerprint: Any) -> None:
        """Keep what the workers computed for comparing ``article`` with all others."""


class ExtractStage:
    """Gives article pages to the workers and waits without blocking; other pages pass."""

    def __init__(self, session: Session, keep: Callable[[Article, Any], None] | None = None) -> None:
        """``keep`` is told of each article what the workers' ``also`` made of it; ``None`` throws that away."""
        self._session = session
        self._keep = keep

    @classmethod
    def from_crawler(cls, crawler: HasSession[CrawlSession]) -> ExtractStage:
        """The stage for a Scrapy crawler (or anything of its shape)."""
        session = crawler.spider.session
        return cls(session, session.keep_fingerprint)

    async def process_item(self, item: Item) -> Item:
        """The Article or Rejection of an article page."""
        if not isinstance(item, Page) or item.kind is not PageKind.ARTICLE:
            return item
        session = self._session
        work = session.workers.submit(item, session.layout_name(item), only_vietnamese=session.vietnamese_only(item))
        extracted = await asyncio.wrap_future(work)
        found: Article | Rejection = extracted.found
        if self._keep is not None and isinstance(found, Article) and extracted.also is not None:
            self._keep(found, extracted.also)
        return found
