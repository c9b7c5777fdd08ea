"""Blocks that sign an article (author, source) leave the text and become columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.extraction.bylines import split_bylines
from pipelines.extraction.dates import first_date
from pipelines.extraction.markdown import line
from pipelines.extraction.outline import Block, Kind, Outline
from pipelines.extraction.roles import AUTHOR, SOURCE, roles
from pipelines.extraction.text import normalize

MAX_SIGNATURE_CHARS = 90
MAX_LINES_BELOW = 6
_LABELS = ((SOURCE, "Nguồn: "), (AUTHOR, "Tác giả: "))


@dataclass(frozen=True, slots=True)
class Signed:
    """A text without its signing blocks, and what they say."""

    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    source: str | None


def split_signatures(
    outline: Outline, blocks: Sequence[Block], emphasized: Collection[str], site_names: Collection[str]
) -> Signed:
    """Take the signing blocks off the ends of ``blocks``; see :func:`pipelines.extraction.bylines.split_bylines`.

    A short block that its class or id calls author or source is read as if that word stood before it.
    """
    lines = [_labelled(outline, block) for block in blocks]
    found = split_bylines(lines, emphasized, site_names)
    kept = iter(found.paragraphs)
    wanted = next(kept, None)
    remaining: list[Block] = []
    for block, text in zip(blocks, lines, strict=True):
        if wanted is not None and text == wanted:
            remaining.append(block)
            wanted = next(kept, None)
    return Signed(tuple(remaining), found.authors, found.source or _source_below(outline, blocks))


def _source_below(outline: Outline, blocks: Sequence[Block]) -> str | None:
    """A short line close below the text that its class or id calls the source."""
    last = blocks[-1] if blocks else None
    place = next((index for index, block in enumerate(outline.blocks) if block is last), len(outline.blocks))
    for block in outline.blocks[place + 1 : place + 1 + MAX_LINES_BELOW]:
        label, _, name = _labelled(outline, block).partition(": ")
        if block.is_words and not block.suspect and label == "Nguồn" and name and first_date(name) is None:
            return normalize(name)
    return None


def _labelled(outline: Outline, block: Block) -> str:
    text = line(block)
    if block.kind is Kind.ROW:
        return f"{text}."  # a row of a table signs nothing
    if block.element < 0 or len(text) > MAX_SIGNATURE_CHARS or ":" in text:
        return text
    mark = outline.elements[block.element].mark
    flags = roles(mark) if mark else 0
    return next((label + text for flag, label in _LABELS if flags & flag), text)
