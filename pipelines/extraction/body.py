"""The body cascade: which blocks of a page are the article's text, and by which step that was decided."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.boilerplate import is_boilerplate
from pipelines.extraction.container import Container, clear_suspects, find_container
from pipelines.extraction.outline import Block, Kind, Outline, read_outline

MAX_LINK_SHARE = 0.6
"""A short block with more of its characters in links is a list of links, not text."""
LINKED_PARAGRAPH_CHARS = 200
"""From this length on a linked block is a paragraph all the same."""


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text on the page."""

    blocks: tuple[Block, ...]
    """Blocks of text, pictures and captions in reading order."""
    container: Container
    outline: Outline
    method: str
    """Step of the cascade: ``container``, ``trafilatura``, ``layout`` …"""


def read_body(tree: LexborHTMLParser) -> Body | None:
    """The body of a page, ``None`` when it has no prose at all. ``tree`` is not changed."""
    root = tree.body or tree.root
    if root is None:
        return None
    outline = read_outline(root)
    clear_suspects(outline)
    container = find_container(outline)
    if container is None:
        return None
    inside = outline.blocks[container.element.first_block : container.element.last_block]
    return Body(tuple(block for block in inside if _is_text(block)), container, outline, "container")


def _is_text(block: Block) -> bool:
    if block.suspect:
        return False
    if block.kind in (Kind.IMAGE, Kind.CAPTION):
        return True
    linked = block.n_link > MAX_LINK_SHARE * len(block.text) and len(block.text) < LINKED_PARAGRAPH_CHARS
    return not linked and not is_boilerplate(block.text)
