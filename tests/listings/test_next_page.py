"""The next page: where a link leads, what marks it, where it stands and what it says, together."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import collect_anchors
from newscrawler.listings.facts import ListingFacts
from newscrawler.listings.listing_page import NextPage
from newscrawler.listings.numbered import next_address, page_number
from newscrawler.listings.paging import find_next_page

HOST = "https://portal.example"


def _next(
    body: str, url: str, paging: dict[str, object] | None = None, *, has_articles: bool = True
) -> NextPage | None:
    tree = LexborHTMLParser(f"<html><head></head><body>{body}</body></html>")
    facts = ListingFacts.model_validate({"paging": paging} if paging else {})
    articles = {f"{HOST}/bai-viet-7.html"} if has_articles else set()
    return find_next_page(tree, collect_anchors(tree, HOST + url), HOST + url, facts.paging, articles)


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("/tin", '<a href="?page=2">2</a><a href="?page=3">3</a>', "/tin?page=2"),
        ("/tin?page=2", '<a href="/tin">1</a><a href="/tin?page=3">3</a>', "/tin?page=3"),
        ("/tin/", '<div class="paging"><a href="/tin?p=2">Trang sau</a></div>', "/tin?p=2"),
        ("/tin", '<a href="/tin/trang-2">Tiếp</a>', "/tin/trang-2"),
        ("/tin/page/2", '<a href="/tin/page/1">Trước |</a><a href="/tin/page/3">| Sau</a>', "/tin/page/3"),
        ("/tin/trang-2", '<a href="/tin/trang-3">»</a><a href="/tin/trang-9">»»</a>', "/tin/trang-3"),
        ("/tin/", '<a href="/tin/page/2/">Older posts</a>', "/tin/page/2/"),
        ("/tin-p2", '<a href="/tin-p3" class="next-page"></a>', "/tin-p3"),
        ("/tin", '<ul class="pagination"><a href="/tin-page1">2</a><a href="/tin-page2">3</a></ul>', "/tin-page1"),
        ("/tin", '<a href="/tin?start=20">2</a><a href="/tin?start=40">3</a>', "/tin?start=20"),
        (
            "/tin?start=20",
            '<a href="/tin">1</a><a href="/tin?start=40">3</a><a href="/tin?start=60">4</a>',
            "/tin?start=40",
        ),
        ("/x?c=5", '<a href="/x?c=5&amp;Paged=TRUE&amp;p_ID=9&amp;PageFirstRow=31">Xem tiếp</a>', None),
        ("/a/b", '<a rel="next" href="/a/b?cur=2">xem</a>', "/a/b?cur=2"),
        (
            "/M/PhanTrang/17/2/x.html",
            '<div class="pager"><a href="/M/PhanTrang/17/3/x.html">3</a></div>',
            "/M/PhanTrang/17/3/x.html",
        ),
        (
            "/amt?tx_news%5BcurrentPage%5D=2&cHash=0a1b",
            '<a href="/amt?cHash=77">1</a><a href="/amt?tx_news%5BcurrentPage%5D=3&amp;cHash=2c3d">3</a>',
            "/amt?tx_news%5BcurrentPage%5D=3&cHash=2c3d",
        ),
        ("/tin", '<a href="?lc=&amp;vt=15">2</a><a href="?lc=&amp;vt=30">3</a>', "/tin?lc=&vt=15"),
        (
            "/tin?lc=&vt=15",
            '<a href="?lc=">1</a><a href="?lc=&vt=30">3</a><a href="?lc=&vt=45">4</a>',
            "/tin?lc=&vt=30",
        ),
        (
            "/gia-ca",
            '<a href="/gia-ca&amp;xep=&amp;tu=20">2</a><a href="/gia-ca&amp;xep=&amp;tu=40">3</a>',
            "/gia-ca&xep=&tu=20",
        ),
        (
            "/gia-ca&xep=&tu=20",
            '<a href="/gia-ca">1</a><a href="/gia-ca&amp;xep=&amp;tu=40">3</a>'
            '<a href="/gia-ca&amp;xep=&amp;tu=60">4</a>',
            "/gia-ca&xep=&tu=40",
        ),
        (
            "/muc/7/van-xa.html",
            '<li><a href="/muc/Lat/7/2/van-xa.html">2</a><li><a href="/muc/Lat/7/3/van-xa.html">3</a>'
            '<li><a href="/muc/Lat/7/2/van-xa.html">»</a><li><a href="/muc/Lat/7/9/van-xa.html">»|</a>',
            "/muc/Lat/7/2/van-xa.html",
        ),
        (
            "/muc/Lat/7/2/van-xa.html",
            '<li><a href="/muc/Lat/7/1/van-xa.html">1</a><li><a href="/muc/Lat/7/3/van-xa.html">3</a>',
            "/muc/Lat/7/3/van-xa.html",
        ),
        ("/muc/2/van-xa", '<div class="pager"><a href="/muc/2/2/van-xa">2</a></div>', "/muc/2/2/van-xa"),
        (
            "/",
            '<div id="pager"><a href="/search?updated-max=2012-02-08T21:16:00%2B07:00">Bài đăng Cũ hơn</a></div>',
            "/search?updated-max=2012-02-08T21:16:00%2B07:00",
        ),
    ],
)
def test_known_forms(url: str, links: str, expected: str | None) -> None:
    found = _next(links, url)
    if "Paged" in links:
        expected = "/x?c=5&Paged=TRUE&p_ID=9&PageFirstRow=31"
    assert found is not None
    assert (found.url, found.form) == (f"{HOST}{expected}", None)


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("/tin?page=5", '<a href="/tin?page=4">4</a><a href="/tin?page=5">»</a>'),
        ("/tin?page=9", '<a href="/tin?page=4">4</a><a href="/tin?page=5">5</a><a href="/tin?page=5">Sau</a>'),
        ("/bai-7.html", '<a href="/chuyen-muc/3">Xem tiếp</a>'),
        ("/tin", '<a href="/bai-viet-7.html">Xem tiếp...</a>'),
        ("/tin", '<a href="javascript:loadNews(2)">2</a><a href="#">Xem thêm</a>'),
        ("/tin", '<a href="/khac?page=2">Các tin khác trong chuyên mục văn hóa</a>'),
        (
            "/x?c=5&PageFirstRow=31&Paged=TRUE",
            '<a href="/x?c=5&amp;Paged=TRUE&amp;PagedPrev=TRUE&amp;PageFirstRow=1">&lt;</a>',
        ),
        ("/tin", '<a href="https://other.example/tin?page=2">2</a><a href="https://other.example/tin?page=3">3</a>'),
        ("/tin/page/3/", '<div class="nav-next"><a href="/tin/page/2/">Bài mới hơn</a></div>'),
        ("/menu/5", '<a href="/menu/6">Văn hóa</a>'),
        ("/tin", '<table><td><a href="?d=2">2</a><td><a href="?d=3">3</a></table>'),
        ("/tin?vt=45", '<a href="?vt=15">2</a><a href="?vt=30">3</a>'),
        ("/tin", '<a href="?dot=15">2</a><a href="?dot=33">3</a><a href="?dot=90">4</a>'),
        (
            "/lich/4",
            '<table><td><a href="/lich/4/2">2</a><td><a href="/lich/4/3">3</a><td><a href="/lich/5">»</a></table>',
        ),
        ("/lich", '<div class="pager"><a href="/XemTheoNgay/2/9/2017/lich">2</a></div>'),
        ("/muc/7/x.html", '<a href="/muc/Lat/7/3/x.html">3</a><a href="/muc/Lat/7/3/x.html">»</a>'),
        ("/muc/7/x.html", '<div class="pager"><a href="/muc/Lat/7/4/2/x.html">2</a></div>'),
        ("/muc/7/x.html", '<div class="pager"><a href="/muc/Lat/8/2/x.html">2</a></div>'),
        ("/gia-ca", '<a href="/gia-dat&amp;tu=20">2</a><a href="/gia-dat&amp;tu=40">3</a>'),
        ("/tin", '<div class="pager"><a href="/2012/02/bai-cu.html">Bài đăng Cũ hơn</a></div>'),
    ],
)
def test_no_next_page(url: str, links: str) -> None:
    assert _next(links, url) is None


def test_head_link_wins_unless_it_leads_nowhere_new() -> None:
    def read(target: str) -> NextPage | None:
        html = f'<head><link rel="next" href="{target}"></head><body><p>x</p></body>'
        tree = LexborHTMLParser(html)
        return find_next_page(tree, [], f"{HOST}/tin?page=4", None)

    found = read("/tin?page=5")
    assert found is not None
    assert found.url == f"{HOST}/tin?page=5"
    assert read("/tin?page=4") is None
    assert read("/tin?page=3") is None


@pytest.mark.parametrize(
    ("url", "paging", "expected"),
    [
        ("/tin", {"kind": "parameter", "name": "p"}, "/tin?p=2"),
        ("/tin?p=2", {"kind": "parameter", "name": "p"}, "/tin?p=3"),
        ("/tin?loai=1", {"kind": "parameter", "name": "start", "first": 0, "step": 20}, "/tin?loai=1&start=20"),
        ("/t?_101_INSTANCE_x_cur=4", {"kind": "parameter", "name": "_cur"}, "/t?_101_INSTANCE_x_cur=5"),
        ("/tin/", {"kind": "path", "template": "/page-{n}/"}, "/tin/page-2/"),
        ("/tin/page-2/", {"kind": "path", "template": "/page-{n}/"}, "/tin/page-3/"),
        ("/tin.html", {"kind": "path", "template": "-p{n}"}, "/tin-p2.html"),
        ("/tin-p2.html", {"kind": "path", "template": "-p{n}"}, "/tin-p3.html"),
        ("/tin", {"kind": "path", "template": "-page{n}", "first": 0}, "/tin-page1"),
        ("/d6/", {"kind": "path", "template": "p{n}"}, "/d6/p2"),
        ("/d6/p2", {"kind": "path", "template": "p{n}"}, "/d6/p3"),
        ("/d6/trang-3.html", {"kind": "path", "template": "trang-{n}.html"}, "/d6/trang-4.html"),
        ("/PhanTrang/1/9/x.html", {"kind": "path", "pattern": r"/PhanTrang/\d+/(\d+)/"}, "/PhanTrang/1/10/x.html"),
    ],
)
def test_stated_numbers(url: str, paging: dict[str, object], expected: str) -> None:
    stated = ListingFacts.model_validate({"paging": paging}).paging
    assert next_address(HOST + url, stated) == HOST + expected  # type: ignore[arg-type]
    link = f'<a href="{expected.replace("&", "&amp;")}">khác</a>'
    found = _next(link, url, paging)
    assert found is not None
    assert found.url == HOST + expected
    assert _next("<p>no link</p>", url, paging) is None


def test_unlinked_pager_goes_on_while_there_are_articles() -> None:
    paging: dict[str, object] = {"kind": "parameter", "name": "page", "linked": False}
    found = _next("", "/tin?page=3", paging)
    assert found is not None
    assert found.url == f"{HOST}/tin?page=4"
    assert _next("", "/tin?page=3", paging, has_articles=False) is None


def test_stated_link_and_no_paging() -> None:
    body = '<a class="xt" href="/tin?page=2">khác</a><a href="/tin?page=3">3</a>'
    found = _next(body, "/tin", {"kind": "next-link", "link": "a.xt"})
    assert found is not None
    assert found.url.endswith("page=2")
    assert _next(body, "/tin", {"kind": "none"}) is None


def test_page_numbers_are_no_dates_or_identifiers() -> None:
    assert page_number(f"{HOST}/bai-viet-p-2017-04.html") is None
    assert page_number(f"{HOST}/tin?id=7") is None
    reading = page_number(f"{HOST}/tin/?b=2&page=7&a=1")
    assert reading is not None
    assert (reading.number, reading.form) == (7, "?page")
