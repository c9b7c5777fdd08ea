from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo.gold import kontum_page, kontum_page_of_file

FOLDER = Path(__file__).parents[2].parent / "shared" / "pages" / "kontum.gov.vn"


def flat(page: bytes) -> str:
    body = LexborHTMLParser(page.decode()).body
    assert body is not None
    body.strip_tags(["script", "style", "option"])
    return " ".join(body.text(separator=" ").split())


def test_an_article_known_by_its_fields_is_rendered() -> None:
    gold = {
        "title": "Tiêu đề thử",
        "lead": None,
        "body": ["Đoạn một.", "Đoạn hai."],
        "section": "Kinh tế",
        "authors": [],
        "published_at": None,
        "view_count": 5,
        "captions": ["Chú thích"],
    }
    text = flat(kontum_page(gold))
    assert text.index("Tiêu đề thử") < text.index("Đoạn một.") < text.index("Chú thích") < text.index("Đoạn hai.")
    assert "Số lượt người xem: 5" in text


def test_the_known_kon_tum_page_comes_out_in_its_order() -> None:
    file = FOLDER / "article-14904.json"
    if not file.exists():
        pytest.skip(f"{file} is not there")
    gold = json.loads(file.read_text(encoding="utf-8"))
    text = flat(kontum_page_of_file(file))
    parts = [
        "SỐ LƯỢT TRUY CẬP",
        f"{gold['section']} {gold['published_raw']}",
        " ".join(gold["title"].split()),
        " ".join(gold["lead"].split()),
        *(" ".join(paragraph.split()) for paragraph in gold["body"]),
        *gold["authors"],
        f"Số lượt người xem: {gold['view_count']}",
        *("Bản in", "Quay lại", "TIN MỚI HƠN", "TIN ĐÃ ĐƯA", "Xem tiếp", "Xem theo ngày Xem theo ngày", "Tìm kiếm"),
    ]
    places = [text.index(part, text.index(parts[1])) if part != parts[0] else text.index(part) for part in parts]
    assert places == sorted(places)
