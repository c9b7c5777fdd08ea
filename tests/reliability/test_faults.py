"""Each fault has a defined outcome, loses nothing and doubles nothing, and the next run heals it."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawler.demo import faults
from pipelines.archive import iter_pages
from pipelines.records import PageKind
from pipelines.workspace import Workspace
from tests.crawl.running import crawl_arguments, newscrawler, table
from tests.processes import killed_once
from tests.reliability.crawling import (
    ARTICLE,
    Replica,
    crawl,
    crawl_with,
    last_report,
    let_time_pass,
    outcomes,
    verified,
)

N_ARTICLES = 60
IMPATIENT = {
    "DOWNLOAD_TIMEOUT": 3,
    "RETRY_TIMES": 1,
    "BACKOFF_BASE_S": 0.01,
    "BACKOFF_MAX_S": 0.05,
    "DOWNLOAD_MAXSIZE": 2_000_000,
}
SAVED = Path(__file__).parents[1] / "data" / "dataset-v1.tar.gz"


def articles_asked(server: Replica) -> list[str]:
    """Targets of articles in the access log."""
    return [target for target in server.asked() if re.search(ARTICLE, target)]


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(N_ARTICLES) as server:
        yield server


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Path]]:
    with Replica(N_ARTICLES) as server:
        output = tmp_path_factory.mktemp("faults") / "dataset"
        crawl(server, output)
        yield server, output


def test_answers_that_are_no_page(replica: Replica, tmp_path: Path) -> None:
    """All of them in one run, each on an article of its own."""
    numbers = iter([replica.earlier.article(index).number for index in range(20)])
    expected: dict[int, tuple[str, str | None]] = {}

    def broken(fault: object, outcome: str, reason: str | None, **how: object) -> faults.Fault:
        number = next(numbers)
        expected[number] = (outcome, reason)
        return fault(f"ItemID={number}$", **how)  # type: ignore[operator,no-any-return]

    replica.fail(
        broken(faults.cut_body, "error", "cut_off"),
        broken(faults.cut_chunked, "error", "cut_off"),
        broken(faults.cut_gzip, "rejected", "truncated"),
        broken(faults.mislabelled, "stored", None),
        broken(faults.wrong_charset, "stored", None),
        broken(faults.wrong_type, "rejected", "not_html"),
        broken(faults.redirect_loop, "error", "ignored"),
        broken(faults.redirect_to, "rejected", "no_text", location="http://10.0.0.1/"),
        broken(faults.redirect_to, "gone", "redirected_home", location="/"),
        broken(faults.slow, "error", "timeout", seconds=30.0),
        broken(faults.slow_loris, "error", "timeout"),
        broken(faults.bomb, "rejected", "too_large"),
        broken(faults.huge, "error", "too_large", megabytes=30),
        broken(faults.reset, "error", "connection"),
        broken(faults.status, "error", "http_error", code=500),
        broken(faults.status, "gone", "gone", code=410),
        broken(faults.cookie_stub, "blocked", "blocked"),
        broken(faults.error_page, "error", "http_error"),
    )
    crawl_with(IMPATIENT, replica, tmp_path)
    found = outcomes(tmp_path)
    told = {number: found[f"/tintuc/lists/posts/post.aspx?ItemID={number}"] for number in expected}
    assert {number: (row["outcome"], row["reason"]) for number, row in told.items()} == expected
    assert len(found) == N_ARTICLES
    assert last_report(tmp_path)["max_memory_bytes"]["crawl"] < 400e6
    replica.fail()
    let_time_pass(tmp_path, timedelta(days=3))
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []
    assert verified(tmp_path)


def test_told_to_stop_a_run_publishes_what_it_has(replica: Replica, tmp_path: Path) -> None:
    replica.fail(faults.slow(ARTICLE, 0.1))
    command = [sys.executable, "-m", "newscrawler", "crawl", "kontum", "--base-url", replica.url]
    process = subprocess.Popen(
        [*command, "--output", str(tmp_path), "--workers", "1"], stderr=subprocess.PIPE, text=True
    )
    while len(articles_asked(replica)) < 20 and process.poll() is None:
        time.sleep(0.01)  # waits for the server's log, not for time
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate()
    assert process.returncode == 3, told
    assert "stopped: what was fetched is in the dataset" in told
    n_stored = len(table(tmp_path, "articles"))
    assert 0 < n_stored < N_ARTICLES
    replica.fail()
    replica.forget_requests()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []
    assert len(articles_asked(replica)) == N_ARTICLES - n_stored


def test_a_torn_record_and_a_torn_ledger_are_healed(crawled: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    (file,) = (tmp_path / "out" / "archive").rglob("*.warc.gz")
    with file.open("ab") as stream:
        stream.write(file.read_bytes()[:700])
    ledger = tmp_path / "out" / "state" / "ledger.sqlite"
    content = bytearray(ledger.read_bytes())
    content[2048:6000] = random.Random(1).randbytes(3952)
    ledger.write_bytes(bytes(content))
    (ledger.parent / "ledger.sqlite-wal").write_bytes(b"killed")
    server.forget_requests()
    told = crawl(server, tmp_path / "out")
    assert "made anew from archive and dataset" in told
    assert server.differences(tmp_path / "out") == []
    assert not articles_asked(server)
    assert list(file.parent.glob("*.torn"))
    assert verified(tmp_path / "out")


@pytest.mark.parametrize("ledger_is_behind", [True, False])
def test_a_power_cut_takes_what_was_not_yet_on_the_disk(
    replica: Replica, tmp_path: Path, ledger_is_behind: bool
) -> None:
    """The archive's last pages come back as zeros, which is how ext4 and XFS show what they had no time to write; the
    ledger is without its last commits, or has them and knows pages that are gone."""
    replica.fail(faults.slow(ARTICLE, 0.1))
    killed_once(lambda: len(articles_asked(replica)) >= 40, crawl_arguments(replica, tmp_path))
    (file,) = (tmp_path / "archive").rglob("*.warc.gz")
    size, lost = file.stat().st_size, 20_000
    os.truncate(file, size - lost)
    os.truncate(file, size)
    if ledger_is_behind:
        (tmp_path / "state" / "ledger.sqlite-wal").unlink()
    kept = sum(page.kind is PageKind.ARTICLE for page in iter_pages(Workspace.open(tmp_path)))
    replica.fail()
    while replica.n_connections:
        time.sleep(0.01)  # what the killed crawl had sent is still to be read
    replica.forget_requests()
    crawl(replica, tmp_path)
    assert 0 < kept < N_ARTICLES
    assert len(articles_asked(replica)) == N_ARTICLES - kept
    assert replica.differences(tmp_path) == []
    assert verified(tmp_path)


def test_the_clock_goes_back_a_year(crawled: tuple[Replica, Path], tmp_path: Path) -> None:
    server, output = crawled
    shutil.copytree(output, tmp_path / "out")
    let_time_pass(tmp_path / "out", timedelta(days=-365))  # the run before was in a year's time
    server.earlier.edit(5)
    new = [server.later.article(index) for index in server.later.publish(2)]
    crawl(server, tmp_path / "out", "--full", "--revisits", "1000")
    assert server.differences(tmp_path / "out") == []
    assert len(table(tmp_path / "out", "articles")) == N_ARTICLES + len(new)
    assert len(table(tmp_path / "out", "revisions")) == 1
    crawl(server, tmp_path / "out")
    assert server.differences(tmp_path / "out") == []


def test_the_network_is_cut_and_comes_back(replica: Replica, tmp_path: Path) -> None:
    replica.fail(faults.reset("^(?!/robots.txt)", times=30))
    crawl_with({**IMPATIENT, "RETRY_TIMES": 9}, replica, tmp_path)
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []


def test_kills_on_a_portal_where_one_answer_in_ten_goes_wrong(replica: Replica, tmp_path: Path) -> None:
    """The short form of ``benchmarks/chaos.py``."""
    randomness = random.Random(20170421)
    replica.fail(*faults.random_faults(0.1, 7))
    for _ in range(6):
        n_wanted = len(replica.requests) + randomness.randint(1, 30)
        killed_once(lambda n=n_wanted: len(replica.requests) >= n, crawl_arguments(replica, tmp_path))
    crawl(replica, tmp_path)
    replica.fail()
    crawl(replica, tmp_path)
    assert replica.differences(tmp_path) == []
    assert len({row["article_id"] for row in table(tmp_path, "outcomes")}) == N_ARTICLES
    assert verified(tmp_path)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A dataset that the first version wrote (ledger version 1, schema version 1): 12 articles of the replica."""
    with tarfile.open(SAVED) as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "dataset-v1"


def test_a_dataset_of_the_first_version_is_read_verified_and_rebuilt(saved: Path) -> None:
    assert len(table(saved, "articles")) == 12
    asked = newscrawler("query", "SELECT count(*) AS n FROM articles", "--output", saved, "--format", "csv")
    assert asked.stdout.split() == ["n", "12"], asked.stderr
    rebuilt = newscrawler("rebuild", "--output", saved)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert verified(saved)
    assert len(table(saved, "articles")) == 12


def test_a_dataset_of_the_first_version_is_crawled_on(replica: Replica, saved: Path) -> None:
    crawl(replica, saved)
    assert {row["identity"] for row in table(saved, "articles")} >= {
        f"ItemID={replica.earlier.article(index).number}" for index in range(10)
    }
    replica.forget_requests()
    crawl(replica, saved)
    assert len(articles_asked(replica)) <= 1
