"""What counts as the same words, and which words are values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.deduplication.words import read_words
from tests.deduplication.texts import prose

SENTENCE = "UBND tỉnh Kon Tum hoà giải, khoẻ mạnh ngày 12/3/2024."


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE.upper(),
        SENTENCE.lower(),
        "UBND tỉnh Kon Tum hòa giải, khỏe mạnh ngày 12/3/2024.",
        "  UBND\ttỉnh\u00a0Kon\nTum hoà giải ,khoẻ mạnh – ngày 12/3/2024",
        "UBND tỉ\u200bnh Kon Tum hoà giải; “khoẻ mạnh” (ngày 12/3/2024)…",
    ],
)
def test_form_case_spacing_punctuation_and_tone_place_do_not_count(other: str) -> None:
    assert read_words(SENTENCE).wide.tolist() == read_words(other).wide.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xã Đăk Tô có 12 hộ", "xã Đăk Tô có 13 hộ"),
        ("nhiệt độ -5 độ", "nhiệt độ 5 độ"),
        ("giá 1,5 triệu", "giá 15 triệu"),
        ("giá 1.500 đồng", "giá 1.50 đồng"),
        ("xã Đăk Hà", "xã Đắk Hà"),
        ("đất ma", "đất mà"),
        ("Quyết định 12/QĐ-UBND", "Quyết định 12/QĐ-HĐND"),
        ("quý II", "quý III"),
    ],
)
def test_digits_tones_and_signs_count(one: str, other: str) -> None:
    assert read_words(one).wide.tolist() != read_words(other).wide.tolist()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ngày 12/3/2024, xã Đăk Tô có 1.000,5 tấn.", ("12/3/2024", "Đăk", "Tô", "1.000,5")),
        ("Hội nghị diễn ra tại Ngọc Hồi. Các đại biểu dự họp.", ("Ngọc", "Hồi")),
        ("Theo đó, ba xã đạt chuẩn.", ("ba",)),
        ("THÔNG BÁO LỊCH TIẾP CÔNG DÂN năm 2024", ("2024",)),
        ("Kế hoạch số 1075/KH-UBND về TP.HCM", ("1075/KH-UBND", "TP", "HCM")),
        ("- Huyện tổ chức họp\n- Xã báo cáo", ()),
        ("Đăk Hà: 5 ca", ("Đăk", "Hà", "5")),
        ("lúc 8:30 hoặc 8h30", ("8:30", "8h30")),
        ("", ()),
        ("… – !", ()),
    ],
)
def test_numbers_dates_and_names_are_values(text: str, values: tuple[str, ...]) -> None:
    assert read_words(text).values == values


@given(st.text(max_size=200))
def test_any_text_has_as_many_values_as_marked_codes(text: str) -> None:
    words = read_words(text)
    assert len(words.values) == int((words.codes & 1).sum())
    assert len(words.codes) == len(words.wide)


@given(st.integers(0, 10_000), st.sampled_from(["NFC", "NFD"]), st.sampled_from([" ", "  ", "\n", "\u00a0 "]))
def test_prose_reads_alike_in_any_form_and_spacing(seed: int, form: str, space: str) -> None:
    text = prose(seed, 60)
    again = unicodedata.normalize(form, text).replace(" ", space)
    assert read_words(text).wide.tolist() == read_words(again).wide.tolist()
