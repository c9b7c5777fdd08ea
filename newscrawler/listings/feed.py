"""Feeds as listings: RSS 0.9x, 1.0 (RDF) and 2.0, and Atom 1.0 (RFC 4287)."""

from __future__ import annotations

import html
import re

from lxml import etree

from newscrawler.listings.anchors import Resolver, squeeze
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import ArticleLink, ListingPage, NextPage
from newscrawler.listings.next_link import leads_on
from newscrawler.listings.xml_reading import child_texts, elements, local_name

_TAG = re.compile(r"<[^>]{1,2000}>")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")


def read_feed(body: bytes, url: str) -> ListingPage:
    """Articles of a feed in its order, each address once; ``next_page`` for feeds in pages (RFC 5005).

    A document without a single entry gives no articles; never raises on damaged XML.
    """
    resolve = Resolver(url)
    found: dict[str, ArticleLink] = {}
    next_page: NextPage | None = None
    for element in elements(body, ("item", "entry", "link")):
        if local_name(element) == "link":
            next_page = next_page or _next(element, resolve, url)
        else:
            link = _article(element, resolve)
            if link is not None:
                found.setdefault(link.url, link)
    return ListingPage(tuple(found.values()), next_page, (), "feed")


def _article(element: etree._Element, resolve: Resolver) -> ArticleLink | None:
    texts = child_texts(element)
    for address, what in _addresses(element, texts):
        url = resolve(html.unescape(address))
        if url is not None and is_forbidden(url) is None:
            title = squeeze(html.unescape(_TAG.sub(" ", html.unescape(texts.get("title", "")))))
            date_raw = next((texts[name] for name in _DATES if name in texts), None)
            return ArticleLink(url, title or None, date_raw, f"{what} of a feed's {local_name(element)}")
    return None


def _addresses(element: etree._Element, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Where an entry's address may stand, best first."""
    found: list[tuple[str, str]] = []
    for child in element:
        name, reference = local_name(child), child.get("href")
        if name == "link" and reference and (child.get("rel") or "alternate") == "alternate":
            found.append((reference, "link"))
        elif name == "link" and not reference and child.text and child.text.strip():
            found.append((child.text.strip(), "link"))
        elif name == "guid" and (child.get("isPermaLink") or "true").lower() == "true" and child.text:
            found.append((child.text.strip(), "guid"))
    about = next((value for key, value in element.attrib.items() if str(key).endswith("}about")), None)
    if about:
        found.append((str(about), "rdf:about"))
    if texts.get("id", "").startswith("http"):
        found.append((texts["id"], "id"))
    return sorted(found, key=lambda pair: pair[1] != "link")


def _next(element: etree._Element, resolve: Resolver, url: str) -> NextPage | None:
    parent = element.getparent()
    if element.get("rel") != "next" or (parent is not None and local_name(parent) in ("item", "entry")):
        return None
    target = resolve(element.get("href") or "")
    if target is None or not leads_on(target, url):
        return None
    return NextPage(target, None, "the feed announces it: link rel=next")
