"""Which prose of a page speaks for where its article stands: what follows the title and announces no other article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.extraction.captions import is_caption_at
from pipelines.extraction.cards import leads_away
from pipelines.extraction.container import is_prose
from pipelines.extraction.judge import key_of
from pipelines.extraction.outline import Block, Kind, Outline
from pipelines.extraction.rules import Rule, active
from pipelines.extraction.trim import states_a_fact

MIN_EVIDENCE = 150
"""With fewer characters of such prose, all prose speaks."""
MIN_ARTICLE = 500
"""Characters of prose in the title's own ``article`` from which further ones are other articles."""
MIN_SHARE_BELOW = 0.3
"""A title with less of the page's prose below it is printed in the wrong place."""
MIN_SHARE_BELOW_HEADING = 0.1
"""The same for a title that is a heading: breaking news above it may be long."""
MIN_HEADLINE_CHARS = 20
"""A shorter link is a label."""
FEW_PARAGRAPHS = 5
"""With no more of them below the title, the rows of tables are what the page tells."""
MIN_LINE_HEADLINE_CHARS = 15
"""Characters of a linked headline that begins a line."""
MAX_EXCERPT_CHARS = 600
"""A longer paragraph below a linked headline is no excerpt."""
_NEAR = 3
"""Blocks above an excerpt among which its headline is looked for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Prose, by its place among the blocks."""

    places: Sequence[int]
    """What speaks for the article."""
    teasers: Collection[int]
    """Excerpts of other articles; empty where nothing tells the article from them."""
    title: int | None
    """Where the title is printed above such prose."""


def find_evidence(outline: Outline, title: str, excerpts: Sequence[int]) -> Evidence:
    """The prose that follows ``title`` and is none of the ``excerpts``; all prose, where that is next to none.

    ``excerpts`` are the places of the prose under other articles' headlines (:func:`find_teasers`).
    """
    blocks = outline.blocks
    prose = [place for place, block in enumerate(blocks) if not block.suspect and _is_running_text(block)]
    if not active(Rule.EVIDENCE):
        return Evidence(prose, (), None)
    teasers = frozenset(excerpts)
    own = [place for place in prose if place not in teasers]
    start = _place_of_title(blocks, title)
    below = [place for place in own if start is not None and place > start]
    if start is not None and len(this := _of_this_article(outline, start, below)) < len(below):
        return Evidence(this, teasers, start)
    if start is not None and len(below) <= FEW_PARAGRAPHS:
        below = sorted({*below, *_rows(blocks, start)})
    n_below, n_own = (sum(len(blocks[place].text) for place in places) for places in (below, own))
    is_heading = start is not None and blocks[start].kind is Kind.HEADING
    if n_below >= max(MIN_EVIDENCE, (MIN_SHARE_BELOW_HEADING if is_heading else MIN_SHARE_BELOW) * n_own):
        return Evidence(below, teasers, start)
    return Evidence(own if n_own >= MIN_EVIDENCE else prose, (), None)


def _of_this_article(outline: Outline, start: int, places: list[int]) -> list[int]:
    """``places`` without the prose of further ``article`` elements, where the one with the title holds enough."""
    article = next((e for e in outline.ancestors(outline.blocks[start].element) if e.tag == "article"), None)
    if article is None:
        return places
    inside = [place for place in places if place < article.last_block]
    if sum(len(outline.blocks[place].text) for place in inside) < MIN_ARTICLE:
        return places
    return inside + [place for place in places[len(inside) :] if not _is_in_article(outline, outline.blocks[place])]


def _is_in_article(outline: Outline, block: Block) -> bool:
    return any(element.tag == "article" for element in outline.ancestors(block.element))


def _rows(blocks: Sequence[Block], start: int) -> list[int]:
    """Places of rows below the title that say what is what, as those of a document's record; no lists of links."""
    return [
        place
        for place in range(start, len(blocks))
        if len(blocks[place].cells) == 2
        and states_a_fact(blocks[place])
        and not (blocks[place].n_link or blocks[place].suspect)
    ]


def find_teasers(outline: Outline) -> list[int]:
    """Places of the prose right below a linked headline, with no other paragraph between, or behind it on its line."""
    blocks = outline.blocks
    found: list[int] = []
    distance = _NEAR
    for place, block in enumerate(blocks):
        if block.kind is Kind.IMAGE or not block.text:
            continue
        if is_headline(block):
            distance = 0
        elif is_prose(block):
            is_excerpt = distance < _NEAR or (block.n_link and _begins_with_headline(outline, block))
            if is_excerpt and len(block.text) <= MAX_EXCERPT_CHARS and not is_caption_at(outline, blocks, place):
                found.append(place)
            distance = _NEAR
        else:
            distance += 1
    return found


def is_headline(block: Block) -> bool:
    """Whether a block is a headline that leads to another page."""
    return leads_away(block, MIN_HEADLINE_CHARS)


def _begins_with_headline(outline: Outline, block: Block) -> bool:
    """Whether a block begins with a link behind which another sentence begins, without a word or sign between."""
    n = block.n_link
    if n < MIN_LINE_HEADLINE_CHARS or not block.text[n:].lstrip()[:1].isupper():
        return False
    link = outline.elements[block.element].node.css_first("a[href]")
    return link is not None and " ".join(link.text().split()) == block.text[:n]


def _is_running_text(block: Block) -> bool:
    if block.cells and block.n_link >= len(block.cells[0]) > 0:  # a line of a list of documents
        return False
    return block.kind is not Kind.HEADING and is_prose(block)


def _place_of_title(blocks: Sequence[Block], title: str) -> int | None:
    """Where the title is printed: as a heading, or at least outside links; the first such place."""
    key = key_of(title)
    if not key:
        return None
    longest = 2 * len(title) + 20
    places = [
        place
        for place, block in enumerate(blocks)
        if block.is_words and not block.n_link and len(block.text) <= longest and key_of(block.text) == key
    ]
    headings = [place for place in places if blocks[place].kind is Kind.HEADING]
    return min(headings or places, key=lambda place: (blocks[place].level or 9, place), default=None)
