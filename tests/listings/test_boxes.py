"""Boxes beside, above, amid and below the stream whose items look like its own."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawler.listings import ListingPage, read_listing

HOST = "https://tinh.example"
STORIES = [
    "Bản trên núi dựng trạm phát sóng từ tiền góp của dân",
    "Xưởng mộc nhỏ nhận bốn mươi thợ học nghề trong năm",
    "Cây cầu treo thay bằng cầu bê tông sau ba mùa lũ",
    "Tủ sách lưu động đi qua chín điểm trường vùng cao",
    "Hợp tác xã chè đổi giống, năng suất tăng một phần ba",
    "Bác sĩ trẻ về trạm y tế xã theo hợp đồng hai năm",
    "Đội thủy nông vét xong mười hai cây số kênh nội đồng",
    "Phiên tòa lưu động mở ngay tại nhà văn hóa của thôn",
]
OTHERS = [
    "Hội đua thuyền dời sang chủ nhật vì nước còn cao",
    "Vườn cam đầu tiên của huyện được cấp mã vùng trồng",
    "Tuyến xe khách về trung tâm xã chạy thêm hai chuyến",
    "Lớp xóa mù chữ buổi tối có hơn sáu chục người theo học",
]
SUMMARY = "Việc này được bàn từ đầu năm, đến nay mới đủ kinh phí và người để làm cho xong."


def _slug(text: str) -> str:
    return "-".join("".join(letter for letter in word if letter.isascii()) or "x" for word in text.lower().split())


def _card(story: str, at: int, *, date: bool = True, summary: bool = True, name: str = "the") -> str:
    link = f'<h3><a href="/{_slug(story)}-{5000 + at}.html">{story}</a></h3>'
    beside = (f"<i>1{at}/06/2023</i>" if date else "") + (f"<p>{SUMMARY}</p>" if summary else "")
    return f'<div class="{name}">{link}{beside}</div>'


def _cards(stories: list[str], **how: Any) -> str:
    return "".join(_card(story, at, **how) for at, story in enumerate(stories))


def _bare(stories: list[str]) -> str:
    return _cards(stories, date=False, summary=False)


def _read(body: str, path: str = "/doi-song", title: str = "Đời sống - Cổng tin tỉnh") -> ListingPage:
    return read_listing(f"<html><head><title>{title}</title></head><body>{body}</body></html>", HOST + path)


def _titles(page: ListingPage) -> list[str | None]:
    return [link.title for link in page.articles]


def _stream_around(box: str) -> str:
    upper, lower = _cards(STORIES[:4]), _cards(STORIES[4:])
    return f'<div class="dong"><div class="luot">{upper}</div>{box}<div class="luot">{lower}</div></div>'


@pytest.mark.parametrize(
    "heading", ['<h4><a href="/anh-phim/">Ảnh và phim</a></h4>', "<b>Góc thư giãn</b>"], ids=["linked", "plain"]
)
def test_a_headed_box_of_bare_titles_amid_the_stream_is_not_its_own(heading: str) -> None:
    page = _read(_stream_around(f'<div class="hop">{heading}{_bare(OTHERS)}</div>'))
    assert _titles(page) == STORIES


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="hop">{_bare(OTHERS)}</div>',
        f'<div class="hop"><b>Tin khác</b>{_bare(OTHERS)}</div>',
        f'<div class="hop"><b>Góc thư giãn</b>{_cards(OTHERS)}</div>',
    ],
    ids=["without a heading", "under other items", "with summaries"],
)
def test_parts_of_the_stream_stay(box: str) -> None:
    assert _titles(_read(_stream_around(box))) == STORIES[:4] + OTHERS + STORIES[4:]


@pytest.mark.parametrize("heading", ["Tin mới", "TIN MỚI NHẤT", "Mới cập nhật", "Latest news"])
def test_the_latest_of_all_sections_above_the_stream(heading: str) -> None:
    latest = "".join(
        f'<li><a href="/{_slug(one)}-7{at}11.html">{one}</a> (0{at + 1}/06/2023)</li>' for at, one in enumerate(OTHERS)
    )
    page = _read(f"<div><div><b>{heading}</b><ul>{latest}</ul></div><div>{_cards(STORIES)}</div></div>")
    assert _titles(page) == STORIES
    named = _read(f"<div><div><b>Tiêu điểm</b><ul>{latest}</ul></div><div>{_cards(STORIES)}</div></div>")
    assert _titles(named) == OTHERS + STORIES


@pytest.mark.parametrize(("outer", "center"), [("cot-left", "cot-center"), ("left-col", "middle-col")])
def test_a_left_column_beside_a_center_one(outer: str, center: str) -> None:
    box = f'<div class="{outer}"><ul>{_cards(OTHERS, name="o")}</ul></div>'
    assert _titles(_read(f'<div>{box}<div class="{center}">{_cards(STORIES)}</div></div>')) == STORIES
    aligned = _read(f'<div>{box}<div class="text-center">{_cards(STORIES)}</div></div>')
    assert _titles(aligned) == OTHERS + STORIES


def _rows(stories: list[str], section: int, *, dated: bool) -> str:
    rows = []
    for at, one in enumerate(stories):
        date = f" <i>(2{9 - at}/05/2009)</i>" if dated else ""
        rows.append(f'<tr><td><a href="/tin.aspx?muc={section}&amp;so={8800 - at}">{one}</a>{date}</td></tr>')
    return "".join(rows)


def test_older_titles_of_the_listing_by_parameter_beside_a_box_of_the_same_markup() -> None:
    rows = []
    for at, one in enumerate(STORIES):
        link = f'<a class="t" href="/tin.aspx?muc=4&amp;so={8900 - at}">{one}</a>'
        rows.append(f"<tr><td>{link} <i>(2{9 - at}/05/2009 08:1{at})</i>{SUMMARY}</td></tr>")
    pager = '<div><b>1</b> <a href="/tin.aspx?muc=4&amp;page=2">2</a> <a href="/tin.aspx?muc=4&amp;page=3">3</a></div>'
    older = f"<b>CÁC TIN ĐÃ ĐƯA</b><table>{_rows(OTHERS, 4, dated=True)}</table>"
    beside = [f"{one} (kỳ hai)" for one in OTHERS]
    box = f"<table><tr><td>CHUYỆN LẠ</td></tr>{_rows(beside, 9, dated=False)}</table>"
    body = f'<table><tr><td><table id="ds">{"".join(rows)}</table>{older}{pager}</td><td>{box}</td></tr></table>'
    page = _read(body, "/tin.aspx?muc=4", "Cổng tin tỉnh")
    assert _titles(page) == STORIES + OTHERS
    assert page.next_page is not None


EMPTY = [
    "Chưa có bài viết nào trong danh mục này.",
    "Nội dung đang được cập nhật. Không có tin nào trong mục này",
    "Hiện chưa có dữ liệu",
    "Chuyên mục này đang được cập nhật",
    "No posts found in this category.",
]


@pytest.mark.parametrize("said", EMPTY)
def test_an_empty_section_does_not_lend_the_items_of_a_box(said: str) -> None:
    box = f'<div class="hang">{_bare(OTHERS)}</div>'
    page = _read(f'<div class="o"><h2>Quy hoạch</h2><div><p>{said}</p></div></div>{box}', "/muc/quy-hoach")
    assert (page.kind, page.articles, page.next_page) == ("empty", (), None)
    assert _titles(_read(f'<div class="o"><h2>Quy hoạch</h2></div>{box}', "/muc/quy-hoach")) == OTHERS


def test_an_empty_section_beside_a_dated_box() -> None:
    box = f'<div class="hang"><h4>Thông báo</h4>{_cards(OTHERS)}</div>'
    assert _read(f"<p>{EMPTY[0]}</p>{box}", "/muc/quy-hoach").kind == "empty"
    unsaid = _read(f"<p>Hiện chưa có dữ liệu</p>{box}", "/muc/quy-hoach")
    assert _titles(unsaid) == OTHERS, "only the line that speaks of this section outweighs dates and summaries"


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="hang">{_bare(OTHERS)}</div><p>{EMPTY[0]}</p>',
        f'<div class="sidebar"><p>{EMPTY[0]}</p></div><div class="hang">{_bare(OTHERS)}</div>',
        f'<div class="hang"><p>Chưa có tin về người mất tích sau trận lũ quét</p>{_bare(OTHERS)}</div>',
        f'<p>{EMPTY[0]}</p><div class="hang">{_bare(STORIES)}</div>',
    ],
    ids=["below the list", "in a sidebar", "a line of news", "above a long list"],
)
def test_what_does_not_empty_a_listing(body: str) -> None:
    assert _titles(_read(body)) in (OTHERS, STORIES)


def _portlet(heading: str, items: str, name: str) -> str:
    return f'<div class="hop {name}"><div class="ten-hop"><h2>{heading}</h2></div>{items}</div>'


@pytest.mark.parametrize("heading", ["Tin xem nhiều", "Có thể bạn quan tâm", "Most read"])
@pytest.mark.parametrize("order", ["before", "after", "within a column"])
def test_a_box_of_others_in_the_stream_s_own_markup(heading: str, order: str) -> None:
    """Liferay's portlets share one template: what is headed *most read* says nothing about the portlet next to it."""
    others = _portlet(heading, _cards(OTHERS), "hop-a")
    pager = "".join(f'<a href="/doi-song?_tin_INSTANCE_x_delta=8&_tin_INSTANCE_x_cur={n}">{n}</a> ' for n in (1, 2, 3))
    stream = _portlet("Đời sống", f'{_cards(STORIES)}<div class="phan-trang">{pager}</div>', "hop-b")
    boxes = stream + others if order == "after" else others + stream
    body = f'<div class="cot">{boxes}</div>'
    if order == "within a column":
        lone = _cards(["Lịch tiếp công dân của lãnh đạo huyện"])
        body = f'<div>{body}<div class="cot"><div class="hop">{lone}</div></div></div>'
    page = _read(body)
    assert [title for title in _titles(page) if title in STORIES] == STORIES
    assert not set(_titles(page)) & set(OTHERS)
    assert page.next_page is not None
    assert page.next_page.url == f"{HOST}/doi-song?_tin_INSTANCE_x_delta=8&_tin_INSTANCE_x_cur=2"


def test_boxes_that_are_all_of_others_stay_no_listing() -> None:
    boxes = _portlet("Tin xem nhiều", _cards(STORIES[:4]), "a") + _portlet("Tin liên quan", _cards(OTHERS), "b")
    assert _read(f"<div>{boxes}</div>").articles == ()


NUMBERS = ["7/QĐ-UBND", "12/CT-TTg", "04/TB-SXD", "9/2021/NQ-HĐND", "01-NQ/TW", "Số 3/KH-BTV", "15/NQ-CP"]


def _documents(numbers: list[str], address: str) -> str:
    rows = []
    for at, (number, story) in enumerate(zip(numbers, STORIES, strict=False)):
        link = f'<a href="{address}{61200 - at}">{number}</a>'
        rows.append(f"<tr><td>{link}</td><td>1{at}-06-2023</td><td>{story}</td></tr>")
    return f'<table class="ds-van-ban"><tr><th>Số</th><th>Ngày</th><th>Trích yếu</th></tr>{"".join(rows)}</table>'


@pytest.mark.parametrize("address", ["/?pageid=3155&amp;vb=", "/van-ban/"])
def test_documents_that_are_linked_by_their_numbers_alone(address: str) -> None:
    pager = '<div class="phan-trang"><b>1</b> <a href="/van-ban?page=2">2</a> <a href="/van-ban?page=3">3</a></div>'
    page = _read(_documents(NUMBERS, address) + pager, "/van-ban", "Văn bản - Cổng tin tỉnh")
    assert _titles(page) == NUMBERS
    assert page.next_page is not None


@pytest.mark.parametrize("labels", [["1/2", "2/2", "3/3"], ["Trang 1", "Trang 2", "Cuối"], ["24/7", "Q&A", "1/6-5"]])
def test_short_labels_that_number_no_document(labels: list[str]) -> None:
    assert _read(_documents(labels, "/van-ban/")).articles == ()


@pytest.mark.parametrize(
    ("column", "heading", "own"),
    [
        ("cot-phu", "Tin mới cập nhật", False),
        ("cot-phu", "Tin mới nhất:", False),
        ("col-right", "Điểm tin trong tuần", False),
        ("col-md-3", "Các tin khác", False),
        ("cot-phu", "Các tin khác", True),
        ("cot-phu", "Điểm tin trong tuần", True),
    ],
)
def test_what_stands_behind_the_stream_below_its_address(column: str, heading: str, own: bool) -> None:
    link = '<li><a href="/doi-song/{0}-{1}.html">{2}</a> <i>0{3}/02/2023</i></li>'
    rows = "".join(link.format(_slug(one), 6300 + at, one, at + 1) for at, one in enumerate(OTHERS))
    box = f'<div class="{column}"><div class="ten">{heading}</div><ul>{rows}</ul></div>'
    pager = '<div class="so"><b>1</b> <a href="/doi-song?page=2">2</a> <a href="/doi-song?page=3">3</a></div>'
    page = _read(f'<div class="khung"><div class="cot-tin">{_cards(STORIES)}{pager}</div>{box}</div>')
    assert _titles(page) == STORIES + (OTHERS if own else [])
