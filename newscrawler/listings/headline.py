"""The headline of a page's own article: a heading, or a line, that begins the page's title and leads nowhere else."""

from __future__ import annotations

import unicodedata
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.listings.anchors import Anchor, squeeze
from newscrawler.listings.places import Places

HEADLINE = 30
"""Characters a headline has at least; shorter titles are names of sections."""


def own_headline(tree: LexborHTMLParser, url: str, anchors: list[Anchor], places: Places, whole: str) -> str | None:
    """A long heading that begins the page's title; not one that a menu also carries: that is a section's name."""
    title = tree.css_first("title")
    meta = tree.css_first('meta[property="og:title"]')
    announced = [_folded(title.text()) if title is not None else ""]
    announced.append(_folded(meta.attributes.get("content") or "") if meta is not None else "")
    menu: set[str] | None = None
    for node in tree.css("h1, h2, h3"):
        text = _folded(node.text())
        if len(text.split()) < 6 or len(text) > 300 or not any(whole.startswith(text[:60]) for whole in announced):
            continue
        if _leads_elsewhere(node, url, anchors):
            continue
        if menu is None:
            menu = {_folded(anchor.text) for anchor in anchors if _in_frame(anchor, places)}
        if text not in menu:
            return squeeze(node.text())
    return _title_line(whole, squeeze(title.text()) if title is not None else "", url, anchors)


def _title_line(whole: str, title: str, url: str, anchors: list[Anchor]) -> str | None:
    """A line of the page's text that begins its title and links nothing else: a headline that is no heading element."""
    start = title[:HEADLINE]
    if len(start) < HEADLINE:
        return None
    linked = Counter(anchor.text for anchor in anchors if anchor.url != url and anchor.text.startswith(start))
    position = whole.find(start)
    while position >= 0:
        end = whole.find("\n", position)
        line = squeeze(whole[position : end if end >= 0 else None])
        opens = whole[:position].rstrip(" \t\r\xa0").endswith("\n")
        if opens and title.startswith(line):
            if not linked[line]:
                return line
            linked[line] -= 1
        position = whole.find(start, position + 1)
    return None


def _leads_elsewhere(heading: LexborNode, url: str, anchors: list[Anchor]) -> bool:
    link = heading.css_first("a[href]")
    above = heading.parent
    if link is None:
        return above is not None and above.tag == "a"
    address = next((anchor.url for anchor in anchors if anchor.node.mem_id == link.mem_id), None)
    return address is not None and address.rstrip("/") != url.rstrip("/")


def _in_frame(anchor: Anchor, places: Places) -> bool:
    place = places.of(anchor.node)
    return place is not None and place.chrome


def _folded(text: str) -> str:
    return squeeze(unicodedata.normalize("NFC", text)).casefold()
