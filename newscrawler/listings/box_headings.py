"""What a box of items is called: the short text right before it."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from newscrawler.listings.anchors import squeeze
from newscrawler.listings.occurrences import Occurrence
from newscrawler.listings.places import Place

_INLINE = frozenset({"a", "span", "b", "strong", "i", "em", "img", "svg", "font", "small", "br"})
_BOX_LEVELS = 4
"""How many elements up a box's heading is looked for."""


def box_heading(way: list[Place], first: Occurrence) -> str | None:
    """Short text right before the items' box: what the box is called. ``None`` when it is not called anything."""
    for place in [first.item, *way][:_BOX_LEVELS]:
        text = text_before(place.node)
        if text is not None:
            return text
    return None


def text_before(node: LexborNode) -> str | None:
    """The label right before ``node``; ``None`` when something else, or nothing, stands there."""
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
