"""Lists of cards: teasers of other articles, told by their repetition and not by their class names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from pipelines.extraction.outline import Block, Kind, Outline

_NUMBER = re.compile(r"\d+")
"""What tells apart the classes of like elements: ``post-123`` ``post-124``."""
MIN_CARDS = 3
"""From so many like siblings on it is a list."""
MAX_CARD_CHARS = 600
"""A card with more text is an article by itself."""
MIN_HEADLINE_CHARS = 10
"""A shorter link is a label."""
LINKED_SHARE = 0.8
"""Part of a block's characters in links that makes it a headline leading away."""


def suspect_cards(outline: Outline) -> None:
    """Make the blocks of every list of cards suspect, unless that would cost half of the page's prose."""
    groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for element in outline.elements:
        if not element.suspect and element.last_block > element.first_block:
            groups[element.parent, element.tag, _without_numbers(element.mark)].append(element.index)
    n_page = sum(len(block.text) for block in outline.blocks if block.kind is Kind.PARAGRAPH and not block.suspect)
    for members in groups.values():
        if len(members) >= MIN_CARDS:
            _suspect_group(outline, members, n_page)


@lru_cache(maxsize=1 << 13)
def _without_numbers(mark: str) -> str:
    return _NUMBER.sub("", mark)


def _suspect_group(outline: Outline, members: list[int], n_page: int) -> None:
    spans = [
        outline.blocks[outline.elements[index].first_block : outline.elements[index].last_block] for index in members
    ]
    n_cards = sum(map(_is_card, spans))
    if n_cards < MIN_CARDS or n_cards < 0.7 * len(members):
        return
    n_prose = sum(len(block.text) for span in spans for block in span if block.kind is Kind.PARAGRAPH)
    if n_prose > n_page / 2:
        return
    for index in members:
        outline.elements[index].suspect = True
    for span in spans:
        for block in span:
            block.suspect = True


def _is_card(span: list[Block]) -> bool:
    """A headline that is a link, and little else."""
    texts = [block for block in span if block.kind is not Kind.IMAGE]
    if not texts or len(texts) > 8 or sum(len(block.text) for block in texts) > MAX_CARD_CHARS:
        return False
    return any(leads_away(block, MIN_HEADLINE_CHARS) for block in texts[:3])


def leads_away(block: Block, shortest: int) -> bool:
    """Whether a block is a headline of at least ``shortest`` characters that links to another page, perhaps with its
    day behind it."""
    n = len(block.text)
    if not block.n_link or n < shortest:
        return False
    return block.n_link >= LINKED_SHARE * n or (
        n - block.n_link <= _MAX_DAY_CHARS and _DAY_BEHIND.search(block.text) is not None
    )


_DAY_BEHIND = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:\W+\d{1,2}[:h]\d\d)?\W*$")
_MAX_DAY_CHARS = 24
