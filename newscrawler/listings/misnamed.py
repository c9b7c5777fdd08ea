"""Elements whose names mislead: a *foot* or *nav* that holds the listing, a *secondary* column that is the main one.

Names are habits of templates, not promises. What stands in an element outweighs what it is called.
"""

from __future__ import annotations

from newscrawler.listings.anchors import Anchor
from newscrawler.listings.groups import Group
from newscrawler.listings.numbered import page_number, stem_of
from newscrawler.listings.places import Place, Places
from newscrawler.listings.url_forms import carries_identifier, is_strong_form
from newscrawler.listings.zones import is_bad_heading, is_chrome, is_side

HEADLINE = 30
"""Characters a link's text has at least to count as a headline; labels of menus are shorter."""
MANY, FEW = 5, 3
"""Headlines an element must hold to be more than a frame; fewer do when they stand below the listing's own address."""


def below(url: str, listing: str) -> bool:
    """Whether the path of ``url`` continues the one of ``listing``, or its parameters add an identifier to all those of
    ``listing``; page numbers aside.
    """
    number = page_number(listing)
    own, _, query = (number.stem if number is not None else stem_of(listing)).partition("?")
    path, _, parameters = stem_of(url).partition("?")
    if "/" in own and path.startswith(f"{own}/"):
        return True
    ours, theirs = set(query.split("&")), set(parameters.split("&"))
    return path == own and bool(query) and ours < theirs and carries_identifier(f"?{'&'.join(theirs - ours)}")


def misnamed_frames(anchors: list[Anchor], url: str, places: Places) -> frozenset[int]:
    """``mem_id`` of elements that only their names put into the page's frame, though its headlines stand in them."""
    inside: dict[int, tuple[Place, list[Anchor], set[str]]] = {}
    outside: set[str] = set()
    for anchor in anchors:
        place = places.of(anchor.node) if anchor.url is not None else None
        if place is None or anchor.url is None:
            continue
        if not place.chrome:
            if len(anchor.text) >= HEADLINE:
                outside.add(anchor.url)
        elif not is_chrome(place.tag, "") and place.tag != "header":
            _, linked, headlines = inside.setdefault(id(place), (place, [], set()))
            linked.append(anchor)
            if len(anchor.text) >= HEADLINE and is_strong_form(anchor.url):
                headlines.add(anchor.url)
    return frozenset(
        place.node.mem_id
        for place, linked, headlines in inside.values()
        if (len(headlines) >= MANY and len(headlines) > len(outside)) or _is_of_section(linked, headlines, url)
    )


def _is_of_section(linked: list[Anchor], headlines: set[str], url: str) -> bool:
    """Whether hardly anything but headlines of this very listing is linked."""
    own = sum(below(address, url) for address in headlines) if len(headlines) >= FEW else 0
    return own >= FEW and own >= 0.8 * len({anchor.url for anchor in linked})


def misnamed_column(groups: list[Group], near: list[int]) -> Place | None:
    """The element called a sidebar that holds the page's main list: one with summaries, twice the weight of any other.

    Side boxes rarely have summaries. ``near``: for each group how close it stands to the pager; what is farther
    from it than an open group is not taken.
    """
    open_ones = [at for at, group in enumerate(groups) if group.aside is None]
    most = max((groups[at].raw for at in open_ones), default=0.0)
    closest = max((near[at] for at in open_ones), default=0)
    best: Group | None = None
    for group, depth in zip(groups, near, strict=True):
        if group.aside is None or group.raw < 2 * most or depth < closest or not _has_summaries(group):
            continue
        if best is None or group.raw > best.raw:
            best = group
    return next((place for place in best.way if is_side("", place.name)), None) if best is not None else None


def _has_summaries(group: Group) -> bool:
    """Whether a list called a sidebar is one of five or more items with summaries, and nothing but a name says so."""
    if len(group.items) < MANY or group.n_told < 0.8 * len(group.items):
        return False
    sides = [place for place in group.way if is_side(place.tag, place.name)]
    if len(sides) != 1 or sides[0].tag == "aside":
        return False
    return group.heading is None or not is_bad_heading(group.heading)
