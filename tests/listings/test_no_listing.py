"""Pages that are no listing though full of links: menus that nothing calls a menu, rolls of people, articles."""

from __future__ import annotations

import pytest

from newscrawler.listings import ListingPage, read_listing

HOST = "https://huyen.example"
OFFICES = ["Văn phòng huyện", "Phòng Nội vụ", "Phòng Kinh tế - Hạ tầng", "Phòng Giáo dục và Đào tạo", "Thanh tra huyện"]
TOPICS = ["Quy hoạch xây dựng", "Giá đất hằng năm", "Vốn đầu tư công", "Thi đua - Khen thưởng"]
PEOPLE = ["Hoàng Thị Bích Liên", "Vũ Đình Tráng", "Siu H'Rin", "Phan Thế Kỷ", "Y Thanh Bình"]
STORIES = [
    "Làng tái định cư bên hồ thủy lợi có điện lưới trước mùa mưa",
    "Đội xe cứu thương tình nguyện của huyện chạy xuyên đêm",
    "Nông dân ba xã phía nam góp đất làm đường nội đồng",
    "Học sinh lớp chín chế máy sấy măng từ quạt cũ",
    "Hơn bốn trăm hộ được cấp nước sạch trong quý đầu năm",
    "Chợ phiên cuối tuần mở lại sau hai năm sửa chữa",
]
SENTENCE = (
    "Cán bộ thôn đi từng nhà ghi lại ý kiến, bàn với bà con rồi mới chốt tuyến đường sẽ làm trước trong năm nay. "
)


def _page(body: str, title: str = "Cổng thông tin huyện") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def _slug(text: str) -> str:
    return "-".join("".join(letter for letter in word if letter.isascii()) or "x" for word in text.lower().split())


def _mega_menu() -> str:
    branches = []
    for topic in TOPICS:
        leaves = "".join(f'<li><a href="/{_slug(one)}/{_slug(topic)}">{one}</a></li>' for one in OFFICES)
        branches.append(f'<li><a href="/{_slug(topic)}">{topic}</a><ul>{leaves}</ul></li>')
    return f'<ul class="tang-1">{"".join(branches)}</ul>'


def _stream(n: int = len(STORIES), *, dated: bool = True, prefix: str = "/tin") -> str:
    items = []
    for at, story in enumerate(STORIES[:n]):
        date = f"<span>1{at}/04/2022</span>" if dated else ""
        items.append(f'<div class="mot-tin"><a href="{prefix}/{_slug(story)}-7{at}21">{story}</a>{date}</div>')
    return f'<div class="cot-chinh">{"".join(items)}</div>'


def _read(body: str, path: str, title: str = "Cổng thông tin huyện") -> ListingPage:
    return read_listing(_page(body, title), HOST + path)


@pytest.mark.parametrize(
    "body",
    [
        _mega_menu(),
        f"{_mega_menu()}<p>{SENTENCE * 3}</p>",
        "<table><tr>" + "".join(f'<td><a href="/{_slug(one)}.aspx">{one}</a></td>' for one in TOPICS) + "</tr></table>",
        "<div><h5>DOANH NGHIỆP</h5>" + "".join(f'<a href="/{_slug(one)}">{one}</a><br>' for one in OFFICES) + "</div>",
    ],
    ids=["menu alone", "menu and text", "table of sections", "columns of offices"],
)
def test_a_menu_is_no_listing_whatever_it_is_called(body: str) -> None:
    page = _read(body, "/gioi-thieu")
    assert (page.kind, page.articles, page.next_page) == ("empty", (), None)


def test_a_menu_does_not_join_the_stream_it_stands_above() -> None:
    page = _read(_mega_menu() + _stream(), "/tin")
    assert [link.title for link in page.articles] == STORIES


def test_a_roll_of_people_is_no_listing() -> None:
    rows = "".join(
        f'<tr><td><a href="/can-bo.aspx?ID={at}40">{name}</a></td><td>0{at + 1}/02/1971</td><td>Trưởng phòng</td></tr>'
        for at, name in enumerate(PEOPLE)
    )
    page = _read(f"<h2>Lãnh đạo các phòng</h2><table>{rows}</table>", "/lanh-dao")
    assert (page.kind, page.articles) == ("empty", ())


def test_notices_in_a_marquee_are_not_the_stream() -> None:
    running = "".join(f'<a href="/tb/90{at}">{story} (0{at + 1}/03/2022)</a>' for at, story in enumerate(STORIES[:3]))
    page = _read(f"<div><marquee>{running}</marquee></div>{_stream(4)}", "/tin")
    assert [link.title for link in page.articles] == STORIES[:4]
    alone = _read(f"<div><marquee>{running}</marquee></div><p>{SENTENCE * 4}</p>", "/gioi-thieu")
    assert alone.articles == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Tin cùng chuyên mục",
        "Các tin đã đưa",
        "Bài viết liên quan",
        "Tin cùng loại",
        "Thông báo cùng mục",
        "Các tin, bài đã đăng",
    ],
)
def test_a_page_with_older_items_under_it_is_an_article(heading: str) -> None:
    older = f'<div class="tin-kia"><h4>{heading}</h4>{_stream(4)}</div>'
    spotlight = "".join(f'<p class="o"><a href="/xem/{at}31">{story}</a></p>' for at, story in enumerate(STORIES[2:]))
    page = _read(f"<p>{SENTENCE * 3}</p>{older}<div><b>Tiêu điểm</b>{spotlight}</div>", "/tin/mot-bai-nao-do")
    assert (page.kind, page.articles) == ("article", ())


@pytest.mark.parametrize("heading", ["Tin khác", "Các thông báo khác:", "Các câu hỏi khác", "Other news"])
def test_other_items_under_a_text_are_an_article_s(heading: str) -> None:
    others = f'<div class="tin-kia"><h4>{heading}</h4>{_stream(5)}</div>'
    text = f"<p>{SENTENCE}</p>"
    assert _read(f"<div>{text}{others}</div>", "/tin/so-do").kind == "article"
    first = f'<div class="dau"><a href="/tin/xa-dien-len-nui-7082">{STORIES[5]}</a> {SENTENCE}</div>'
    led = _read(f"<div>{text}{first}{others}</div>", "/tin")
    assert [link.title for link in led.articles] == [STORIES[5], *STORIES[:5]]
    assert _read(f"<div>{text}{first.replace('7082', '70821')}{others}</div>", "/tin").kind == "listing"
    assert _read(f"<div>{others}</div>", "/tin").kind == "listing"


def test_a_text_that_outweighs_a_few_titles() -> None:
    text = f"<p>{SENTENCE * 6}</p><p>{SENTENCE * 6}</p>"
    assert _read(f"<div>{text}</div>{_stream(4)}", "/tin/lang-moi").kind == "article"
    assert _read(f"<div>{text[: len(text) // 2]}</p></div>{_stream(4)}", "/tin/lang-moi").kind == "listing"
    more = _stream() + _stream(prefix="/ban-tin").replace("</a>", " (kỳ hai)</a>")
    assert _read(f"<div>{text}</div>{more}", "/tin/lang-moi").kind == "listing"


def test_dates_of_other_items_do_not_speak_for_a_listing() -> None:
    stories = STORIES + [f"{story} (kỳ hai)" for story in STORIES]
    items = "".join(
        f'<li><a href="/tin/{_slug(story)}-7{at}21">{story}</a> <i>1{at % 10}/04/2022</i></li>'
        for at, story in enumerate(stories)
    )
    head = '<meta property="og:type" content="article">'
    other = f"{head}<p>{SENTENCE}</p><h4>Các tin khác</h4><ul>{items}</ul>"
    assert _read(other, "/tin/mot-bai-nao-do").kind == "article"
    assert _read(f"{head}<p>{SENTENCE}</p><h4>Tin tức</h4><ul>{items}</ul>", "/tin").kind == "listing"


@pytest.mark.parametrize(
    "path",
    [
        "/chi-tiet-tin?so=4",
        "/lists/thongbao/view_detail.aspx?x=7",
        "/NewsDetail.aspx?x=1",
        "/van-ban/detail/12",
        "/XemTin.aspx?a=b",
    ],
)
def test_an_address_that_shows_one_item(path: str) -> None:
    assert _read(f"<p>{SENTENCE * 3}</p>{_stream(5)}", path).kind == "article"
    assert _read(_stream(5), "/danh-sach-tin").kind == "listing"


def test_one_script_called_with_another_identifier() -> None:
    items = "".join(
        f'<li><a href="/trang.aspx?nid=7{at}13">{story}</a> <i>1{at}/05/2021</i></li>'
        for at, story in enumerate(STORIES)
    )
    assert _read(f"<p>{SENTENCE * 3}</p><ul>{items}</ul>", "/trang.aspx?nid=4821").kind == "article"
    routed = items.replace("?nid=", "?view=article&amp;nid=")
    assert _read(f"<ul>{routed}</ul>", "/trang.aspx?view=category&nid=4821").kind == "listing"
