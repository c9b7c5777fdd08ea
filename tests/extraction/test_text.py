"""The two normalisers: what they change, what they leave, and that they do it once and for all."""

from __future__ import annotations

from unicodedata import is_normalized
from unicodedata import normalize as unicode_form

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.text import fold, normalize


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  hai   khoảng\ttrắng ", "hai khoảng trắng"),
        ("một\u00a0hai\u2009ba\u3000bốn", "một hai ba bốn"),
        ("dòng một \r\n  dòng hai\rdòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("\n\n giữa \n\n", "giữa"),
        ("zero\u200bwidth\ufeff và so\u00adft", "zerowidth và soft"),
        ("NUL\x00ở giữa", "NULở giữa"),
        ("lẻ \ud800 loi", "lẻ loi"),
        ("a \u200b b", "a b"),
        (unicode_form("NFD", "Đắk Glei, ngữ nghĩa"), "Đắk Glei, ngữ nghĩa"),
        ("Hoà và Hòa giữ nguyên", "Hoà và Hòa giữ nguyên"),
        ("plain ascii", "plain ascii"),
        ("", ""),
    ],
)
def test_normalize(raw: str, kept: str) -> None:
    assert normalize(raw) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("Khoẻ mạnh", "KHỎE MẠNH"),
        ("thúy", "thuý"),
        ("uỷ ban", "ủy ban"),
        ("qúy I", "quý I"),
        ("qùa", "quà"),
        ("tòan tỉnh", "toàn tỉnh"),
        ("gìa", "già"),
        ("QÐ-UBND", "QĐ-UBND"),
        ("một\nhai", "một  hai"),
        (unicode_form("NFD", "Thoả thuận"), "thỏa thuận"),
    ],
)
def test_fold_makes_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mùa", "mủa"),
        ("12/3", "12/4"),
        ("hóa", "hòa"),
        ("của", "cua"),
        ("nghĩa", "nghiã"),
        ("quý", "quí"),
        ("kìa", "kià"),
    ],
)
def test_fold_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_normalize_is_idempotent_and_composed(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert is_normalized("NFC", once)
    assert "\x00" not in once
    assert "\u00a0" not in once
    once.encode()


@given(st.text())
def test_fold_is_idempotent_and_on_one_line(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "\n" not in once
    assert fold(normalize(text)) == once


VIETNAMESE = "aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵđbcdghklmnpqrstvx 0123,./-"


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper()))
def test_decomposed_and_composed_fold_alike(text: str) -> None:
    assert fold(unicode_form("NFD", text)) == fold(unicode_form("NFC", text))
    assert normalize(unicode_form("NFD", text)) == normalize(unicode_form("NFC", text))
