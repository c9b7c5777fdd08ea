"""Reading a listing page: its articles, its next page, its dated listings."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import collect_anchors
from newscrawler.listings.dated import dated_links
from newscrawler.listings.facts import ListingFacts
from newscrawler.listings.listing_page import ListingKind, ListingPage
from newscrawler.listings.main_stream import main_stream
from newscrawler.listings.paging import find_next_page
from newscrawler.listings.stated import admitted, stated_articles

NO_FACTS = ListingFacts()


def read_listing(html: bytes | str, url: str, facts: ListingFacts | None = None) -> ListingPage:
    """What the listing page ``html``, found at ``url``, leads to. Never raises on bad markup.

    Bytes are taken as UTF-8 unless the markup says otherwise. A page that is no listing gives no articles and no
    next page.
    """
    facts = facts or NO_FACTS
    tree = LexborHTMLParser(html)
    anchors = collect_anchors(tree, url)
    dated = dated_links(anchors)
    if facts.item or facts.link:
        articles = stated_articles(tree, url, facts)
        kind: ListingKind = "listing" if articles else "empty"
    else:
        kind, articles = main_stream(tree, admitted(facts, anchors), url)
    next_page = None
    if kind == "listing":
        next_page = find_next_page(tree, anchors, url, facts.paging, {article.url for article in articles})
    return ListingPage(articles, next_page, dated, kind)
