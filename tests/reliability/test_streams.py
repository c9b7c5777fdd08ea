"""Feeds and sitemaps are asked for conditionally, listing pages never; what a 304 hides is hidden for a day at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawler.demo import faults
from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.faults import FaultyPortal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.serving.transport import LoggedRequest
from newscrawler.portals.files import found_folder
from newscrawler.spiders.walk import End
from tests.crawl.running import newscrawler, table
from tests.reliability.crawling import WELL_OR_NOT, last_report, let_time_pass

FEED, SITEMAP, INDEX = "/feed/", "/wp-sitemap-posts-post-1.xml", "/wp-sitemap.xml"
STREAMS = (FEED, SITEMAP)


class Blog(DemoServer):
    """The WordPress replica behind switchable faults, crawled by the file that its survey wrote."""

    def __init__(self) -> None:
        self.faulty = FaultyPortal(open_portal("wordpress", n_articles=60, seed=7, traps=False))
        super().__init__(self.faulty)

    def crawl(self, output: Path, *more: str) -> dict[str, LoggedRequest]:
        """Crawl; the log by target."""
        self.forget_requests()
        done = newscrawler("crawl", f"{self.url}/", "--output", output, "--workers", "1", *more)
        assert done.returncode in WELL_OR_NOT, done.stderr
        return {one.target: one for one in self.requests}


def conditional(asked: dict[str, LoggedRequest]) -> set[str]:
    """Targets that were asked for with validators."""
    return {target for target, one in asked.items() if {"if-none-match", "if-modified-since"} & one.headers.keys()}


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[tuple[Blog, Path]]:
    """Crawled twice: once to look at it, once with its index of sitemaps, which its front page does not announce."""
    with Blog() as server:
        server.crawl(tmp_path)
        (file,) = found_folder(tmp_path).glob("*.toml")
        text = file.read_text("utf-8")
        assert 'feeds = ["/feed/"]' in text
        file.write_text(text.replace("feeds = [", f'sitemaps = ["{INDEX}"]\nfeeds = ['), encoding="utf-8")
        asked = server.crawl(tmp_path)
        assert {asked[target].status for target in (SITEMAP, INDEX)} == {200}
        yield server, tmp_path


def test_what_a_feed_and_a_sitemap_say(blog: tuple[Blog, Path]) -> None:
    server, output = blog
    asked = server.crawl(output)
    assert conditional(asked) == {*STREAMS}, "no listing, and no index: that may stand while its sitemaps change"
    assert {asked[target].status for target in STREAMS} == {304}
    unchanged = [walk for walk in last_report(output)["walks"] if walk["ended"] == End.UNCHANGED.value]
    assert sorted(walk["n_articles"] for walk in unchanged) == [10, 60], "as many as there still are"
    assert all(walk["complete"] for walk in last_report(output)["walks"])

    shelf = server.faulty.portal.replicas[0].shelf
    new = [server.faulty.portal.replicas[0].key(shelf.article(index)) for index in shelf.publish(3)]
    asked = server.crawl(output)
    assert {asked[target].status for target in STREAMS} == {200}
    rows = table(output, "articles")
    assert len(rows) == 63, "articles only: the sitemaps that an index names are none"
    assert all(any(row["url"].rstrip("/").endswith(key.removeprefix("post")) for row in rows) for key in new)

    assert conditional(server.crawl(output, "--full", "--revisits", "0")) == set()
    let_time_pass(output, timedelta(hours=25))
    asked = server.crawl(output, "--revisits", "0")
    assert conditional(asked) == set(), "once a day they are read whole"
    assert {asked[target].status for target in STREAMS} == {200}


def test_a_stream_whose_validators_lie_hides_nothing_for_longer_than_a_day(blog: tuple[Blog, Path]) -> None:
    server, output = blog
    server.faulty.faults = [faults.status("^/feed/$", 304)]
    asked = server.crawl(output)
    assert FEED in conditional(asked)
    let_time_pass(output, timedelta(hours=25))
    asked = server.crawl(output, "--revisits", "0")
    assert FEED not in conditional(asked)
    (feed,) = [walk for walk in last_report(output)["walks"] if walk["section"].startswith("feed ")]
    assert not feed["complete"]
    assert "HTTP 304" in feed["why_incomplete"], "a 304 that nobody asked for is no evidence"
