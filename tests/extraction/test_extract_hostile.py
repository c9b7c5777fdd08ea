"""Hostile and damaged input: always one Article or one Rejection, in bounded time."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extraction.extract import MAX_BYTES, extract
from pipelines.extraction.layout import Layout
from pipelines.records import Article, Reason, Rejection
from tests.extraction.test_encoding import tcvn3, vni
from tests.extraction.test_extract_pages import FIXTURES, page_of

URL = "https://huyen.example.gov.vn/tin/1.html"
PAGES = [file.read_bytes() for file in sorted(FIXTURES.glob("*/page.html"))]
PARAGRAPH = "<p>Sáng nay, xã tổ chức ra quân làm đường, hơn ba trăm người dân cùng tham gia trong hai ngày liền.</p>"


def refused(body: bytes, **changes: Any) -> Reason:
    found = extract(page_of(body, **{"url": URL, "requested_url": URL, **changes}))
    assert isinstance(found, Rejection)
    assert found.detail
    return found.reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NO_TEXT),
        (b"   \n\x00\x00", Reason.NO_TEXT),
        (b"<html></html>", Reason.NO_TEXT),
        (b"%PDF-1.7 ...", Reason.NOT_HTML),
        (b"PK\x03\x04....", Reason.NOT_HTML),
        (b'{"items": [1, 2, 3]}', Reason.NOT_HTML),
        (b"# Minutes\n\nThe council met on 3 May and heard the report.\n" * 9, Reason.NOT_HTML),
    ],
)
def test_bodies_that_are_no_page(body: bytes, reason: Reason) -> None:
    assert refused(body) == reason


def test_answers_that_are_no_article() -> None:
    assert refused(PAGES[0], status=404) == Reason.GONE
    assert refused(PAGES[0], status=410) == Reason.GONE
    assert refused(PAGES[0], status=503) == Reason.HTTP_ERROR
    assert refused(PAGES[0], blocked=Reason.MAINTENANCE) == Reason.MAINTENANCE
    assert refused(PAGES[0], headers=(("Content-Type", "application/pdf"),)) == Reason.NOT_HTML
    assert refused(PAGES[0], url="https://huyen.example.gov.vn/") == Reason.REDIRECTED_HOME


def escaped_twice(text: str) -> str:
    return "".join(f"&amp;#{ord(letter)};" if ord(letter) > 127 else letter for letter in text)


def encoded_twice(text: str) -> str:
    return text.encode().decode("latin-1")


@pytest.mark.parametrize("layout", [None, Layout(title=("h1",), body=("article",))], ids=["generic", "layout"])
@pytest.mark.parametrize("damage", [escaped_twice, encoded_twice, tcvn3, vni])
def test_a_page_whose_letters_are_damaged_is_read_as_it_was_meant(
    damage: Callable[[str], str], layout: Layout | None
) -> None:
    page = f"<html><title>Làm đường</title><body><h1>Ra quân làm đường ở xã</h1><article>{PARAGRAPH * 3}</article>"
    found, meant = (
        extract(page_of(text.encode(), url=URL, requested_url=URL), layout) for text in (damage(page), page)
    )
    assert isinstance(found, Article)
    assert isinstance(meant, Article)
    assert (found.title, found.body) == (meant.title, meant.body)


def test_too_large_a_page_is_rejected_and_a_bomb_is_not_inflated() -> None:
    assert refused(b"<p>" + b"a " * (10 * 1024 * 1024)) == Reason.TOO_LARGE
    bomb = gzip.compress(b"<p>" + b"\0" * (40 * 1024 * 1024))
    tracemalloc.start()
    assert refused(bomb, headers=(("Content-Encoding", "gzip"),)) == Reason.TOO_LARGE
    assert tracemalloc.get_traced_memory()[1] < 3 * MAX_BYTES
    tracemalloc.stop()


def test_cut_compression_is_a_rejection() -> None:
    assert refused(gzip.compress(PAGES[0])[:-200], headers=(("Content-Encoding", "gzip"),)) == Reason.TRUNCATED


def test_deflate_without_header_is_read() -> None:
    raw = zlib.compressobj(wbits=-15)
    body = raw.compress(PARAGRAPH.encode() * 9) + raw.flush()
    assert isinstance(extract(page_of(body, URL, headers=(("Content-Encoding", "deflate"),))), Article)


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "table><tr><td", "ul><li", "span", "a href=x"])
def test_deep_nesting_neither_crashes_nor_hangs(tag: str) -> None:
    names = [part.split()[0] for part in tag.split("><")]
    close = "".join(f"</{name}>" for name in reversed(names))
    started = time.process_time()
    found = extract(page_of((f"<{tag}>" * 5000 + PARAGRAPH * 12 + close * 5000).encode(), URL))
    assert isinstance(found, Article | Rejection)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("mark", ["", ' class="sidebar related"'])
@pytest.mark.parametrize("tag", ["n", "span", "li", "div", "blockquote", "p", "figure", "td", "dl", "table><tr><td"])
def test_text_at_every_depth_is_read_in_bounded_time(tag: str, mark: str) -> None:
    started = time.process_time()
    found = extract(page_of((PARAGRAPH * 5 + f"<{tag}{mark}>pt>" * 6_000).encode(), URL))
    assert isinstance(found, Article | Rejection)
    assert time.process_time() - started < 4


def test_elements_left_open_by_the_ten_thousand_are_refused_before_parsing() -> None:
    assert refused((PARAGRAPH * 9 + '<div class="x">' * 40_000).encode()) == Reason.TOO_LARGE


@pytest.mark.parametrize(("n_paragraphs", "bound_s"), [(12_000, 6), pytest.param(60_000, 30, marks=pytest.mark.slow)])
def test_a_large_flat_page_is_read_in_bounded_time(n_paragraphs: int, bound_s: int) -> None:
    body = f"<html><body><h1>Tiêu đề</h1><div>{PARAGRAPH * n_paragraphs}</div></body></html>".encode()
    assert 120 * n_paragraphs < len(body) < MAX_BYTES
    started = time.process_time()
    assert isinstance(extract(page_of(body, URL)), Article)
    assert time.process_time() - started < bound_s


@pytest.mark.parametrize(
    "pattern", ["Xem thêm ", "Quay lại", "- ", "ngày 1/1/2024 ", "@a ", "ảnh: ", "<br>", "<p>a</p>"]
)
def test_repetition_does_not_make_patterns_explode(pattern: str) -> None:
    started = time.process_time()
    extract(page_of((PARAGRAPH * 5 + "<p>" + pattern * 50_000 + "</p>" + PARAGRAPH * 5).encode(), URL))
    assert time.process_time() - started < 10


def test_nul_bytes_do_not_end_a_page() -> None:
    html = PAGES[0].replace(b"</p>", b"\x00</p>\x00")
    found, clean = extract(page_of(html, URL)), extract(page_of(PAGES[0], URL))
    assert isinstance(found, Article)
    assert isinstance(clean, Article)
    assert (found.title, found.body) == (clean.title, clean.body)


def test_the_same_page_gives_the_same_article_again_and_again() -> None:
    first = [extract(page_of(body, URL)) for body in PAGES]
    assert [extract(page_of(body, URL)) for body in PAGES] == first


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A saved page with pieces cut out, doubled, moved in from another page or replaced by odd bytes."""
    html = bytearray(draw(st.sampled_from(PAGES)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(html) - 1)))
        end = min(len(html), start + draw(st.integers(0, 400)))
        match draw(st.sampled_from(["cut", "double", "graft", "odd"])):
            case "cut":
                del html[start:end]
            case "double":
                html[start:start] = html[start:end] * draw(st.integers(1, 4))
            case "graft":
                other = draw(st.sampled_from(PAGES))
                html[start:end] = other[start % len(other) : start % len(other) + 600]
            case "odd":
                odd = [
                    b"\x00",
                    b"<",
                    b">",
                    b"\xff\xfe",
                    b"&#0;",
                    b"&#xD800;",
                    b"<!--",
                    b"<![CDATA[",
                    b"</body>",
                    b'"',
                    b"<table>",
                    b"<svg>",
                ]
                html[start:start] = draw(st.sampled_from(odd))
    return bytes(html)


@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_mutated_pages_give_an_article_or_a_rejection_with_a_reason(html: bytes) -> None:
    found = extract(page_of(html, URL))
    if isinstance(found, Rejection):
        assert found.reason is not Reason.EXTRACTOR_FAILED, found.detail
    else:
        assert found.body
        assert "\x00" not in found.body + found.title
        found.body.encode()


def test_text_whose_letters_are_lost_is_rejected_with_that_reason() -> None:
    lost = "V\ufffdn b\ufffdn quy ph\ufffdm ph\ufffdp lu\ufffdt c\ufffda t\ufffdnh. " * 60
    assert refused(f"<html><body><h1>Tin</h1><p>{lost}</p></body></html>".encode()) is Reason.LEGACY_ENCODING
