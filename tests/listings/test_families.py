"""One test for every saved listing: fixture × what is read. The fixtures' texts are our own; their markup and address
forms follow the families. ``<name>.json`` beside ``<name>.html`` says what an ideal reader finds without facts."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from newscrawler.listings import ListingPage, read_listing

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


def _expected(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return expected


def _read(name: str) -> ListingPage:
    return read_listing((FIXTURES / f"{name}.html").read_bytes(), _expected(name)["url"])


@pytest.mark.parametrize("name", NAMES)
def test_kind(name: str) -> None:
    assert _read(name).kind == _expected(name)["kind"]


@pytest.mark.parametrize("name", NAMES)
def test_article_addresses_in_page_order(name: str) -> None:
    assert [link.url for link in _read(name).articles] == [one["url"] for one in _expected(name)["articles"]]


@pytest.mark.parametrize("name", NAMES)
def test_titles(name: str) -> None:
    assert [link.title for link in _read(name).articles] == [one["title"] for one in _expected(name)["articles"]]


@pytest.mark.parametrize("name", NAMES)
def test_dates_as_printed(name: str) -> None:
    assert [link.date_raw for link in _read(name).articles] == [one["date_raw"] for one in _expected(name)["articles"]]


@pytest.mark.parametrize("name", NAMES)
def test_next_page(name: str) -> None:
    expected, found = _expected(name), _read(name).next_page
    assert (found.url if found else None) == expected["next_page"]
    assert (dict(found.form) if found and found.form else None) == expected["next_form"]


@pytest.mark.parametrize("name", NAMES)
def test_dated_listings(name: str) -> None:
    assert len(_read(name).dated) == _expected(name)["n_dated"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_a_reason(name: str) -> None:
    page = _read(name)
    assert all(link.reason for link in (*page.articles, *page.dated))
    assert page.next_page is None or page.next_page.reason


NAMED_ONLY = {"codeigniter-broken", "joomla-left-sidebar"}
"""Where only a sidebar's name tells it apart: it stands inside the last unclosed item, or before the stream."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NAMED_ONLY])
def test_structure_alone_is_enough(name: str) -> None:
    """Every class and id replaced by a meaningless one: names help, but nothing rests on them."""
    html = (FIXTURES / f"{name}.html").read_text(encoding="utf-8")
    expected = _expected(name)
    found = {link.url for link in read_listing(_nameless(html), expected["url"]).articles}
    assert found == {one["url"] for one in expected["articles"]}


def _nameless(html: str) -> str:
    def one(match: re.Match[str]) -> str:
        words = (hashlib.sha256(word.encode()).hexdigest() for word in match[3].split())
        letters = (re.sub(r"\d", "q", word)[:7] for word in words)
        return f"{match[1]}{match[2]}{' '.join(f'x{word}' for word in letters)}{match[2]}"

    return re.sub(r"""(\b(?:class|id)=)(["'])([^"'<>]*)\2""", one, html)


def test_items_in_a_tab_of_dotnetnuke_are_no_home_pages() -> None:
    url, item = (
        "https://kbnn.example.gov.vn/tabid/112/Default.aspx",
        "/tabid/112/ctl/detail/mid/431/itemid/{}/Default.aspx",
    )
    titles = ("Kho bạc huyện đạt chuẩn văn hóa năm nay", "Tập huấn chế độ kế toán mới", "Tất toán tài khoản niên độ cũ")
    rows = "".join(
        f'<tr><td><a href="{item.format(number)}">{title}</a> <span>1{number}/04/2014</span></td></tr>'
        for number, title in enumerate(titles)
    )
    menu = '<ul class="menu"><li><a href="/tabid/113/language/vi-VN/Default.aspx">Văn bản của kho bạc</a></li></ul>'
    found = read_listing(f"<html><body>{menu}<h2>Tin hoạt động</h2><table>{rows}</table></body></html>", url)
    assert [link.title for link in found.articles] == list(titles)
