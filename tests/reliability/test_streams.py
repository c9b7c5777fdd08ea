"""Feeds and sitemaps are asked for conditionally, listing pages never; what a 304 hides is hidden for a day at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.http import Response

from newscrawler.demo import faults
from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.faults import FaultyPortal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.serving.transport import LoggedRequest
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.streams import TRUSTED, is_unchanged, stream_conditions, validators_to_keep
from newscrawler.spiders.walk import End, Walk
from pipelines.ledger import Ledger, SectionWalk
from pipelines.records import PageKind
from tests.crawl.running import newscrawler, table
from tests.reliability.crawling import WELL_OR_NOT, last_report, let_time_pass

FEED, SITEMAP, INDEX = "/feed/", "/wp-sitemap-posts-post-1.xml", "/wp-sitemap.xml"
PORTAL = """
title = "Nhật ký"
base_url = "{url}"

[[generations]]
name = "wp"
family = "wordpress"
feeds = ["/feed/"]
sitemaps = ["/wp-sitemap.xml"]
sections = [{{ name = "Kinh tế", url = "/category/kinh-te/" }}]
"""
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


class Blog(DemoServer):
    """The WordPress replica behind switchable faults."""

    def __init__(self) -> None:
        self.faulty = FaultyPortal(open_portal("wordpress", n_articles=60, seed=7, traps=False))
        super().__init__(self.faulty)

    def crawl(self, output: Path, *more: str) -> dict[str, LoggedRequest]:
        """Crawl by a file that names a section, a feed and an index of sitemaps; the log by target."""
        file = output.parent / "nhatky.toml"
        file.write_text(PORTAL.format(url=self.url), encoding="utf-8")
        self.forget_requests()
        done = newscrawler("crawl", file, "--output", output, "--workers", "1", *more)
        assert done.returncode in WELL_OR_NOT, done.stderr
        return {one.target: one for one in self.requests}


def conditional(asked: dict[str, LoggedRequest]) -> set[str]:
    """Targets that were asked for with validators."""
    return {target for target, one in asked.items() if {"if-none-match", "if-modified-since"} & one.headers.keys()}


def test_what_a_feed_and_a_sitemap_say(tmp_path: Path) -> None:
    output = tmp_path / "dataset"
    with Blog() as server:
        asked = server.crawl(output)
        assert conditional(asked) == set()
        assert len(table(output, "articles")) == 60, "the sitemaps that an index names are no articles"

        asked = server.crawl(output)
        assert conditional(asked) == {FEED, SITEMAP}, "no listing, and no index: it may stand while its sitemaps change"
        assert {asked[target].status for target in (FEED, SITEMAP)} == {304}
        unchanged = [walk for walk in last_report(output)["walks"] if walk["ended"] == End.UNCHANGED.value]
        assert sorted(walk["n_articles"] for walk in unchanged) == [10, 60], "as many as there still are"
        assert all(walk["complete"] for walk in last_report(output)["walks"])

        server.faulty.portal.publish(3)
        asked = server.crawl(output)
        assert {asked[target].status for target in (FEED, SITEMAP)} == {200}
        assert len(table(output, "articles")) == 63

        server.faulty.faults = [faults.status("^/feed/$", 304)]
        let_time_pass(output, TRUSTED + timedelta(hours=1))
        asked = server.crawl(output, "--revisits", "0")
        assert conditional(asked) == set(), "once a day they are read whole"
    (feed,) = [walk for walk in last_report(output)["walks"] if walk["section"].startswith("feed ")]
    assert "HTTP 304" in feed["why_incomplete"], "a 304 that nobody asked for is no evidence"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def read_whole(ledger: Ledger, at: datetime, etag: str | None, *, whole: bool = True) -> None:
    run_id, end = f"run-{at:%d%H%M}-{whole}", at + timedelta(minutes=1)
    told = SectionWalk("kontum", "feed /feed/", run_id, at, end, 1, 9, complete=True, whole=whole, etag=etag)
    ledger.record_section_walk(told)


def conditions(ledger: Ledger, kind: PageKind = PageKind.FEED, at: datetime = NOON, **options: bool) -> dict[str, str]:
    walk = Walk("kontum", "feed /feed/", "2017", stop_when_known=None)
    return stream_conditions(walk, kind, ledger, CrawlOptions(**options), at)  # type: ignore[arg-type]


def test_validators_are_sent_of_the_last_whole_reading_and_for_a_day(ledger: Ledger) -> None:
    assert conditions(ledger) == {}
    read_whole(ledger, NOON - timedelta(hours=23), '"old"')
    read_whole(ledger, NOON - timedelta(hours=20), '"new"')
    read_whole(ledger, NOON - timedelta(hours=1), None, whole=False)
    assert conditions(ledger) == {"If-None-Match": '"new"'}
    assert conditions(ledger, PageKind.SITEMAP) == {"If-None-Match": '"new"'}
    assert conditions(ledger, at=NOON + timedelta(hours=5)) == {}
    assert conditions(ledger, at=NOON - timedelta(hours=22)) == {"If-None-Match": '"old"'}, "the clock went back"


def test_none_are_sent_for_listings_nor_when_everything_or_a_part_is_asked_for(ledger: Ledger) -> None:
    read_whole(ledger, NOON - timedelta(hours=1), '"tag"')
    assert conditions(ledger, PageKind.LISTING) == conditions(ledger, PageKind.DATED) == {}
    assert conditions(ledger, full=True) == conditions(ledger, limit=True) == {}


def test_only_a_stream_of_one_page_leaves_validators() -> None:
    answer = Response("http://x/feed/", headers={"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 05:00:00 GMT"})
    one, two, cut, listing = (Walk("kontum", "feed", "2017", stop_when_known=None) for _ in range(4))
    for walk in (one, two, cut):
        assert not is_unchanged(answer, walk, PageKind.FEED)
    assert not is_unchanged(answer, listing, PageKind.LISTING)
    one.page(["a"], 1, None, has_next=False)
    listing.page(["a"], 1, None, has_next=False)
    two.page(["a"], 1, None, has_next=True)
    two.page(["b"], 1, None, has_next=False)
    cut.break_off("HTTP 503")
    assert validators_to_keep(one) == ('"1"', "Mon, 23 Nov 2026 05:00:00 GMT")
    assert validators_to_keep(two) == validators_to_keep(cut) == validators_to_keep(listing) == (None, None)


def test_a_304_that_nobody_asked_for_is_no_evidence() -> None:
    walk = Walk("kontum", "feed", "2017", stop_when_known=None)
    assert not is_unchanged(Response("http://x/feed/", status=304), walk, PageKind.FEED)
    walk.repeats = SectionWalk("kontum", "feed", "run-1", NOON, NOON, 1, 9, complete=True, whole=True, etag='"1"')
    assert is_unchanged(Response("http://x/feed/", status=304), walk, PageKind.FEED)
    walk.repeat()
    assert (walk.complete, walk.whole, walk.n_pages, walk.n_articles) == (True, False, 1, 9)
