"""What is a duplicate and what are two articles, decided on pairs of texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.verification import Kind, Relation, Text, relate
from tests.deduplication.texts import TITLE, article, edited, prose

BODY = prose(1)

NOTICE = (
    "Sở Nông nghiệp thông báo giá cả thị trường tuần {week} trên địa bàn tỉnh. Tại chợ xã {commune}, giá lúa là {rice} "
    "đồng một ký, tăng so với tuần trước. Ngày {date}, lượng mưa đo được là {rain} mm, mực nước hồ chứa bảo đảm sản "
    "xuất. Đề nghị người dân theo dõi thông tin, chủ động phòng trừ sâu bệnh và làm theo hướng dẫn của cán bộ kỹ thuật."
)


def notice(week: int, commune: str, rice: str, date: str, rain: str) -> str:
    return NOTICE.format(week=week, commune=commune, rice=rice, date=date, rain=rain)


def text(one: Fingerprint) -> Text:
    return Text.of(one.exact, one.skeleton, one.codes, one.values)


def related(one: str, other: str, titles: tuple[str, str] = (TITLE, TITLE)) -> Relation | None:
    first, second = article("a-1", one, title=titles[0]), article("b-1", other, title=titles[1])
    there, back = relate(text(first), text(second)), relate(text(second), text(first))
    assert (there and (there.kind, there.similarity)) == (back and (back.kind, back.similarity))
    return there


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        pytest.param(BODY, Kind.EXACT, id="the same"),
        pytest.param(BODY.upper(), Kind.EXACT, id="capitals"),
        pytest.param(edited(BODY, 1), Kind.NEAR, id="5 % edited"),
        pytest.param(" ".join(BODY.split(" ")[: int(0.6 * 240)]), Kind.CONTAINMENT, id="cut to 60 %"),
        pytest.param(f"{prose(2, 60)}\n{BODY}\n{prose(3, 40)}", Kind.NEAR, id="boilerplate around it"),
        pytest.param(f"{prose(2, 600)}\n{BODY}\n{prose(3, 400)}", Kind.CONTAINMENT, id="inside a longer article"),
        pytest.param(prose(2), None, id="unrelated"),
        pytest.param(" ".join(BODY.split(" ")[:120]) + prose(4, 120), None, id="half of it another story"),
    ],
)
def test_kinds(other: str, kind: Kind | None) -> None:
    found = related(BODY, other)
    assert (found and found.kind) == kind


ISSUE = notice(45, "Đăk Hà", "8.500", "4/11/2024", "12,5")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(notice(46, "Ngọc Hồi", "8.700", "11/11/2024", "3,5"), id="everything filled in anew"),
        pytest.param(notice(46, "Đăk Hà", "8.500", "4/11/2024", "12,5"), id="one number"),
        pytest.param(notice(45, "Ia H'Drai", "8.500", "4/11/2024", "12,5"), id="one name"),
        pytest.param(notice(45, "Đăk Hà", "8.500", "11/11/2024", "12,5"), id="one date"),
        pytest.param(notice(45, "Đăk Hà", "8.500", "4/11/2024", "-12,5"), id="one sign"),
        pytest.param(ISSUE.replace("8.500", "12,5").replace("12,5 mm", "8.500 mm"), id="two numbers swapped"),
        pytest.param(notice(46, "Sa Thầy", "9.000", "11/11/2024", "0").replace("tăng", "giảm"), id="a word besides"),
        pytest.param(
            notice(45, "Đăk Tô", "8.500", "4/11/2024", "3,5").replace("tăng", "giảm").replace("chủ động", "tích cực"),
            id="as many words as values",
        ),
    ],
)
def test_notices_from_one_template_are_different_articles(other: str) -> None:
    assert related(ISSUE, other) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(f"(KT) - {BODY}", id="a dateline in front"),
        pytest.param(f"{BODY}\nMỹ Diễm", id="a byline behind"),
        pytest.param(f"{BODY}\nNguồn: Cổng thông tin điện tử tỉnh Kon Tum", id="a source line behind"),
    ],
)
def test_names_added_by_a_reprint_do_not_make_it_another_article(other: str) -> None:
    assert related(BODY, other) is not None


def test_a_reprint_under_another_title_is_a_duplicate() -> None:
    found = related(BODY, BODY, ("Kon Tum: Khai mạc hội nghị năm 2024", "Hội nghị tổng kết tại Quảng Ngãi"))
    assert found is not None
    assert found.kind is Kind.NEAR


def test_what_a_reprint_left_out_or_changed_is_told() -> None:
    fact, changed = (
        "\nHội nghị có 125 đại biểu của xã Đăk Tô và xã Sa Thầy.\n",
        "\nHội nghị có nhiều đại biểu của xã Đăk Tô và xã Ngọc Hồi.\n",
    )
    found = related(prose(5) + fact + prose(6), edited(prose(5), 3) + changed + edited(prose(6), 3))
    assert found is not None
    assert found.only_one == ("125", "Sa Thầy")
    assert found.only_other == ("Ngọc Hồi",)


def test_texts_of_a_few_words_are_nobodys_duplicates() -> None:
    assert not article("a-1", "Có tệp đính kèm", title="Thông báo").comparable
    assert related("Bản tin có " + prose(7, 12), f"{prose(8, 300)} {prose(7, 12)} {prose(9, 300)}") is None


def test_a_text_of_a_hundred_thousand_words_is_compared_within_bounds() -> None:
    body = prose(1, 100_000)
    found = related(body, f"{prose(2, 500)} {body}")
    assert found is not None
    assert found.kind is Kind.NEAR


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_five_percent_edits_stay_found_and_strangers_stay_apart(seed: int, change: int) -> None:
    body = prose(seed, 400)
    assert related(body, edited(body, change)) is not None
    assert related(body, prose(seed + 20_000, 400)) is None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_refilled_notices_stay_apart(data: st.DataObject) -> None:
    number = st.integers(1, 99_999).map(str)
    name = st.sampled_from(["Đăk Hà", "Ngọc Hồi", "Sa Thầy", "Kon Plông", "Ia H'Drai", "Tu Mơ Rông", "Đăk Glei"])
    one, other = (
        notice(week, data.draw(name), data.draw(number), f"{data.draw(number)}/11", data.draw(number))
        for week in (45, 46)
    )
    assert related(one, other) is None
