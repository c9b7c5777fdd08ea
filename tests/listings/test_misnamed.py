"""Names that mislead, columns that look alike, and lists on which a stream goes on: structure decides."""

from __future__ import annotations

import pytest

from newscrawler.listings import read_listing

HOST = "https://bao.example"
SECTION = f"{HOST}/doi-song"
STORIES = [
    "Xóm ven sông dựng lại cầu tre sau mùa lũ lớn",
    "Thầy giáo về hưu mở tủ sách cho trẻ em chăn trâu",
    "Bếp ăn không đồng bên cổng bệnh viện đa khoa",
    "Người giữ nghề làm giấy dó cuối cùng của làng",
    "Tổ xe ôm già thay nhau chở học trò qua dốc",
    "Ngư dân góp lưới cũ làm hàng rào chắn sóng",
    "Chị bán hàng rong trả lại ví tiền cho khách xa",
    "Cụ bà tám mươi tuổi học chữ cùng cháu ngoại",
]
ASIDE = [
    "Giá vàng trong nước đảo chiều vào cuối phiên chiều",
    "Đội tuyển bơi giành thêm ba huy chương khu vực",
    "Nhà ga mới đón chuyến tàu đầu tiên sáng nay",
    "Bão xa bờ đổi hướng và yếu dần trên biển",
    "Phim tài liệu về rừng ngập mặn ra rạp tháng sau",
]
SUMMARY = "Mỗi sáng họ lại gặp nhau ở đầu ngõ, chia việc rồi làm cho tới khi nắng lên quá mái hiên."


def _link(title: str, number: int, prefix: str = "/doi-song") -> str:
    return f'<h3><a href="{prefix}/bai-{number}.html">{title}</a></h3>'


def _told(
    titles: list[str], tag: str = "article", name: str = "o-tin", prefix: str = "/doi-song", first: int = 84100
) -> str:
    return "".join(
        f'<{tag} class="{name}">{_link(title, first + at, prefix)}<p>{SUMMARY}</p></{tag}>'
        for at, title in enumerate(titles)
    )


def _bare(titles: list[str], tag: str = "article", name: str = "o-tin", prefix: str = "/the-gioi") -> str:
    return "".join(
        f'<{tag} class="{name}">{_link(title, 61200 + at, prefix)}</{tag}>' for at, title in enumerate(titles)
    )


def _titles(body: str, url: str = SECTION) -> list[str | None]:
    html = f"<html><head><title>Đời sống</title></head><body>{body}</body></html>"
    return [link.title for link in read_listing(html, url).articles]


@pytest.mark.parametrize("name", ["list-foot", "nav-list", "main-menu-news"])
def test_a_stream_in_an_element_called_a_frame(name: str) -> None:
    other = f'<section class="khac"><h2>Thể thao</h2>{_bare(ASIDE[:3], prefix="/the-thao")}</section>'
    assert _titles(f'<main><section class="{name}">{_told(STORIES)}</section>{other}</main>') == STORIES


def test_items_whose_own_names_are_those_of_a_frame() -> None:
    body = f'<section class="news-foot-list">{_told(STORIES, name="news-foot-list__box")}</section>'
    assert _titles(f'<main>{body}<div class="khac">{_bare(ASIDE[:4], "div", "t")}</div></main>') == STORIES


def test_a_menu_with_a_few_stories_stays_a_menu() -> None:
    labels = "".join(f'<a href="/{word}">{word.title()}</a>' for word in ("the-thao", "kinh-te", "van-hoa", "giao-duc"))
    menu = f'<div class="main-menu">{labels}{_bare(ASIDE, "div", "m")}</div>'
    assert _titles(f"{menu}<main>{_told(STORIES)}</main>") == STORIES


@pytest.mark.parametrize("name", ["timeline secondary", "sidebar-1", "widget-area"])
def test_a_main_column_called_a_sidebar(name: str) -> None:
    hero = f'<div class="dau">{_bare(STORIES[:2], "div", "to", "/doi-song")}</div>'
    side = f"<aside>{_bare(ASIDE, 'div', 'nho')}</aside>"
    body = f'<main>{hero}<section class="{name}">{_told(STORIES[2:])}</section>{side}</main>'
    assert _titles(body) == STORIES


def test_a_sidebar_with_summaries_does_not_replace_a_stream_at_the_pager() -> None:
    pager = '<div class="phan-trang"><a href="/doi-song?page=1">1</a><b>2</b><a href="/doi-song?page=3">3</a></div>'
    main = f'<div class="giua">{_bare(STORIES[:4], "div", "dong", "/doi-song")}{pager}</div>'
    body = f'{main}<div class="sidebar">{_told(ASIDE, "div", "nho", "/the-gioi")}</div>'
    assert _titles(body, f"{SECTION}?page=2") == STORIES[:4]


def test_two_columns_of_one_markup_are_two_lists() -> None:
    left = f'<section class="sidebar_1">{_told(STORIES)}</section>'
    right = f'<section class="sidebar_2">{_bare(ASIDE)}</section>'
    assert _titles(f"<div>{left}{right}</div>") == STORIES
    assert _titles(f"<div>{right}{left}</div>") == STORIES


def test_rows_of_one_grid_are_one_list() -> None:
    rows = "".join(f'<div class="hang-{at}">{_told(STORIES[at : at + 4], first=77000 + at)}</div>' for at in (0, 4))
    assert _titles(f'<div class="luoi">{rows}</div>') == STORIES


TAIL = '<ul class="{name}">' + "".join(
    f'<li><a href="/doi-song/bai-{83000 + at}.html">{title}</a> <i>0{at + 1}/02/2021</i></li>'
    for at, title in enumerate(STORIES[5:])
)
PAGER = '<div class="trang"><a href="/doi-song?page=2">2</a> <a href="/doi-song?page=3">3</a></div>'


@pytest.mark.parametrize("name", ["related", "nav nav-tabs", "con-lai"])
@pytest.mark.parametrize("order", ["{stream}{tail}{pager}", "{stream}{pager}{tail}"])
def test_the_stream_goes_on_as_bare_titles(name: str, order: str) -> None:
    tail = f"<div><h4>Các tin khác</h4>{TAIL.format(name=name)}</ul></div>"
    body = order.format(stream=f'<div class="cot">{_told(STORIES[:5])}</div>', tail=tail, pager=PAGER)
    assert _titles(body) == STORIES


@pytest.mark.parametrize("heading", ["Tin đọc nhiều", "Có thể bạn quan tâm"])
def test_a_box_behind_the_stream_is_no_tail(heading: str) -> None:
    box = f"<div><h4>{heading}</h4>{TAIL.format(name='hop')}</ul></div>"
    assert _titles(f'<div class="cot">{_told(STORIES[:5])}</div>{PAGER}{box}') == STORIES[:5]


def test_a_box_of_another_section_before_the_stream() -> None:
    notices = f'<div class="o-tren">{_bare(ASIDE[:3], "p", "tb", "/thong-bao")}</div>'
    assert _titles(f'<div class="cot">{notices}{_told(STORIES)}</div>') == STORIES
    focus = f'<div class="o-tren">{_bare(STORIES[:2], "p", "tb", "/doi-song")}</div>'
    assert _titles(f'<div class="cot">{focus}{_told(STORIES[2:])}</div>') == STORIES


def test_the_pager_of_websphere_portals() -> None:
    page = f"{HOST}/wps/portal/tin?urile=wcm:path:/tin/moi"
    link = '<a href="/wps/portal/tin?urile=wcm%3apath%3a/tin/moi&WCM_PI=1&WCM_Page.3f={0}" title="{1}">{2}</a>'
    pager = f"<p>{link.format(2, 'Trang kế', '›')} {link.format(40, 'Trang cuối', '»')}</p>"
    read = read_listing(f"<div>{_told(STORIES)}{pager}</div>", page)
    assert read.next_page is not None
    assert read.next_page.url.endswith("WCM_Page.3f=2")


def test_the_time_and_the_comments_in_an_items_foot_make_it_no_section() -> None:
    def item(title: str, number: int) -> str:
        address = f"/2012/02/bai-{number}.html"
        foot = f'<div class="post-footer">lúc <a href="{address}">20:14</a> <a href="{address}#c">4 nhận xét</a></div>'
        return f'<div class="post"><h3><a href="{address}">{title}</a></h3><p>{SUMMARY}</p>{foot}</div>'

    titles = [title[:30].strip() for title in STORIES]
    posts = "".join(item(title, 84100 + at) for at, title in enumerate(titles))
    found = read_listing(f"<html><body><div>{posts}</div></body></html>".encode(), f"{HOST}/")
    assert [link.title for link in found.articles] == titles
