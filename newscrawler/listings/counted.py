"""Pagers in forms that no list of names has: an unknown parameter that grows evenly with the numbers the links show,
a number set into the listing's path, and links to what is older than a moment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from urllib.parse import unquote, urlsplit

from newscrawler.listings.anchors import Anchor
from newscrawler.listings.dated import dated_form
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import NextPage
from newscrawler.listings.numbered import number_set_into
from newscrawler.listings.pager_words import MAX_LABEL, in_pager, label_number, label_of, says_next

_SECOND = 2
"""What the link to the page after the first shows."""
_SHORTEST_COUNT = 2
"""Numbered links that show how a parameter grows."""
_LEAST_GROWTH = 2
"""A parameter that grows by one may be the day of a calendar."""
_MOMENT = re.compile(r"=(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d")


def find_counted(anchors: Iterable[Anchor], url: str, articles: Collection[str] = ()) -> NextPage | None:
    """The page after ``url`` in a pager whose links 2, 3, 4 give one unknown parameter 15, 30, 45; ``None`` without."""
    here, pairs = _path_and_parameters(url)
    found: dict[tuple[str, frozenset[str]], dict[int, tuple[int, str]]] = defaultdict(dict)
    for anchor in anchors:
        if anchor.url is None or len(anchor.text) > 8 or anchor.url in articles:
            continue
        shown = label_number(anchor.text)
        if shown is None:
            continue
        there, parameters = _path_and_parameters(anchor.url)
        if there != here:
            continue
        for pair in parameters:
            name, _, value = pair.partition("=")
            others = frozenset(other for other in parameters if other != pair)
            if value.isdecimal() and len(value) <= 6 and is_forbidden(anchor.url) is None:
                found[name, others].setdefault(shown, (int(value), anchor.url))
    for (name, others), steps in found.items():
        reached = next((pair.partition("=")[2] for pair in pairs if pair.startswith(f"{name}=")), "")
        rest = {pair for pair in pairs if pair and pair.partition("=")[0] != name}
        if not rest <= others or not _is_even(steps):
            continue
        if reached.isdecimal():
            onward = [step for step in steps.values() if step[0] > int(reached)]
        else:
            onward = [steps[_SECOND]] if _SECOND in steps else []
        if onward:
            return NextPage(min(onward)[1], None, f"{name} grows evenly with the numbers that the links show")
    return None


def _path_and_parameters(url: str) -> tuple[str, list[str]]:
    """Host and path of ``url``, and its parameters: some portals set them behind ``&`` without a question mark."""
    parts = urlsplit(url)
    path, _, loose = parts.path.partition("&") if not parts.query else (parts.path, "", "")
    return f"{parts.netloc}{path.rstrip('/')}", (parts.query or loose).split("&")


def _is_even(steps: dict[int, tuple[int, str]]) -> bool:
    """Whether the values grow by the same number from each shown page to the next."""
    if len(steps) < _SHORTEST_COUNT:
        return False
    (first, (low, _)), *others = sorted(steps.items())
    growth = {((value - low) / (shown - first)) for shown, (value, _) in others}
    return len(growth) == 1 and growth.pop() >= _LEAST_GROWTH


def find_set_into_path(anchors: Iterable[Anchor], url: str, articles: Collection[str] = ()) -> NextPage | None:
    """The page after the first in a pager that sets the numbers its links show into the listing's path; ``None``
    without. The days of a calendar are no pages: an arrow must lead to the same address, or the link stand in a pager.
    """
    second: Anchor | None = None
    arrows: set[str] = set()
    for anchor in anchors:
        target = anchor.url
        if target is None or len(anchor.text) > MAX_LABEL or target in articles or is_forbidden(target) is not None:
            continue
        if number_set_into(url, target) != _SECOND or dated_form(target) is not None:
            continue
        if says_next(label_of(anchor)):
            arrows.add(target)
        elif label_number(anchor.text) == _SECOND and second is None:
            second = anchor
    if second is None or second.url is None or not (second.url in arrows or in_pager(second)):
        return None
    return NextPage(second.url, None, f"it sets the {_SECOND} that it shows into this listing's path")


def find_older(anchors: Iterable[Anchor], url: str, articles: Collection[str] = ()) -> NextPage | None:
    """The link in a pager that says it leads on, to an address of this host with a moment in it: what is older, as
    blogs page; ``None`` without."""
    host = urlsplit(url).netloc
    for anchor in anchors:
        target = anchor.url
        if target is None or target == url or target in articles or not _MOMENT.search(unquote(target)):
            continue
        if urlsplit(target).netloc == host and says_next(label_of(anchor)) and in_pager(anchor):
            return NextPage(target, None, f"it leads to what is older than a moment, and says {label_of(anchor)!r}")
    return None
