"""Notices of public offices, which are short and stand among boxes: decrees, answers, one-paragraph news."""

from __future__ import annotations

import pytest

from tests.extraction.test_body_rules import P, article, lines, page, paragraphs

BOX = "".join(
    f"<div><a href='/{n}'>{headline}</a>{between}{excerpt}</div>"
    for n, (headline, between, excerpt) in enumerate(
        (
            ("Khai giảng lớp dệt thổ cẩm", "<span>", "Hai mươi hội viên theo học trong ba tháng ở nhà rông."),
            ("Làng Kon Klong có nước sạch", " ", "Đường ống dài bốn cây số do trai làng tự đào và chôn."),
            ("Bắt đầu mùa thu hoạch cà phê chè", "<br>", "Giá quả tươi đầu vụ cao hơn năm trước hai nghìn đồng."),
            ("Mở lại chợ phiên cuối tuần", " ", "Bà con mang măng khô, mật ong và gà thả vườn ra bán."),
        )
    )
)
"""Excerpts on the line of their linked headlines, longer than a notice."""


def test_excerpts_on_the_line_of_a_linked_headline_are_others() -> None:
    html = page(f"<div><p>05/06/2023 08:30</p><p>{P[0]}</p><p>{P[1]}</p></div>", after=f"<div>{BOX}</div>")
    assert lines(html) == [P[0], P[1]]


def test_a_link_that_goes_on_as_sentence_heads_no_excerpt() -> None:
    linked = f"<a href='/a'>{P[2][:30]}</a>{P[2][30:]}"
    assert lines(page(f"<div><p>{P[0]}</p><p>{linked}</p><p>{P[1]}</p></div>")) == [P[0], P[2], P[1]]


def test_the_foot_of_a_document_is_a_row_of_its_text() -> None:
    to_whom = "".join(f"<p>- {name};</p>" for name in ("Như trên", "Đảng ủy xã", "Các thôn, làng", "Công an xã"))
    foot = f"<table><tr><td><p>Nơi nhận:</p>{to_whom}</td><td><p>CHỦ TỊCH</p><p>A Thui</p></td></tr></table>"
    found = lines(page(f"<div class='text'>{paragraphs(P[:3])}{foot}</div>"))
    assert found == [
        *P[:3],
        "Nơi nhận: - Như trên; - Đảng ủy xã; - Các thôn, làng; - Công an xã; | CHỦ TỊCH A Thui",
    ]


@pytest.mark.parametrize("counter", ["Lượt truy cập: 3,104", "Số lượt truy cập: 512", "Lượt xem: 77"])
def test_a_notice_of_one_paragraph_is_text_though_it_is_set_as_lead(counter: str) -> None:
    html = page(f"<p>05/06/2023 08:30</p><div class='sapo'><b>{P[0]}</b></div><p align='right'>{counter}</p>")
    found = article(html)
    assert (found.lead, found.body) == (None, P[0])


@pytest.mark.parametrize(("asked", "is_lead"), [("Bà Lê Thị Sa (thôn 3) hỏi: ", True), ("", False)])
def test_what_a_named_reader_asks_is_the_lead_of_the_answer(asked: str, is_lead: bool) -> None:
    question = f"{asked}Nhà tôi góp đất mở đường thì có được miễn tiền sử dụng phần đất còn lại hay không?"
    answer = f"<div class='tl'><p><b>Trả lời:</b></p>{paragraphs(P[:3])}</div>"
    found = article(page(f"<div><div><p>{question}</p></div><p>Ngày trả lời: 05/06/2023 08:30</p>{answer}</div>"))
    assert found.lead == (question if is_lead else None)
    assert found.body.split("\n") == [*([] if is_lead else [question]), "Trả lời:", *P[:3]]


@pytest.mark.parametrize(("line", "authors"), [("Phòng Thống kê Tổng hợp", 1), ("Phòng chống thiên tai", 0)])
def test_an_office_on_the_line_below_the_date_is_the_author(line: str, authors: int) -> None:
    head = f"<ul><li>05-06-2023 08:30:12</li><li>{line}</li><li>642</li></ul>"
    assert article(page(f"{head}<div>{paragraphs(P[:3])}</div>")).authors == (line,) * authors


def test_who_puts_news_on_the_page_is_no_author() -> None:
    html = page(
        f"<div>{paragraphs(P[:3])}</div><div class='authorbox'><div>Thực hiện: A Biên, Y Bình</div>"
        "<div>Xử lý tin: Đinh Thị Sa</div></div>"
    )
    assert article(html).authors == ("A Biên", "Y Bình")


def test_a_signature_in_a_page_laid_out_as_table_is_the_author() -> None:
    last = "<p>Lễ khánh thành vào ngày 12/6.</p></div><div style='text-align:right'><b>A Biên - Y Bình</b></div>"
    inside = f"<div>{paragraphs(P[:3])}{last}"
    html = f"<table><tr><td><h1>{{}}</h1><p>05/06/2023 08:30</p>{inside}</td></tr></table>"
    head, _, tail = page("").partition("<h1>")
    title = tail.partition("</h1>")[0]
    assert article(head + html.format(title) + "</body></html>").authors == ("A Biên", "Y Bình")
