"""Sitemaps as listings: sitemaps.org URL sets and indexes, and Google's news extension."""

from __future__ import annotations

from lxml import etree

from newscrawler.listings.anchors import Resolver
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import ArticleLink, ListingKind, ListingPage
from newscrawler.listings.xml_reading import child_texts, elements, local_name


def read_sitemap(body: bytes, url: str) -> ListingPage:
    """Addresses of a sitemap, plain or gzip, in its order, each once.

    ``kind`` is ``sitemap``, or ``sitemap-index`` when the entries are sitemaps themselves. A news sitemap gives titles
    and publication dates; otherwise the title is ``None`` and the date is ``lastmod``, which is no publication date.
    """
    resolve = Resolver(url)
    found: dict[str, ArticleLink] = {}
    kind: ListingKind = "sitemap"
    for element in elements(body, ("url", "sitemap")):
        if local_name(element) == "sitemap":
            kind = "sitemap-index"
        elif kind == "sitemap-index" or _is_image_address(element):
            continue
        link = _entry(element, resolve)
        if link is not None:
            found.setdefault(link.url, link)
    return ListingPage(tuple(found.values()), None, (), kind)


def _is_image_address(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) not in ("urlset", "")


def _entry(element: etree._Element, resolve: Resolver) -> ArticleLink | None:
    texts = child_texts(element)
    url = resolve(texts.get("loc", ""))
    if url is None or is_forbidden(url) is not None:
        return None
    news = next((child for child in element if local_name(child) == "news"), None)
    if news is not None:
        told = child_texts(news)
        return ArticleLink(url, told.get("title"), told.get("publication_date"), "entry of a news sitemap")
    return ArticleLink(url, None, texts.get("lastmod"), f"entry of a {local_name(element)} list")
