"""What a portal file may say about listings: checked when it is read, obeyed when pages are."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from newscrawler.listings import ListingFacts, dated_pages, read_listing
from pipelines.errors import PortalChanged

URL = "https://portal.example/tin"


@pytest.mark.parametrize(
    "table",
    [
        {"items": "li"},
        {"item": "li["},
        {"article_url": "("},
        {"paging": {"kind": "somehow"}},
        {"paging": {"kind": "path"}},
        {"paging": {"kind": "path", "template": "trang"}},
        {"paging": {"kind": "path", "pattern": "trang"}},
        {"paging": {"kind": "parameter", "name": "_cur", "linked": False}},
        {"dated": {"kind": "url", "template": "/d/{day:%d}"}},
        {"dated": {"kind": "url", "template": "/d/{start}"}},
        {"dated": {"kind": "url", "template": "/d/{start.year:%d}"}},
        {"dated": {"kind": "parameter", "parameters": {}}},
        {"dated": {"kind": "postback", "granularity": "year"}},
    ],
)
def test_wrong_facts_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ListingFacts.model_validate(table)


def test_selectors_and_address_forms() -> None:
    html = """<ul><li class=n><h3>Lễ hội cồng chiêng mùa xuân</h3><a href="/t/1.html">Chi tiết</a><i>3.4.2017</i></li>
      <li class=n><a href="/t/2.html"><b>Thông báo tuyển dụng viên chức</b></a><i>2.4.2017</i></li>
      <li class=n><a href="/quang-cao.html">Mua ngay kẻo hết</a></li>
      <li class=n><a href="/t/1.html">Lễ hội</a></li></ul>"""
    facts = ListingFacts.model_validate({"item": "li.n", "date": "i", "title": "h3", "article_url": r"/t/\d+\.html$"})
    found = read_listing(html, URL, facts)
    assert [(link.url[-8:], link.title, link.date_raw) for link in found.articles] == [
        ("t/1.html", "Lễ hội cồng chiêng mùa xuân", "3.4.2017"),
        ("t/2.html", "Thông báo tuyển dụng viên chức", "2.4.2017"),
    ]
    assert found.kind == "listing"


def test_link_selector_without_items() -> None:
    html = '<a class="t" href="/1.html">Một</a><a href="/2.html">Hai</a><a class="t" href="/3.html">Ba</a>'
    found = read_listing(html, URL, ListingFacts.model_validate({"link": "a.t", "ignore_url": "/3"}))
    assert [link.title for link in found.articles] == ["Một"]


def test_article_forms_narrow_the_main_stream() -> None:
    items = "".join(
        f'<li><a href="/{kind}/{n}.html">Hội nghị lần thứ {n} của hội đồng nhân dân tỉnh</a></li>'
        for n in range(5)
        for kind in ("tin", "khac")
    )
    facts = ListingFacts.model_validate({"article_url": r"/tin/\d"})
    found = read_listing(f"<ul>{items}</ul>", URL, facts)
    assert [link.url for link in found.articles] == [f"https://portal.example/tin/{n}.html" for n in range(5)]


def test_nothing_where_the_facts_find_nothing() -> None:
    found = read_listing("<p>Bảo trì</p>", URL, ListingFacts.model_validate({"item": "li"}))
    assert (found.kind, found.articles, found.next_page) == ("empty", (), None)


def test_dated_by_parameter_replaces_what_stands_there() -> None:
    facts = ListingFacts.model_validate({"dated": {"kind": "parameter", "parameters": {"date": "{start:%d/%m/%Y}"}}})
    pages = list(dated_pages(facts, URL + "?muc=91&date=x", date(2017, 10, 1), date(2017, 10, 2)))
    assert [page.url for page in pages] == [f"{URL}?muc=91&date=0{day}/10/2017" for day in (2, 1)]
    assert pages[0].first_day == pages[0].last_day == date(2017, 10, 2)


def test_dated_by_address_of_the_section() -> None:
    facts = ListingFacts.model_validate(
        {
            "dated": {
                "kind": "url",
                "template": "/ChuyenMuc/XemTheoNgay/{muc}/1/{start:%d-%m-%Y}/{ten}.html",
                "section_url": r"/PhanTrang/(?P<muc>\d+)/\d+/(?P<ten>[^/]+)\.html",
            }
        }
    )
    section = "https://portal.example/ChuyenMuc/PhanTrang/1747/1/Buu-chinh.html"
    (page,) = dated_pages(facts, section, date(2017, 9, 30), date(2017, 9, 30))
    assert page.url == "https://portal.example/ChuyenMuc/XemTheoNgay/1747/1/30-09-2017/Buu-chinh.html"
    with pytest.raises(PortalChanged):
        list(dated_pages(facts, URL, date(2017, 9, 30), date(2017, 9, 30)))


def test_dated_by_postback() -> None:
    facts = ListingFacts.model_validate(
        {"dated": {"kind": "postback", "fields": {"hfDate": "{start:%d/%m/%Y}", "btnSubmit": "xemtheongay"}}}
    )
    (page,) = dated_pages(facts, URL, date(2017, 9, 30), date(2017, 9, 30))
    assert page.url == URL
    assert page.postback is not None
    assert page.postback.fields == {"hfDate": "30/09/2017", "btnSubmit": "xemtheongay"}


def test_no_dated_listings_known() -> None:
    assert list(dated_pages(ListingFacts(), URL, date(2017, 1, 1), date(2017, 2, 1))) == []
