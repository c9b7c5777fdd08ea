"""Items of one form that are several lists: what stands in different columns or differently headed boxes."""

from __future__ import annotations

from collections.abc import Callable

from newscrawler.listings.box_headings import box_heading
from newscrawler.listings.occurrences import Occurrence
from newscrawler.listings.places import Place
from newscrawler.listings.zones import is_bad_heading

COLUMN = 3
"""Items a column has at least."""


def by_boxes(items: list[Occurrence]) -> list[list[Occurrence]]:
    """``items`` without those in boxes whose headings say that they are not the listing's own (most read, related), and
    each such box, in page order; all of them together where they all stand in such boxes, or none does.

    Portlets of one template look alike, and one heading above the first of them says nothing about the next.
    """
    boxes = _boxes_of_others(items)
    boxed = {id(item) for box in boxes for item in box}
    rest = [item for item in items if id(item) not in boxed]
    return sorted([rest, *boxes], key=lambda alike: alike[0].order) if boxes and rest else [items]


def _boxes_of_others(items: list[Occurrence]) -> list[list[Occurrence]]:
    branches = _branches(items) if len(items) > 2 else []
    if len(branches) < 2:
        return []
    shared = common_way(items)
    found: list[list[Occurrence]] = []
    for branch in branches:
        if len(branch) < 2:
            continue
        if inner := _boxes_of_others(branch):
            found += inner
            continue
        own = [place for place in common_way(branch) if place not in shared]
        heading = box_heading(own, branch[0])
        if heading is not None and is_bad_heading(heading):
            found.append(branch)
    return found


def _branches(items: list[Occurrence]) -> list[list[Occurrence]]:
    """``items`` by the elements right below the innermost one that holds them all."""
    way = common_way(items)
    depth = way[0].depth + 1 if way else 0
    branches: dict[int, list[Occurrence]] = {}
    for item in items:
        branch = next((place for place in item.item.way_up() if place.depth == depth), item.item)
        branches.setdefault(id(branch), []).append(item)
    return list(branches.values())


def by_columns(items: list[Occurrence]) -> list[list[Occurrence]]:
    """Items of one form in two columns, with summaries (or dates at least) in one and without in the other, are two
    lists.
    """
    if len(items) < 2 * COLUMN:
        return [items]
    lists = _branches(items)
    if len(lists) < 2:
        return [items]
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


def common_way(items: list[Occurrence]) -> list[Place]:
    """The innermost element that holds all ``items``, then its ancestors."""
    above = items[0].item.parent
    way = above.way_up() if above is not None else []
    for other in items[1:]:
        parent = other.item.parent
        theirs = {id(place) for place in parent.way_up()} if parent is not None else set()
        way = [place for place in way if id(place) in theirs]
    return way
