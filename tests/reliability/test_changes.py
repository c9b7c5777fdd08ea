"""What a portal changes: edits become revisions, removals are confirmed by another run, counters are no edit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.demo import faults
from tests.crawl.running import newscrawler, table
from tests.reliability.crawling import Replica, crawl, let_time_pass, outcomes, verified

N_ARTICLES = 60
EVERYBODY = ("--full", "--revisits", "1000")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Path]]:
    with Replica(N_ARTICLES) as server:
        output = tmp_path_factory.mktemp("changes") / "dataset"
        crawl(server, output)
        yield server, output


def row_of(output: Path, number: int) -> dict[str, Any]:
    (row,) = [one for one in table(output, "articles") if re.search(rf"\D{number}(\D|$)", one["url"])]
    return row


def test_an_edit_is_a_revision_and_counters_are_none(crawled: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    edited = [server.earlier.article(index).number for index in (3, 20, 45)]
    before = {number: row_of(output, number) for number in edited}
    for index in (3, 20, 45):
        server.earlier.edit(index)
    server.earlier.publish(3)  # related lists change on many pages, as view counters do
    crawl(server, tmp_path / "out", *EVERYBODY)
    revisions = table(tmp_path / "out", "revisions")
    assert {row["article_id"] for row in revisions} == {row["article_id"] for row in before.values()}
    for number, old in before.items():
        new = row_of(tmp_path / "out", number)
        assert (new["revision"], new["first_fetched_at"]) == (2, old["first_fetched_at"])
        assert new["body"] != old["body"]
    assert outcomes(tmp_path / "out")[f"/tintuc/lists/posts/post.aspx?ItemID={edited[0]}"]["outcome"] == "updated"
    told = newscrawler("history", before[edited[0]]["url"], "--output", tmp_path / "out")
    assert told.returncode == 0, told.stderr
    assert re.search(r"^\s*[-−].*\w", told.stdout, re.M)
    assert re.search(r"^\s*\+.*\w", told.stdout, re.M)
    assert verified(tmp_path / "out")


def test_a_removal_is_seen_by_one_run_and_confirmed_by_the_next(crawled: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    gone = server.later.article(server.later.in_section(11)[0])
    server.later.remove(gone.index)
    text = row_of(output, gone.number)["body"]
    server.forget_requests()
    crawl(server, tmp_path / "out")
    assert [target for target in server.asked(404) if str(gone.number) in target], "what a listing no longer shows"
    assert row_of(tmp_path / "out", gone.number)["gone_at"] is None

    server.fail(faults.error_page("CategoryId=3"))
    crawl(server, tmp_path / "out")  # incomplete: says nothing of removals
    server.fail()
    assert row_of(tmp_path / "out", gone.number)["gone_at"] is None

    crawl(server, tmp_path / "out")
    row = row_of(tmp_path / "out", gone.number)
    assert row["gone_at"] is not None
    assert row["body"] == text
    (outcome,) = [one for url, one in outcomes(tmp_path / "out").items() if f"/{gone.number}/" in url]
    assert outcome["outcome"] == "gone"

    server.forget_requests()
    crawl(server, tmp_path / "out")
    assert not [target for target in server.asked() if str(gone.number) in target]
    assert verified(tmp_path / "out")


def test_a_portal_half_down_removes_nothing(crawled: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    let_time_pass(tmp_path / "out", timedelta(days=200))
    server.fail(faults.status("ItemID=", 404), faults.error_page("CategoryId=3"))
    for _ in range(2):
        crawl(server, tmp_path / "out")
    assert len(server.asked(404)) > N_ARTICLES
    assert not any(row["gone_at"] for row in table(tmp_path / "out", "articles"))
    server.fail()
    crawl(server, tmp_path / "out")
    assert not any(row["gone_at"] for row in table(tmp_path / "out", "articles"))


def test_sent_to_the_home_page_twice_is_gone_and_back_again_is_not(
    crawled: tuple[Replica, Path], tmp_path: Path
) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    number = server.earlier.article(20).number
    server.fail(faults.redirect_to(f"ItemID={number}$", "/"))
    for n_gone in (0, 1):
        crawl(server, tmp_path / "out", *EVERYBODY)
        assert bool(row_of(tmp_path / "out", number)["gone_at"]) is bool(n_gone)
    server.fail()
    crawl(server, tmp_path / "out", *EVERYBODY)
    assert row_of(tmp_path / "out", number)["gone_at"] is None
