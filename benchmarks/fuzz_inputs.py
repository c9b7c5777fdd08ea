"""Inputs of the fuzzing benchmark: saved pages cut, mutated, encoded and compressed; each follows from its number."""

from __future__ import annotations

import gzip
import random
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extraction_sets import SHARED

from pipelines.extraction.layout import Layout

ROOT = Path(__file__).resolve().parents[1]
WHOLE_PAGES = 1 / 24
"""Share of inputs made of a whole page. The others are pieces of one: what breaks a parser or a rule is local, and a
piece is read ten times as fast."""
MAX_BYTES = 2_000_000

_ODD_TEXT = (
    "\x00|<|>|</|<!--|-->|<![CDATA[|</body>|</html>|\"|'|<table>|<td>|</td>|<tr>|</table>|</div></div></div>|<svg>|<math>"
    "|<template>|<title>|<script>|<style>|<plaintext>|<noscript>|<textarea>|<select><option>|<iframe>|<frameset>|<br>|<hr>"
    "|<a href=x>|<a name=y>|<p hidden>|<h1>|<h2>|<b>|<li>|<ol>|<blockquote>|<figcaption>|<img src=x>|<img data-src=' '>"
    "|<base href=//[>|<base href=x><base href=y>|<time datetime=2024-02-30>|<time datetime='1/1/1'>|&#0;|&#xD800;"
    "|&amp;amp;|&amp;#7871;|&nbsp;|\u200b|e\u0301|31/02/2024|29/02/2023 25:61|99999999999999999999|01/01/0001"
    "|ngày 0 tháng 13 năm 2024|Số: 0/KH-|Tác giả:|Nguồn:|(Ảnh:|Xem thêm|Lượt xem: ١٢٣|Lượt xem: ²"
    '|<script type="application/ld+json">{"@type":"NewsArticle","headline":["a",{}],"author":[[[]]]}</script>'
    '|<script type="application/ld+json">{"@graph":[{"@type":["Article"],"articleBody":"x","author":1}]</script>'
    '|<meta property="og:title" content="">|<meta itemprop="datePublished" content="0000-00-00">|<meta charset=utf-16>'
    "|<meta charset=x-user-defined>|<meta http-equiv=content-type content='text/html; charset=windows-1258'>"
)
ODD = [
    *(piece.encode() for piece in _ODD_TEXT.split("|")),
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xcc\x81" * 50,
    b"<div>" * 300,
    b"<b><i>" * 100,
    b"<table><tr><td>" * 40,
]
SYNTAX = b"<>/=\"'&;#!- \t\n\x0c\x00ax09.:"
TAGS = b"div p span a b em h1 h2 li ul ol td tr table nav footer aside article main section figure time br img".split()
MARKS = [
    b' class="comment"',
    b' class="sapo"',
    b' class="related" id="sidebar"',
    b' class="author date breadcrumb tags luotxem"',
    b' style="display:none"',
    b" hidden",
    b' itemprop="articleBody"',
    b' itemprop="datePublished" content="x"',
    b' role="navigation"',
    b' align="center"',
    b" class",
    b' class=""',
    b' class="\xff"',
]
_CONTENT_TYPES = "text/html; charset=utf-8|text/html; charset=windows-1258|text/html;charset=|text/html; charset=utf-16"
_CONTENT_TYPES += "|text/html; charset='x|application/xhtml+xml|text/plain|TEXT/HTML; CHARSET=ISO-8859-1|\u0130|"
CONTENT_TYPES = _CONTENT_TYPES.split("|")
ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "cp1258", "cp1252", "utf-8-sig", "gb18030", "utf-7"]
SELECTORS = {
    "container": ("article", "main", "body", "div", "html", ".content", "td", "template"),
    "title": ("h1", "h2", "title", "p", ".title", "a", "img"),
    "lead": ("h2", ".sapo", "p", "b", "script"),
    "body": ("article", "p", "div", ".content", "div > div", "body", "table", "li", "br", "span", "nav"),
    "published": ("time", ".date", "span", "p", "meta"),
    "updated": ("time", "span"),
    "authors": (".author", "b", "p", "a"),
    "source": ("i", "p"),
    "section": ("nav a", "li a", "a"),
    "tags": (".tags a", "a", "li"),
    "view_count": ("span", "td"),
    "captions": ("figcaption", "i", "img"),
    "attachments": ("a",),
    "remove": ("script", "a", "div", "p", "body"),
    "month_first": ("body",),
}

Pages = tuple[list[bytes], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a body as received, its headers, the portal's layout."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    layout: Layout | None
    only_vietnamese: bool


@cache
def pages(shared: Path) -> Pages:
    """Saved pages that inputs are made of: fixtures, templates of the replicas, real pages (where present)."""
    groups = (
        [file.read_bytes() for file in sorted((ROOT / "tests/extraction/fixtures").glob("*/page.html"))],
        [file.read_bytes() for file in sorted((ROOT / "newscrawler/demo/replicas").glob("*/*.html"))],
        [gzip.decompress(file.read_bytes()) for file in sorted((shared / "pages").glob("*/*.html.gz"))],
    )
    return tuple(filter(None, groups))


def _page(saved: Pages, chance: random.Random) -> bytes:
    return chance.choice(saved[min(len(saved) - 1, chance.choice((0, 0, 1, 2, 2, 2)))])


def made(number: int, shared: Path = SHARED) -> Input:
    """Input ``number``, the same wherever the same pages are present."""
    chance = random.Random(number)
    saved = pages(shared)
    html = bytearray(_seed(saved, chance))
    for _ in range(chance.randint(1, 12)):
        _mutate(html, saved, chance)
    body, headers = _wrapped(bytes(html[:MAX_BYTES]), chance)
    layout = _layout(chance) if chance.random() < 0.35 else None
    return Input(body, headers, layout, chance.random() < 0.1)


def _seed(saved: Pages, chance: random.Random) -> bytes:
    """A whole page, or its beginning with a piece that lies anywhere, often where an article begins."""
    page = _page(saved, chance)
    if chance.random() < WHOLE_PAGES:
        return page
    size = min(40_000, int(chance.lognormvariate(8.3, 0.8)))
    title = page.find(b"<h1")
    at_title = title > 0 and chance.random() < 0.5
    start = title - chance.randrange(500) if at_title else chance.randrange(max(1, len(page) - size))
    return page[: chance.choice((0, 300, 1_500, 4_000))] + page[max(0, start) : max(0, start) + size]


def _mutate(html: bytearray, saved: Pages, chance: random.Random) -> None:
    """Cut, double, move, graft, make odd, scramble, rename a tag, mark an element: one of them, somewhere."""
    start = chance.randrange(max(1, len(html)))
    length = int(chance.paretovariate(0.7) * 8)
    kind = chance.randrange(8)
    if kind == 0:
        del html[start : start + length]
    elif kind == 1:
        times = chance.randint(1, 8) if chance.random() < 0.97 else 200
        html[start:start] = html[start : start + min(length, 400_000 // times)] * times
    elif kind == 2:
        to = chance.randrange(max(1, len(html)))
        html[to:to] = html[start : start + length]
    elif kind == 3:
        other = _page(saved, chance)
        at = chance.randrange(len(other))
        html[start : start + length] = other[at : at + min(length, 20_000)]
    elif kind == 4:
        html[start:start] = chance.choice(ODD)
    elif kind == 5:
        n = length % 40
        html[start : start + n] = chance.randbytes(n) if chance.random() < 0.3 else bytes(chance.choices(SYNTAX, k=n))
    elif (at := html.find(b"<", start)) >= 0:
        end = at + 1
        while end < min(len(html), at + 12) and html[end : end + 1].isalnum():
            end += 1
        if kind == 6:
            html[at + 1 : end] = chance.choice(TAGS)
        else:
            html[end:end] = chance.choice(MARKS)


def _wrapped(body: bytes, chance: random.Random) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The body perhaps in another encoding, perhaps compressed (and damaged), with headers true or not."""
    headers: list[tuple[str, str]] = []
    if chance.random() < 0.12:
        body = body.decode("utf-8", "ignore").encode(chance.choice(ENCODINGS), "ignore")
    if chance.random() < 0.3:
        headers.append(("Content-Type", chance.choice(CONTENT_TYPES)))
    kind = chance.randrange(24)
    if kind == 0:
        body = gzip.compress(body, 1)
    elif kind == 1:
        body = zlib.compress(body, 1)
    if kind <= 2:
        headers.append(("Content-Encoding", chance.choice(("gzip", "deflate", "br", "gzip, gzip", "x"))))
        if chance.random() < 0.4:
            damaged = bytearray(body)
            at = chance.randrange(len(body) + 1)
            damaged[at : at + 4] = chance.randbytes(4)
            body = bytes(damaged[: chance.randrange(1, len(body) + 2)])
    return body, tuple(headers)


def _layout(chance: random.Random) -> Layout:
    """Selectors that match something, nothing or everything."""
    return Layout(
        **{
            field: tuple(chance.sample(selectors, min(len(selectors), chance.choice((0, 1, 1, 2)))))
            for field, selectors in SELECTORS.items()
            if chance.random() < 0.5
        }
    )
