"""The body cascade: which blocks of a page are the article's text, and by which step that was decided.

Layout, else the container with most prose of its own; the article body in structured data, where there is one, is the
judge; in doubt Trafilatura is asked about the container (about the whole page when there is none). This is the only
module that knows Trafilatura.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.captions import captions_picture, in_one_caption, looks_like_credit
from pipelines.extraction.cards import suspect_cards
from pipelines.extraction.container import Container, clear_suspects, find_container, owner
from pipelines.extraction.evidence import Evidence, find_evidence, find_teasers
from pipelines.extraction.headings import demote_runs
from pipelines.extraction.judge import covered_by, key_of, lacks_most, lines_as_blocks, only_agreed
from pipelines.extraction.outline import Block, Kind, Outline
from pipelines.extraction.rules import Rule, active
from pipelines.extraction.tables import fold_tables
from pipelines.extraction.trim import is_text, text_blocks

MIN_TRUSTED_SHARE = 0.6
"""A container with less of the page's prose is doubted: the page's text may stand elsewhere."""
MIN_OWNER_SHARE = 0.8
"""So is a body of which less stands in one element ..."""
MIN_TRUSTED_CHARS, MAX_TRUSTED_OWNERS = 1_500, 2
"""... unless it is so long, and all of it in so few elements, ..."""
MAX_DOUBTED_CHARS = 8_000
"""... or so long that what may be wrong with it is a small part: a second opinion takes away, and never adds."""
MIN_JUDGE_CHARS = 300
"""A shorter article body in structured data is a summary, and judges nothing."""
MAX_MARKUP_CHARS = 1_500_000
"""Trafilatura is not asked about more: it would take seconds."""
MIN_BLOCKS_ABOVE = 2
"""Paragraphs between title and container that are more than a lead."""
MIN_CHARS_ABOVE = 120
"""Characters of such a paragraph."""
MAX_PICTURES_ABOVE = 8
"""Blocks: pictures and captions."""
MAX_CAPTION_ABOVE = 100
"""Characters of a line below such a picture that may be its caption without being marked so; a longer one is a lead."""
AGREEMENT = 0.9
"""From this share on two readings are the same text."""
MIN_CLAIMED_SHARE = 0.6
"""A body shorter than this part of the structured one is the wrong block, or a torso."""


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text on the page."""

    blocks: tuple[Block, ...]
    """Blocks of text, pictures and captions in reading order."""
    outline: Outline
    container: Container | None
    """``None`` when the text did not come from the page's outline or a layout named its elements."""
    method: str
    """Steps of the cascade that decided: ``layout``, ``container``, ``container+trafilatura``, ``json-ld`` …"""

    @property
    def n_chars(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks if block.is_words)


def read_body(
    outline: Outline,
    tree: LexborHTMLParser,
    titles: Iterable[str],
    article_body: str | None = None,
) -> Body | None:
    """The body of a page, ``None`` when it has no text at all.

    ``outline`` is that of the whole page and is settled, ``tree`` its markup, ``titles`` the candidate headlines,
    ``article_body`` the text that structured data claims.
    """
    titles = list(titles)
    evidence = find_evidence(outline, titles[0] if titles else "", _settle(outline))
    container = find_container(outline, evidence.places)
    blocks: list[Block] = []
    if container is not None:
        own = text_blocks(outline, container.element, titles, evidence.teasers, evidence.title)
        blocks = [*_text_above(outline, evidence, container), *own]
    blocks = [*_pictures_above(outline, evidence.title, blocks), *blocks]
    body = Body(tuple(blocks), outline, container, "container")
    if article_body is not None and len(article_body) >= MIN_JUDGE_CHARS and active(Rule.STRUCTURED):
        judged = _judged(body, article_body)
        if judged is not None:
            return judged
    if active(Rule.TRAFILATURA) and (container is None or _is_doubtful(outline, container, blocks)):
        markup = (
            f"<html><body>{container.element.node.html}</body></html>" if container is not None else tree.html or ""
        )
        if len(markup) <= MAX_MARKUP_CHARS:
            body = _second_opinion(body, _trafilatura(markup))
    return body if body.n_chars else None


def body_of_layout(outline: Outline, titles: Iterable[str]) -> Body | None:
    """The body where a layout says it stands: ``outline`` is that of its elements alone, and is settled. ``None`` when
    no text is left of it."""
    titles = list(titles)
    _settle(outline)
    roots = [element for element in outline.elements if element.parent < 0]
    blocks = [block for element in roots for block in text_blocks(outline, element, titles)]
    body = Body(tuple(blocks), outline, None, "layout")
    return body if body.n_chars else None


def _settle(outline: Outline) -> Sequence[int]:
    """Make rows of tables and paragraphs of long headings, clear whom suspicion wrongs, suspect cards. The places of
    other articles' excerpts."""
    if active(Rule.TABLES):
        fold_tables(outline)
    demote_runs(outline)
    teasers = find_teasers(outline) if active(Rule.EVIDENCE) else ()
    if active(Rule.ACQUIT):
        clear_suspects(outline, teasers)
    if active(Rule.CARDS):
        suspect_cards(outline)
    return teasers


def _text_above(outline: Outline, evidence: Evidence, container: Container) -> list[Block]:
    """What precedes the container below the title, where it is more than a lead: the article's first part, which stands
    in an element of its own."""
    first = container.element.first_block
    blocks = outline.blocks
    places = [
        place
        for place in evidence.places
        if evidence.title is not None
        and place < first
        and blocks[place].kind is not Kind.ITEM
        and len(blocks[place].text) >= MIN_CHARS_ABOVE
    ]
    if len(places) < MIN_BLOCKS_ABOVE:
        return []
    return [block for block in blocks[places[0] : places[-1] + 1] if is_text(block)]


def _pictures_above(outline: Outline, title: int | None, blocks: Sequence[Block]) -> list[Block]:
    """Pictures with captions between the title and the text, where they stand outside the text's element, and one right
    above the title."""
    if title is None or not blocks:
        return []
    found: list[Block] = []
    picture: Block | None = None
    if (
        title >= 2
        and outline.blocks[title - 2].kind is Kind.IMAGE
        and looks_like_credit(outline.blocks[title - 1].text)
    ):
        title -= 2  # some print a picture above the title
    for block in outline.blocks[title:]:
        if block is blocks[0] or len(found) >= MAX_PICTURES_ABOVE:
            return found
        if block.suspect:
            continue
        is_short = len(block.text) <= MAX_CAPTION_ABOVE
        if picture is not None and (
            block.kind is Kind.CAPTION or (is_short and captions_picture(outline, picture, block))
        ):
            found += [picture, replace(block, kind=Kind.CAPTION)]
        elif found and in_one_caption(outline, found[-1], block):
            found.append(block)
        picture = block if block.kind is Kind.IMAGE else None
    return found


def _is_doubtful(outline: Outline, container: Container, blocks: Sequence[Block]) -> bool:
    owned: dict[int, int] = defaultdict(int)
    for block in blocks:
        if block.is_words:
            owned[owner(outline, block)] += len(block.text)
    n_chars = sum(owned.values())
    if n_chars > MAX_DOUBTED_CHARS:
        return False
    if n_chars == 0 or container.share < MIN_TRUSTED_SHARE:
        return True
    is_long_and_whole = n_chars >= MIN_TRUSTED_CHARS and len(owned) <= MAX_TRUSTED_OWNERS
    return not is_long_and_whole and max(owned.values()) < MIN_OWNER_SHARE * n_chars


def _trafilatura(html: str) -> list[str]:
    """Lines of the main text as Trafilatura reads it; empty when it finds none."""
    from trafilatura import bare_extraction  # heavy: only pages in doubt pay for it

    # never deduplicate=True: it remembers earlier pages and drops their lines
    document = bare_extraction(html, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    text = getattr(document, "text", None)
    return [line for line in text.split("\n") if line.strip()] if isinstance(text, str) else []


def _second_opinion(body: Body, opinion: list[str]) -> Body:
    """What container and Trafilatura together say."""
    if not opinion:
        return body
    if body.n_chars == 0:
        return replace(body, blocks=tuple(lines_as_blocks(opinion)), container=None, method="trafilatura")
    agreed = only_agreed(body.outline, body.blocks, opinion)
    if agreed is None or lacks_most(body.outline, body.blocks, agreed):
        return body
    return replace(body, blocks=tuple(agreed), method="container+trafilatura")


def _judged(body: Body, article_body: str) -> Body | None:
    """The body as the structured article body lets it stand; ``None`` when that says nothing for certain."""
    judge = key_of(article_body)
    shared = covered_by(judge, body.blocks)
    n_claimed = len(article_body)
    if shared >= AGREEMENT * body.n_chars and body.n_chars >= AGREEMENT * n_claimed:
        return body
    if shared >= AGREEMENT * n_claimed and (agreed := only_agreed(body.outline, body.blocks, [article_body])):
        return replace(body, blocks=tuple(agreed), method="container+json-ld")
    if body.n_chars >= MIN_CLAIMED_SHARE * n_claimed:
        return None
    everywhere = [block for block in body.outline.blocks if not block.suspect or not block.is_words]
    found = [block for block in everywhere if block.is_words and covered_by(judge, [block])]
    if sum(len(block.text) for block in found) >= AGREEMENT * n_claimed:
        return replace(body, blocks=tuple(found), method="json-ld")
    return replace(body, blocks=tuple(lines_as_blocks(article_body.split("\n"))), container=None, method="json-ld")
