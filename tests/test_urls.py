"""Canonical URLs and identity."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.urls import ArticleForm, address, article_id, canonical_url

KONTUM = ArticleForm(
    r"/tintuc/lists/posts/post\.aspx\?(?:.*&)?ItemID=(?P<id>\d+)",
    "ItemID={id}",
    "/tintuc/lists/posts/post.aspx?ItemID={id}",
    "2017",
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://KonTum.gov.vn:80", "http://kontum.gov.vn/"),
        ("http://kontum.gov.vn/a b?x=é#top", "http://kontum.gov.vn/a%20b?x=%C3%A9"),
        ("http://kontum.gov.vn/%7ea/%c3%a9", "http://kontum.gov.vn/~a/%C3%A9"),
        ("https://a.vn/x?utm_source=z&id=3&fbclid=1", "https://a.vn/x?id=3"),
        ("https://a.vn/-/content/slug?4711", "https://a.vn/-/content/slug?4711"),
        ("https://a.vn/x;jsessionid=ABC?p=2", "https://a.vn/x?p=2"),
        ("https://a.vn/x?b=2&a=1", "https://a.vn/x?b=2&a=1"),
        ("https://a.vn/100%", "https://a.vn/100%25"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://a.vn/./tin/../bai-viet/1.html?x=../y", "http://a.vn/bai-viet/1.html?x=../y"),
        ("http://a.vn/a/b/..", "http://a.vn/a/"),
        ("http://a.vn/../../tin/.", "http://a.vn/tin/"),
        ("http://a.vn/a//../b", "http://a.vn/a/b"),
        ("http://a.vn/a/%2e%2E/b/.c/..d/e..", "http://a.vn/b/.c/..d/e.."),
    ],
)
def test_canonical_url(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_named_parameters_are_dropped_without_case() -> None:
    assert canonical_url("http://a.vn/p?Source=x&ItemID=1&mode=1", ["source", "Mode"]) == "http://a.vn/p?ItemID=1"


@pytest.mark.parametrize("url", ["", "javascript:void(0)", "/relative", "ftp://a.vn/x", "mailto:a@b.vn"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="absolute http"):
        canonical_url(url)


@given(st.text(max_size=40), st.text(max_size=40))
def test_canonical_url_is_idempotent(path: str, query: str) -> None:
    once = canonical_url("http://a.vn/" + path.replace("#", "") + "?" + query.replace("#", ""))
    assert canonical_url(once) == once
    assert once.isascii()


@given(st.lists(st.sampled_from(["a", "b.html", ".", "..", "...", ".c"]), min_size=1, max_size=8))
def test_dot_segments_lead_where_a_relative_link_does(segments: list[str]) -> None:
    path = "/" + "/".join(segments)
    assert canonical_url(f"http://a.vn{path}") == urljoin("http://a.vn/", path)


def test_one_article_under_many_addresses_is_one() -> None:
    addresses = [
        "http://kontum.gov.vn/tintuc/lists/posts/post.aspx?Source=%2Ftintuc&Category=V%C4%83n+h%C3%B3a+&ItemID=14904&Mode=1",
        "http://kontum.gov.vn/tintuc/Lists/Posts/Post.aspx?ItemID=14904",
        "http://kontum.gov.vn/tintuc/lists/posts/post.aspx?Mode=2&ItemID=14904&Source=%2F",
    ]
    found = {address(url, [KONTUM]) for url in addresses}
    assert len(found) == 1
    (only,) = found
    assert (only.identity, only.form) == ("ItemID=14904", "2017")
    assert only.url == "http://kontum.gov.vn/tintuc/lists/posts/post.aspx?ItemID=14904"


def test_an_address_of_no_known_form_is_its_own_identity() -> None:
    assert address("http://a.vn/x#y", [KONTUM]).identity == "http://a.vn/x"


def test_article_id_names_its_portal() -> None:
    assert article_id("kontum", "ItemID=1").startswith("kontum-")
    assert article_id("kontum", "ItemID=1") != article_id("quangngai", "ItemID=1")
