"""Later runs: little is asked for when nothing changed, and nothing is missed when something did."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.demo import faults
from newscrawler.demo.faults import Fault
from newscrawler.demo.serving.messages import Reply, Request
from tests.crawl.running import table
from tests.reliability.crawling import ARTICLE, LISTING, Replica, crawl, last_report, let_time_pass

N_ARTICLES = 240
N_SECTIONS = 10


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(100, n_later=40) as server:
        yield server


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Path]]:
    """A replica that was crawled once; only the last test changes it."""
    with Replica(N_ARTICLES) as server:
        output = tmp_path_factory.mktemp("known") / "dataset"
        crawl(server, output)
        yield server, output


def meanwhile(pattern: str, change: Callable[[], Any]) -> Fault:
    """Something changes on the portal just before the first matching page is shown."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        change()
        return honest()

    return Fault("meanwhile", re.compile(pattern), twist, times=1)


def matching(server: Replica, pattern: str) -> list[str]:
    return [target for target in server.asked() if re.search(pattern, target)]


def test_a_run_in_which_nothing_changed_costs_requests_in_the_number_of_sections(
    known: tuple[Replica, Path], tmp_path: Path
) -> None:
    server, output = known
    shutil.copytree(output, tmp_path / "copy")
    before = {file: file.read_bytes() for file in (tmp_path / "copy").rglob("*.parquet") if "outcomes" not in str(file)}
    server.forget_requests()
    crawl(server, tmp_path / "copy")
    assert matching(server, ARTICLE) == []
    assert len(server.asked()) <= 1 + 2 * N_SECTIONS  # robots.txt and two pages each
    assert all(file.read_bytes() == content for file, content in before.items())
    assert all(walk["complete"] for walk in last_report(tmp_path / "copy")["walks"])


def test_articles_published_meanwhile_push_others_down(replica: Replica, tmp_path: Path) -> None:
    replica.fail(meanwhile("/category/.*page=2|/category/.*trang|/category/.*2", lambda: replica.later.publish(7)))
    crawl(replica, tmp_path)
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []


def test_articles_removed_meanwhile_pull_others_up_and_none_is_missed(replica: Replica, tmp_path: Path) -> None:
    first_page = replica.later.in_section(11)[:6]

    def remove() -> None:
        for index in first_page:
            replica.later.remove(index)

    second = replica.faulty.portal.replicas[-1].listings()[0]
    replica.fail(meanwhile(rf"^(?!{re.escape(second)}$){re.escape(second.split('.html')[0])}", remove))
    crawl(replica, tmp_path)
    assert replica.faulty.faults[0].happened == 1, "the listing has a second page"
    missing = [one for one in replica.differences(tmp_path) if one.field == "missing"]
    assert missing == []
    assert not any(row["gone_at"] for row in table(tmp_path, "articles"))


def test_a_listing_is_walked_to_its_end_again_after_thirty_days(known: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = known
    shutil.copytree(output, tmp_path / "copy")
    let_time_pass(tmp_path / "copy", timedelta(days=29))
    server.forget_requests()
    crawl(server, tmp_path / "copy", "--revisits", "0")
    few = len(matching(server, LISTING))
    let_time_pass(tmp_path / "copy", timedelta(days=2))
    server.forget_requests()
    crawl(server, tmp_path / "copy", "--revisits", "0")
    sections = [replica.n_listing_pages() for replica in server.faulty.portal.replicas]
    assert few <= 2 * N_SECTIONS < sum(sections) <= len(matching(server, LISTING))
    assert matching(server, ARTICLE) == []


def test_known_articles_are_asked_conditionally_in_bounded_number(known: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = known
    shutil.copytree(output, tmp_path / "copy")
    rows = table(tmp_path / "copy", "articles")
    let_time_pass(tmp_path / "copy", timedelta(days=200))
    server.forget_requests()
    crawl(server, tmp_path / "copy", "--revisits", "25")
    visits = [one for one in server.requests if re.search(ARTICLE, one.target)]
    assert len(visits) == 25
    assert {one.status for one in visits} == {304}
    assert all("if-none-match" in one.headers and "if-modified-since" in one.headers for one in visits)
    assert table(tmp_path / "copy", "articles") == rows
    server.forget_requests()
    crawl(server, tmp_path / "copy", "--revisits", "1000")
    assert len(set(matching(server, ARTICLE))) == len(rows) - 25, "each in its turn"


@pytest.mark.slow
def test_a_full_crawl_visits_whose_turn_it_is_not(known: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = known
    shutil.copytree(output, tmp_path / "copy")
    server.forget_requests()
    crawl(server, tmp_path / "copy", "--full", "--revisits", "1000")
    assert len(matching(server, ARTICLE)) == len(table(output, "articles"))


@pytest.mark.slow
def test_pagers_that_clamp_end_and_error_pages_do_not(replica: Replica, tmp_path: Path) -> None:
    faults.clamped_pager(replica.faulty.portal)
    crawl(replica, tmp_path / "clamped")
    assert replica.differences(tmp_path / "clamped") == []
    faults.honest_pager(replica.faulty.portal)
    replica.fail(faults.error_page("CategoryId=3"))
    crawl(replica, tmp_path / "error")
    walks = {walk["section"]: walk for walk in last_report(tmp_path / "error")["walks"]}
    assert "has no article links" in walks["Văn hóa xã hội"]["why_incomplete"]
    replica.fail()
    crawl(replica, tmp_path / "error")
    assert replica.differences(tmp_path / "error") == []


def test_new_articles_over_several_pages_are_found_though_others_vanish_meanwhile(
    known: tuple[Replica, Path], tmp_path: Path
) -> None:
    server, output = known
    shutil.copytree(output, tmp_path / "copy")
    server.forget_requests()
    newest = [server.later.article(index) for index in server.later.publish(45)]
    crawl(server, tmp_path / "copy")
    assert {f"/detail/{one.number}/" for one in newest} == {
        match[0] for target in matching(server, "/detail/") if (match := re.search(r"/detail/\d+/", target))
    }
    assert not [one for one in server.differences(tmp_path / "copy") if one.field == "missing"]
