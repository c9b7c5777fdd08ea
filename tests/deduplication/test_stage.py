"""The stage passes everything on and keeps a fingerprint for each archived article."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.deduplication.stage import DeduplicateStage, RecordKey
from pipelines.records import ArchiveRef, Article, Page, PageKind, Reason, Rejection
from pipelines.urls import article_id
from tests.deduplication.texts import START, prose

PAGE = Page(
    portal="kontum", url="http://a/1", requested_url="http://a/1", identity="ItemID=1", canonical_url="http://a/1",
    status=200, headers=(), body=b"", fetched_at=START, kind=PageKind.ARTICLE, run_id="run",
    archive_ref=ArchiveRef("portal=kontum/run-0001.warc.gz", 7, 100),
)  # fmt: skip
ARTICLE = Article(
    page=PAGE, title="Hội nghị", lead="Tóm tắt hội nghị", body=prose(1), body_markdown="", published_at=START,
    published_raw=None, published_source=None, published_precision=None, dates_agree=None, date_candidates=(),
    updated_at=None, authors=(), source="Theo baokontum", section=None, tags=(), view_count=None, captions=(),
    images=(),
    attachments=(), documents=(), language="vi", language_score=1.0, methods=(), extractor="x", content_hash="h",
)  # fmt: skip


@dataclass
class Session:
    fingerprints: dict[RecordKey, Fingerprint] = field(default_factory=dict)


@dataclass
class Spider:
    session: Session = field(default_factory=Session)


@dataclass
class Crawler:
    spider: Spider = field(default_factory=Spider)


def test_only_archived_articles_leave_a_fingerprint() -> None:
    crawler = Crawler()
    stage = DeduplicateStage.from_crawler(crawler)
    stage.open_spider()
    unarchived = replace(ARTICLE, page=replace(PAGE, archive_ref=None))
    for item in (ARTICLE, unarchived, PAGE, Rejection(PAGE, Reason.NO_TEXT)):
        assert stage.process_item(item) is item
    stage.close_spider()
    ((key, found),) = crawler.spider.session.fingerprints.items()
    assert key == ("portal=kontum/run-0001.warc.gz", 7)
    assert found.article_id == article_id("kontum", "ItemID=1")
    row = fingerprint(
        found.article_id, "kontum", ARTICLE.title, ARTICLE.lead, ARTICLE.body, START, ARTICLE.source, fetched_at=START
    )
    assert (found.exact, found.text, found.bands.tolist()) == (row.exact, row.text, row.bands.tolist())
