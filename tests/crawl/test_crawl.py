"""The whole way, by the real command against a real server: listings to dataset."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.demo.server import DemoServer, serve
from tests.crawl.running import crawl_arguments, differences, newscrawler, table
from tests.processes import killed_once

ARTICLES = 90


@pytest.fixture(scope="module")
def replica() -> Iterator[DemoServer]:
    with serve("kontum", n_articles=ARTICLES) as server:
        yield server


@pytest.fixture(scope="module")
def crawled(replica: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("crawled") / "dataset"
    done = newscrawler(*crawl_arguments(replica, output, "--workers", "2"))
    assert done.returncode in (0, 3), done.stderr
    return output


def test_the_dataset_is_what_an_ideal_crawl_brings(replica: DemoServer, crawled: Path) -> None:
    assert differences(replica, crawled) == []


def test_outcomes_sum_to_the_number_discovered(crawled: Path) -> None:
    outcomes = table(crawled, "outcomes")
    assert len({row["article_id"] for row in outcomes}) == len(outcomes) == ARTICLES
    assert {row["outcome"] for row in outcomes} <= {"stored", "duplicate_of", "blocked", "gone"}


def test_a_second_run_fetches_no_article_it_has(replica: DemoServer, crawled: Path) -> None:
    before = table(crawled, "articles")
    replica.forget_requests()
    done = newscrawler(*crawl_arguments(replica, crawled))
    assert done.returncode in (0, 3), done.stderr
    asked = {
        request.target for request in replica.requests if "ItemID=" in request.target or "/detail/" in request.target
    }
    blocked = {
        row["url"].removeprefix(replica.url) for row in table(crawled, "outcomes") if row["outcome"] == "blocked"
    }
    assert asked == blocked, "only what was blocked is tried again"
    assert table(crawled, "articles") == before


def test_a_month_brings_its_articles_and_few_requests(replica: DemoServer, crawled: Path, tmp_path: Path) -> None:
    replica.forget_requests()
    done = newscrawler(*crawl_arguments(replica, tmp_path / "month", "--since", "2016-03", "--until", "2016-04-30"))
    assert done.returncode == 0, done.stderr
    expected = {row["identity"] for row in table(crawled, "articles") if row["year"] == 2016 and row["month"] in (3, 4)}
    assert expected
    assert {row["identity"] for row in table(tmp_path / "month", "articles") if row["published_at"]} == expected
    assert len(replica.requests) <= len(table(tmp_path / "month", "outcomes")) + 4  # robots.txt and two months


def test_a_section_and_a_limit(replica: DemoServer, tmp_path: Path) -> None:
    done = newscrawler(*crawl_arguments(replica, tmp_path, "--section", "kinh tế", "--limit", "3"))
    assert done.returncode == 0, done.stderr
    rows = table(tmp_path, "articles")
    assert len(rows) == 3
    assert {row["listed_section"] for row in rows} == {"Kinh tế"}


@pytest.mark.parametrize("n_killed", [2, pytest.param(6, marks=pytest.mark.slow)])
def test_a_crawl_killed_at_random_moments_ends_with_the_same_dataset(
    replica: DemoServer, tmp_path: Path, n_killed: int
) -> None:
    randomness = random.Random(20170421)
    replica.forget_requests()
    for _ in range(n_killed):
        n_wanted = len(replica.requests) + randomness.randint(1, 25)
        arguments = crawl_arguments(replica, tmp_path / "killed")
        killed_once(lambda n=n_wanted: len(replica.requests) >= n, arguments)
    done = newscrawler(*crawl_arguments(replica, tmp_path / "killed"))
    assert done.returncode in (0, 3), done.stderr
    assert differences(replica, tmp_path / "killed") == []
    verified = newscrawler("verify", "--output", tmp_path / "killed")
    assert verified.returncode == 0, verified.stdout


def test_a_rebuild_gives_the_bytes_of_the_crawl_twice(crawled: Path) -> None:
    def parquet_bytes() -> dict[str, bytes]:
        return {str(file.relative_to(crawled)): file.read_bytes() for file in crawled.rglob("*.parquet")}

    before = parquet_bytes()
    for n_workers in ("1", "2"):
        done = newscrawler("rebuild", "--output", crawled, "--workers", n_workers)
        assert done.returncode == 0, done.stderr
        assert parquet_bytes() == before


def test_scrapy_knows_the_portals() -> None:
    listed = subprocess.run([sys.executable, "-m", "scrapy", "list"], capture_output=True, text=True, check=True)
    assert "kontum" in listed.stdout.split()
