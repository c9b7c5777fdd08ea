"""Comparing two readings of one page: block against line, without white space, case and punctuation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipelines.extraction.container import is_prose, owner
from pipelines.extraction.outline import Block, Kind, Outline
from pipelines.extraction.tables import with_whole_tables
from pipelines.extraction.text import fold

KEY_CHARS = 80
"""Letters of a block that are looked for in the other reading ..."""
_KEY_WITHIN = 160
"""... and characters that hold as many."""
MIN_AGREED_SHARE = 0.15
"""With less of the text agreed on, the other reading is of something else ..."""
MIN_AGREED_CHARS = 300
"""... and so it is with less than half, where that is a line or two: text without paragraphs is easily overlooked."""

MAX_REMEMBERED_CHARS = 300

_LETTERS = re.compile(r"[^\W_]+")


def key_of(text: str) -> str:
    """Letters and digits only, folded."""
    return _remembered_key(text) if len(text) <= MAX_REMEMBERED_CHARS else _key(text)


def _key(text: str) -> str:
    return "".join(_LETTERS.findall(fold(text)))


_remembered_key = lru_cache(maxsize=512)(_key)
"""Several steps ask for the key of one title or line."""


def only_agreed(outline: Outline, blocks: Sequence[Block], opinion: Iterable[str]) -> list[Block] | None:
    """The blocks that the other reading has too, with what stands in the same elements as its prose.

    An element in which both agree on a paragraph holds the article, so nothing in it, or in its like, is lost.
    ``None`` when the two readings have next to nothing in common.
    """
    other = key_of(" ".join(opinion))
    owners = {owner(outline, block) for block in blocks if is_prose(block) and _found(block, other)}
    kinds = {(element.tag, element.mark) for element in map(outline.elements.__getitem__, owners) if element.mark}

    def stands_in_article(block: Block) -> bool:
        element = outline.elements[owner(outline, block)]
        return element.index in owners or (element.tag, element.mark) in kinds

    kept = [not block.is_words or stands_in_article(block) or _found(block, other) for block in blocks]
    stays = [
        kept[place] or _heads(blocks, kept, place) or _heads_picture(outline, blocks, kept, place)
        for place in range(len(blocks))
    ]
    agreed = with_whole_tables(blocks, stays)
    n_agreed = sum(len(block.text) for block in agreed if block.is_words)
    n_own = sum(len(block.text) for block in blocks if block.is_words)
    is_enough = n_agreed >= MIN_AGREED_CHARS or 2 * n_agreed >= n_own
    return agreed if is_enough and n_agreed > MIN_AGREED_SHARE * n_own else None


def _heads(blocks: Sequence[Block], kept: Sequence[bool], place: int) -> bool:
    """Whether a heading stands between blocks that stay, right above text, or is text itself."""
    return (
        blocks[place].kind is Kind.HEADING
        and 0 < place < len(blocks) - 1
        and kept[place - 1]
        and kept[place + 1]
        and (blocks[place + 1].is_words or is_prose(blocks[place]))
    )


def _heads_picture(outline: Outline, blocks: Sequence[Block], kept: Sequence[bool], place: int) -> bool:
    """Whether a heading stands above pictures, and these above text that stays, all in one element of their own."""
    if blocks[place].kind is not Kind.HEADING or not place or not kept[place - 1]:
        return False
    below = next((after for after in range(place + 1, len(blocks)) if blocks[after].is_words), None)
    if below is None or below == place + 1 or not kept[below] or blocks[below].kind is Kind.HEADING:
        return False
    around = outline.elements[outline.elements[blocks[place].element].parent]
    return any(element is around for element in outline.ancestors(blocks[below].element))


def lacks_most(outline: Outline, blocks: Sequence[Block], agreed: Iterable[Block]) -> bool:
    """Whether ``agreed`` lacks one element's text that is more than half of all in ``blocks``: on broken markup another
    reading ends early."""
    kept = set(map(id, agreed))
    dropped: dict[int, int] = defaultdict(int)
    for block in blocks:
        if block.is_words and id(block) not in kept:
            dropped[owner(outline, block)] += len(block.text)
    return 2 * max(dropped.values(), default=0) > sum(len(block.text) for block in blocks if block.is_words)


def covered_by(other: str, blocks: Iterable[Block]) -> int:
    """Characters of ``blocks`` that the reading with key ``other`` has too."""
    return sum(len(block.text) for block in blocks if block.is_words and _found(block, other))


def lines_as_blocks(lines: Iterable[str]) -> list[Block]:
    """Paragraphs of a text that does not come from the page's outline."""
    return [
        Block(Kind.PARAGRAPH, text, -1) for line in lines if (text := " ".join(line.split()).removeprefix("- ").strip())
    ]


def _found(block: Block, other: str) -> bool:
    key = key_of(block.text[:_KEY_WITHIN])
    if len(key) < KEY_CHARS and len(block.text) > _KEY_WITHIN:  # rows of dots
        key = key_of(block.text)
    return key[:KEY_CHARS] in other
