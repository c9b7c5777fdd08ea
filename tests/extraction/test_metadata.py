"""Metadata of whole pages: a page per content system, the saved pages, and pages that are broken."""
# ruff: noqa: E501

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_pages import BODY, FETCHED, PAGES, TITLE, PortalPage, shell
from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.encoding import decode_html
from pipelines.extraction.layout import Layout
from pipelines.extraction.metadata import Metadata, read_metadata
from pipelines.extraction.scope import read_scope
from pipelines.extraction.walk import read_page
from pipelines.records import Page, PageKind


def metadata_of(tree: LexborHTMLParser, page: Page, layout: Layout | None = None) -> Metadata:
    lines, _ = read_page(tree, read_scope(tree, layout)[0] if layout is not None else None)
    return read_metadata(tree, lines, page, layout)


def page_at(url: str, listed_raw: str | None = None, fetched: str = FETCHED) -> Page:
    return Page(
        "dakson",
        url,
        url,
        url,
        url,
        200,
        (),
        b"",
        datetime.fromisoformat(fetched),
        PageKind.ARTICLE,
        "run",
        listed_date_raw=listed_raw,
    )


def read(page: PortalPage) -> Metadata:
    return metadata_of(LexborHTMLParser(page.html), page_at(page.url, page.listed_raw))


def iso(metadata: Metadata, like: str | None) -> str | None:
    if metadata.published is None:
        return None
    at = metadata.published.at
    return at.date().isoformat() if like is not None and len(like) == 10 else at.isoformat()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
class TestPortalPages:
    def test_title(self, page: PortalPage) -> None:
        assert read(page).title == page.title

    def test_published(self, page: PortalPage) -> None:
        metadata = read(page)
        assert iso(metadata, page.published) == page.published
        if metadata.published is not None:
            assert (metadata.published.precision == "day") == (len(page.published or "") == 10)

    def test_updated(self, page: PortalPage) -> None:
        updated = read(page).updated_at
        assert (updated.isoformat() if updated else None) == page.updated

    def test_bylines(self, page: PortalPage) -> None:
        metadata = read(page)
        assert (list(metadata.authors), metadata.source) == (page.authors, page.source)

    def test_section(self, page: PortalPage) -> None:
        assert read(page).section == page.section

    def test_tags(self, page: PortalPage) -> None:
        assert list(read(page).tags) == page.tags

    def test_view_count(self, page: PortalPage) -> None:
        assert read(page).view_count == page.views

    def test_marked_lead(self, page: PortalPage) -> None:
        assert read(page).marked_lead == page.lead

    def test_attachments(self, page: PortalPage) -> None:
        assert [(file.url, file.name) for file in read(page).attachments] == page.attachments


LAYOUT = Layout(
    container=(".detail",),
    title=(".ten",),
    published=(".luc",),
    updated=(".sua",),
    authors=(".ai",),
    source=(".dau",),
    section=(".muc a",),
    tags=(".khoa a",),
    view_count=(".dem",),
)
LAID_OUT = """<h1>Chuyên mục của cổng</h1><div class="detail"><div class="ten">Tên bài viết này</div>
<span class="luc">Lúc 21/04/2017, 10:30</span><span class="sua">22/04/2017 08:00</span><span class="ai">Mỹ Diễm - Thu Hà</span>
<span class="dau">Báo Kon Tum</span><p class="muc"><a>Văn hóa</a><a>Xã hội</a></p><p class="khoa"><a>trẻ em</a></p>
<span class="dem">1.436 lượt</span></div><span class="luc">01/01/2020</span>"""


def test_selectors_of_a_layout_come_first() -> None:
    metadata = metadata_of(LexborHTMLParser(shell(LAID_OUT)), page_at("https://dakson.gov.vn/a"), LAYOUT)
    assert metadata.title == "Tên bài viết này"
    assert metadata.published is not None
    assert metadata.published.at.isoformat() == "2017-04-21T10:30:00+07:00"
    assert metadata.published.raw == "21/04/2017, 10:30"
    assert metadata.updated_at is not None
    assert metadata.updated_at.isoformat() == "2017-04-22T08:00:00+07:00"
    assert metadata.authors == ("Mỹ Diễm", "Thu Hà")
    assert metadata.source == "Báo Kon Tum"
    assert metadata.section == "Văn hóa > Xã hội"
    assert metadata.tags == ("trẻ em",)
    assert metadata.view_count == 1436
    assert dict(metadata.methods)["title"] == "layout"


def test_a_layout_that_matches_nothing_costs_nothing() -> None:
    page = PAGES[0]
    found = metadata_of(LexborHTMLParser(page.html), page_at(page.url), Layout(title=(".nowhere",), authors=("#no",)))
    assert found.title == page.title


def test_month_first_attributes_of_a_layout() -> None:
    html = shell('<h1>Tên bài</h1><time class="us" content="3/7/2026 8:01:53 AM"></time>')
    layout = Layout(published=(".us",), month_first=(".us",))
    found = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"), layout).published
    assert found is not None
    assert found.at.isoformat() == "2026-03-07T08:01:53+07:00"


DATES = [
    # what is printed, what is claimed for machines, what is right, whether all agree
    ("07/03/2026 08:52", "2026-03-07T08:52:11+07:00", "2026-03-07T08:52:00+07:00", True),
    ("07/03/2026", "2026-03-07T08:52:11+07:00", "2026-03-07T08:52:11+07:00", True),
    ("07/03/2026 08:52", "2026-03-07", "2026-03-07T08:52:00+07:00", True),
    ("07/03/2026 18:21", "2026-03-07T11:21:05Z", "2026-03-07T18:21:00+07:00", True),
    ("07/03/2026 18:21", "2026-03-07T18:21:05Z", "2026-03-07T18:21:00+07:00", True),
    ("07/03/2026 08:01", "3/7/2026 8:01:53 AM", "2026-03-07T08:01:00+07:00", True),
    ("07/03/2026 08:52", "2025-01-01T00:00:00+07:00", "2026-03-07T08:52:00+07:00", False),
    ("07/03/2036 08:52", "2026-03-07T08:52:11+07:00", "2026-03-07T08:52:11+07:00", None),
    ("07/03/1926", "2026-03-07T08:52:11+07:00", "2026-03-07T08:52:11+07:00", None),
]


@pytest.mark.parametrize(("printed", "claimed", "right", "agree"), DATES)
def test_candidates_are_weighed(printed: str, claimed: str, right: str, agree: bool | None) -> None:
    head = f'<meta property="article:published_time" content="{claimed}">'
    html = shell(f"<h1>Hội nghị tổng kết năm</h1><div>{printed}</div><p>Nội dung</p>", head=head)
    metadata = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"))
    assert metadata.published is not None
    assert metadata.published.at.isoformat() == right
    assert metadata.dates_agree is agree


def test_times_of_another_country_are_in_its_zone() -> None:
    html = (
        '<html lang="en"><head><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
        '"2019-11-19T13:03:00.000Z"}</script></head><body><h1>Many ways to play and pay</h1>'
        "<div>Nov. 19, 2019 8:03 am</div></body></html>"
    )
    found = metadata_of(LexborHTMLParser(html), page_at("https://news.example.com/a")).published
    assert found is not None
    assert found.at.isoformat() == "2019-11-19T08:03:00-05:00"


def test_the_moment_of_a_change_is_no_publication_though_it_alone_is_printed() -> None:
    html = (
        '<html lang="es"><head><meta property="article:published_time" content="2023-10-18T22:41:14Z">'
        '<meta property="article:modified_time" content="2023-10-19T06:10:00Z"></head><body><h1>Un puente nuevo</h1>'
        '<div>Actualizado <time datetime="2023-10-19T06:10:00Z">Jueves, 19 octubre 2023 - 08:10</time></div></body></html>'
    )
    found = metadata_of(LexborHTMLParser(html), page_at("https://diario.example.es/a"))
    assert found.published is not None
    assert found.published.at.isoformat() == "2023-10-19T00:41:14+02:00"
    assert found.updated_at is not None
    assert found.updated_at.isoformat() == "2023-10-19T08:10:00+02:00"
    assert found.authors == ()


def test_traps_for_dates_are_no_candidates() -> None:
    html = shell(
        f"""<h1>{TITLE}</h1><figure><img src="/uploads/2011/05/06/a.jpg"><figcaption>Ảnh ngày 04/02/2020</figcaption></figure>
        {BODY}<p>Quyết định có hiệu lực từ ngày 01/07/2019.</p><div class="related"><a href="/x">Tin khác</a> 03/03/2019</div>
        <div id="comments"><span class="date">05/05/2019</span> Hay quá</div>"""
    )
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).date_candidates == ()


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            '<div id="header"><a href="/"><img alt="Cổng"></a><span class="date-time">Thứ Hai, 08/01/2018</span></div>',
            None,
        ),
        ('<header><b>Cổng thông tin</b><p class="date">Thứ Hai, 08/01/2018 10:30</p></header>', None),
        ('<div id="header">Cổng</div><div class="post-header"><p class="date">08/01/2018</p></div>', "2018-01-08"),
    ],
    ids=("clock alone", "clock beside a name", "head of the article"),
)
def test_the_clock_of_the_pages_head_is_no_date_of_an_article_whose_menu_was_passed_by(
    head: str, day: str | None
) -> None:
    menu = '<div id="menu"><ul><li><a href="/a">Trang chủ</a></li><li><a href="/b">Tin tức</a></li></ul></div>'
    html = f'<html><body>{head}{menu}<div class="ct"><h1>{TITLE}</h1><div class="text">{BODY}</div></div></body></html>'
    layout = Layout(container=(".ct",), title=("h1",), body=(".text",), published=(".luc",))
    found = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"), layout).published
    assert (found and found.at.date().isoformat()) == day


@pytest.mark.parametrize(
    ("language", "claim", "day"),
    [("en", "2026-03-07", "2026-03-07"), ("vi", "2026-03-07", "2026-07-03"), ("en", "2025-01-02", "2026-07-03")],
)
def test_a_printed_date_is_read_month_first_only_abroad_and_where_a_claim_says_so(
    language: str, claim: str, day: str
) -> None:
    title = "The village road is finished two weeks early"
    head = f'<title>{title}</title><meta property="article:published_time" content="{claim}T15:51:26+00:00">'
    text = "<p>The road joins the village and its fields, and the rains no longer cut it off from the market town.</p>"
    html = f'<html lang="{language}"><head>{head}</head><body><h1>{title}</h1><p>03/07/2026</p>{text * 3}</body></html>'
    found = metadata_of(LexborHTMLParser(html), page_at("https://news.example.com/a")).published
    assert (found and found.at.date().isoformat()) == day


WAYS = [
    (f"<div class='crumb'><a href='/'>Главная</a> > <a href='/o'>Общество</a></div><h1>{TITLE}</h1>", "Общество"),
    (f"<div>当前位置：首页 > 新闻资讯 > 要闻动态</div><h1>{TITLE}</h1>", "新闻资讯 > 要闻动态"),
    (
        f"<h1>{TITLE}</h1><div>29/9/2020 trong <a class='cat' href='/b'>Báo cáo tình hình kinh tế - xã hội</a></div>",
        "Báo cáo tình hình kinh tế - xã hội",
    ),
    (
        f"<ul><li><a href='/'>Trang chủ</a></li><li><a href='/p/gop-sach'>Góp sách</a></li><li><a href='/p/so-quy'>Sổ quỹ</a></li></ul><h2>05/03/2012</h2><h3>{TITLE}</h3>",
        None,
    ),
    (f"<div class='box-title'>Hoạt động của lãnh đạo</div><h2>{TITLE}</h2>", "Hoạt động của lãnh đạo"),
    (f"<h2>TIN KHẨN</h2><h1>{TITLE}</h1>", None),
    (f"<div class='crumb'><a href='/'>Dakson.vn</a> <a href='/kt'>Kinh tế</a></div><h1>{TITLE}</h1>", "Kinh tế"),
    (
        f"<ol class='breadcrumb'><li><a href='/web/guest/home'>Kdrêč</a></li><li><a href='/k'>Klei</a></li></ol><h2>{TITLE}</h2>",
        "Klei",
    ),
    (
        f"<div><a href='/'>Trang chủ</a> » <a href='/c1'>Ẩm thực</a> » <a href='/c2'>Món ngon mỗi ngày</a></div><h1>{TITLE}</h1>",
        "Ẩm thực > Món ngon mỗi ngày",
    ),
    (
        f"<div class='detail-cate'><a href='/pl'>Pháp luật</a><a href='/113'>Bản tin 113</a></div><h1>{TITLE}</h1>",
        "Pháp luật > Bản tin 113",
    ),
    (
        f"<table><tr><td class='ChannelName'><a href='/?c=8'>Ký sự</a></td><td>18/11/2006</td></tr></table><p class='pSuperTitle'>Những bến sông - Kỳ 2:</p><p class='pTitle'>{TITLE}</p>",
        "Ký sự",
    ),
    (f"<div class='Header Title'>Tin Kinh tế</div><p>11/11/2019</p><p class='Title'>{TITLE}</p>", "Tin Kinh tế"),
    (
        f"<div class='breadcrumb'><a href='/'>Trang chủ</a> / Đời sống / Chuyện làng</div><h1>{TITLE}</h1>",
        "Đời sống > Chuyện làng",
    ),
    (
        f"<div class='breadcrumb'><a href='/'>Trang chủ</a> <a href='/d'>Đời sống</a><p>Thứ Hai, 05/06/2023 - 08:30</p></div><h1>{TITLE}</h1>",
        "Đời sống",
    ),
    (f"<div class='noi'><p>&nbsp; / CHUYỆN LÀNG</p></div><h3>{TITLE}</h3>", "CHUYỆN LÀNG"),
    (f"<p>Ngày mới ở làng.</p><p><b>Chuyện làng</b></p><p class='Title'>{TITLE}</p>", "Chuyện làng"),
    (
        f"<ul><li><a href='/1'>Giới thiệu</a></li></ul><p><b>Liên kết website</b></p><p class='Title'>{TITLE}</p>",
        None,
    ),
    (f"<nav><a href='/1'>Giới thiệu</a></nav><p class='uppercase'>Chuyện làng</p><h1>{TITLE}</h1>", "Chuyện làng"),
    (f"<p>Xã có mười hai làng</p><p class='uppercase'>Chuyện làng</p><h1>{TITLE}</h1>", None),
    (
        f"<div><a href='/1'>Giới thiệu</a></div><div><div><a href='/portal/t'>Chuyện làng</a></div><p>{TITLE}</p></div>",
        "Chuyện làng",
    ),
    (f"<div><a href='/1'>Giới thiệu</a><br><a href='/portal/t'>Chuyện làng</a><p>{TITLE}</p></div>", None),
    (
        f"<p class='chuyen-muc'>Hỏi đáp</p><p class='thong-bao hide'>Chức năng đang sửa.</p><h3>{TITLE}</h3>",
        "Hỏi đáp",
    ),
    (
        f"<h1>{TITLE}</h1><p><span class='post-categories'><a href='/t'>Chuyện làng</a></span> - 25/05/2023</p>",
        "Chuyện làng",
    ),
    (
        f"<div class='breadcrumb'><h2><a href='/lang/'>Làng</a></h2><ul><li><a href='/lang/nghe/'>Nghề</a></li></ul></div><h1>{TITLE}</h1>",
        "Làng > Nghề",
    ),
    (
        f"<div class='breadcrumb'><a href='/lang/'>Làng</a><ul><li><a href='/che-do/'>Chế độ</a></li></ul></div><h1>{TITLE}</h1>",
        "Làng",
    ),
    (
        f"<nav><a href='/?c=7'>Chuyện làng</a></nav><h2><a href='/?c=7'>Chuyện làng</a></h2><ul><li><a href='/?c=8'>Nghề</a></li><li><a href='/?c=9'>Hội</a></li></ul><h1>{TITLE}</h1>",
        "Chuyện làng",
    ),
    (
        f"<h2><a href='/?c=7'>Chuyện làng</a></h2><ul><li><a href='/?c=8'>Nghề</a></li><li><a href='/?c=9'>Hội</a></li></ul><h1>{TITLE}</h1>",
        None,
    ),
]


CLAIMED_WAYS = [
    (("Kinh tế", "Thị trường"), "<h2><a href='/kt'>Kinh tế</a></h2><ul><li><a href='/tt'>Thị trường</a></li></ul>"),
    (("Kinh tế",), "<a href='/kt'>Kinh tế</a><a href='/kt/tt'>Thị trường</a>"),
]


@pytest.mark.parametrize(("claimed", "printed"), CLAIMED_WAYS)
def test_of_the_printed_and_the_claimed_way_the_one_that_leads_further_counts(
    claimed: tuple[str, ...], printed: str
) -> None:
    items = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(claimed, start=1)]
    claim = json.dumps({"@type": "BreadcrumbList", "itemListElement": items})
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{claim}</script>"
    html = f"<html lang='vi'><head>{head}</head><body><div class='breadcrumb'>{printed}</div><h1>{TITLE}</h1>{BODY}</body></html>"
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).section == "Kinh tế > Thị trường"


@pytest.mark.parametrize(("head", "section"), WAYS)
def test_ways_to_an_article(head: str, section: str | None) -> None:
    html = f"<html lang='vi'><head><title>{TITLE}</title></head><body>{head}{BODY}</body></html>"
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).section == section


MANY = "".join(f"<a href='#'>{name}</a>" for name in ("In bài", "Đọc bài viết", "A", "A+", "A++"))
BESIDE_TITLE = [
    (f"<h2>{TITLE}</h2><div>Ngày đăng: 05/09/2025 16:42 Lượt xem: 918 {MANY}</div>", "2025-09-05"),
    (
        f"<h1>{TITLE}</h1><div>Đăng ngày 29 tháng 9 năm 2020 trong <a href='/bc'>Báo cáo tình hình kinh tế của huyện</a></div>",
        "2020-09-29",
    ),
    (f"<div class='title'>{TITLE} <span>(12/06/2014)</span></div>", "2014-06-12"),
    (
        f"<div>Thứ năm, 20/08/2026 | Thời tiết: 19 - 26°C</div><h2>{TITLE}</h2><div>Cập nhật: 9/7/2018 | 2:15:22 PM</div>",
        "2018-07-09",
    ),
    (
        f"<div>Thứ sáu, 01/09/2017 | <a href='/r'>RSS</a></div><h2>{TITLE}</h2><p>Cập nhật ngày: 31/08/2017 15:06</p>",
        "2017-08-31",
    ),
    (
        f"<div>19/04/2015, 07:30</div><p><a href='#'>A-</a> <a href='#'>A+</a> <a href='/p'>In trang này</a> <a href='#'>Gửi bài</a></p><div class='title'>{TITLE}</div>",
        "2015-04-19",
    ),
    (f"<h1>{TITLE}</h1><p class='meta__updated'>12/04/2024 15h02 Atualizado 13/04/2024 18h40</p>", "2024-04-12"),
    (f"<div>22/05/2024</div><h2>{TITLE}</h2><div>Cập nhật: 23/05/2024</div>", "2024-05-22"),
    (f"<h1>{TITLE}</h1><div>Update: April, 02/2018 - 09:00</div>", "2018-04-02"),
    (f"<h1>{TITLE}</h1><ul><li>Ngày gửi: 29/03/2021</li><li>Ngày trả lời: 02/04/2021 10:35</li></ul>", "2021-04-02"),
    (
        f"<h1>{TITLE}</h1><p>Cập nhật lên Cổng: 19/07/2018</p><table><tr><td>Ngày ban hành</td><td>12/07/2018</td></tr></table>",
        "2018-07-19",
    ),
    (f"<h1>{TITLE}</h1><table><tr><td>Ngày ban hành</td><td>12/07/2018</td></tr></table>", "2018-07-12"),
    (
        f"<span id='current-date'>Thứ Năm, 20/02/2025</span><p>Chuyên mục: Thông báo | 12/02/2025</p><h1>{TITLE}</h1>",
        "2025-02-12",
    ),
    (
        f"<h1>{TITLE}</h1><p>Cập nhật lúc 2020-06-22 09:41:17</p>{BODY}<h2>Bình luận:</h2><p class='i-datetime'>2020-07-02 20:15:44</p>",
        "2020-06-22",
    ),
]


@pytest.mark.parametrize(("head", "day"), BESIDE_TITLE)
def test_a_date_beside_the_title_is_the_articles(head: str, day: str) -> None:
    html = f"<html lang='vi'><head><title>{TITLE}</title></head><body>{head}{BODY}</body></html>"
    found = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"))
    assert found.title == TITLE
    assert (found.published and found.published.at.date().isoformat()) == day


def test_headlines_of_languages_without_spaces_are_headlines() -> None:
    text = "<p>记者获悉，全县今年改造提升农村公路一百二十公里，新建桥梁七座，惠及十六个行政村。</p>"
    others = "<li><a href='/2'>青少年科技创新大赛落幕</a>2021-06-27</li><li><a href='/3'>新能源公交车新增三条线路</a>2021-02-01</li>"
    html = f"<title>全县改造农村公路</title><body><h1>全县改造农村公路</h1><p>2021-03-05</p>{text}<ul>{others}</ul>"
    found = metadata_of(LexborHTMLParser(html), page_at("http://www.qinghe.example/1.html"))
    assert [candidate.raw for candidate in found.date_candidates] == ["2021-03-05"]


AUTHORS = [
    (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "name": "BAO MOI ONLINE"}}</script>',
        [],
    ),
    ('<meta name="author" content="baodakson.vn">', []),
    ('<meta name="author" content="Báo Đăk Sơn">', []),
    ('<meta property="og:site_name" content="Đăk Sơn Ngày Nay"><meta name="author" content="Đăk Sơn Ngày Nay">', []),
    ('<meta name="author" content="https://facebook.com/daksonvn">', []),
    ('<meta name="author" content="Lê Thu Hà, Trần Nam">', ["Lê Thu Hà", "Trần Nam"]),
]


@pytest.mark.parametrize(("head", "authors"), AUTHORS)
def test_offices_and_sites_are_no_authors(head: str, authors: list[str]) -> None:
    html = shell(f"<h1>{TITLE}</h1>{BODY}", head=head)
    assert list(metadata_of(LexborHTMLParser(html), page_at("https://baodakson.vn/a")).authors) == authors


HEADS = [
    "<h1>{title}</h1><p><a href='/r' class='author'>Roads</a></p><ul class='author'><li>by Ann Lee May 3, 2016 5:00 AM</li></ul>",
    "<h1>{title}</h1><p>December 21, 2016 | by Ann Lee</p><footer><a href='/ann-lee'>Ann Lee</a></footer>",
    "<header><div class='tools'></div><h1>{title}</h1><p>x</p><p>y</p><p>z</p><p class='author'>By Ann Lee</p></header>",
    "<header><p class='author'>By Ann Lee</p><h1>{title}</h1></header>",
    "<h1>{title}</h1><aside><p class='byline'>By Ann Lee</p></aside>",
    "<h1>{title}</h1><div class='comment-share'><p class='author'>By Ann Lee • 12/16/16 12:21pm</p></div>",
    "<h1>{title}</h1><p class='author'><span>A</span> <a href='/a'>Ann Lee</a></p>",
    "<h1>{title}</h1><p>By Ann Lee, Hill Courier — Riverton</p><p>May 3, 2016</p>",
    "<h1>{title}</h1><p><a class='author' href='/a'>Jean Wo<span>o</span></a></p>",
]


@pytest.mark.parametrize("head", HEADS)
def test_an_article_has_a_head_of_its_own(head: str) -> None:
    menu = "<header><a href='/1'>Home</a><span class='author'>By Our Staff</span></header>"
    html = f"<html lang='en'><body>{menu}<article>{head.format(title=TITLE)}{BODY}</article></body></html>"
    found = metadata_of(LexborHTMLParser(html), page_at("https://news.example.com/a"))
    assert found.authors == (("Jean Woo",) if "Jean" in head else ("Ann Lee",))


def test_a_claimed_author_who_is_printed_among_controls_is_the_author() -> None:
    claim = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person", "name": "서은채"}}</script>'
    head = "<div class='writer'><b>서은채 기자</b><button>구독</button></div><div class='writer'><button>글자크기</button><button>공유</button></div>"
    html = f"<html lang='ko'><head>{claim}</head><body><h1>{TITLE}</h1>{head}{BODY}</body></html>"
    assert metadata_of(LexborHTMLParser(html), page_at("https://news.example.com/a")).authors == ("서은채",)


VIEWS = [
    ("Lượt xem : 1.234", 1234),
    ("Đã xem: 12", 12),
    ("07/03/2026 | Xem: 123", 123),
    ("1234 lượt xem", 1234),
    ("(Đã có 1,123 lượt xem)", 1123),
    ("Số lần đọc: 15", 15),
    ("Views: 12", 12),
    ("Lượt truy cập: 999", None),
    ("Tổng lượt xem: 8888", None),
    ("Hôm nay: 30 lượt xem", None),
    ("Đoạn clip về lễ hội đã thu hút 500.000 lượt xem chỉ sau một ngày đăng tải.", None),
]


@pytest.mark.parametrize(("printed", "count"), VIEWS)
def test_view_counters(printed: str, count: int | None) -> None:
    html = shell(f"<h1>{TITLE}</h1>{BODY}<p>{printed}</p>")
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).view_count == count


TITLES = [
    ("<h1>THỜI SỰ</h1><h1>Bão số 5 đổ bộ vào đất liền</h1>", "Bão số 5 đổ bộ vào đất liền - Báo Đăk Sơn", None),
    ("<h1>Bão số 5 đổ bộ vào đất liền</h1>", "Báo Đăk Sơn", None),
    ("<h1>Báo Đăk Sơn</h1><h2>Bão số 5 đổ bộ vào đất liền</h2>", "Bão số 5 đổ bộ vào đất liền | Báo Đăk Sơn", None),
    (
        "<p class='superTitle'>Ký sự mùa mưa bão - Kỳ 2:</p><p class='pTitle'>Bão số 5 đổ bộ vào đất liền</p>",
        "Đăk Sơn Online - Bão số 5 đổ bộ vào đất liền",
        None,
    ),
    ("<div>Bão số 5 đổ bộ vào đất liền</div>", "Bão số 5 đổ bộ vào đất liền", None),
    ("<h1>Bão số 5 đổ bộ vào đất liền</h1>", "Bão số 5: mới nhất", "Bão số 5 vào đất liền, cập nhật mới"),
    ("<p>Không có tiêu đề nào in ra</p>", "Trang tin", "Bão số 5 đổ bộ vào đất liền"),
    ("<p>Không có tiêu đề nào in ra</p>", "Bão số 5 đổ bộ vào đất liền - Báo Đăk Sơn", None),
    ("<nav><h2>Bão số 5 đổ bộ vào đất liền</h2></nav><h1>Bão số 5 đổ bộ vào đất liền</h1>", "Báo Đăk Sơn", None),
]


@pytest.mark.parametrize(("article", "page_title", "og_title"), TITLES)
def test_title_is_where_print_and_claims_meet(article: str, page_title: str, og_title: str | None) -> None:
    head = f"<title>{page_title}</title><meta property='og:site_name' content='Báo Đăk Sơn'>"
    if og_title:
        head += f"<meta property='og:title' content='{og_title}'>"
    html = f"<html lang='vi'><head>{head}</head><body>{article}{BODY}</body></html>"
    found = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"))
    assert found.title == "Bão số 5 đổ bộ vào đất liền"


OWN = "Thông báo lịch kiểm tra an toàn thực phẩm quý II"
UNCLAIMED = [
    (
        f"<div><span class='Head'>{OWN}</span><br>Cập nhật lúc: 15:20 28/07/2011 <a href='#'>In tin</a>{BODY}</div>",
        "Tin tức",
    ),
    (
        f"<div><b>{OWN}</b></div><div>Đăng ngày 5 tháng 3 năm 2014</div><p>Phòng Y tế thông báo lịch kiểm tra tại các chợ trên địa bàn huyện như sau:</p><p>Chợ xã.</p>",
        "Phòng Y tế",
    ),
    (
        f"<h1 class='header-title'>Tin y tế</h1><h3 class='header-title'>{OWN}</h3>{BODY}<h1 class='header-title'>Tin khác</h1><h3><a href='/b1'>Trao học bổng cho học sinh vượt khó</a></h3>{BODY}",
        "Y tế - Huyện Đăk Sơn",
    ),
    (
        f"<div class='title'><a href='/y-te'>Hoạt động y tế cơ sở</a></div><div class='news-title'>{OWN}</div><div>10:05 22/05/2024</div>{BODY}",
        "Hoạt động y tế cơ sở",
    ),
    (f"<div class='title'>{OWN} <span class='date'>(12/06/2014)</span></div>{BODY}", "Thông báo"),
    (
        f"<h1><a href='/'>Câu lạc bộ Đọc sách Đăk Sơn</a></h1><h3>{OWN}</h3>{BODY}",
        f"Câu lạc bộ Đọc sách Đăk Sơn: {OWN}",
    ),
    (
        f"<div class='tieude_hop'>Hỏi đáp pháp luật về bảo hiểm y tế</div><p>Người mất việc được bao nhiêu ngày thì thẻ bảo hiểm y tế hết giá trị sử dụng, và phải làm gì để có thẻ mới?</p><div><span class='tieude_tin'>{OWN}</span> <span class='ngaydang'>(23/05/2012)</span>{BODY}</div>",
        "Trung tâm Y tế Đăk Sơn",
    ),
    (
        f"<h1>CỔNG LẤY Ý KIẾN VĂN BẢN</h1><ul><li><a href='/a'>Giới thiệu</a></li><li><a href='/b'>Văn bản</a></li></ul><h3 class='tieu-de'>{OWN}</h3><p class='meta'>Ngày đăng: 02/10/2018 | Góp ý: 2</p><p>Phòng Y tế lấy ý kiến.</p>",
        "Cổng lấy ý kiến văn bản quy phạm pháp luật",
    ),
    (
        f"<h1>detail - Trung tâm Y tế</h1><a href='/y-te'>Y tế</a><div class='title'><h2>{OWN}</h2>29/04/2021 14:02:55</div>{BODY}",
        "detail - Trung tâm Y tế",
    ),
    (
        f"<div class='txt_title'>TIN HOẠT ĐỘNG</div><p><b>{OWN}</b></p><i>(Cập nhật: 03/04/2007 8:15)</i>{BODY}",
        "Trung tam Y te",
    ),
    (
        f"<div><a href='/muc/1'>Hoạt động y tế</a> 10/11/2025</div><div><span class='tle-ct'>{OWN}</span></div>{BODY}<div class='title'>Hỏi đáp về khám bệnh</div>",
        "Chi tiết tin",
    ),
    (
        f"<meta name='dc.title' content='Trang thông tin điện tử Chi cục Kiểm lâm'><h2 class='post-title'>{OWN}</h2><p>05-03-2014 08:10:22</p>{BODY}",
        "Chi cục Kiểm lâm tỉnh Đăk Sơn",
    ),
]
"""Pages whose ``<title>`` names the site, a section or a blog; boxes have headings like the article's."""


@pytest.mark.parametrize(("article", "page_title"), UNCLAIMED)
def test_a_title_that_nothing_claims_is_told_by_its_place(article: str, page_title: str) -> None:
    box = "<div class='box'><span class='Head'>VĂN BẢN MỚI</span><ul><li>Công văn 12 (19/04/2011)</li></ul></div>"
    html = f"<html lang='vi'><head><title>{page_title}</title></head><body>{box}{article}<div class='title'>ẢNH HOẠT ĐỘNG</div></body></html>"
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).title == OWN


WITH_DAY = "Thông báo lịch ngừng cấp nước sinh hoạt ngày 15/6/2023"
HIDDEN_FACTS = "<div class='hidden d-none'><span>bientap</span><span>2023-06-14T08:20:00+07:00</span></div>"
FEW_WORDS = [
    (f"<h1 class='title'>CÁO PHÓ</h1>{HIDDEN_FACTS}<p>14/06/2023 08:20</p>{BODY}", "CÁO PHÓ - Tin nội bộ", "CÁO PHÓ"),
    (f"<h1>Tin nội bộ</h1><p><b>{OWN}</b></p><p>14/06/2023 08:20</p>{BODY}", "Tin nội bộ - Hội Cựu giáo chức", OWN),
    (f"<div>{WITH_DAY}</div><div>14/06/2023 08:20</div>{BODY}", "Chi tiết tin - Công ty Nước sạch", WITH_DAY),
    (
        f"<div class='UITop header'>Thứ Tư, 14/06/2023</div><div class='ArticleHeader'>{OWN}</div><div>14/06/2023 | 08:20</div>{BODY}",
        OWN,
        OWN,
    ),
]
"""Titles of a word or two, with a day in them, in a head of their own."""


@pytest.mark.parametrize(("article", "page_title", "title"), FEW_WORDS)
def test_a_title_above_its_date_is_one_whatever_it_says(article: str, page_title: str, title: str) -> None:
    box = "<h3>Tin tức nổi bật</h3><p><a href='/1'>Trao học bổng cho học sinh vượt khó học giỏi của huyện</a></p>"
    html = f"<html lang='vi'><head><title>{page_title}</title></head><body>{article}{box}{BODY}</body></html>"
    found = metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a"))
    assert found.title == title
    assert found.published is not None
    assert found.published.at.isoformat() == "2023-06-14T08:20:00+07:00"


@pytest.mark.parametrize("badge", ["<span>Trực tiếp</span> {}", "{} <span class='page'>(print p.4)</span>"])
def test_a_badge_beside_a_title_is_none_of_it(badge: str) -> None:
    html = f"<html><head><meta property='og:title' content='{OWN}'></head><body><h1>{badge.format(OWN)}</h1>{BODY}</body></html>"
    assert metadata_of(LexborHTMLParser(html), page_at("https://dakson.gov.vn/a")).title == OWN


def test_chinese_pages_name_the_site_behind_an_underscore_and_title_and_column_for_machines() -> None:
    page = page_at("http://www.qinghe.example/t1.html")
    text = "<p>记者获悉，全县今年改造提升农村公路一百二十公里，新建桥梁七座，惠及十六个行政村。</p>"
    printed = f"<div>全县改造农村公路一百二十公里</div>{text}"
    html = f"<title>全县改造农村公路一百二十公里_清河县人民政府</title><body>{printed}"
    assert metadata_of(LexborHTMLParser(html), page).title == "全县改造农村公路一百二十公里"
    html = f"<title>改造农村公路“一百二十公里”--社会--清河网</title><body><h1>改造农村公路“一百二十公里”</h1>{text}"
    assert metadata_of(LexborHTMLParser(html), page).title == "改造农村公路“一百二十公里”"
    named = (
        "<meta name='ArticleTitle' content='全县改造农村公路一百二十公里'><meta name='ColumnName' content='要闻动态'>"
    )
    found = metadata_of(LexborHTMLParser(f"<head>{named}</head><body>{printed}"), page)
    assert (found.title, found.section) == ("全县改造农村公路一百二十公里", "要闻动态")


def test_a_listing_confirms_a_title_but_is_none() -> None:
    html = f"<h2>Chào mừng quý vị đến với cổng</h2><div class='x'><h3>Bão số 5 đổ bộ vào đất liền</h3>{BODY}</div>"
    page = replace(page_at("https://dakson.gov.vn/a"), listed_title="Bão số 5 đổ bộ vào…")
    assert metadata_of(LexborHTMLParser(html), page).title == "Bão số 5 đổ bộ vào đất liền"
    page = replace(page, listed_title="Một tên khác hẳn trong danh sách")
    assert metadata_of(LexborHTMLParser(html), page).title == "Bão số 5 đổ bộ vào đất liền"


SAVED = Path(__file__).parents[3] / "shared" / "pages"
GOLD = sorted(SAVED.glob("*/article-*.json")) if SAVED.exists() else []


@pytest.mark.parametrize("file", GOLD or [None], ids=lambda file: f"{file.parent.name}-{file.stem}" if file else "none")
def test_saved_pages(file: Path | None) -> None:
    if file is None:
        pytest.skip(f"no saved pages in {SAVED}")
    html = file.with_suffix(".html.gz")
    if not html.exists():
        pytest.skip(f"{file.name} is known as text only")
    gold = json.loads(file.read_text())
    tree = LexborHTMLParser(decode_html(gzip.decompress(html.read_bytes())).text)
    metadata = metadata_of(tree, page_at(gold["url"], fetched="2026-11-23T00:00:00+00:00"))
    assert metadata.title == gold["title"]
    assert iso(metadata, gold["published_at"]) == gold["published_at"]
    assert metadata.published is not None
    assert metadata.published.raw == gold["published_raw"]
    assert (metadata.updated_at.isoformat() if metadata.updated_at else None) == gold["updated_at"]
    assert metadata.section == gold["section"]
    assert list(metadata.tags) == gold["tags"]
    assert metadata.view_count == gold["view_count"]
    assert metadata.authors in (tuple(gold["authors"]), ())
    assert metadata.attachments == ()


class TestBrokenPages:
    @pytest.mark.parametrize(
        "html",
        [
            "",
            "<html></html>",
            "text without markup",
            "<body>" + "<div>" * 5_000 + "<h1>Tin</h1>" + "</div>" * 10,
            "<body>" + "<a href='/x'>" * 3_000,
            "<frameset><frame></frameset>",
            "<body><h1></h1><h1>   </h1>",
            "<body><base href='http://[broken'><h1>Tin tức hôm nay</h1><a href='http://[x/a.pdf'>tải</a>",
            "<meta property='article:published_time' content='99999-99-99T99:99:99'><h1>Tin tức hôm nay</h1>",
            "<h1>Tin tức hôm nay</h1><time datetime='2026-02-30'>30/02/2026</time>",
            "<script type='application/ld+json'>{\"@type\": [[[</script><h1>Tin tức hôm nay</h1>",
            "<h1>" + "x" * 200_000 + "</h1>",
            "<title>\ud800</title>",
        ],
    )
    def test_survived(self, html: str) -> None:
        metadata_of(LexborHTMLParser(html.encode("utf-8", "replace")), page_at("https://dakson.gov.vn/a"))

    @given(st.data())
    @settings(deadline=None, max_examples=150)
    def test_mutated_pages_are_survived(self, data: st.DataObject) -> None:
        html = data.draw(st.sampled_from(PAGES)).html
        for _ in range(data.draw(st.integers(1, 5))):
            at = data.draw(st.integers(0, len(html)))
            length = data.draw(st.integers(0, 200))
            html = html[:at] + data.draw(st.text(max_size=8)) + html[at + length :]
        metadata_of(LexborHTMLParser(html.encode("utf-8", "replace")), page_at("https://dakson.gov.vn/a"))
