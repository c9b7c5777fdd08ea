"""Whether a page is one article rather than a listing: several weak signs weighed together."""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import squeeze
from newscrawler.listings.occurrences import Occurrence
from newscrawler.listings.url_forms import carries_identifier, url_form

ARTICLE_FROM = 3
"""Weight of signs from which a page is taken for an article."""
_ARTICLE_TYPE = re.compile(
    r'"@type"\s*:\s*(?:\[\s*)?"(?:News|Blog|Report|Opinion|Analysis|Background|Review)?(?:Article|Posting)"',
    re.IGNORECASE,
)
_LIST_TYPE = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:CollectionPage|ItemList|SearchResultsPage)"', re.IGNORECASE)
_LIST_BODY = re.compile(r"(?i)(?:^|\s)(?:archive|category|blog|home|search|term-\w+|tax-\w+|list-?page)(?:\s|$)")
_ARTICLE_BODY = re.compile(
    r"(?i)(?:^|\s)(?:single|single-post|postid-\d+|page-?detail|detail-?page|article-?page)(?:\s|$)"
)
_SEPARATORS = re.compile(r"\s+[|\-–—»·:]\s+")


def article_signs(tree: LexborHTMLParser, url: str, stream: list[Occurrence]) -> list[tuple[int, str]]:
    """Signs for (positive weight) and against the page being an article, strongest kinds first."""
    signs: list[tuple[int, str]] = []
    signs += _declared(tree)
    if stream and carries_identifier(url):
        form = url_form(url)
        alike = sum(url_form(item.url) == form for item in stream)
        if alike >= len(stream) / 2:
            signs.append((2, "its address has the form of the addresses it links"))
    if (headline := _own_headline(tree)) is not None:
        signs.append((2, f"its title stands in it as a headline of its own: {headline!r}"))
    loose = _loose_text(tree, stream)
    if loose >= 3000:
        signs.append((2, f"{loose} characters of text stand outside the items"))
    elif loose >= 1200:
        signs.append((1, f"{loose} characters of text stand outside the items"))
    rich = sum(item.rich for item in stream)
    if rich >= 8:
        signs.append((-1, f"{rich} items have a date or summary"))
    return signs


def _declared(tree: LexborHTMLParser) -> list[tuple[int, str]]:
    signs = []
    kind = tree.css_first('meta[property="og:type"]')
    if kind is not None and "article" in (kind.attributes.get("content") or "").lower():
        signs.append((1, "it declares og:type article"))
    if tree.css_first('meta[property="article:published_time"], meta[itemprop="datePublished"]') is not None:
        signs.append((1, "it declares when it was published"))
    linked = " ".join(node.text() for node in tree.css('script[type="application/ld+json"]'))
    if _ARTICLE_TYPE.search(linked) and not _LIST_TYPE.search(linked):
        signs.append((1, "its structured data describe an article"))
    if _LIST_TYPE.search(linked):
        signs.append((-1, "its structured data describe a list"))
    body = tree.body
    name = (body.attributes.get("class") or "") if body is not None else ""
    if _ARTICLE_BODY.search(name):
        signs.append((1, "its body is classed as a single article"))
    elif _LIST_BODY.search(name):
        signs.append((-1, "its body is classed as an archive"))
    return signs


def _own_headline(tree: LexborHTMLParser) -> str | None:
    title = tree.css_first("title")
    whole = _folded(title.text()) if title is not None else ""
    meta = tree.css_first('meta[property="og:title"]')
    announced = _folded(meta.attributes.get("content") or "") if meta is not None else ""
    for node in tree.css("h1, h2, h3"):
        text = _folded(node.text())
        if len(text.split()) < 6 or len(text) > 300 or node.css_first("a[href]") is not None:
            continue
        above = node.parent
        if above is not None and above.tag == "a":
            continue
        if whole.startswith(text[:60]) or (announced and announced.startswith(text[:60])):
            return squeeze(node.text())
    return None


def _folded(text: str) -> str:
    return squeeze(unicodedata.normalize("NFC", text)).casefold()


def _loose_text(tree: LexborHTMLParser, stream: list[Occurrence]) -> int:
    """Characters of paragraphs that stand neither in an item nor mostly in links."""
    items = {occurrence.item.node.mem_id for occurrence in stream}
    total = 0
    for node in tree.css("p"):
        text = node.text()
        if len(text) < 60:
            continue
        above = node
        inside = False
        for _ in range(8):
            if above.mem_id in items:
                inside = True
                break
            parent = above.parent
            if parent is None:
                break
            above = parent
        if inside:
            continue
        linked = sum(len(link.text()) for link in node.css("a"))
        if linked < len(text) / 2:
            total += len(text)
    return total
