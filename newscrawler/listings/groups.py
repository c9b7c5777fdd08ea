"""Groups of items built alike, and which of them are the page's main stream."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.listings.anchors import squeeze
from newscrawler.listings.menus import is_menu_like, is_roll_of_names
from newscrawler.listings.occurrences import MIN_TITLE, Occurrence, Place, nearest_date
from newscrawler.listings.url_forms import is_strong_form, url_form
from newscrawler.listings.zones import is_bad_heading, is_related, is_right, is_side, narrow

_INLINE = frozenset({"a", "span", "b", "strong", "i", "em", "img", "svg", "font", "small", "br"})
_BOX_OF_OTHERS = "it stands in a box of other links"
_ASIDE_TAGS = frozenset({"aside", "marquee"})
_BOX_LEVELS = 4
"""How many elements up a box's heading is looked for."""


@dataclass(slots=True)
class Group:
    """Items whose elements have the same tags and classes all the way up."""

    items: list[Occurrence]
    way: list[Place]
    """The element that holds them all, then its ancestors."""
    aside: str | None
    """Why it is not the page's own stream by what it and its surroundings are called; ``None`` when nothing says so."""
    score: float
    misnamed: bool = False
    """``aside`` rests on nothing but the name of a box, not on a sidebar or a heading."""
    labels: bool = False
    """Its items are labels of sections or names of people: no articles, whatever surrounds them."""

    @property
    def first(self) -> int:
        """Position of its first link."""
        return self.items[0].order

    @property
    def rich_share(self) -> float:
        """Share of its items with a date or summary."""
        return sum(item.rich for item in self.items) / len(self.items)


def make_groups(occurrences: list[Occurrence]) -> list[Group]:
    """All groups, in page order of their first items."""
    by_signature: dict[int, list[Occurrence]] = {}
    for occurrence in occurrences:
        by_signature.setdefault(occurrence.item.signature, []).append(occurrence)
    whole = _holding_all(occurrences)
    return [_group(items, whole) for items in _with_nested(by_signature)]


def _holding_all(occurrences: list[Occurrence]) -> set[int]:
    """Elements that hold nearly all items: whatever they are called (``content-sidebar-wrap``), no side boxes."""
    held: Counter[int] = Counter()
    for occurrence in occurrences:
        parent = occurrence.item.parent
        held.update(
            id(place) for place in (parent.way_up() if parent is not None else ()) if place.tag not in _ASIDE_TAGS
        )
    enough = max(0.9 * len(occurrences), 3)
    return {place for place, count in held.items() if count >= enough}


def _with_nested(by_signature: dict[int, list[Occurrence]]) -> list[list[Occurrence]]:
    """Lone items of one name at growing depth are one list: elements left open nest every item in the one before."""
    lone: dict[tuple[str, str, str], list[Occurrence]] = {}
    for items in by_signature.values():
        parent = items[0].item.parent
        if len(items) == 1 and parent is not None and items[0].item.name:
            lone.setdefault((items[0].item.tag, items[0].item.name, parent.name), []).append(items[0])
    nested = {id(items[0]): items for items in lone.values() if len(items) >= 3 and _is_nested(items)}
    swallowed = {id(item) for items in nested.values() for item in items[1:]}
    return [nested.get(id(items[0]), items) for items in by_signature.values() if id(items[0]) not in swallowed]


def _is_nested(items: list[Occurrence]) -> bool:
    return all(one.item.depth < other.item.depth for one, other in itertools.pairwise(items))


def _group(items: list[Occurrence], whole: set[int]) -> Group:
    way = _common_way(items)
    if len(items) == 1:
        items[0].date_raw = nearest_date(items[0]) or items[0].date_raw
    named = [place for place in way if id(place) not in whole]
    aside = _set_aside(named, items)
    weight = 0.05 if aside else 0.4 if any(is_right(place.name) or narrow(place.name) for place in named) else 1.0
    misnamed = aside is not None and aside.startswith(_BOX_OF_OTHERS)
    labels = is_menu_like(items) or is_roll_of_names(items)
    return Group(items, way, aside, _score(items) * weight, misnamed, labels)


def _common_way(items: list[Occurrence]) -> list[Place]:
    above = items[0].item.parent
    way = above.way_up() if above is not None else []
    for other in items[1:]:
        parent = other.item.parent
        theirs = {id(place) for place in parent.way_up()} if parent is not None else set()
        way = [place for place in way if id(place) in theirs]
    return way


def _set_aside(way: list[Place], items: list[Occurrence]) -> str | None:
    inside = _within_item(items[0]) if len(items) == 1 else []
    for place in [*inside, *way]:
        if place.tag == "marquee":
            return "it runs through a marquee"
        if is_side(place.tag, place.name):
            return f"it stands in a sidebar ({place.tag} {place.name})"
    heading = box_heading(way, items[0])
    if heading is not None and is_bad_heading(heading):
        return f"its box is headed {heading!r}"
    own = way[0] if way else None
    for place in [*inside, *way]:
        if is_related(place.name) and not (place is own and heading is None and all(item.date_raw for item in items)):
            return f"{_BOX_OF_OTHERS} ({place.tag} {place.name})"
    return None


def _within_item(item: Occurrence) -> list[Place]:
    """Elements from the item's first link up to the item itself: a box with one link is an item as a whole."""
    return item.place.way_up()[: item.place.depth - item.item.depth + 1]


def box_heading(way: list[Place], first: Occurrence) -> str | None:
    """Short text right before the items' box: what the box is called. ``None`` when it is not called anything."""
    for place in [first.item, *way][:_BOX_LEVELS]:
        text = _text_before(place.node)
        if text is not None:
            return text
    return None


def _text_before(node: LexborNode) -> str | None:
    before = node.prev
    for _ in range(4):
        if before is None:
            return None
        if before.tag not in ("-text", "-comment", "style", "script", "br", "hr"):
            text = squeeze(before.text(separator=" "))
            if text:
                return text if len(text) <= 60 and _is_label(before) else None
        before = before.prev
    return None


def _is_label(node: LexborNode) -> bool:
    """Whether an element holds one line, not a box with parts of its own."""
    while True:
        children = [child for child in node.iter() if child.tag not in _INLINE]
        if not children:
            return True
        if len(children) > 1:
            return False
        node = children[0]


def _score(items: list[Occurrence]) -> float:
    score = 0.0
    for item in items:
        length = min(len(item.title or ""), 100)
        if length < MIN_TITLE:
            length //= 3
        weight = 1.0
        weight += 0.6 if item.n_summary >= 40 else 0.0
        weight += 0.4 if item.date_raw else 0.0
        weight += 0.4 if item.headed else 0.0
        weight += 0.4 if is_strong_form(item.url) else 0.0
        score += length * weight
    return score


def main_column(groups: list[Group], main: Group, pager: int | None = None) -> list[tuple[Group, str]]:
    """The groups that together are the stream around ``main``, each with the reason it belongs to it.

    ``pager``: position of the listing's pager, behind which only items built like the main list's are the listing's.
    """
    forms = Counter(url_form(item.url) for item in main.items)
    kept = []
    for group in groups:
        reason = "the page's largest list of items" if group is main else _belongs(group, main, forms, pager)
        if reason is not None:
            kept.append((group, reason))
    return kept


def _belongs(group: Group, main: Group, forms: Counter[str], pager: int | None) -> str | None:
    if group.aside is not None or group.labels:
        return None
    same_form = sum(url_form(item.url) in forms for item in group.items) / len(group.items)
    if same_form < 0.5:
        return None
    ours, theirs = _branches(main.way, group.way)
    if theirs is not None and _is_column_beside(theirs, ours):
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


def _has_titles(group: Group) -> bool:
    """Whether most of its items are called as articles are; a drop-down menu's are not."""
    n_titled = sum(len(item.title or "") >= MIN_TITLE or item.rich for item in group.items)
    return n_titled > len(group.items) / 2


def _is_column_beside(theirs: Place, ours: Place | None) -> bool:
    """Whether ``theirs`` is named or sized like a side column and ``ours`` is not."""
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
