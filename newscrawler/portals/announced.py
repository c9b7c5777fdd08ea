"""Feeds and sitemaps that a portal announces itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from newscrawler.listings import read_listing
from newscrawler.portals.family import matches_any, read_family
from newscrawler.portals.recognition import SeenPage, target_of

if TYPE_CHECKING:
    from newscrawler.portals.survey import Fetch, FoundGeneration

_SITEMAP_LINE = re.compile(r"(?im)^\s*sitemap:\s*(\S+)\s*$")


def note_announced(generation: FoundGeneration, home: SeenPage, robots: str) -> None:
    """Feeds of the whole portal that its front page announces, and sitemaps that robots.txt names."""
    host = urlsplit(home.url).netloc
    for node in home.tree.css('link[rel~="alternate"][type="application/rss+xml"], link[type="application/atom+xml"]'):
        url = urljoin(home.url, node.attributes.get("href") or "")
        if urlsplit(url).netloc == host and "comment" not in url and url not in generation.feeds:
            generation.feeds.append(url)
    del generation.feeds[1:]
    generation.sitemaps += [url for url in _SITEMAP_LINE.findall(robots) if urlsplit(url).netloc == host]


async def keep_posts_only(generation: FoundGeneration, fetch: Fetch) -> None:
    """Of a sitemap index, keep the sitemaps that hold articles, where the family says which do."""
    forms = read_family(generation.recognition.family).sitemap_url
    if not forms:
        return
    kept: list[str] = []
    for url in generation.sitemaps:
        page = await fetch(url)
        listing = read_listing(page.body, page.url) if page else None
        if listing is not None and listing.kind == "sitemap-index":
            kept += [one.url for one in listing.articles if matches_any(forms, target_of(one.url))]
        elif matches_any(forms, target_of(url)):
            kept.append(url)
    generation.sitemaps = kept
