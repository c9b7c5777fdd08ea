"""A portal that is gone, crawled from what others kept: WARC files, the Wayback Machine, Common Crawl."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.core.engine import ExecutionEngine

from newscrawler.__main__ import main
from newscrawler.demo.comparison import compare
from newscrawler.demo.server import DemoServer
from newscrawler.portals.files import read_portal
from newscrawler.sources.cdx import Wayback
from newscrawler.sources.warc import WarcFiles
from pipelines.errors import SettingsError
from tests.crawl.running import newscrawler, table
from tests.portals.archives import EARLIER, HOST, LATER, Keeper
from tests.processes import command

FILE = f"""
title = "Cổng thông tin điện tử đã đóng"
base_url = "http://{HOST}"

[expect]
min_articles = 40

[[generations]]
name = "vnpt"
family = "vnpt"
"""


@pytest.fixture(scope="module")
def keeper() -> Iterator[DemoServer]:
    with DemoServer(Keeper()) as server:  # type: ignore[arg-type]
        yield server


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    file = tmp_path / "closed.toml"
    file.write_text(FILE, encoding="utf-8")
    return file


def without_a_second_look() -> None:
    """The command where Scrapy looks after minutes whether a crawl is at its end; fails if that was waited for."""
    assert ExecutionEngine._SLOT_HEARTBEAT_INTERVAL == 5.0
    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 150.0
    started = time.monotonic()
    try:
        main()
    finally:
        assert time.monotonic() - started < 150


@pytest.mark.parametrize(
    "way",
    [
        ("--from-warc",),
        ("--from-wayback",),
        pytest.param(("--from-wayback", "--every-capture"), marks=pytest.mark.slow),
        pytest.param(("--from-commoncrawl",), marks=pytest.mark.slow),
        pytest.param(("--from-commoncrawl", "--every-capture"), marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_every_article_kept_of_a_portal_that_is_gone(
    way: tuple[str, ...], keeper: DemoServer, portal: Path, tmp_path: Path
) -> None:
    kept = keeper.portal
    assert isinstance(kept, Keeper)
    is_file, every = way[0] == "--from-warc", way[0] == "--from-warc" or "--every-capture" in way
    if is_file:
        kept.write_warc(tmp_path / "kept.warc")
        from_there = (*way, str(tmp_path / "kept.warc"))
    else:
        from_there = (*way, "--archive-at", keeper.url)
    output = tmp_path / "output"
    arguments = ("crawl", portal, "--output", output, "--workers", "1", *from_there)
    kept.targets.clear()
    done = command(arguments, without_a_second_look, NEWSCRAWLER_CONTACT="tests@example.org")
    assert done.returncode == 0, done.stderr
    rows = table(output, "articles")
    assert not [one for one in compare(kept.truth, rows) if one.field != "view_count"]
    assert Counter(row["revision"] for row in rows) == ({1: 48, 2: 12} if every else {1: 60})
    later = [row for row in rows if f"{row['fetched_at']:%Y%m%d%H%M%S}" == LATER]
    assert len(later) == len(kept.edited)
    if every:
        earlier = {row["identity"]: row for row in table(output, "revisions")}
        assert {row["identity"] for row in later} == set(earlier)
        assert {f"{row['fetched_at']:%Y%m%d%H%M%S}" for row in earlier.values()} == {EARLIER}
        assert all(row["body"] != earlier[row["identity"]]["body"] for row in later)
    n_asked = len(kept.targets)
    assert n_asked <= len(rows) + 7 + (len(kept.edited) if every else 0)
    assert not is_file or not n_asked
    assert newscrawler("verify", "--output", output).returncode == 0


def test_older_captures_that_come_later_become_earlier_revisions(
    keeper: DemoServer, portal: Path, tmp_path: Path
) -> None:
    kept = keeper.portal
    assert isinstance(kept, Keeper)
    both, late, output = tmp_path / "all.warc", tmp_path / "late.warc", tmp_path / "output"
    kept.write_warc(both)
    kept.write_warc(late, only=LATER)
    for file in (late, both):
        arguments = ("crawl", portal, "--output", output, "--workers", "1", "--from-warc", file)
        done = newscrawler(*arguments, NEWSCRAWLER_CONTACT="tests@example.org")
        assert done.returncode in (0, 3), done.stderr
    assert not [one for one in compare(kept.truth, table(output, "articles")) if one.field != "view_count"]
    current = {(row["identity"], row["revision"]) for row in table(output, "articles")}
    earlier = {(row["identity"], row["revision"]) for row in table(output, "revisions")}
    assert Counter(revision for _, revision in current) == {1: 48, 2: 12}
    assert {(identity, 1) for identity, revision in current if revision == 2} == earlier
    (report,) = [json.loads(file.read_text()) for file in sorted((output / "runs").glob("*.json"))[-1:]]
    assert report["n_fetched"] == 2 * 60  # two early captures of each, and no late one again


@pytest.mark.slow
def test_an_article_that_is_stored_is_not_taken_again(keeper: DemoServer, portal: Path, tmp_path: Path) -> None:
    kept = keeper.portal
    assert isinstance(kept, Keeper)
    arguments = ("crawl", portal, "--output", tmp_path / "output", "--workers", "1", "--from-wayback")
    for limit, n_rows in (("5", 5), ("3", 8)):
        kept.targets.clear()
        done = newscrawler(
            *arguments, "--archive-at", keeper.url, "--limit", limit, NEWSCRAWLER_CONTACT="tests@example.org"
        )
        assert done.returncode in (0, 3), done.stderr
        assert len(table(tmp_path / "output", "articles")) == n_rows


def test_two_sources_at_once_and_a_file_that_is_not_there(portal: Path, tmp_path: Path) -> None:
    both = newscrawler("crawl", portal, "--output", tmp_path / "o", "--from-wayback", "--from-commoncrawl")
    assert both.returncode == 2
    assert "expected one of them" in both.stderr
    with pytest.raises(SettingsError, match="found none at"):
        WarcFiles((tmp_path / "none.warc",))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--every-capture",), "add --from-warc FILE, --from-wayback or --from-commoncrawl"),
        (("--archive-at", "http://127.0.0.1:9/"), "expected --from-wayback or --from-commoncrawl"),
        (("--archive-at", "http://127.0.0.1:9/", "--from-warc", "kept.warc"), "expected --from-wayback"),
    ],
    ids=("every capture", "address", "address of a file"),
)
def test_an_option_of_an_archive_without_one(
    arguments: tuple[str, ...], expected: str, portal: Path, tmp_path: Path
) -> None:
    done = newscrawler("crawl", portal, "--output", tmp_path / "o", *arguments)
    assert done.returncode == 2
    assert f"{arguments[0]}: " in done.stderr
    assert expected in " ".join(done.stderr.split())
    assert not (tmp_path / "o").exists()


def test_a_source_names_the_hosts_it_asks(portal: Path) -> None:
    assert Wayback("http://127.0.0.1:9/").hosts == ("127.0.0.1",)
    assert Wayback().hosts == ("web.archive.org",)
    assert read_portal(portal).hostname == HOST
