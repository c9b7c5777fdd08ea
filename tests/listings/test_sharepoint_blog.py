"""The first target: a SharePoint blog's category page, with and without facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newscrawler.listings import ListingFacts, dated_pages, read_listing

FIXTURE = Path(__file__).parent / "fixtures" / "sharepoint-blog.html"
URL = "http://portal.example/tintuc/lists/categories/category.aspx?CategoryId=3&Name=V%C4%83n+h%C3%B3a"
FACTS = ListingFacts.model_validate(
    {
        "item": "ul.posts > li",
        "date": ".post-date",
        "article_url": r"(?i)/post\.aspx\?.*ItemID=\d+",
        "paging": {"kind": "sharepoint"},
        "dated": {
            "kind": "url",
            "granularity": "month",
            "template": "/tintuc/lists/posts/date.aspx?StartDateTime={start:%Y-%m-%d}T00:00:00Z"
            "&EndDateTime={end:%Y-%m-%d}T23:59:59Z&LMY={start:%B %Y}",
        },
    }
)


@pytest.mark.parametrize("facts", [None, FACTS], ids=["generic", "facts"])
def test_items_next_page_and_dated_listings(facts: ListingFacts | None) -> None:
    page = read_listing(FIXTURE.read_bytes(), URL, facts)
    assert page.kind == "listing"
    assert [link.url.split("ItemID=")[1] for link in page.articles] == [
        f"{number}&Mode=1" for number in (14904, 14899, 14890, 14881, 14873)
    ]
    assert page.articles[0].title == "Kon Tum: Hội nghị sơ kết công tác dân số quý I năm 2017"
    assert page.articles[0].date_raw == "Thứ Sáu, 21/04/2017, 10:30"
    assert page.next_page is not None
    assert page.next_page.url.endswith("p_ID=14873&PageFirstRow=6")
    assert page.next_page.form is None
    assert [link.label for link in page.dated] == ["Tháng 4/2017", "Tháng 3/2017"]


def test_dated_pages_cover_the_span_latest_first() -> None:
    pages = list(dated_pages(FACTS, URL, date(2017, 1, 15), date(2017, 3, 2)))
    assert [(page.first_day, page.last_day) for page in pages] == [
        (date(2017, 3, 1), date(2017, 3, 31)),
        (date(2017, 2, 1), date(2017, 2, 28)),
        (date(2017, 1, 1), date(2017, 1, 31)),
    ]
    assert pages[0].url == (
        "http://portal.example/tintuc/lists/posts/date.aspx?StartDateTime=2017-03-01T00:00:00Z"
        "&EndDateTime=2017-03-31T23:59:59Z&LMY=March%202017"
    )
    assert list(dated_pages(FACTS, URL, date(2017, 3, 2), date(2017, 1, 1))) == []
