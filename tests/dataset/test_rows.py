from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.rows import STAGED, micros, n_words, partition_of, rows

from .samples import HANOI, article


def test_every_column_is_filled_from_the_article() -> None:
    row = rows([article()]).to_pylist()[0]
    assert row["url"] == "http://portal.example/kontum/ItemID=1"
    assert row["published_at"] == datetime(2024, 4, 30, 16, 30, tzinfo=UTC)
    assert row["documents"] == [{"number": "1075/KH-UBND", "kind": "Kế hoạch", "issuer": "UBND"}]
    assert row["methods"] == [{"field": "body", "method": "layout"}]
    assert row["listed_section"] == "Tin tức"
    assert (row["archive_file"], row["archive_offset"]) == ("portal=kontum/run-1-0001.warc.gz", 0)
    assert (row["portal"], row["year"], row["month"]) == ("kontum", 2024, 4)
    assert row["n_words"] == 12
    assert list(row) == STAGED.names


def test_partition_is_the_month_in_vietnam() -> None:
    assert partition_of(datetime(2023, 12, 31, 17, 0, tzinfo=UTC)) == (2024, 1)
    assert partition_of(datetime(2024, 1, 1, 0, 0, tzinfo=HANOI)) == (2024, 1)
    assert partition_of(None) == (0, 0)


def test_words_are_runs_of_characters_that_are_no_white_space() -> None:
    assert n_words("Sáng ngày 30/4", "Họp\nkỳ  thứ 5.") == 7
    assert n_words(None, "") == 0


def test_a_lone_surrogate_costs_one_character_not_the_batch() -> None:
    table = rows([article(text="trước \ud83d sau"), article("ItemID=2", n=1)])
    assert table["body"].to_pylist()[0] == "trước ? sau"


def test_a_counter_beyond_64_bits_is_no_counter() -> None:
    assert rows([article(view_count=2**63)])["view_count"].to_pylist() == [None]


def test_a_page_that_is_not_archived_never_becomes_a_row() -> None:
    stray = article()
    with pytest.raises(ValueError, match="not in the archive"):
        rows([replace(stray, page=replace(stray.page, archive_ref=None))])


def test_a_date_at_the_end_of_the_calendar_is_no_date() -> None:
    table = rows(
        [
            article(published_at=datetime(1, 1, 1, 3, tzinfo=HANOI)),
            article(published_at=datetime.max.replace(tzinfo=HANOI)),
        ]
    )
    assert table["published_at"].to_pylist() == [None, None]
    assert table["year"].to_pylist() == [0, 0]


@given(st.integers(-(10**15), 10**15).map(lambda n: datetime.fromtimestamp(0, HANOI) + timedelta(microseconds=n)))
def test_times_keep_their_microseconds(at: datetime) -> None:
    table = rows([replace(article(), updated_at=at)])
    assert table["updated_at"].to_pylist() == [at]
    assert table["updated_at"].cast("int64").to_pylist() == [micros(at)]
