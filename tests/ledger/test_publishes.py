from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.ledger import Decision, Ledger, Published, Run, SectionWalk
from pipelines.records import Outcome, PageKind

from .samples import NOON, discovery, key, page


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


def where(number: int, revision: int = 1) -> Published:
    return Published(key(number), "kontum", 2026, 11, f"hash-{revision}", revision, page(number).fetched_at)


def test_archived_pages_wait_until_published(ledger: Ledger) -> None:
    pages = [page(number) for number in range(3)]
    assert ledger.record_fetches(pages) == 3
    assert list(ledger.unpublished("kontum")) == [one.archive_ref for one in pages]
    assert ledger.apply_publish("p-1", [where(1)], [Decision(key(1), Outcome.STORED, "run-1")], [pages[1].archive_ref])
    assert list(ledger.unpublished("kontum")) == [pages[0].archive_ref, pages[2].archive_ref]
    assert ledger.published([key(0), key(1)]) == {key(1): where(1)}
    assert ledger.counts() == {Outcome.STORED: 1, Outcome.PENDING: 2}


def test_a_publish_told_twice_counts_once(ledger: Ledger) -> None:
    ledger.record_fetch(page(1))
    assert not ledger.is_published("p-1")
    assert ledger.apply_publish("p-1", [where(1)], [Decision(key(1), Outcome.STORED, "run-1")])
    assert ledger.apply_publish("p-2", [where(1, 2)], [Decision(key(1), Outcome.UPDATED, "run-2")])
    assert not ledger.apply_publish("p-1", [where(1)], [Decision(key(1), Outcome.STORED, "run-1")])
    assert ledger.is_published("p-1")
    assert ledger.published([key(1)]) == {key(1): where(1, 2)}
    assert ledger.counts() == {Outcome.UPDATED: 1}


def test_a_publish_of_unknown_articles_keeps_nothing(ledger: Ledger) -> None:
    ledger.record_fetch(page(1))
    with pytest.raises(ValueError, match="1 of 2 published rows"):
        ledger.apply_publish("p-1", [where(1), where(2)], [])
    with pytest.raises(ValueError, match="1 of 1 outcomes"):
        ledger.apply_publish("p-1", [where(1)], [Decision(key(2), Outcome.REJECTED, "run-1")])
    assert ledger.published([key(1)]) == {}
    assert not ledger.is_published("p-1")


def test_a_rejection_is_decided_without_a_row(ledger: Ledger) -> None:
    ledger.record_fetch(page(1))
    decision = Decision(key(1), Outcome.REJECTED, "run-1", "no_text", "41 characters of text")
    ledger.apply_publish("p-1", [], [decision], [page(1).archive_ref])
    (row,) = ledger.outcome_rows("kontum")
    assert (row["outcome"], row["reason"], row["detail"]) == ("rejected", "no_text", "41 characters of text")
    assert ledger.published([key(1)]) == {}
    assert list(ledger.unpublished()) == []


def test_a_page_recorded_twice_is_counted_once(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1)], NOON)
    assert ledger.record_fetches([page(1), page(1, place=2)]) == 2
    assert ledger.record_fetches([page(1)]) == 0
    known = ledger.state(key(1))
    assert known is not None
    assert known.n_fetches == 2
    assert ledger.fetches(key(1)) == [page(1).archive_ref, page(1, place=2).archive_ref]


def test_listing_pages_only_move_the_mark(ledger: Ledger) -> None:
    listing = page(9, kind=PageKind.LISTING)
    assert listing.archive_ref is not None
    assert ledger.record_fetches([listing, page(1)]) == 1
    assert ledger.archive_end(listing.archive_ref.file) == listing.archive_ref.offset + listing.archive_ref.length
    assert ledger.n_discovered() == 1


def test_a_page_that_is_not_archived_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="is not archived"):
        ledger.record_fetches([page(1), page(2, archive_ref=None)])
    assert ledger.n_discovered() == 0


def test_runs_are_remembered(ledger: Ledger) -> None:
    ledger.begin_run("run-1", "kontum", NOON)
    assert ledger.runs("kontum") == [Run("run-1", "kontum", NOON, None, "running", {})]
    ledger.end_run("run-1", "kontum", NOON, "finished", {"n_articles": 3, "section": "Tin tức"})
    ledger.begin_run("run-1", "kontum", NOON)
    assert ledger.runs() == [Run("run-1", "kontum", NOON, NOON, "finished", {"n_articles": 3, "section": "Tin tức"})]
    assert ledger.runs("hue") == []


def test_section_walks_are_remembered(ledger: Ledger) -> None:
    begun = SectionWalk("kontum", "Tin tức", "run-1", NOON)
    ledger.record_section_walk(begun)
    assert ledger.section_walk("kontum", "Tin tức") == begun
    whole = SectionWalk("kontum", "Tin tức", "run-1", NOON, NOON, 7, 130, True)
    ledger.record_section_walk(whole)
    broken = SectionWalk("kontum", "Tin tức", "run-2", page(1).fetched_at, None, 2, 20, False, "page 3: HTTP 500")
    ledger.record_section_walk(broken)
    assert ledger.section_walk("kontum", "Tin tức") == broken
    assert ledger.section_walk("kontum", "Tin tức", complete=True) == whole
    assert ledger.section_walk("kontum", "Khác") is None
    assert ledger.section_walks("kontum", "run-1") == [whole]
    assert ledger.section_walks("kontum") == [whole, broken]
