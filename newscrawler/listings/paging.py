"""The next page as the portal's file says it is found; without a fact, by the generic rules."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import Anchor, Resolver, base_address
from newscrawler.listings.counted import find_counted, find_older, find_set_into_path
from newscrawler.listings.facts import (
    NextLinkPaging,
    NoPaging,
    Paging,
    ParameterPaging,
    PathPaging,
    PostbackPaging,
    SharePointPaging,
)
from newscrawler.listings.listing_page import NextPage
from newscrawler.listings.next_link import find_next_link, leads_on
from newscrawler.listings.next_postback import find_next_postback
from newscrawler.listings.numbered import is_parameter, next_address
from newscrawler.listings.pager_words import label_of, says_next


def find_next_page(
    tree: LexborHTMLParser,
    anchors: list[Anchor],
    url: str,
    paging: Paging | None,
    articles: Collection[str] = (),
) -> NextPage | None:
    """The page after ``url``; ``None`` when it is the last, or the page does not show how it goes on."""
    match paging:
        case None:
            return (
                find_next_link(tree, anchors, url, articles)
                or find_next_postback(tree, anchors, url)
                or find_counted(anchors, url, articles)
                or find_set_into_path(anchors, url, articles)
                or find_older(anchors, url, articles)
            )
        case NoPaging():
            return None
        case NextLinkPaging():
            return _by_link(tree, anchors, url, paging, articles)
        case ParameterPaging() | PathPaging():
            return _by_number(anchors, url, paging, bool(articles))
        case SharePointPaging():
            views = [anchor for anchor in anchors if "paged=true" in (anchor.url or "").lower()]
            return find_next_link(tree, views, url, articles) or _worded(views, url)
        case PostbackPaging():
            return find_next_postback(tree, anchors, url, paging.link)


def _by_link(
    tree: LexborHTMLParser, anchors: list[Anchor], url: str, paging: NextLinkPaging, articles: Collection[str]
) -> NextPage | None:
    if not paging.link:
        return find_next_link(tree, anchors, url, articles)
    resolve = Resolver(base_address(tree, url))
    for selector in paging.link:
        for node in tree.css(selector):
            link = node if "href" in node.attributes else node.css_first("a[href]")
            target = resolve((link.attributes.get("href") or "").strip()) if link is not None else None
            if target is not None and leads_on(target, url):
                return NextPage(target, None, f"next link {selector!r} of the portal's file")
    return None


def _by_number(
    anchors: list[Anchor], url: str, paging: ParameterPaging | PathPaging, has_articles: bool
) -> NextPage | None:
    expected = next_address(url, paging)
    if expected is None:
        return None
    if not paging.linked:
        reason = "the portal's file numbers its pages so, and this page has articles"
        return NextPage(expected, None, reason) if has_articles else None
    for anchor in anchors:
        if anchor.url is None:
            continue
        if anchor.url.rstrip("/") == expected.rstrip("/") or (
            isinstance(paging, ParameterPaging) and _same_number(anchor.url, expected, paging.name)
        ):
            return NextPage(anchor.url, None, "the page links the next number in the form the portal's file states")
    return None


def _same_number(url: str, expected: str, name: str) -> bool:
    ours, theirs = urlsplit(expected), urlsplit(url)
    if ours.netloc != theirs.netloc or ours.path.rstrip("/") != theirs.path.rstrip("/"):
        return False
    numbers = [
        {value for key, _, value in (pair.partition("=") for pair in parts.query.split("&")) if is_parameter(key, name)}
        for parts in (ours, theirs)
    ]
    return bool(numbers[1]) and (numbers[0] == numbers[1])


def _worded(anchors: list[Anchor], url: str) -> NextPage | None:
    for anchor in anchors:
        target = anchor.url
        if (
            target is not None
            and leads_on(target, url)
            and "pagedprev" not in target.lower()
            and says_next(label_of(anchor))
        ):
            return NextPage(target, None, f"SharePoint's own pager, and it says {label_of(anchor)!r}")
    return None
