"""Bad markup: a listing reader answers, always, and what it answers is usable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.listings import read_listing

PAGES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "fixtures").glob("*.html"))]
SCRAPS = [
    "<div>",
    "</div>",
    "<a href='",
    "<a href='http://[::1'>x</a>",
    "<a href='//'>",
    "<base href='javascript:0'>",
    "<base href='http://h:99999/'>",
    "<p",
    "&#x110000;",
    "\x00",
    "<table><tr>",
    "</ul></body>",
    "<!--",
    "<script>",
    "<a href='?page=99999999999999999999'>2</a>",
    "<a href='/x?page=2' rel='next'>»</a>",
    "<a href='http://h/%zz%20 ü'>Tin rất dài về một cuộc họp</a>",
    "<form><a href=\"javascript:__doPostBack('a','b')\">2</a>",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A listing with pieces cut out, doubled, or scraps of markup put in."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 1_500)))
        piece = draw(st.sampled_from(["", page[start:end] * 2, *SCRAPS]))
        page = page[:start] + piece + page[end:]
    return page


def _check(html: bytes | str, url: str) -> None:
    page = read_listing(html, url)
    addresses = [link.url for link in page.articles]
    assert len(addresses) == len(set(addresses))
    following = [page.next_page.url] if page.next_page else []
    for address in (*addresses, *following, *(link.url for link in page.dated)):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "#" not in address
    assert page.kind == "listing" or (not page.articles and page.next_page is None)
    assert following != [url] or (page.next_page is not None and page.next_page.form is not None)


@settings(max_examples=150, deadline=None)
@given(
    html=mutated(),
    url=st.sampled_from(["https://portal.example/tin", "http://a.vn/?page=3", "https://nukeviet.example/vi/"]),
)
def test_mutated_listings(html: str, url: str) -> None:
    _check(html, url)


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    read_listing(body, "https://portal.example/tin")


def test_depth_and_number_of_links_are_bounded() -> None:
    link = '<p><a href="/tin-{0}.html">Hội nghị lần thứ {0} của hội đồng nhân dân tỉnh</a></p>'
    _check("<div>" * 5_000 + "".join(link.format(n) for n in range(300)), "https://portal.example/tin")
    _check("<div>".join(link.format(n) for n in range(1_000)), "https://portal.example/tin")
    wide = read_listing("".join(link.format(n) for n in range(8_000)), "https://portal.example/tin")
    assert len(wide.articles) == 5_000


def test_legacy_encodings() -> None:
    items = "".join(f"<li><a href='/tin-{n}00.html'>Häi nghÞ lÇn thø {n} cña tØnh nhµ</a></li>" for n in range(6))
    page = read_listing(f"<meta charset='x-sjis'><ul>{items}</ul>".encode("latin-1"), "https://portal.example/tin")
    assert len(page.articles) == 6
