"""Groups of items built alike, and what speaks for and against each of them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.listings.anchors import squeeze
from newscrawler.listings.menus import is_menu_like, is_roll_of_names
from newscrawler.listings.occurrences import MIN_TITLE, Occurrence, nearest_date
from newscrawler.listings.places import Place
from newscrawler.listings.url_forms import is_strong_form
from newscrawler.listings.zones import is_bad_heading, is_related, is_right, is_side, narrow

_INLINE = frozenset({"a", "span", "b", "strong", "i", "em", "img", "svg", "font", "small", "br"})
_BOX_OF_OTHERS = "it stands in a box of other links"
_ASIDE_TAGS = frozenset({"aside", "marquee"})
COLUMN = 3
"""Items a column has at least."""
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
    return [_group(items, whole) for alike in _with_nested(by_signature) for items in _by_columns(alike)]


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


def _by_columns(items: list[Occurrence]) -> list[list[Occurrence]]:
    """Items of one form in two columns, with summaries (or dates at least) in one and without in the other, are two
    lists.
    """
    if len(items) < 2 * COLUMN:
        return [items]
    way = _common_way(items)
    depth = way[0].depth + 1 if way else 0
    columns: dict[int, list[Occurrence]] = {}
    for item in items:
        column = next((place for place in item.item.way_up() if place.depth == depth), item.item)
        columns.setdefault(id(column), []).append(item)
    if len(columns) < 2:
        return [items]
    lists = list(columns.values())
    bare = _bare(lists, lambda item: item.told) or _bare(lists, lambda item: item.rich)
    if not bare:
        return [items]
    return [[item for item in items if id(item) not in bare], [item for item in items if id(item) in bare]]


def _bare(columns: list[list[Occurrence]], furnished: Callable[[Occurrence], bool]) -> set[int]:
    """``id()`` of the items in columns that lack what another column has; empty when no column stands out so."""
    shares = [sum(furnished(item) for item in column) / len(column) for column in columns]
    if max(shares) < 0.8 or max(map(len, columns)) < COLUMN:
        return set()
    return {
        id(item)
        for column, share in zip(columns, shares, strict=True)
        if len(column) >= COLUMN and share <= 0.1
        for item in column
    }


def _is_nested(items: list[Occurrence]) -> bool:
    return all(one.item.depth < other.item.depth for one, other in itertools.pairwise(items))


def _group(items: list[Occurrence], whole: set[int]) -> Group:
    way = _common_way(items)
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


def _common_way(items: list[Occurrence]) -> list[Place]:
    above = items[0].item.parent
    way = above.way_up() if above is not None else []
    for other in items[1:]:
        parent = other.item.parent
        theirs = {id(place) for place in parent.way_up()} if parent is not None else set()
        way = [place for place in way if id(place) in theirs]
    return way


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
        weight += 0.6 if item.told else 0.0
        weight += 0.4 if item.date_raw else 0.0
        weight += 0.4 if item.headed else 0.0
        weight += 0.4 if is_strong_form(item.url) else 0.0
        score += length * weight
    return score
