"""Who leads: the rule, case by case."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipelines.deduplication.clusters import SAME_TEXT, UNDATED, Member, in_order, marks, squashed
from pipelines.deduplication.verification import Kind

HOUR = 3_600_000_000
NOON = 20_000 * 24 * HOUR + 5 * HOUR
"""Noon in Vietnam."""


def member(name: str, at: int = NOON, *, text: int = 0, n_words: int = 100, source: str | None = None) -> Member:
    return Member(ord(name[-1]), name, name.partition("-")[0], source, at, text, n_words)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([member("a-1", NOON + 24 * HOUR), member("b-2")], ["b-2", "a-1"], id="the earlier day"),
        pytest.param([member("a-1", NOON + HOUR), member("b-2")], ["b-2", "a-1"], id="the earlier hour"),
        pytest.param(
            [member("kontum-1", NOON + HOUR), member("b-2", source="Cổng TTĐT tỉnh Kon Tum")],
            ["kontum-1", "b-2"],
            id="the portal named as source, on the same day",
        ),
        pytest.param(
            [member("kontum-1", NOON + 24 * HOUR), member("b-2", source="kontum.gov.vn")],
            ["b-2", "kontum-1"],
            id="but not a day later",
        ),
        pytest.param(
            [member("kontum-1", NOON - 17 * HOUR), member("b-2", NOON - 18 * HOUR)],
            ["b-2", "kontum-1"],
            id="days are Vietnam's",
        ),
        pytest.param([member("b-1"), member("a-2")], ["a-2", "b-1"], id="the smaller article_id"),
        pytest.param([member("a-1", UNDATED), member("b-2")], ["b-2", "a-1"], id="no date comes last"),
    ],
)
def test_order(members: list[Member], expected: list[str]) -> None:
    for order in permutations(members):
        assert [one.article_id for one in in_order(order)] == expected


def test_a_follower_is_related_to_its_leader_itself() -> None:
    chain = [member("a-1", text=1), member("b-2", NOON + HOUR, text=2), member("c-3", NOON + 2 * HOUR, text=3)]
    relations = {1: [(2, 0, Kind.NEAR, 0.7)], 2: [(1, 0, Kind.NEAR, 0.7), (3, 1, Kind.NEAR, 0.9)]}
    relations[3] = [(2, 1, Kind.NEAR, 0.9)]
    found = marks(chain, lambda text: relations[text])
    assert {number: mark.leader for number, mark in found.items()} == {ord("2"): ord("1")}


def test_the_same_text_comes_before_a_like_one() -> None:
    members = [member("a-1", text=1), member("b-2", NOON + HOUR, text=2), member("c-3", NOON + 2 * HOUR, text=2)]
    relations = {1: [], 2: [(3, 5, Kind.NEAR, 0.99)], 3: [(2, 5, Kind.NEAR, 0.99)]}
    found = marks([*members, member("d-4", NOON - HOUR, text=3)], lambda text: relations[text])
    assert {chr(number): (chr(mark.leader), mark.relation) for number, mark in found.items()} == {
        "2": ("4", 5),
        "3": ("4", 5),
    }
    assert marks(members, lambda text: [])[ord("3")].relation == SAME_TEXT


@pytest.mark.parametrize(
    ("earlier", "later", "follows"),
    [(100, 60, True), (60, 100, True), (30, 100, False), (1_000, 50, True)],
)
def test_a_digest_does_not_follow_what_it_quotes(earlier: int, later: int, follows: bool) -> None:
    members = [member("a-1", text=1, n_words=earlier), member("b-2", NOON + HOUR, text=2, n_words=later)]
    relations = {1: [(2, 0, Kind.CONTAINMENT, 1.0)], 2: [(1, 0, Kind.CONTAINMENT, 1.0)]}
    assert bool(marks(members, lambda text: relations[text])) is follows


def test_names_are_compared_without_accents_and_spaces() -> None:
    assert squashed("Cổng thông tin điện tử tỉnh Đắk Lắk") == "congthongtindientutinhdaklak"
