"""Links on a listing page that lead to sections, or count something, however they stand among its items."""

from __future__ import annotations

import re
from collections import Counter

from newscrawler.listings.anchors import Anchor
from newscrawler.listings.places import Place
from newscrawler.listings.titles import is_read_on

_TIME_OR_COUNT = re.compile(
    r"\d{1,2}[:h]\d\d|\d+ (?:nhận xét|bình luận|ý kiến|phản hồi|lượt|comments?|replies|responses?)\b", re.IGNORECASE
)
"""What an item's foot links: when it was posted, its comments."""


def section_addresses(placed: list[tuple[Anchor, Place]]) -> set[str]:
    """Addresses the page's frame links under a short name, and those that repeat under one short name.

    Menus that unfold also show articles, and items their comments: what is linked by a picture or a long title is none.
    """
    sections: set[str] = set()
    pictured: set[str] = set()
    short: Counter[tuple[str, str]] = Counter()
    for anchor, place in placed:
        if anchor.url is None:
            continue
        text = anchor.text
        if len(text) > 40 or (not text and anchor.node.css_first("img") is not None):
            pictured.add(anchor.url)
        elif place.chrome and not is_read_on(text) and not _TIME_OR_COUNT.match(text):
            sections.add(anchor.url)
        elif 0 < len(text) <= 40 and not is_read_on(text):
            short[anchor.url, text] += 1
    sections -= pictured
    sections.update(address for (address, _), count in short.items() if count >= 3)
    return sections | _labels(placed, sections)


def _labels(placed: list[tuple[Anchor, Place]], sections: set[str]) -> set[str]:
    """Addresses linked from places where mostly sections are linked: the category label of an item."""
    votes: dict[int, list[int]] = {}
    for anchor, place in placed:
        if anchor.url is not None and not place.chrome:
            vote = votes.setdefault(place.signature, [0, 0])
            vote[anchor.url in sections] += 1
    labels = {signature for signature, (others, known) in votes.items() if known and known >= others}
    return {
        anchor.url
        for anchor, place in placed
        if anchor.url is not None and place.signature in labels and not place.chrome and len(anchor.text) <= 80
    }


def counted_addresses(placed: list[tuple[Anchor, Place]]) -> set[str]:
    """Addresses that only numbers lead to: comment and view counters inside items."""
    spoken: dict[str, bool] = {}
    for anchor, _ in placed:
        if anchor.url is not None and not spoken.get(anchor.url):
            text = anchor.text
            spoken[anchor.url] = not text.strip("()[]").isdecimal() or anchor.node.css_first("img") is not None
    return {address for address, said in spoken.items() if not said}
