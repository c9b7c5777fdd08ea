from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.ledger import Decision, Failure, Ledger, Published
from pipelines.records import Outcome
from pipelines.schema import OUTCOMES

from .samples import NOON, discovery, key, page


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


def test_only_the_first_sight_is_new(ledger: Ledger) -> None:
    assert ledger.discover("kontum", [discovery(1), discovery(2)], NOON) == {key(1), key(2)}
    assert ledger.discover("kontum", [discovery(2), discovery(3)], NOON) == {key(3)}
    assert ledger.discover("kontum", [], NOON) == set()
    assert ledger.counts("kontum") == {Outcome.PENDING: 3}


def test_of_several_addresses_the_first_keeps_its_section(ledger: Ledger) -> None:
    both = [discovery(1, section="Thời sự", found_on="a"), discovery(1, section="Trang chủ", found_on="b")]
    assert ledger.discover("kontum", both, NOON) == {key(1)}
    ledger.discover("kontum", [discovery(1, section="Khác")], NOON + timedelta(days=1))
    (row,) = ledger.outcome_rows("kontum")
    assert (row["section"], row["found_on"], row["discovered_at"]) == ("Thời sự", "a", NOON)


def test_state_says_what_is_known(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1)], NOON)
    assert ledger.state(key(2)) is None
    seen = ledger.state(key(1))
    assert seen is not None
    assert (seen.outcome, seen.n_fetches, seen.fetched_at, seen.etag) == (Outcome.PENDING, 0, None, None)
    assert not seen.awaits_publish
    ledger.record_fetch(page(1))
    fetched = ledger.state(key(1))
    assert fetched is not None
    assert (fetched.n_fetches, fetched.status, fetched.etag) == (1, 200, '"1"')
    assert fetched.fetched_at == page(1).fetched_at
    assert fetched.awaits_publish
    assert ledger.discoveries("kontum", [Outcome.PENDING]) == []
    assert ledger.known("kontum") == {key(1): fetched} == ledger.states([key(1), key(9)])
    assert ledger.known("hue") == {}


def test_a_failure_counts_and_says_why(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1), discovery(2)], NOON)
    ledger.record_failure(key(1), Outcome.ERROR, "timeout", "30 s", None, NOON, "run-1")
    ledger.record_failure(key(2), Outcome.ROBOTS, "robots", "Disallow: /", None, NOON, "run-1")
    rows = {row["article_id"]: row for row in ledger.outcome_rows("kontum")}
    assert (rows[key(1)]["outcome"], rows[key(1)]["reason"], rows[key(1)]["n_fetches"]) == ("error", "timeout", 1)
    assert (rows[key(2)]["outcome"], rows[key(2)]["detail"], rows[key(2)]["n_fetches"]) == ("robots", "Disallow: /", 0)
    assert (rows[key(1)]["fetched_at"], rows[key(2)]["fetched_at"]) == (NOON, None)
    assert [one.article_id for one in ledger.discoveries("kontum", [Outcome.ERROR])] == [key(1)]


def test_a_failed_revisit_takes_nothing_from_a_published_article(ledger: Ledger) -> None:
    ledger.record_fetch(page(1))
    where = Published(key(1), "kontum", 2026, 11, "hash", 1, NOON, NOON)
    ledger.apply_publish("p-1", [where], [Decision(key(1), Outcome.STORED, "run-1")])
    ledger.record_failures([Failure(key(1), Outcome.ERROR, "dns", None, None, NOON + timedelta(days=1), "run-2")])
    (row,) = ledger.outcome_rows("kontum")
    assert (row["outcome"], row["reason"], row["n_fetches"], row["run_id"]) == ("stored", None, 2, "run-2")


def test_unmodified_revisits_are_counted_and_need_no_publish(ledger: Ledger) -> None:
    ledger.record_fetch(page(1))
    where = Published(key(1), "kontum", 2026, 11, "hash", 1, NOON, NOON)
    ledger.apply_publish("p-1", [where], [Decision(key(1), Outcome.STORED, "run-1")], [page(1).archive_ref])
    ledger.record_fetch(page(1, place=2, status=304, headers=()))
    ledger.record_fetch(page(1, place=3, status=304, headers=()))
    known = ledger.state(key(1))
    assert known is not None
    assert (known.outcome, known.n_unchanged, known.n_fetches) == (Outcome.UNCHANGED, 2, 3)
    assert (known.status, known.etag, known.published_at) == (304, '"1"', NOON)
    assert list(ledger.unpublished("kontum")) == []


def test_outcome_rows_have_the_columns_of_the_dataset(ledger: Ledger) -> None:
    ledger.discover("hue", [discovery(1)], NOON)
    (row,) = ledger.outcome_rows("hue")
    assert list(row) == OUTCOMES.names
    assert ledger.portals() == ["hue"]


def test_text_that_is_no_unicode_does_not_stop_a_run(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1, title="a\ud800b")], NOON)
    assert ledger.discoveries("kontum", [Outcome.PENDING])[0].title == "a?b"


def test_names_are_values_never_sql(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1, section="'); DROP TABLE urls; --", url="http://x/\"?'")], NOON)
    assert ledger.n_discovered() == 1
    assert ledger.n_discovered("' OR 1=1 --") == 0


def test_a_transaction_is_all_or_nothing(ledger: Ledger) -> None:
    def half() -> None:
        with ledger.transaction():
            ledger.discover("kontum", [discovery(1)], NOON)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert ledger.n_discovered() == 0
    with ledger.transaction():
        ledger.discover("kontum", [discovery(1)], NOON)
    assert ledger.n_discovered() == 1
