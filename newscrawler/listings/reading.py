"""Reading a listing page: its articles, its next page, its dated listings."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import collect_anchors
from newscrawler.listings.dated import dated_links
from newscrawler.listings.facts import ListingFacts
from newscrawler.listings.feed import read_feed
from newscrawler.listings.listing_page import ListingKind, ListingPage
from newscrawler.listings.main_stream import main_stream
from newscrawler.listings.paging import find_next_page
from newscrawler.listings.sitemap import read_sitemap
from newscrawler.listings.stated import admitted, refused_by, stated_articles
from newscrawler.listings.xml_reading import xml_kind
from pipelines.extraction.encoding import decode_html

NO_FACTS = ListingFacts()


def read_listing(html: bytes | str, url: str, facts: ListingFacts | None = None) -> ListingPage:
    """What the listing page ``html``, found at ``url``, leads to. Never raises on bad markup.

    Bytes may be in any encoding the extraction reads, and may be a feed or a sitemap (gzip too), told by their root
    element. A page that is no listing gives no articles and no next page.
    """
    if isinstance(html, bytes) and (kind_of_xml := xml_kind(html)) is not None:
        return _filtered((read_feed if kind_of_xml == "feed" else read_sitemap)(html, url), facts)
    facts = facts or NO_FACTS
    tree = _parsed(html)
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


def _parsed(html: bytes | str) -> LexborHTMLParser:
    return LexborHTMLParser(html if isinstance(html, str) else decode_html(html).text)


def _filtered(page: ListingPage, facts: ListingFacts | None) -> ListingPage:
    """A feed or sitemap without the addresses the portal's file says are no articles."""
    if facts is None or page.kind == "sitemap-index":
        return page
    return replace(page, articles=tuple(link for link in page.articles if refused_by(facts, link.url) is None))
