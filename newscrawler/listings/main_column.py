"""Which groups of items together are the page's main stream, once its largest list is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from newscrawler.listings.groups import Group
from newscrawler.listings.occurrences import MIN_TITLE
from newscrawler.listings.places import Place
from newscrawler.listings.url_forms import url_form
from newscrawler.listings.zones import is_center, is_outer, is_right, narrow

_GOES_ON = re.compile(
    r"(?i)^(?:các |những )?(?:tin|bài|bài viết|tin tức|tin bài) (?:khác|tiếp theo|cũ hơn|trước)\b|^more articles|^older"
)
"""Headings under which a listing goes on."""
_LATEST = re.compile(
    r"(?i)^(?:các |những )?(?:tin|bài|bài viết|tin tức|tin bài)? ?mới(?: nhất| nhận| đăng| cập nhật)?$|"
    r"^(?:latest|recent)\b"
)
"""Headings of boxes with the latest of all sections."""


def main_column(
    groups: list[Group], main: Group, pager: int | None = None, own: Callable[[str], bool] = lambda _: False
) -> list[tuple[Group, str]]:
    """The groups that together are the stream around ``main``, each with the reason it belongs to it.

    ``pager``: position of the listing's pager, behind which only items built like the main list's are the listing's.
    ``own``: whether an address stands below the listing's own.
    """
    forms = Counter(url_form(item.url) for item in main.items)
    kept = []
    for group in groups:
        reason = "the page's largest list of items" if group is main else _belongs(group, main, forms, pager)
        if reason is not None:
            kept.append((group, reason))
    tail = _tail(groups, [group for group, _ in kept], main)
    if tail is not None and all(own(item.url) for item in tail.items):
        kept.append((tail, "it follows the main list and all of it stands below the listing's own address"))
    return kept


def _tail(groups: list[Group], kept: list[Group], main: Group) -> Group | None:
    """The list right behind the stream: older items as bare titles, which templates print before or after the pager."""
    last = max(group.items[-1].order for group in kept)
    behind = [group for group in groups if group.first > last and group.raw > 0]
    if not behind or behind[0] is main:
        return None
    tail = behind[0]
    heading = (tail.heading or "").strip(" :.»")
    ours, theirs = _branches(main.way, tail.way)
    if _LATEST.match(heading) or (theirs is not None and _is_column_beside(theirs, ours)):
        return None
    named = _GOES_ON.match(heading) is not None
    goes_on = tail.aside is None or (tail.misnamed and named)
    return tail if goes_on and not tail.labels and len(tail.items) >= 2 else None


def _belongs(group: Group, main: Group, forms: Counter[str], pager: int | None) -> str | None:
    if group.aside is not None or group.labels:
        return None
    same_form = sum(url_form(item.url) in forms for item in group.items) / len(group.items)
    if same_form < 0.5:
        return None
    ours, theirs = _branches(main.way, group.way)
    if (theirs is not None and _is_column_beside(theirs, ours)) or _is_of_other_section(group, main):
        return None
    if _is_box_of_titles(group, main, theirs):
        return None
    alike = group.items[0].item.tag == main.items[0].item.tag and group.items[0].item.name == main.items[0].item.name
    if alike and group.items[0].item.name:
        return "its items are built like the main list's"
    if group.first < main.first:
        return "it stands before the main list in the same column" if _has_titles(group) else None
    if any(is_right(place.name) for place in _below(group.way, main.way)) or _is_behind(group, main, pager):
        return None
    if _is_near(group, main, 3 if group.rich_share >= 0.5 else 2) and (group.rich_share >= 0.5 or same_form == 1.0):
        return "it continues the main list in the same column"
    return None


def _is_box_of_titles(group: Group, main: Group, around: Place | None) -> bool:
    """Whether a list of titles with a heading of its own stands amid or above items that all have a summary: a box of
    other items, or of the latest of all sections. ``around``: the largest element that holds the box and not the list.
    """
    if group.heading is None or group.n_told > len(group.items) / 10 or main.n_told < 0.8 * len(main.items):
        return False
    if around is not None and any(around in item.item.way_up() for item in main.items):
        return False
    if group.first < main.first:
        return _LATEST.match(group.heading.strip(" :.»")) is not None
    return group.first < main.items[-1].order and group.rich_share <= 0.1 and _GOES_ON.match(group.heading) is None


def _has_titles(group: Group) -> bool:
    """Whether most of its items are called as articles are; a drop-down menu's are not."""
    n_titled = sum(len(item.title or "") >= MIN_TITLE or item.rich for item in group.items)
    return n_titled > len(group.items) / 2


def _is_of_other_section(group: Group, main: Group) -> bool:
    """Whether all addresses of either list begin with one segment, each with its own: a box of another section."""
    theirs, ours = _first_segments(group), _first_segments(main)
    if len(group.items) < 2 or len(main.items) < 5 or not len(theirs) == len(ours) == 1:
        return False
    return theirs != ours and not any(segment.isdecimal() for segment in theirs | ours)


def _first_segments(group: Group) -> set[str]:
    """First path segments; of addresses with one segment only, nothing can be said, and all are different."""
    paths = [item.url.split("/", 3)[-1] for item in group.items]
    return {path.split("/", 1)[0] if "/" in path.split("?", 1)[0] else path for path in paths}


def _is_column_beside(theirs: Place, ours: Place | None) -> bool:
    """Whether ``theirs`` is named or sized like a side column and ``ours`` is not."""
    if ours is not None and is_center(ours.name) and is_outer(theirs.name):
        return True
    if narrow(theirs.name) and not (ours is not None and narrow(ours.name)):
        return True
    return is_right(theirs.name) and not (ours is not None and is_right(ours.name))


def _branches(main: list[Place], group: list[Place]) -> tuple[Place | None, Place | None]:
    """Children of the nearest common ancestor on the way to either group."""
    above = {id(place) for place in main}
    theirs: Place | None = None
    common: Place | None = None
    for place in group:
        if id(place) in above:
            common = place
            break
        theirs = place
    ours: Place | None = None
    for place in main:
        if common is not None and place is common:
            break
        ours = place
    return ours, theirs


def _below(group: list[Place], main: list[Place]) -> list[Place]:
    """The elements around ``group`` that are not also around ``main``."""
    shared = {id(place) for place in main}
    return [place for place in group if id(place) not in shared]


def _is_behind(group: Group, main: Group, pager: int | None) -> bool:
    """Whether the pager stands between the main list and ``group``."""
    return pager is not None and main.items[-1].order < pager < group.first


def _is_near(group: Group, main: Group, levels: int) -> bool:
    """Whether the nearest common ancestor is one of the ``levels`` innermost elements around the main list."""
    above = [id(place) for place in main.way[:levels]]
    return any(id(place) in above for place in group.way)
