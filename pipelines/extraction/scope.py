"""The parts of a page in which a layout makes metadata and body be looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.layout import Layout, Selectors


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a page is read for metadata beside what a layout selects."""

    last: int | None
    """``mem_id`` of the layout's container: what follows it is not read, what precedes it is (the way to the article
    stands there). ``None`` when no container holds title and text."""
    around: frozenset[int]
    """``mem_id`` of the elements around title and text, which are gone into whatever they are called. Other menus,
    sidebars, related lists and comments are passed by."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """What of a page is body text where a layout says so."""

    roots: tuple[LexborNode, ...]
    """The elements that hold it, in page order, none inside another."""
    skip: frozenset[int]
    """``mem_id`` of elements that are left out with all they hold."""
    captions: frozenset[int]
    """``mem_id`` of elements that hold captions."""


def scope_of(tree: LexborHTMLParser, layout: Layout) -> Scope | None:
    """What of a page is read beside the title and text that ``layout`` selects.

    ``None`` when the page does not have both: then it may be of another template, and is read whole.
    """
    title, body = _first(tree, layout.title), _first(tree, layout.body)
    if title is None or body is None:
        return None
    around_title = {node.mem_id for node in _ancestors(title)}
    around_body = {node.mem_id for node in _ancestors(body)}
    container = _first(tree, layout.container)
    holds_both = container is not None and container.mem_id in around_title & around_body
    last = container.mem_id if container is not None and holds_both else None
    return Scope(last, frozenset(around_title | around_body))


def body_part(tree: LexborHTMLParser, layout: Layout) -> BodyPart | None:
    """The elements that ``layout`` names as body, inside its container first; ``None`` when they hold no text."""
    root = tree.body or tree.root
    if root is None:
        return None
    around = _matches(root, layout.container)
    roots = _matches(around[0] if around else root, layout.body)
    if not roots and around:
        roots = _matches(root, layout.body) if layout.body else around
    if not roots:
        return None
    skip, captions = (
        frozenset(node.mem_id for selector in selectors for node in root.css(selector))
        for selectors in (layout.remove, layout.captions)
    )
    return BodyPart(tuple(roots), skip, captions)


def _matches(within: LexborNode, selectors: Selectors) -> list[LexborNode]:
    """All matches of the first selector that matches text, without those inside another match."""
    for selector in selectors:
        nodes = [node for node in within.css(selector) if node.text(strip=True)]
        if len(nodes) == 1:
            return nodes
        if nodes:
            taken = {node.mem_id for node in nodes}
            return [node for node in nodes if not any(above.mem_id in taken for above in _ancestors(node.parent))]
    return []


def _first(tree: LexborHTMLParser, selectors: Selectors) -> LexborNode | None:
    return next((node for selector in selectors if (node := tree.css_first(selector)) is not None), None)


def _ancestors(node: LexborNode | None) -> Iterator[LexborNode]:
    """``node`` and the elements around it, innermost first."""
    while node is not None:
        yield node
        node = node.parent
