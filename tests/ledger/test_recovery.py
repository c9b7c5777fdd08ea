from __future__ import annotations

import logging
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.archive import ArchiveWriter, archive_files, iter_pages
from pipelines.errors import DatasetDamaged, SchemaTooNew
from pipelines.ledger import Decision, Ledger, Published, open_ledger, rebuild_ledger, reindex
from pipelines.records import Outcome, Page, PageKind
from pipelines.schema import ARTICLES, OUTCOMES
from pipelines.workspace import Workspace

from .samples import NOON, discovery, key, page


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path)


def fresh(number: int, **changes: Any) -> Page:
    return page(number, archive_ref=None, body=b"<html>" + bytes(number), **changes)


def archive(workspace: Workspace, pages: list[Page], run_id: str = "run-1") -> list[Page]:
    with ArchiveWriter(workspace, "kontum", run_id) as writer:
        return [writer.append(one) for one in pages]


def publish(workspace: Workspace, ledger: Ledger, stored: list[Page]) -> None:
    """What the dataset's publish leaves: rows of articles/ and outcomes/, and the ledger told."""
    rows = [
        dict.fromkeys(ARTICLES.names)
        | {name: "" for name in ARTICLES.names if not ARTICLES.field(name).nullable}
        | {"article_id": key(int(one.identity[7:])), "content_hash": "hash", "revision": 1}
        | {"fetched_at": one.fetched_at, "first_fetched_at": one.fetched_at, "published_at": NOON}
        | {"language_score": 1.0, "n_words": 1, "archive_offset": one.archive_ref.offset}
        for one in stored
        if one.archive_ref is not None
    ]
    places = [Published(row["article_id"], "kontum", 2026, 11, "hash", 1, row["fetched_at"], NOON) for row in rows]
    decisions = [Decision(row["article_id"], Outcome.STORED, "run-1") for row in rows]
    assert ledger.apply_publish("p-1", places, decisions, [one.archive_ref for one in stored if one.archive_ref])
    folder = workspace.articles / "portal=kontum" / "year=2026" / "month=11"
    write(folder / "p-1.parquet", rows, ARTICLES)
    write(workspace.outcomes / "portal=kontum" / "outcomes.parquet", list(ledger.outcome_rows("kontum")), OUTCOMES)


def write(path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def test_pages_archived_before_a_crash_come_into_the_ledger(workspace: Workspace) -> None:
    stored = archive(workspace, [fresh(1), fresh(2, kind=PageKind.LISTING), fresh(3)])
    with open_ledger(workspace) as ledger:
        assert list(ledger.unpublished("kontum")) == [stored[0].archive_ref, stored[2].archive_ref]
        later = archive(workspace, [fresh(4)])
        found = reindex(ledger, workspace)
        assert (found.n_articles, found.damages) == (1, [])
        assert list(ledger.unpublished("kontum"))[-1] == later[0].archive_ref
        assert reindex(ledger, workspace).n_articles == 0


def test_only_what_is_unknown_is_read(workspace: Workspace) -> None:
    stored = archive(workspace, [fresh(1), fresh(2)])
    (file,) = archive_files(workspace)
    with open_ledger(workspace) as ledger:
        path = workspace.archive / file
        data = bytearray(path.read_bytes())
        data[stored[0].archive_ref.offset + 30] ^= 0xFF  # damage in the known part is none of reindex's business
        path.write_bytes(data)
        archive(workspace, [fresh(3)], "run-2")
        found = reindex(ledger, workspace)
        assert (found.n_articles, found.damages) == (1, [])


def test_a_torn_tail_of_an_earlier_run_is_cut_and_said(workspace: Workspace) -> None:
    stored = archive(workspace, [fresh(1), fresh(2)])
    (file,) = archive_files(workspace)
    path = workspace.archive / file
    path.write_bytes(path.read_bytes()[:-5])
    with Ledger.open(workspace.ledger_path) as ledger:
        found = reindex(ledger, workspace)
        assert found.n_articles == 1
        assert [(damage.offset, damage.torn) for damage in found.damages] == [(stored[1].archive_ref.offset, True)]
        assert ledger.archive_end(file) == path.stat().st_size == stored[1].archive_ref.offset
        assert reindex(ledger, workspace).damages == []
    assert len(list(iter_pages(workspace))) == 1


def test_pages_that_left_the_archive_are_asked_for_again(workspace: Workspace) -> None:
    stored = archive(workspace, [fresh(1), fresh(2)])
    with open_ledger(workspace) as ledger:
        path = workspace.archive / archive_files(workspace)[0]
        path.write_bytes(path.read_bytes()[:-5])
        facts = [damage.fact for damage in reindex(ledger, workspace).damages]
        assert facts[0] == "5 bytes the ledger knew are missing"
        assert list(ledger.unpublished("kontum")) == [stored[0].archive_ref]
        states = ledger.known("kontum")
        assert states[key(1)].awaits_publish
        assert not states[key(2)].awaits_publish
        archive(workspace, [fresh(2)])
        assert reindex(ledger, workspace).n_articles == 1
        assert len(list(ledger.unpublished("kontum"))) == 2


def test_a_lost_ledger_is_made_anew_and_says_the_same(workspace: Workspace) -> None:
    with open_ledger(workspace) as ledger:
        ledger.discover("kontum", [discovery(number) for number in range(6)], NOON - timedelta(hours=1))
        ledger.record_failure(key(4), Outcome.ROBOTS, "robots", "Disallow: /", None, NOON, "run-1")
        ledger.record_failure(key(3), Outcome.ERROR, "timeout", None, None, NOON, "run-1")
        stored = archive(workspace, [fresh(1), fresh(2), fresh(3)])
        ledger.record_fetches(stored[:2])
        publish(workspace, ledger, stored[:2])
        ledger.record_fetches(stored[2:])
        ledger.record_fetches(archive(workspace, [fresh(1, place=9)], "run-2"))
        before = list(ledger.outcome_rows("kontum"))
        places, waiting = ledger.published([key(1), key(2)]), list(ledger.unpublished())
        known = ledger.known("kontum")
    workspace.ledger_path.unlink()
    with open_ledger(workspace) as ledger:
        assert list(ledger.outcome_rows("kontum")) == before
        assert ledger.published([key(1), key(2)]) == places
        assert list(ledger.unpublished()) == waiting
        assert ledger.known("kontum") == known
        wanted = [Outcome.PENDING, Outcome.ROBOTS]
        assert ledger.discoveries("kontum", wanted) == []  # outcomes/ does not keep the identity
        assert ledger.discover("kontum", [discovery(number) for number in range(7)], NOON) == {key(6)}
        assert {one.identity for one in ledger.discoveries("kontum", wanted)} == {
            "ItemID=0",
            "ItemID=4",
            "ItemID=5",
            "ItemID=6",
        }


@pytest.mark.parametrize(
    "content",
    [b"rubbish" * 999, b"SQLite format 3\0" + b"\xff" * 5_000, b"SQLite format 3\0"],
    ids=["text", "ff", "cut"],
)
def test_a_file_that_is_no_ledger_is_set_aside_with_a_message(
    workspace: Workspace, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    archive(workspace, [fresh(1)])
    for attempt in (1, 2):
        workspace.ledger_path.write_bytes(content)
        with pytest.raises(DatasetDamaged, match="cannot be read"):
            Ledger.open(workspace.ledger_path)
        with caplog.at_level(logging.WARNING), open_ledger(workspace) as ledger:
            assert ledger.n_discovered() == 1
        assert f"kept as ledger.sqlite.damaged-{attempt} and made anew from archive and dataset" in caplog.text
        assert workspace.ledger_path.with_name(f"ledger.sqlite.damaged-{attempt}").read_bytes() == content


@pytest.mark.parametrize("keep", [0.05, 0.4, 0.97])
def test_a_torn_ledger_is_made_anew(workspace: Workspace, keep: float) -> None:
    archive(workspace, [fresh(number) for number in range(300)])
    with open_ledger(workspace) as ledger:
        before = list(ledger.outcome_rows("kontum"))
    data = workspace.ledger_path.read_bytes()
    workspace.ledger_path.write_bytes(data[: int(len(data) * keep)])
    with open_ledger(workspace) as ledger:
        assert list(ledger.outcome_rows("kontum")) == before
    assert (workspace.state / "ledger.sqlite.damaged-1").exists()


def test_a_ledger_damaged_inside_is_found_after_a_kill(workspace: Workspace) -> None:
    archive(workspace, [fresh(number) for number in range(300)])
    with open_ledger(workspace):
        pass
    data = bytearray(workspace.ledger_path.read_bytes())
    data[8_192:40_960] = b"\xa5" * 32_768
    workspace.ledger_path.write_bytes(data)
    workspace.ledger_path.with_name("ledger.sqlite-wal").write_bytes(b"")
    with open_ledger(workspace) as ledger:
        assert ledger.n_discovered("kontum") == 300


def test_an_unreadable_parquet_file_does_not_keep_the_ledger_from_coming_back(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    archive(workspace, [fresh(1)])
    path = workspace.outcomes / "portal=kontum" / "outcomes.parquet"
    path.parent.mkdir()
    path.write_bytes(b"PAR1 not really")
    with caplog.at_level(logging.WARNING), rebuild_ledger(workspace) as ledger:
        assert ledger.n_discovered() == 1
    assert "outcomes.parquet cannot be read and is left out" in caplog.text


def test_a_later_ledger_is_refused_and_left_alone(workspace: Workspace) -> None:
    with open_ledger(workspace):
        pass
    with sqlite3.connect(workspace.ledger_path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = workspace.ledger_path.read_bytes()
    with pytest.raises(SchemaTooNew, match="schema version 99"):
        open_ledger(workspace)
    assert workspace.ledger_path.read_bytes() == before
