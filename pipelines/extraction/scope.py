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


def read_scope(tree: LexborHTMLParser, layout: Layout) -> tuple[Scope | None, BodyPart | None]:
    """What of a page is read for metadata beside what ``layout`` selects, and the elements that it names as body.

    The scope is ``None`` when the page does not have both title and text where the layout says: then it may be of
    another template, and is read whole. The part is ``None`` when the elements hold no text.
    """
    root = tree.body or tree.root
    if root is None:
        return None, None
    around = _matches(root, layout.container)
    container = around[0] if around else None
    roots = _matches(container or root, layout.body)
    if not roots and container is not None:
        roots = _matches(root, layout.body) if layout.body else around
    if not roots:
        return None, None
    skip, captions = (
        frozenset(node.mem_id for selector in selectors for node in root.css(selector))
        for selectors in (layout.remove, layout.captions)
    )
    part = BodyPart(tuple(roots), skip, captions)
    title = _first(root if container is None else container, layout.title) or _first(root, layout.title)
    if title is None or not layout.body:
        return None, part
    around_title = {node.mem_id for node in _ancestors(title)}
    around_body = {node.mem_id for node in _ancestors(roots[0])}
    last = container.mem_id if container is not None and container.mem_id in around_title & around_body else None
    return Scope(last, frozenset(around_title | around_body)), part


def _matches(within: LexborNode, selectors: Selectors) -> list[LexborNode]:
    """All matches of the first selector that matches text, without those inside another match."""
    for selector in selectors:
        nodes = [node for node in within.css(selector) if _has_text(node)]
        if len(nodes) == 1:
            return nodes
        if nodes:
            taken = {node.mem_id for node in nodes}
            return [node for node in nodes if not any(above.mem_id in taken for above in _ancestors(node.parent))]
    return []


def _has_text(node: LexborNode) -> bool:
    return any(inner.is_text_node for inner in node.traverse(include_text=True, skip_empty=True))


def _first(within: LexborNode, selectors: Selectors) -> LexborNode | None:
    return next((node for selector in selectors if (node := within.css_first(selector)) is not None), None)


def _ancestors(node: LexborNode | None) -> Iterator[LexborNode]:
    """``node`` and the elements around it, innermost first."""
    while node is not None:
        yield node
        node = node.parent
