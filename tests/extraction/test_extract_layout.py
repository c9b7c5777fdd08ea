"""Extraction with a portal's layout: its selectors come first, what they do not give is found generically."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.extraction.extract import extract
from pipelines.extraction.layout import Layout
from pipelines.records import Article
from tests.extraction.test_extract_pages import FIXTURES, expected_of, page_of

LAYOUTS = {
    "sharepoint-blog": Layout(
        container=(".ms-blogpost",),
        title=("h3.ms-PostTitle",),
        lead=(".sapo",),
        body=(".ms-PostBody",),
        published=(".date",),
        section=(".category",),
        view_count=(".views",),
    ),
    "portal-detail-2019": Layout(
        container=("div.detail-news",), title=("h2.title-news",), body=("div.news-content",), published=("p.news-date",)
    ),
    "newspaper-sapo": Layout(
        container=(".detail__main",),
        lead=("h2.detail-sapo",),
        body=(".detail-content",),
        captions=(".PhotoCMS_Caption",),
        remove=(".kbwscwl-relatedbox",),
    ),
    "split-containers": Layout(body=(".content-part",), captions=(".chuthich",)),
}


def article_of(name: str, layout: Layout) -> Article:
    folder = FIXTURES / name
    found = extract(page_of((folder / "page.html").read_bytes(), expected_of(folder / "expected.json")["url"]), layout)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_the_same_text_and_says_so(name: str) -> None:
    expected: dict[str, Any] = expected_of(FIXTURES / name / "expected.json")
    found = article_of(name, LAYOUTS[name])
    assert found.body.split("\n") == expected["body"]
    assert found.lead == expected["lead"]
    assert found.title == expected["title"]
    assert dict(found.methods)["body"] == "layout"


def test_selectors_that_match_nothing_leave_the_page_to_the_generic_way() -> None:
    name = "portal-detail-2019"
    found = article_of(name, Layout(container=("#gone",), body=("#missing",), lead=("#none",)))
    assert found.body.split("\n") == expected_of(FIXTURES / name / "expected.json")["body"]
    assert dict(found.methods)["body"].startswith("container")


def test_a_container_without_body_selector_is_read_whole_and_what_is_removed_stays_out() -> None:
    found = article_of("wordpress-english", Layout(container=(".entry-content",), remove=("figure", "ol")))
    assert dict(found.methods)["body"] == "layout"
    assert "Survey of both banks" not in found.body
    assert found.images == ()
    assert found.body.startswith("Farmers along")


def test_captions_named_by_the_layout_are_captions() -> None:
    found = article_of("old-table-br", Layout(body=(".noidung",), captions=(".noidung i",)))
    assert found.captions == ("Quang cảnh hội nghị tại nhà văn hóa huyện",)
    assert "Quang cảnh" not in found.body
