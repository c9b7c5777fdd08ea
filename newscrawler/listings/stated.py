"""Article links of a listing page whose portal file says where they stand."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.listings.anchors import Anchor, Resolver, base_address, squeeze
from newscrawler.listings.dates_beside import label_date
from newscrawler.listings.facts import ListingFacts
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import ArticleLink
from newscrawler.listings.titles import is_read_on, title_of


def refused_by(facts: ListingFacts, url: str) -> str | None:
    """Why the facts (or the list of forbidden addresses) say ``url`` is no article; ``None`` when nothing does."""
    for pattern in facts.ignore_url:
        if re.search(pattern, url):
            return f"ignore_url {pattern!r} matches"
    for pattern in facts.listing_url:
        if re.search(pattern, url):
            return f"listing_url {pattern!r} matches"
    if facts.article_url and not any(re.search(pattern, url) for pattern in facts.article_url):
        return "no article_url matches"
    return is_forbidden(url)


def admitted(facts: ListingFacts, anchors: list[Anchor]) -> list[Anchor]:
    """The links that the facts leave as possible articles."""
    if not (facts.article_url or facts.listing_url or facts.ignore_url):
        return anchors
    verdicts: dict[str, bool] = {}
    kept = []
    for anchor in anchors:
        if anchor.url is None:
            continue
        if anchor.url not in verdicts:
            verdicts[anchor.url] = refused_by(facts, anchor.url) is None
        if verdicts[anchor.url]:
            kept.append(anchor)
    return kept


def stated_articles(tree: LexborHTMLParser, url: str, facts: ListingFacts) -> tuple[ArticleLink, ...]:
    """Article links where ``facts.item`` and ``facts.link`` say they are, in page order, each address once."""
    resolve = Resolver(base_address(tree, url))
    found: dict[str, ArticleLink] = {}
    selector, items = _first_match(tree, facts.item)
    for item in items:
        link = _link_in(item, facts, resolve)
        if link is not None:
            _keep(found, resolve, link, item, facts, f"item {selector!r} of the portal's file")
    if not facts.item:
        selector, links = _first_match(tree, facts.link)
        for link in links:
            _keep(found, resolve, link, None, facts, f"link {selector!r} of the portal's file")
    return tuple(found.values())


def _first_match(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> tuple[str, list[LexborNode]]:
    for selector in selectors:
        nodes = tree.css(selector)
        if nodes:
            return selector, nodes
    return "", []


def _link_in(item: LexborNode, facts: ListingFacts, resolve: Resolver) -> LexborNode | None:
    for selector in facts.link:
        link = item.css_first(selector)
        if link is not None:
            return link
    usable = [node for node in [item, *item.css("a[href]")] if _is_usable(node, facts, resolve)]
    spoken = [node for node in usable if not is_read_on(squeeze(node.text()))]
    return next(iter(spoken or usable), None)


def _is_usable(node: LexborNode, facts: ListingFacts, resolve: Resolver) -> bool:
    url = resolve((node.attributes.get("href") or "").strip()) if node.tag == "a" else None
    return url is not None and refused_by(facts, url) is None


def _keep(
    found: dict[str, ArticleLink],
    resolve: Resolver,
    link: LexborNode,
    item: LexborNode | None,
    facts: ListingFacts,
    reason: str,
) -> None:
    url = resolve((link.attributes.get("href") or "").strip())
    if url is None or refused_by(facts, url) is not None:
        return
    title = _first_text(item, facts.title) or title_of(link, item)
    date_raw = _date_of(item, facts)
    known = found.get(url)
    if known is None:
        found[url] = ArticleLink(url, title, date_raw, reason)
    elif len(title or "") > len(known.title or "") or (date_raw and not known.date_raw):
        longer = max(title or "", known.title or "", key=len) or None
        found[url] = ArticleLink(url, longer, known.date_raw or date_raw, reason)


def _date_of(item: LexborNode | None, facts: ListingFacts) -> str | None:
    """The item's date where the facts say, else on a line of its own: summaries name other days."""
    if item is None or facts.date:
        return _first_text(item, facts.date)
    return label_date(item.text(separator="\n"))


def _first_text(item: LexborNode | None, selectors: tuple[str, ...]) -> str | None:
    if item is None:
        return None
    for selector in selectors:
        node = item.css_first(selector)
        if node is not None and (text := squeeze(node.text())):
            return text
    return None
