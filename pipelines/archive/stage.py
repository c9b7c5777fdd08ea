"""The first stage: every page goes to the archive before anything else happens to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from pipelines.archive.writing import ArchiveWriter
from pipelines.crawler import HasSession
from pipelines.records import Item, Page, PageKind


class Session(Protocol):
    """What this stage needs of the run's session."""

    @property
    def archive(self) -> ArchiveWriter:
        """The run's writer; what it syncs it tells the ledger."""


class ArchiveStage:
    """Appends pages of every kind to the archive; they travel on with their ``archive_ref``.

    Only article pages keep their body for the next stage. Pages that come out of the archive (recovery, rebuild) pass.
    """

    def __init__(self, writer: ArchiveWriter) -> None:
        self.writer = writer

    @classmethod
    def from_crawler(cls, crawler: HasSession[Session]) -> ArchiveStage:
        """The stage for a Scrapy crawler (or anything of its shape)."""
        return cls(crawler.spider.session.archive)

    def open_spider(self) -> None:
        """Nothing to open: the file is made with the first page."""

    def process_item(self, item: Item) -> Item:
        """Archive ``item`` when it is a page that is not archived yet. Raises OSError on a full disk."""
        if not isinstance(item, Page):
            return item
        stored = item if item.archive_ref is not None else self.writer.append(item)
        return stored if stored.kind is PageKind.ARTICLE else replace(stored, body=b"")

    def flush(self) -> None:
        """Make everything so far durable in archive and ledger: call it before a publish."""
        self.writer.sync()

    def close_spider(self) -> None:
        """Sync and close the archive."""
        self.writer.close()
