"""A cluster as people see it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.deduplication.side_by_side import Segment, Version, columns, describe_cluster, segments
from tests.deduplication.texts import START, prose

LEADER = Version("kontum-1", "kontum", START, "Hội nghị", None, "Có 125 đại biểu của xã Đăk Tô dự họp tại hội trường.")
REPRINT = Version(
    "quangngai-1", "quangngai", None, "Hội nghị", None, "Có đại biểu của xã Ngọc Hồi dự họp tại hội trường."
)


def test_differences_are_told_and_marked() -> None:
    (found,) = describe_cluster([LEADER, REPRINT])
    assert found.only_leader == ("125", "Đăk Tô")
    assert found.only_follower == ("Ngọc Hồi",)
    assert found.segments == (
        Segment(True, "Hội nghị Có", "Hội nghị Có"),
        Segment(False, "125", ""),
        Segment(True, "đại biểu của xã", "đại biểu của xã"),
        Segment(False, "Đăk Tô", "Ngọc Hồi"),
        Segment(True, "dự họp tại hội trường.", "dự họp tại hội trường."),
    )


def test_two_columns_within_the_width() -> None:
    (found,) = describe_cluster([LEADER, REPRINT])
    lines = columns(found, 60)
    assert max(map(len, lines)) <= 60
    assert "kontum-1  2024-03-01" in lines[0]
    assert "quangngai-1  no date" in lines[0]
    text = " ".join(lines)
    assert "[-125-]" in text
    assert "{+Ngọc Hồi+}" in text


def test_long_common_passages_are_left_out() -> None:
    leader = Version("a-1", "a", START, "Hội nghị", "Tóm tắt", prose(1))
    changed = Version("b-1", "b", START, "Hội nghị", "Tóm tắt", prose(1) + " Hết.")
    (found,) = describe_cluster([leader, changed])
    assert len(" ".join(columns(found))) < 1_000
    assert describe_cluster([leader]) == []


def test_texts_of_a_book_s_length_are_cut_at_a_bound() -> None:
    found = segments("một hai " * 15_000 + "ba", "một hai " * 15_000 + "bốn")
    assert [segment.same for segment in found] == [True, False]
    assert found[-1].right.endswith("bốn")


@given(st.lists(st.sampled_from(["a", "b,", "C.", "d", "1", "2"])), st.lists(st.sampled_from(["a", "B", "d,", "2"])))
def test_segments_lose_no_word(left: list[str], right: list[str]) -> None:
    found = segments(" ".join(left), " ".join(right))
    assert [word for part in found for word in part.left.split()] == left
    assert [word for part in found for word in part.right.split()] == right
