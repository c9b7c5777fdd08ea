"""Whom to visit again, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.ledger import Decision, Failure, Ledger, Published, SectionWalk
from pipelines.records import Outcome
from tests.ledger.samples import NOON, discovery, key, page

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def store(ledger: Ledger, number: int, published_at: datetime | None, *, revision: int = 1) -> None:
    """An article fetched at noon (and ``number`` seconds) with a row in the dataset."""
    ledger.discover("kontum", [discovery(number)], NOON)
    ledger.record_fetch(page(number))
    where = Published(key(number), "kontum", 2026, 11, "hash", revision, page(number).fetched_at, published_at)
    decision = Decision(key(number), Outcome.STORED, "run-1")
    ledger.apply_publish(f"p-{number}-{revision}", [where], [decision], [page(number).archive_ref])  # type: ignore[list-item]


def due(ledger: Ledger, at: datetime, **how: Any) -> list[str]:
    return [visit.discovery.article_id for visit in ledger.due("kontum", at, **how)]


def test_the_interval_is_the_time_an_article_has_stood(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(hours=2))
    store(ledger, 2, NOON - timedelta(days=10))
    store(ledger, 3, NOON - timedelta(days=3000))
    assert due(ledger, NOON + timedelta(hours=20)) == []
    assert due(ledger, NOON + timedelta(hours=27)) == [key(1)]
    assert due(ledger, NOON + timedelta(days=8)) == [key(1)]
    assert {key(1), key(2)} <= set(due(ledger, NOON + timedelta(days=12)))
    assert set(due(ledger, NOON + timedelta(days=33, minutes=1))) == {key(1), key(2), key(3)}


def test_an_edit_brings_visits_closer_and_silence_spreads_them(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000), revision=2)
    assert due(ledger, NOON + timedelta(days=2)) == [key(1)]
    unchanged = page(1, place=50, status=304, headers=(), fetched_at=NOON + timedelta(days=2))
    ledger.record_fetch(unchanged)
    assert due(ledger, NOON + timedelta(days=3, hours=12)) == []
    assert due(ledger, NOON + timedelta(days=4, hours=12)) == [key(1)]


def test_articles_fetched_together_are_not_all_due_together(ledger: Ledger) -> None:
    for number in range(200):
        store(ledger, number, NOON - timedelta(days=3000))
    n_due = [len(due(ledger, NOON + timedelta(hours=hours))) for hours in (20, 6 * 24, 12 * 24, 18 * 24, 24 * 24)]
    n_due.append(len(due(ledger, NOON + timedelta(days=33, hours=1))))
    assert (n_due[0], n_due[-1]) == (0, 200)
    assert all(20 <= after - before <= 60 for before, after in pairwise(n_due)), "each part of the sweep has its slice"


def test_the_sweep_is_as_long_as_asked_for_and_keeps_its_pace(ledger: Ledger) -> None:
    for number in range(50):
        store(ledger, number, NOON - timedelta(days=3000))
        ledger.record_fetch(page(number, place=100 + number, status=304, headers=(), fetched_at=NOON))
    for days in (10, 30, 100):
        sweep = timedelta(days=days)
        assert due(ledger, NOON + 0.89 * sweep, sweep=sweep) == []
        assert len(due(ledger, NOON + 1.1 * sweep + timedelta(minutes=1), sweep=sweep)) == 50


def test_those_that_change_often_never_put_off_those_that_have_stood_for_long(ledger: Ledger) -> None:
    store(ledger, 0, NOON - timedelta(days=3000))
    for number in range(1, 40):
        store(ledger, number, NOON - timedelta(hours=1))
    for number in range(40, 60):
        store(ledger, number, NOON - timedelta(days=2))
    at = NOON + timedelta(days=40)
    ledger.schedule_visits([key(number) for number in range(40, 60)], at)
    chosen = [visit.discovery.article_id for visit in ledger.due("kontum", at, 9)]
    assert key(0) in chosen
    assert len({key(number) for number in range(40, 60)} & {*chosen}) >= 3
    assert len({key(number) for number in range(1, 40)} & {*chosen}) >= 3


def test_a_limit_takes_the_most_pressing(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    store(ledger, 2, NOON - timedelta(days=1))
    ledger.schedule_visits([key(1)], LATER)
    (first,) = ledger.due("kontum", NOON + timedelta(days=9), 1)
    assert first.discovery == replace(discovery(1))
    assert (first.etag, first.last_modified) == ('"1"', "Mon, 23 Nov 2026 05:00:00 GMT")
    assert (first.has_text, first.n_fetches, first.fetched_at) == (True, 1, page(1).fetched_at)


def test_since_when_everybody_was_seen(ledger: Ledger) -> None:
    assert ledger.longest_unseen("kontum") is None
    for number in range(3):
        store(ledger, number, NOON - timedelta(days=3000))
    assert ledger.longest_unseen("kontum") == NOON
    ledger.record_fetch(page(0, place=50, status=304, headers=(), fetched_at=LATER))
    assert ledger.longest_unseen("kontum") == NOON + timedelta(seconds=1)
    ledger.apply_publish("p", [], [Decision(key(1), Outcome.GONE, "run-2", "gone")])
    assert ledger.longest_unseen("kontum") == NOON + timedelta(seconds=2), "what is gone is nobody's concern"
    assert ledger.longest_unseen("hue") is None


def test_a_visit_asked_for_is_done_with_the_next_fetch(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    ledger.schedule_visits([key(1)], LATER)
    assert due(ledger, NOON + timedelta(minutes=59)) == []
    assert due(ledger, LATER) == [key(1)]
    ledger.record_fetch(page(1, place=50, status=304, headers=(), fetched_at=LATER))
    assert due(ledger, LATER) == []
    ledger.schedule_visits([key(1)], LATER)
    ledger.schedule_visits([key(1)], None)
    assert due(ledger, LATER) == []


def test_a_full_sweep_asks_everybody_those_longest_unseen_first(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    store(ledger, 2, NOON - timedelta(days=1))
    assert due(ledger, LATER, everything=True) == [key(2), key(1)]


def test_a_clock_that_was_ahead_does_not_put_visits_off_for_years(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    store(ledger, 2, NOON - timedelta(days=3000))
    ledger.schedule_visits([key(1)], NOON + timedelta(days=3650))
    ledger.record_fetch(page(2, place=50, status=304, headers=(), fetched_at=NOON + timedelta(days=3650)))
    assert set(due(ledger, LATER)) == {key(1), key(2)}


def test_a_removal_is_confirmed_at_once_but_not_when_the_run_is_incomplete(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    missed = page(1, place=50, status=404, headers=(), fetched_at=LATER)
    ledger.record_fetch(missed)
    assert due(ledger, LATER) == [key(1)]
    assert due(ledger, LATER, confirm=False) == []
    ledger.apply_publish("p-2", [], [Decision(key(1), Outcome.GONE, "run-2", "gone")], [missed.archive_ref])  # type: ignore[list-item]
    assert due(ledger, LATER) == []
    assert due(ledger, LATER, everything=True) == [key(1)], "a full sweep looks whether it is back"


def test_no_validators_after_a_challenge_page(ledger: Ledger) -> None:
    store(ledger, 1, NOON - timedelta(days=3000))
    ledger.apply_publish("p-2", [], [Decision(key(1), Outcome.UNCHANGED, "run-2", "blocked")])
    (visit,) = ledger.due("kontum", LATER, everything=True)
    assert (visit.etag, visit.last_modified) == (None, None)


def fail(ledger: Ledger, number: int, outcome: Outcome, reason: str, times: int = 1) -> None:
    ledger.discover("kontum", [discovery(number)], NOON)
    for _ in range(times):
        ledger.record_failures([Failure(key(number), outcome, reason, None, None, NOON, "run-1")])


def retried(ledger: Ledger, at: datetime, **how: bool) -> set[str]:
    return {visit.discovery.article_id for visit in ledger.retries("kontum", at, **how)}


def test_errors_are_tried_again_with_growing_patience(ledger: Ledger) -> None:
    for n_fetches in range(1, 7):
        fail(ledger, n_fetches, Outcome.ERROR, "timeout", n_fetches)
    assert retried(ledger, LATER) == {key(1), key(2)}
    assert retried(ledger, NOON + timedelta(days=1)) == {key(1), key(2), key(3)}
    assert retried(ledger, NOON + timedelta(days=7)) == {key(n) for n in range(1, 6)}
    assert retried(ledger, LATER, everything=True) == {key(n) for n in range(1, 7)}


def test_what_robots_txt_forbade_is_looked_up_again_and_a_private_address_is_not(ledger: Ledger) -> None:
    fail(ledger, 1, Outcome.ROBOTS, "robots_txt")
    fail(ledger, 2, Outcome.ROBOTS, "address_refused")
    assert retried(ledger, LATER) == {key(1)}


def test_a_breaker_costs_an_article_no_try(ledger: Ledger) -> None:
    ledger.discover("kontum", [discovery(1)], NOON)
    for _ in range(9):
        given_up = Failure(key(1), Outcome.ERROR, "host_given_up", None, None, NOON, "run-1", was_asked=False)
        ledger.record_failures([given_up])
    (visit,) = ledger.retries("kontum", LATER)
    assert (visit.n_fetches, visit.fetched_at, visit.has_text) == (0, None, False)


def test_pages_without_a_text(ledger: Ledger) -> None:
    reasons = {1: "no_text", 2: "too_large", 3: "gone"}
    for number, reason in reasons.items():
        outcome = Outcome.GONE if reason == "gone" else Outcome.REJECTED
        ledger.record_fetch(page(number))
        ledger.apply_publish(f"p-{number}", [], [Decision(key(number), outcome, "run-1", reason)])
    assert retried(ledger, LATER) == {key(1)}
    assert retried(ledger, NOON + timedelta(days=2)) == {key(1), key(2), key(3)}


def test_what_a_section_no_longer_shows_is_visited_once(ledger: Ledger) -> None:
    for number in range(4):
        store(ledger, number, NOON - timedelta(days=100 + number))
    everything = [key(number) for number in range(4)]
    assert ledger.note_listed("kontum", "Tin tức", everything, NOON, newer_than=None) == []
    assert ledger.note_listed("kontum", "Tin tức", [key(0), key(3)], LATER, newer_than=None) == sorted([key(1), key(2)])
    assert set(due(ledger, LATER)) == {key(1), key(2)}
    assert ledger.note_listed("kontum", "Tin tức", [key(0), key(3)], LATER, newer_than=None) == []
    back = [key(0), key(1), key(3)]
    assert ledger.note_listed("kontum", "Tin tức", back, LATER, newer_than=None) == []
    assert ledger.note_listed("kontum", "Tin tức", [key(0), key(3)], LATER, newer_than=None) == [key(1)]


def test_an_incremental_walk_says_nothing_of_what_lies_behind_it(ledger: Ledger) -> None:
    for number in range(4):
        store(ledger, number, NOON - timedelta(days=100 + number))
    ledger.note_listed("kontum", "Tin tức", [key(number) for number in range(4)], NOON, newer_than=None)
    reached = NOON - timedelta(days=102)
    assert ledger.note_listed("kontum", "Tin tức", [key(0)], LATER, newer_than=reached) == [key(1)]
    assert ledger.note_listed("kontum", "Kinh tế", [], LATER, newer_than=None) == []


def test_walks_of_a_clock_that_was_ahead_are_passed_over(ledger: Ledger) -> None:
    now = SectionWalk("kontum", "Tin tức", "run-1", NOON, LATER, complete=True, whole=True)
    ahead = replace(now, run_id="run-2", started_at=NOON + timedelta(days=900), finished_at=NOON + timedelta(days=901))
    partial = replace(now, run_id="run-3", started_at=LATER, finished_at=LATER, whole=False)
    for walk in (now, ahead, partial):
        ledger.record_section_walk(walk)
    assert ledger.section_walk("kontum", "Tin tức", whole=True) == ahead
    assert ledger.section_walk("kontum", "Tin tức", whole=True, before=LATER) == now
    assert ledger.section_walk("kontum", "Tin tức", complete=True, before=LATER) == partial
    assert ledger.section_walk("kontum", "Tin tức", complete=True, before=NOON) is None
