"""Whether a page is one article rather than a listing: several weak signs weighed together."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.listings.anchors import Anchor, squeeze
from newscrawler.listings.headline import HEADLINE, own_headline
from newscrawler.listings.next_link import pager_start
from newscrawler.listings.occurrences import Occurrence
from newscrawler.listings.places import Places
from newscrawler.listings.url_forms import are_alike, carries_identifier, url_form

ARTICLE_FROM = 3
"""Weight of signs from which a page with a stream of links is taken for an article."""
LONG_TEXT, SOME_TEXT = 3_000, 1_200
"""Characters of running text outside items: hardly any listing has the first, few the second."""
BODY_TEXT = 400
"""Characters between headline and list that make a body; the description of a section is shorter."""
_ONES = r"(?:các |những )?(?:tin tức|tin,? bài|bài viết|bài|tin|nội dung|thông báo|văn bản|câu hỏi|bản tin)(?: tức)?"
_OLDER = re.compile(
    rf"(?i)^{_ONES} (?:liên quan|cùng (?:chuyên )?mục|cùng (?:thể )?loại|cùng danh mục|đã đưa|đã đăng|cũ hơn|mới hơn)\b"
)
"""Headings of lists that stand under an article only; *other items* may also continue a listing."""
_DETAIL = re.compile(
    r"(?i)[/?](?:[a-z]*[-_]?(?:news|article|post|view|tin|bai|bai-?viet|van-?ban)?[-_]?(?:chi-?tiet|details?)|"
    r"(?:chi-?tiet|details?|xem)-?(?:tin|tin-?tuc|bai-?viet|bai|van-?ban|thong-?bao|news|article))(?:\.[a-z]{3,4})?(?:[/?=]|$)"
)
"""Path segments that say one item is shown."""
FEW = 8
"""Items below which a list without a pager needs less against it: boxes of other items have so many."""
_OTHERS = re.compile(rf"(?i)^{_ONES} khác\b|^other (?:news|articles|stories|posts)\b")
"""Headings of other items: under a text, with nothing of their kind above, an article's; else often a listing's."""
_NO_DIGITS = str.maketrans("", "", "0123456789")
_ARTICLE_TYPE = re.compile(
    r'"@type"\s*:\s*(?:\[\s*)?"(?:News|Blog|Report|Opinion|Analysis|Background|Review)?(?:Article|Posting)"',
    re.IGNORECASE,
)
_LIST_TYPE = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:CollectionPage|ItemList|SearchResultsPage)"', re.IGNORECASE)
_LIST_BODY = re.compile(r"(?i)(?:^|\s)(?:archive|category|blog|home|search|term-\w+|tax-\w+|list-?page)(?:\s|$)")
_ARTICLE_BODY = re.compile(
    r"(?i)(?:^|\s)(?:single|single-post|postid-\d+|page-?detail|detail-?page|article-?page)(?:\s|$)"
)
_NEWER = re.compile(r"(?:các |những )?(?:tin|bài|bài viết)(?: tức)? mới hơn", re.IGNORECASE)
_NEWER_END = ("ới hơn", "ỚI HƠN", "ới Hơn")

Sign = tuple[int, str]
"""Weight (positive: an article) and the fact behind it."""


def article_signs(
    tree: LexborHTMLParser,
    url: str,
    anchors: list[Anchor],
    found: list[Occurrence],
    main: list[Occurrence],
    places: Places,
    lists: Sequence[tuple[str | None, list[Occurrence]]] = (),
) -> list[Sign]:
    """Signs for and against the page at ``url`` being an article.

    ``found`` are all items of the page, ``main`` those of its largest group (empty when that is a side box),
    ``lists`` all its groups but menus, each with what it is headed. Scripts and styles are taken out of ``tree``.
    """
    signs = [*_declared(tree), *_by_address(url, found, main, [items for _, items in lists])]
    tree.strip_tags(["script", "style"])
    text = tree.body.text(separator="\n") if tree.body is not None else ""
    headline = own_headline(tree, url, anchors, places, text)
    if headline is not None:
        signs.append((2, f"its title stands in it as a headline of its own: {headline!r}"))
        between = _text_between(text, headline, main)
        if between >= BODY_TEXT:
            signs.append((2, f"{between} characters of text stand between its headline and the first item"))
    loose, inside = _loose_text(tree, found, places), sum(item.n_summary for item in main)
    if loose >= SOME_TEXT:
        titles = sum(len(item.title or "") for item in main)
        outweighed = len(main) < FEW and loose > 4 * (inside + titles)
        weight = 3 if loose > 4 * inside + 2 * LONG_TEXT else 2 if loose >= LONG_TEXT or outweighed else 1
        signs.append((weight, f"{loose} characters of text stand outside the items"))
    signs += _by_headings(main, lists, has_newer=_has_newer_list(text), has_text=loose > 0)
    if pager_start(anchors, url) is not None:
        signs.append((-2, "it has a pager of its own"))
    return signs


def _by_headings(
    main: list[Occurrence],
    lists: Sequence[tuple[str | None, list[Occurrence]]],
    *,
    has_newer: bool,
    has_text: bool,
) -> Iterator[Sign]:
    """What lists are headed: older or other items are an article's. ``has_newer``: a line says *newer items*,
    ``has_text``: paragraphs stand outside all lists."""
    own = next((heading for heading, items in lists if items is main), None) or ""
    older = next((one for one, items in lists if one is not None and len(items) >= 2 and _OLDER.match(one)), None)
    others = _OTHERS.match(own) is not None
    if older is not None:
        yield 2, f"a list in it is headed {older!r}"
    elif others:
        yield 2 if has_text and _is_first_of_kind(main, lists) else 1, f"its list is headed {own!r}"
    if has_newer:
        yield 1, "it lists items newer than itself"
    rich = sum(item.rich for item in main)
    if rich >= FEW and not (has_newer or others or own == older):
        yield -1, f"{rich} items of one list have a date or summary"


def _is_first_of_kind(main: list[Occurrence], lists: Sequence[tuple[str | None, list[Occurrence]]]) -> bool:
    """Whether no item above ``main`` has an address of the form that its items have, lengths of numbers aside."""
    forms = {url_form(item.url).translate(_NO_DIGITS) for item in main}
    above = (item for _, items in lists for item in items if item.order < main[0].order)
    return not any(url_form(item.url).translate(_NO_DIGITS) in forms for item in above)


def _by_address(
    url: str, found: list[Occurrence], main: list[Occurrence], lists: list[list[Occurrence]]
) -> Iterator[Sign]:
    """What the page's address says: it is called a detail page, or it is formed like those of a list of articles."""
    if _DETAIL.search(url.partition("//")[2]):
        yield 2, "its address says that it shows one item"
    alike = [items for items in (main or found, *(items for items in lists if len(items) >= 3)) if items]
    if any(_is_same_script(url, [item.url for item in items]) for items in alike):
        yield 3, "its address differs from those it links in an identifier only"
    elif any(_is_named_like(url, [item.url for item in items]) for items in alike):
        yield 2, "its address has the form of the addresses it links"


def _is_same_script(url: str, linked: list[str]) -> bool:
    """Whether the addresses in ``linked`` call the page's own script with another identifier."""
    ours = urlsplit(url)
    if not carries_identifier(f"?{ours.query}"):
        return False
    same = sum(urlsplit(other).path.lower() == ours.path.lower() and are_alike(url, other) for other in linked)
    return same > 0.8 * len(linked)


def _text_between(text: str, headline: str, main: list[Occurrence]) -> int:
    """Characters between the headline (its last place before the first item) and that item; 0 in another order."""
    first = (main[0].title or "")[:HEADLINE] if main else ""
    start = text.find(headline[:HEADLINE])
    end = text.find(first, start + len(headline)) if first and start >= 0 else -1
    if end < 0:
        return 0
    start = text.rfind(headline[:HEADLINE], 0, end)
    return len(squeeze(text[start:end])) - len(headline)


def _is_named_like(url: str, linked: list[str]) -> bool:
    """Whether ``url`` looks like most addresses in ``linked``: an identifier, the same form, as many words."""
    if not carries_identifier(url) or sum(are_alike(url, other) for other in linked) < len(linked) / 2:
        return False
    return 2 * _n_words(url) >= statistics.median(_n_words(other) for other in linked)


def _n_words(url: str) -> int:
    return urlsplit(url).path.rpartition("/")[2].count("-")


def _declared(tree: LexborHTMLParser) -> Iterator[Sign]:
    kind = tree.css_first('meta[property="og:type"]')
    if kind is not None and "article" in (kind.attributes.get("content") or "").lower():
        yield 1, "it declares og:type article"
    if tree.css_first('meta[property="article:published_time"], meta[itemprop="datePublished"]') is not None:
        yield 1, "it declares when it was published"
    linked = " ".join(node.text() for node in tree.css('script[type="application/ld+json"]'))
    if _LIST_TYPE.search(linked):
        yield -1, "its structured data describe a list"
    elif 1 <= len(_ARTICLE_TYPE.findall(linked)) <= 2:
        yield 1, "its structured data describe an article"
    body = tree.body
    name = (body.attributes.get("class") or "") if body is not None else ""
    if _ARTICLE_BODY.search(name):
        yield 1, "its body is classed as a single article"
    elif _LIST_BODY.search(name):
        yield -1, "its body is classed as an archive"


def _loose_text(tree: LexborHTMLParser, found: list[Occurrence], places: Places) -> int:
    """Characters of running text that stands neither in an item, nor in the page's frame, nor mostly in links."""
    items = {occurrence.item.node.mem_id for occurrence in found}
    return sum(
        len(text)
        for node, text in _paragraphs(tree)
        if not _is_within(node, items)
        and not ((place := places.of(node)) is not None and place.chrome)
        and sum(len(link.text()) for link in node.css("a")) < len(text) / 2
    )


def _paragraphs(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Paragraphs, and elements that break their lines with ``<br>`` instead."""
    for node in tree.css("p"):
        text = node.text()
        if len(text) >= 60:
            yield node, text
    seen: set[int] = set()
    for line_break in tree.css("br"):
        holder = line_break.parent
        if holder is None or holder.tag in ("p", "a", "body") or holder.mem_id in seen:
            continue
        seen.add(holder.mem_id)
        text = squeeze(holder.text(deep=False))
        if len(text) >= 200:
            yield holder, text


def _is_within(node: LexborNode, items: set[int]) -> bool:
    above: LexborNode | None = node
    for _ in range(8):
        if above is None:
            return False
        if above.mem_id in items:
            return True
        above = above.parent
    return False


def _has_newer_list(text: str) -> bool:
    """Whether a line says *newer items*: only an article knows what is newer than itself."""
    for ending in _NEWER_END:
        position = text.find(ending)
        while position >= 0:
            start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
            line = text[start : end if end >= 0 else None].strip(" \t\r\xa0:")
            if _NEWER.fullmatch(line):
                return True
            position = text.find(ending, position + 1)
    return False
