"""The third stage: what is needed to compare an article with all others is computed while it passes."""

from __future__ import annotations

from typing import Protocol

from pipelines.crawler import HasSession
from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.records import Article, Item
from pipelines.urls import article_id

RecordKey = tuple[str, int]
"""An archive record: WARC file and offset."""


class Session(Protocol):
    """What this stage needs of the run's session."""

    @property
    def fingerprints(self) -> dict[RecordKey, Fingerprint]:
        """Where fingerprints wait for the publish, which hands those of current rows to the duplicate index."""


class DeduplicateStage:
    """Computes each article's fingerprint; the article itself passes on unchanged.

    Who is a duplicate of whom is decided at the publish, over the whole dataset, so that it does not depend on which
    article came first.
    """

    def __init__(self, fingerprints: dict[RecordKey, Fingerprint]) -> None:
        self._fingerprints = fingerprints

    @classmethod
    def from_crawler(cls, crawler: HasSession[Session]) -> DeduplicateStage:
        """The stage for a Scrapy crawler (or anything of its shape)."""
        return cls(crawler.spider.session.fingerprints)

    def open_spider(self) -> None:
        """Nothing to open: the index belongs to the session."""

    def process_item(self, item: Item) -> Item:
        """Compute the fingerprint of an archived article, unless a worker did; everything else just passes."""
        if isinstance(item, Article) and (record := item.page.archive_ref) is not None:
            key = record.file, record.offset
            if key not in self._fingerprints:
                self._fingerprints[key] = fingerprint_of(item)
        return item

    def close_spider(self) -> None:
        """Nothing to close: the publish takes the fingerprints."""


def fingerprint_of(article: Article) -> Fingerprint:
    """The fingerprint of an article fresh from extraction; the same as that of its row in the dataset."""
    page = article.page
    return fingerprint(
        article_id(page.portal, page.identity),
        page.portal,
        article.title,
        article.lead,
        article.body,
        article.published_at,
        article.source,
        fetched_at=page.fetched_at,
    )
