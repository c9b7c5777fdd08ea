"""Whether a page asked for as an article is a listing or a home page. Conservative: in doubt it is an article."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extraction.body import Body
from pipelines.extraction.container import is_prose
from pipelines.extraction.outline import Block, Kind

MIN_TEASERS = 4
"""Fewer excerpts under linked headlines are no listing."""
TEASER_SHARE = 0.5
"""Part of the text that must be such excerpts."""
MANY_TEASERS = 25
"""So many are a listing whatever else is on the page."""
MIN_HEADLINES = 8
"""Fewer linked headlines around next to no text are the surroundings of a short article."""
MAX_SCANT_CHARS = 600
"""More text is an article's."""
HEADLINES_TO_TEXT = 2
"""How many times the text's length the linked headlines must have."""
MIN_HEADLINE_CHARS = 20
LINKED_SHARE = 0.8
_NEAR = 3
"""Blocks above an excerpt among which its headline is looked for."""


def listing_fact(body: Body, *, is_printed: bool) -> str | None:
    """What shows that the page is a listing; ``None`` for an article.

    ``is_printed``: the page prints its title as a heading, and a date or files of its own.
    """
    blocks = [block for block in body.outline.blocks if block.kind is not Kind.IMAGE and block.text]
    n_chars = body.n_chars
    text = {id(block) for block in body.blocks if block.is_words}
    teasers = [
        block
        for place, block in enumerate(blocks)
        if id(block) in text and is_prose(block) and _has_headline(blocks[max(0, place - _NEAR) : place])
    ]
    n_teasing = sum(len(block.text) for block in teasers)
    if len(teasers) >= MIN_TEASERS and (n_teasing >= TEASER_SHARE * n_chars or len(teasers) >= MANY_TEASERS):
        return f"{len(teasers)} excerpts under linked headlines"
    headlines = [block for block in blocks if _is_headline(block)]
    n_headlines = sum(len(block.text) for block in headlines)
    if body.container is None and len(headlines) >= MANY_TEASERS:
        return f"{len(headlines)} linked headlines and no text but theirs"
    is_scant = n_chars < MAX_SCANT_CHARS and n_headlines > HEADLINES_TO_TEXT * n_chars
    if len(headlines) >= MIN_HEADLINES and is_scant and not is_printed:
        return f"{len(headlines)} linked headlines and {n_chars} characters of text"
    return None


def _has_headline(above: Sequence[Block]) -> bool:
    """Whether the nearest blocks above hold a linked headline with no paragraph after it."""
    for block in reversed(above):
        if _is_headline(block):
            return True
        if is_prose(block):
            return False
    return False


def _is_headline(block: Block) -> bool:
    return len(block.text) >= MIN_HEADLINE_CHARS and block.n_link >= LINKED_SHARE * len(block.text)
