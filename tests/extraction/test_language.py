"""Languages: Vietnamese by letters, others by langdetect, nothing by guessing; always the same answer."""

from __future__ import annotations

import pytest

from pipelines.extraction.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cổ phiếu FLC được giao dịch trở lại", "vi"),
        ("UBND tỉnh Kon Tum", "vi"),
        ("HỘI NGHỊ TỔNG KẾT NĂM 2025", "vi"),
        ("Thong bao ve viec nghi tet nguyen dan nam 2026 cua cac co quan don vi tren dia ban tinh", "vi"),
        ("The provincial committee met on Monday to discuss the plan for the next five years of growth.", "en"),
        ("Le président de la République a été réélu dimanche soir avec une large majorité des voix.", "fr"),
        ("Președintele României a declarat că țara va fi în siguranță și că armata este pregătită.", "ro"),
        ("Тысячи людей вышли на улицы города, чтобы отметить праздник вместе со своими семьями.", "ru"),
        (
            "오늘 아침 마을 주민 삼백 명이 모여 새 길을 만들었다. 이장은 이틀이면 공사가 끝난다고 말했다.",
            "ko",
        ),
        (
            "けさ、村の住民およそ三百人が集まり、川沿いの新しい道をつくる作業を始めました。村長は二日で終わるだろうと話しています。子どもたちも手伝いました。",
            "ja",
        ),
        (
            "今天上午，三百多名村民一起修建通往小学的新路，预计两天内完工，孩子们也来帮忙搬石头，村里的老人准备了午饭，大家一边干活一边唱歌，气氛十分热闹。",
            "zh",
        ),
        ("ព្រឹកនេះ ប្រជាជនជាងបីរយនាក់ក្នុងភូមិបានមកជួយធ្វើផ្លូវថ្មីជាមួយគ្នា ដែលនឹងបញ្ចប់ក្នុងរយៈពេលពីរថ្ងៃ។", "km"),
        ("ເຊົ້ານີ້ ຊາວບ້ານຫຼາຍກວ່າສາມຮ້ອຍຄົນໄດ້ມາຊ່ວຍກັນເຮັດທາງໃໝ່ ເຊິ່ງຈະສຳເລັດພາຍໃນສອງວັນ.", "lo"),
        ("2017 - 2020: 65% (436)", "und"),
        ("Hello", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    found, score = detect_language(text)
    assert found == language
    assert (score == 0.0) == (language == "und")
    assert 0.0 <= score <= 1.0


def test_the_same_text_always_gives_the_same_answer() -> None:
    text = "Hội nghị quốc tế: International conference on sustainable tourism development in the highlands"
    assert len({detect_language(text) for _ in range(5)}) == 1


def test_plain_english_is_told_by_its_words_and_what_only_borrows_them_is_not() -> None:
    english = "The council said on Monday that it was to be one of the first in the region with a plan for the river. "
    assert detect_language(english) == ("en", 1.0)
    assert detect_language(english.upper()) == ("en", 1.0)
    dutch = (
        "De regering was in de zomer van dit jaar op zoek naar een oplossing, en is nu in gesprek met de provincies."
    )
    assert detect_language(dutch)[0] == "nl"
