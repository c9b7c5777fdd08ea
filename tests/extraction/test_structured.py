"""What pages say for machines, as it should be and as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.claims import Structured
from pipelines.extraction.structured import read_structured


def read(json_ld: str = "", head: str = "") -> Structured:
    script = f'<script type="application/ld+json">{json_ld}</script>' if json_ld else ""
    return read_structured(LexborHTMLParser(f'<html lang="vi"><head>{head}{script}</head><body></body></html>'))


ARTICLE = '{"@type": "NewsArticle", "headline": "Tin", "datePublished": "2026-03-07T08:52:00+07:00"}'


@pytest.mark.parametrize(
    "json_ld",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "Báo"}}, {ARTICLE}]}}',
        ARTICLE.replace('"NewsArticle"', '["Article", "NewsArticle"]'),
        ARTICLE.replace("NewsArticle", "http://schema.org/NewsArticle"),
        ARTICLE.replace("}", ",}"),
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE + ";",
        ARTICLE.replace('"Tin"', '"Tin", "description": "hai\ndòng"'),
        ARTICLE.replace("Tin", "T&#105;n"),
        ARTICLE.replace('"Tin"', '"Tin", "broken": "a "quote" inside"'),
    ],
)
def test_json_ld_in_every_condition(json_ld: str) -> None:
    found = read(json_ld)
    assert found.headlines == ["Tin"]
    assert found.published == [("json-ld", "2026-03-07T08:52:00+07:00")]


def test_authors_that_are_organisations_are_names_of_the_site() -> None:
    found = read(
        '{"@type": "NewsArticle", "author": [{"@type": "Organization", "name": "Báo Mới"}, {"@type": "Person", '
        '"name": "Anh Minh"}, "Thu Hà"], "publisher": {"@type": "Organization", "name": "Tòa soạn"}}'
    )
    assert found.authors == [("json-ld", "Anh Minh"), ("json-ld", "Thu Hà")]
    assert set(found.site_names) == {"Báo Mới", "Tòa soạn"}


def test_breadcrumb_in_both_shapes() -> None:
    found = read(
        '{"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": '
        '{"@id": "/", "name": "Trang chủ"}}, '
        '{"@type": "ListItem", "position": 2, "name": "Kinh tế", "item": "/kinh-te"}]}'
    )
    assert found.breadcrumb == ("Trang chủ", "Kinh tế")


def test_meta() -> None:
    found = read(
        head='<title>Tin | Báo</title><meta property="og:title" content="Tin">'
        '<meta name="Description" content="Tóm tắt">'
        '<meta property="article:published_time" content="2026-03-07T08:06:00&#x2B;07:00">'
        '<meta property="article:modified_time" content="2026-03-08"><meta name="author" content="baomoi.vn">'
        '<meta property="og:site_name" content="Báo Mới"><meta property="article:section" content="Xã hội">'
    )
    assert found.headlines == ["Tin"]
    assert found.page_title == "Tin | Báo"
    assert found.descriptions == ["Tóm tắt"]
    assert found.published == [("meta", "2026-03-07T08:06:00+07:00")]
    assert found.modified == [("meta", "2026-03-08")]
    assert found.authors == [("meta", "baomoi.vn")]
    assert found.site_names == ["Báo Mới"]
    assert found.sections == ["Xã hội"]
    assert found.language == "vi"


def test_creation_counts_only_without_publication() -> None:
    created = '<meta name="dateCreated" content="2026-03-06">'
    assert read(head=created).published == [("meta", "2026-03-06")]
    assert read(head=created + '<meta name="pubdate" content="2026-03-07">').published == [("meta", "2026-03-07")]


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    read(text.replace("</", ""))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@graph", "headline", "author", "name", "publisher", "itemListElement", "item"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_survived(data: object) -> None:
    read(json.dumps([{"@type": "NewsArticle", "author": data, "articleSection": data, "headline": data}, data]))
