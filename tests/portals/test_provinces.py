"""Provincial units before and after the mergers: complete, each merged one with its successor, codes by day."""

from __future__ import annotations

from datetime import date

import pytest

from newscrawler.portals.provinces import all_units, predecessors, successor, unit, units

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_sixty_three_units_became_thirty_four() -> None:
    assert (len(units(date(2017, 4, 21))), len(units(BEFORE)), len(units(AFTER))) == (63, 63, 34)
    assert sum(one.kind == "city" for one in units(AFTER)) == 6


def test_kon_tum_went_into_quang_ngai() -> None:
    kon_tum = unit("Kon Tum", BEFORE)
    assert kon_tum is not None
    assert kon_tum.code == "62"
    assert successor(kon_tum, BEFORE) == kon_tum
    quang_ngai = successor(kon_tum, AFTER)
    assert (quang_ngai.name, quang_ngai.code) == ("Quảng Ngãi", "51")
    assert [one.name for one in predecessors(quang_ngai)] == ["Quảng Ngãi", "Kon Tum"]
    assert unit("Kon Tum", AFTER) is None


def test_a_code_says_nothing_without_its_day() -> None:
    assert [one.name for day in (BEFORE, AFTER) if (one := unit("15", day))] == ["Yên Bái", "Lào Cai"]


def test_hue_became_a_city_half_a_year_earlier() -> None:
    old = unit("46", date(2024, 12, 31))
    assert old is not None
    assert old.name == "Thừa Thiên Huế"
    assert (successor(old, AFTER).name, successor(old, AFTER).kind) == ("Huế", "city")


@pytest.mark.parametrize("day", [date(2010, 1, 1), BEFORE, AFTER])
def test_codes_and_names_are_unique_on_any_day(day: date) -> None:
    codes, names = [one.code for one in units(day)], [one.name for one in units(day)]
    assert len(set(codes)) == len(codes) == len(set(names))


def test_every_unit_that_ended_has_a_successor_and_every_merged_one_its_parts() -> None:
    for one in all_units():
        if one.valid_until is not None:
            assert successor(one, AFTER).is_valid(AFTER)
    merged = [one for one in units(AFTER) if one.valid_from == AFTER]
    assert len(merged) == 23
    assert sum(len(predecessors(one)) for one in merged) == 52


def test_names_are_found_in_any_case_and_spelling_of_the_tone() -> None:
    assert unit("hoà bình", BEFORE) == unit("17", BEFORE)
