"""Whether a page asked for as an article is a listing or a home page. Conservative: in doubt it is an article."""

from __future__ import annotations

from pipelines.extraction.body import Body
from pipelines.extraction.evidence import find_teasers, is_headline
from pipelines.extraction.outline import Kind

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


def listing_fact(body: Body, *, is_printed: bool) -> str | None:
    """What shows that the page is a listing; ``None`` for an article.

    ``is_printed``: the page prints its title as a heading, and a date or files of its own.
    """
    blocks = body.outline.blocks
    n_chars = body.n_chars
    text = {id(block) for block in body.blocks if block.is_words}
    teasers = [blocks[place] for place in find_teasers(body.outline) if id(blocks[place]) in text]
    n_teasing = sum(len(block.text) for block in teasers)
    if len(teasers) >= MIN_TEASERS and (n_teasing >= TEASER_SHARE * n_chars or len(teasers) >= MANY_TEASERS):
        return f"{len(teasers)} excerpts under linked headlines"
    headlines = [block for block in blocks if block.kind is not Kind.IMAGE and is_headline(block)]
    n_headlines = sum(len(block.text) for block in headlines)
    if body.container is None and len(headlines) >= MANY_TEASERS:
        return f"{len(headlines)} linked headlines and no text but theirs"
    is_scant = n_chars < MAX_SCANT_CHARS and n_headlines > HEADLINES_TO_TEXT * n_chars
    if len(headlines) >= MIN_HEADLINES and is_scant and not is_printed:
        return f"{len(headlines)} linked headlines and {n_chars} characters of text"
    return None
