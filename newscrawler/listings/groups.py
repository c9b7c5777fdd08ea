"""Groups of items built alike, and what speaks for and against each of them."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

from newscrawler.listings.box_headings import box_heading
from newscrawler.listings.columns import by_boxes, by_columns, common_way
from newscrawler.listings.menus import is_menu_like, is_roll_of_names
from newscrawler.listings.occurrences import MIN_TITLE, Occurrence, nearest_date
from newscrawler.listings.places import Place
from newscrawler.listings.url_forms import is_strong_form
from newscrawler.listings.zones import is_bad_heading, is_related, is_right, is_side, narrow

_BOX_OF_OTHERS = "it stands in a box of other links"
_ASIDE_TAGS = frozenset({"aside", "marquee"})


@dataclass(slots=True)
class Group:
    """Items whose elements have the same tags and classes all the way up."""

    items: list[Occurrence]
    way: list[Place]
    """The element that holds them all, then its ancestors."""
    aside: str | None
    """Why it is not the page's own stream by what it and its surroundings are called; ``None`` when nothing says so."""
    heading: str | None
    """What its box is called; ``None`` when it is not called anything."""
    score: float
    raw: float
    """``score`` before names and columns had their say."""
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

    @property
    def n_told(self) -> int:
        """Items with a summary."""
        return sum(item.told for item in self.items)


def make_groups(occurrences: list[Occurrence], freed: frozenset[int] = frozenset()) -> list[Group]:
    """All groups, in page order of their first items. Elements with an ``id()`` in ``freed`` count as nameless."""
    by_signature: dict[int, list[Occurrence]] = {}
    for occurrence in occurrences:
        by_signature.setdefault(occurrence.item.signature, []).append(occurrence)
    whole = _holding_all(occurrences) | freed
    return [
        _group(items, whole)
        for alike in _with_nested(by_signature)
        for boxed in by_boxes(alike)
        for items in by_columns(boxed)
    ]


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
    way = common_way(items)
    if len(items) == 1:
        items[0].date_raw = nearest_date(items[0]) or items[0].date_raw
    named = [place for place in way if id(place) not in whole]
    heading = box_heading(way, items[0])
    aside = _set_aside(named, items, heading if len(named) == len(way) else box_heading(named, items[0]))
    weight = 0.05 if aside else 0.4 if any(is_right(place.name) or narrow(place.name) for place in named) else 1.0
    misnamed = aside is not None and aside.startswith(_BOX_OF_OTHERS)
    labels = is_menu_like(items) or is_roll_of_names(items)
    raw = _score(items)
    return Group(items, way, aside, heading, raw * weight, raw, misnamed, labels)


def _set_aside(way: list[Place], items: list[Occurrence], heading: str | None) -> str | None:
    inside = _within_item(items[0]) if len(items) == 1 else []
    for place in [*inside, *way]:
        if place.tag == "marquee":
            return "it runs through a marquee"
        if is_side(place.tag, place.name):
            return f"it stands in a sidebar ({place.tag} {place.name})"
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


def _score(items: list[Occurrence]) -> float:
    score = 0.0
    for item in items:
        length = min(len(item.title or ""), 100)
        if length < MIN_TITLE:
            length //= 3
        weight = 1.0
        weight += 0.6 if item.told else 0.0
        weight += 0.4 if item.date_raw else 0.0
        weight += 0.4 if item.headed else 0.0
        weight += 0.4 if is_strong_form(item.url) else 0.0
        score += length * weight
    return score
