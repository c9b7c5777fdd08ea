"""What answers to visits mean, and what a sitemap says has changed: on values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.listings import ArticleLink
from newscrawler.spiders.links import FoundArticle
from newscrawler.spiders.visits import after_last_fetch, conditional_headers, is_missing, lastmod, modified
from newscrawler.spiders.walk import End, ReadPage, Walk
from pipelines.ledger import Discovery, Known, Visit
from pipelines.records import Outcome, Page, PageKind, Reason
from pipelines.urls import Address

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
VISIT = Visit(Discovery("a", "1", "http://x/1"), '"tag"', None, NOON, 1, True)


def page(status: int, blocked: Reason | None = None) -> Page:
    facts = ("kontum", "http://x/1", "http://x/1", "1", "http://x/1", status, (), b"", NOON, PageKind.ARTICLE, "run")
    return Page(*facts, blocked=blocked)  # type: ignore[arg-type]


def found(number: int, date_raw: str | None) -> FoundArticle:
    link = ArticleLink(f"http://x/{number}", None, date_raw, "")
    return FoundArticle(link, Address(link.url, str(number), None), str(number), None)


def known(number: int, fetched_at: datetime | None = NOON, content_hash: str | None = "hash") -> Known:
    return Known(
        str(number), f"http://x/{number}", None, NOON, Outcome.STORED, None, 200, 1, fetched_at, None, None,
        content_hash, None, 0, 0, None,
    )  # fmt: skip


def test_validators_that_are_missing_are_not_sent() -> None:
    assert conditional_headers(VISIT) == {"If-None-Match": '"tag"'}
    assert conditional_headers(replace(VISIT, etag=None, last_modified="Mon")) == {"If-Modified-Since": "Mon"}
    assert conditional_headers(replace(VISIT, etag=None)) == {}


@pytest.mark.parametrize(("status", "missing"), [(200, False), (304, False), (404, True), (410, True), (503, False)])
def test_what_says_that_an_article_is_gone(status: int, missing: bool) -> None:
    assert is_missing(page(status)) is missing
    assert is_missing(page(200, Reason.REDIRECTED_HOME))
    assert not is_missing(page(200, Reason.BLOCKED))


def test_versions_follow_each_other_though_the_clock_goes_back() -> None:
    assert after_last_fetch(NOON + timedelta(seconds=1), VISIT) == NOON + timedelta(seconds=1)
    assert after_last_fetch(NOON - timedelta(days=1), VISIT) == NOON + timedelta(microseconds=1)
    assert after_last_fetch(NOON, replace(VISIT, fetched_at=None)) == NOON


def test_a_sitemap_says_what_was_modified_since() -> None:
    listed = [found(1, "2026-11-23T05:00:01Z"), found(2, "2026-11-23T11:59:59+07:00"), found(3, "2026-11-24")]
    listed += [found(4, "2026-12-01"), found(5, None), found(6, "yesterday")]
    states = {str(number): known(number) for number in (1, 2, 3, 5, 6)}
    assert modified(listed, states) == ["1", "3"]
    assert modified(listed, {"1": known(1, content_hash=None)}) == [], "what has no text is asked for anyway"


def test_a_sitemap_that_calls_everything_modified_is_not_believed() -> None:
    listed = [found(number, "2026-11-24T00:00:00Z") for number in range(40)]
    assert modified(listed, {str(number): known(number) for number in range(40)}) == []
    assert len(modified(listed[:10], {str(number): known(number) for number in range(10)})) == 10


def test_times_of_sitemaps() -> None:
    assert lastmod("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert lastmod("2026-11-23T05:00:00+07:00") == datetime(2026, 11, 22, 22, tzinfo=UTC)
    assert lastmod("23/11/2026") is lastmod("") is lastmod(None) is None


def test_a_walk_looks_back_from_the_last_doubtful_page_to_the_first_once() -> None:
    walk = Walk("kontum", "Tin", "2019", stop_when_known=None, looks_back=True)
    pages = [ReadPage(f"http://x/?page={number}", None) for number in range(3)]
    for page_, keys, more in zip(pages, (["a"], ["b"], ["c"]), (True, True, False), strict=True):
        if more:
            walk.doubt(page_)
        walk.page(keys, 1, None, has_next=more)
    assert walk.end is End.LAST_PAGE
    assert [walk.look_back(), walk.look_back(), walk.look_back()] == [pages[1], pages[0], None]
    walk.looked(["a", "d"])
    assert walk.seen == {"a", "b", "c", "d"}
    assert walk.n_articles == 4


def test_a_walk_that_was_broken_off_does_not_look_back() -> None:
    walk = Walk("kontum", "Tin", "2019", stop_when_known=None, looks_back=True)
    walk.doubt(ReadPage("http://x/", None))
    walk.page(["a"], 1, None, has_next=True)
    walk.break_off("HTTP 503")
    assert walk.look_back() is None
    assert not walk.whole
