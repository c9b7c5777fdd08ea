"""The elements above a page's links, each looked at once: tag, name, form, whether it is a part of the page's frame."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.listings.zones import is_chrome, is_header, name_of

MAX_DEPTH = 200
"""Elements nested deeper share one place; pages of real portals stay below 60."""
_ABOVE = frozenset({"body", "html", "-undef", "-document", "#document"})
_NO_DIGITS = str.maketrans("", "", "0123456789")


@dataclass(slots=True, eq=False)
class Place:
    """An element on the way from the body down to a link."""

    node: LexborNode
    parent: Place | None
    tag: str
    name: str
    signature: int
    """Number that elements share when their tags and first classes (else ids) agree, digits aside, all the way up."""
    chrome: bool
    depth: int
    """Elements above it, the body excluded."""
    lifted: bool = False
    """It stands in an element whose name misleads: names do not make it part of a frame."""
    url: str | None = None
    """The one article linked inside; empty when several are."""

    def way_up(self) -> list[Place]:
        """This element and its ancestors, the body excluded."""
        way: list[Place] = []
        place: Place | None = self
        while place is not None:
            way.append(place)
            place = place.parent
        return way


class Places:
    """The elements above links, each looked at once.

    Without ``by_name``, and inside the elements with the ``mem_id`` in ``lifted``, only tags make a part of a frame.
    """

    def __init__(self, *, by_name: bool = True, lifted: frozenset[int] = frozenset()) -> None:
        self._by_name = by_name
        self._lifted = lifted
        self._known: dict[int, Place] = {}
        self._signatures: dict[tuple[int, str, str], int] = {}

    def without(self, lifted: frozenset[int]) -> Places:
        """The same page, with ``lifted`` also no part of the frame by name."""
        return Places(by_name=self._by_name, lifted=self._lifted | lifted)

    def of(self, node: LexborNode | None) -> Place | None:
        """The place of ``node``; ``None`` for the body and what is above it.

        Inside the page's frame all elements share one place: nothing there is looked at closer.
        """
        unknown: list[LexborNode] = []
        place: Place | None = None
        while node is not None and node.tag not in _ABOVE:
            if node.mem_id in self._known:
                place = self._known[node.mem_id]
                break
            unknown.append(node)
            node = node.parent
        for below in reversed(unknown):
            if place is None or not (place.chrome or place.depth >= MAX_DEPTH):
                place = self._make(below, place)
            self._known[below.mem_id] = place
        return place

    def _make(self, node: LexborNode, parent: Place | None) -> Place:
        tag, name = node.tag or "", name_of(node)
        words = name.split(None, 1)
        label = words[0].translate(_NO_DIGITS) if words else ""
        step = (parent.signature if parent else 0, tag, label)
        signature = self._signatures.setdefault(step, len(self._signatures) + 1)
        lifted = (parent is not None and parent.lifted) or node.mem_id in self._lifted
        said = name if self._by_name and not lifted else ""
        header = (tag == "header" or is_header(said)) and not _inside_item(parent)
        depth = parent.depth + 1 if parent is not None else 0
        return Place(node, parent, tag, name, signature, header or is_chrome(tag, said), depth, lifted)


def _inside_item(parent: Place | None) -> bool:
    return parent is not None and any(place.tag in ("article", "li", "main") for place in parent.way_up())
