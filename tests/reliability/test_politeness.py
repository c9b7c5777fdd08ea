"""Politeness and safety, proved by what the server's access log holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from newscrawler.demo import faults
from newscrawler.demo.truth import truth_of
from tests.crawl.running import table
from tests.reliability.crawling import ARTICLE, LISTING, Replica, crawl, crawl_with, last_report, outcomes

QUICK = {"BACKOFF_BASE_S": 0.02, "BACKOFF_MAX_S": 0.1}
ONE_SECTION = ("--section", "Kinh tế", "--limit", "4")


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(60) as server:
        yield server


def gaps(server: Replica) -> list[float]:
    """Seconds between requests, robots.txt left out."""
    arrived = [one.at for one in server.requests if one.target != "/robots.txt"]
    return [after - before for before, after in pairwise(arrived)]


def test_robots_txt_is_kept_to_the_letter(replica: Replica, tmp_path: Path) -> None:
    replica.fail(faults.robots(text="User-agent: *\nDisallow: /tintuc/lists/posts/\n"))
    crawl(replica, tmp_path)
    assert replica.asked()[0] == "/robots.txt"
    assert not [target for target in replica.asked() if target.startswith("/tintuc/lists/posts/")]
    forbidden = {url: row for url, row in outcomes(tmp_path).items() if "ItemID" in url}
    assert {(row["outcome"], row["reason"], row["n_fetches"]) for row in forbidden.values()} == {
        ("robots", "robots_txt", 0)
    }
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == [], "what was forbidden then is allowed now"


@pytest.mark.parametrize("fault", [faults.robots(code=503), faults.reset("^/robots.txt$")])
def test_a_robots_txt_that_cannot_be_had_forbids_everything(
    replica: Replica, tmp_path: Path, fault: faults.Fault
) -> None:
    replica.fail(fault)
    assert crawl_with(QUICK, replica, tmp_path) == 3
    assert set(replica.asked()) == {"/robots.txt"}
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []


def test_crawl_delay_is_kept(replica: Replica, tmp_path: Path) -> None:
    replica.fail(faults.robots(text="User-agent: *\nCrawl-delay: 2\n"))
    crawl_with({"POLITE_ON_LOOPBACK": True}, replica, tmp_path, *ONE_SECTION)
    assert len(gaps(replica)) >= 4
    assert min(gaps(replica)) >= 1.9


def test_the_portal_file_s_delay_is_kept_without_one(replica: Replica, tmp_path: Path) -> None:
    crawl_with({"POLITE_ON_LOOPBACK": True}, replica, tmp_path, *ONE_SECTION)
    assert min(gaps(replica)) >= 0.45  # a second, halved at most by Scrapy's jitter


def test_retry_after_is_kept_by_all_requests(replica: Replica, tmp_path: Path) -> None:
    replica.fail(faults.status("CategoryId=2", 429, retry_after_s=2, times=1))
    crawl_with(QUICK, replica, tmp_path, *ONE_SECTION)
    (refused,) = [one for one in replica.requests if one.status == 429]
    later = [one.at for one in replica.requests if one.at > refused.at]
    assert min(later) - refused.at >= 1.9


def test_the_breaker_opens_and_closes_again(replica: Replica, tmp_path: Path) -> None:
    # Eight open it, three probes fail at most: a fourth would give the host up.
    replica.fail(faults.status(f"{LISTING}|{ARTICLE}", 503, times=11))
    crawl_with({**QUICK, "RETRY_TIMES": 9}, replica, tmp_path)
    stats = last_report(tmp_path)["stats"]
    assert stats["breaker/opened"] >= 1
    assert stats["breaker/closed"] >= 1
    assert replica.differences(tmp_path) == []


def test_a_portal_that_fails_for_long_is_left_alone_and_loses_nothing(replica: Replica, tmp_path: Path) -> None:
    crawl(replica, tmp_path)
    rows = table(tmp_path, "articles")
    replica.later.publish(3)
    replica.fail(faults.status(f"{LISTING}|{ARTICLE}", 500))
    replica.forget_requests()
    assert crawl_with(QUICK, replica, tmp_path) == 3
    assert len(replica.asked()) < 60, "16 under way, eight failures, four probes"
    assert all(walk["why_incomplete"] for walk in last_report(tmp_path)["walks"])
    assert table(tmp_path, "articles") == rows
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []


def test_what_the_portal_links_but_nobody_needs_is_never_asked_for(tmp_path: Path) -> None:
    with Replica(60, traps=True) as server:
        crawl(server, tmp_path)
        forbidden = [re.compile(pattern) for pattern in truth_of(server.faulty.portal)["forbidden"]]
        assert forbidden
        assert not [target for target in server.asked() for one in forbidden if one.search(target)]
