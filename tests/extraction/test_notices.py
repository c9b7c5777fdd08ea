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


def test_paragraphs_set_as_headings_are_paragraphs() -> None:
    signed = "<h2>A Biên</h2>"
    box = "".join(f"<h3><a href='/{n}'>{text[:40]}</a></h3><p>{text}</p>" for n, text in enumerate(P[3:]))
    html = page(f"<div><p>05/06/2023 08:30</p>{paragraphs(P[:3], 'h2')}{signed}</div>", after=f"<div>{box}</div>")
    found = article(html)
    assert (found.body.split("\n"), found.authors) == (list(P[:3]), ("A Biên",))
    assert "#" not in found.body_markdown


def test_headings_over_paragraphs_stay_headings() -> None:
    heading = "Nhân dân góp công và góp đất, nhà nước lo vật liệu và máy móc"
    parts = "".join(f"<h2>{heading} ({n})</h2><p>{text}</p>" for n, text in enumerate(P[:4]))
    assert article(page(f"<div>{parts}</div>")).body_markdown.count("## ") == 4


RECORD = (
    ("Số ký hiệu", "131/2025/NĐ-CP"),
    ("Ngày ban hành", "12-06-2025"),
    ("Loại văn bản", "Nghị định"),
    ("Cơ quan ban hành", "Chính phủ"),
    ("Người ký", "A Thui"),
    ("Trích yếu", "Quy định việc góp công, góp đất làm đường vào khu sản xuất của các làng"),
)


def test_a_record_below_tabs_and_above_other_documents_is_the_text() -> None:
    title = "Nghị định số 131/2025/NĐ-CP quy định việc góp công, góp đất làm đường của các làng"
    tabs = "<div class='tabs'><a href='#a'>Thuộc tính</a><a href='#b'>Tài liệu liên quan</a></div>"
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in RECORD)
    others = "".join(
        f"<tr><td><a href='/vb/{n}'>Công văn số {n}/UBND-KT</a></td><td>{n}/05/2025</td>"
        f"<td>Về việc kiểm tra đường vào khu sản xuất của làng số {n}</td></tr>" for n in range(11, 22)
    )  # fmt: skip
    inside = f"<h3>Hệ thống văn bản</h3>{tabs}<h4 class='title'>{title}</h4><div><table>{rows}</table></div>"
    after = f"<div><h5>Văn bản khác</h5><table>{others}</table></div>"
    found = article(f"<html><head><title>Hệ thống văn bản</title></head><body>{inside}{after}</body></html>")
    assert (found.title, found.section) == (title, "Hệ thống văn bản")
    assert found.body.split("\n") == [f"{label} | {value}" for label, value in RECORD]


def test_a_question_is_not_called_like_the_page_that_asks_for_questions() -> None:
    title = "Hỏi về việc hỗ trợ người góp đất làm đường vào khu sản xuất"
    head = "<title>Góp ý, hỏi đáp - Xã Kon Jri</title><meta property='og:title' content='Góp ý, hỏi đáp'>"
    asked = f"<h2 class='title-x'>{title}</h2><p>Người gửi: Đinh Thị Sa 28/07/2021 09:12</p>{paragraphs(P[:3])}"
    html = f"<html><head>{head}</head><body><div>{asked}</div><h4>Gửi góp ý, câu hỏi</h4></body></html>"
    found = article(html)
    assert (found.title, found.authors) == (title, ())


def test_rows_of_a_table_stay_together_between_paragraphs() -> None:
    rows = (("Sông", "Trạm", "Mực nước (m)"), ("Đăk Ke", "Kon Jri", "1,42"), ("2", "13/7/2026", "59,16"))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    html = page(f"<div><div>{P[0]}</div><p>Mực nước các trạm như sau:</p><table>{table}</table></div>")
    assert lines(html)[-3:] == [" | ".join(row) for row in rows]
