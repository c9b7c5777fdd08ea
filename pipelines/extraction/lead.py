"""The lead (sapo): the summary that opens an article in markup of its own, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.captions import looks_like_credit
from pipelines.extraction.container import is_prose, owner
from pipelines.extraction.judge import key_of
from pipelines.extraction.layout import Layout
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.trim import is_date_line, is_text
from pipelines.extraction.walk import read_outline

MIN_LEAD_CHARS, MAX_LEAD_CHARS = 30, 1500
MIN_BOLD_CHARS = 60
"""A shorter bold opening is a heading or a dateline."""
MAX_DISTANCE = 40
"""Blocks above the text in which a lead is looked for below the title."""
MAX_DISTANCE_UNTITLED = 8
"""The same where no title is printed above."""
MIN_SHARED_KEY = 40
"""Letters that a block must share with the page's description to be what it describes."""
BOLD_SHARE = 0.9
_NEAR_OPENING = 7
"""Blocks of the text among which those that are not bold are counted."""
_SENTENCE_ENDS = '.…!?"”)'
_BEGINNING = 32
"""Characters of a paragraph that are looked for in the lead before all of it is."""
MAX_SHARED_BLOCKS = 2
"""A marked element with more of the text's paragraphs is a part of the text, not its lead."""

_MARKED_LEAD = re.compile(
    r"""
    sapo|hometext|intro-?text|stand-?first|chapp?eau|tom-?_?tat|trich-?_?(?:dan|yeu)|mo-?_?ta(?:$|[\s_-])
    |(?:sub|short|article|news|post|detail)[-_]?desc(?:ription)?
    |(?:detail|article|news|post|entry|content)_{0,2}-?(?:summary|lead|intro|excerpt|dek)
    |(?:^|[\s_-])(?:
       p-?lead|lead|lede|lead-?(?:detail|text)|summary|dek|deck|description|desc?|excerpt|intro|abstract|sub-?head(?:line)?
       |sub-?title|chapo|abs|p-?head
    )(?=$|[\s_-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Class or id of an element that holds a lead."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead and the blocks of the outline it was made of."""

    text: str
    blocks: tuple[Block, ...]
    method: str
    """``layout``, ``question``, ``marked``, ``description``, ``bold``, ``heading`` or ``position``."""

    def without(self, blocks: Iterable[Block]) -> list[Block]:
        """``blocks`` without those that are the lead's, or repeat it, and so are no body text."""
        own = set(map(id, self.blocks))
        key, longest = key_of(self.text), 1.25 * len(self.text)
        return [
            block
            for block in blocks
            if id(block) not in own and not (MIN_LEAD_CHARS <= len(block.text) < longest and _is_in(key, block.text))
        ]


def _asked(words: Sequence[Block]) -> Lead | None:
    """What a reader who is named asks (``Bà Lê Thị Sa hỏi: …``), right above the answer."""
    if len(words) < 2 or words[1].text[:7].lower() != "trả lời" or "hỏi:" not in words[0].text[:_ASKER]:
        return None
    return Lead(words[0].text, (words[0],), "question") if _fits(words[0].text) else None


_ASKER = 120
"""Characters in which it is said who asks."""


def _is_in(key: str, text: str) -> bool:
    """Whether ``key`` holds the key of ``text``; the first letters answer for nearly every paragraph, at little cost.

    The last letters before the cut are not compared: where a tone stands depends on what follows.
    """
    return key_of(text[:_BEGINNING])[:-2] in key and key_of(text) in key


def lead_of_layout(tree: LexborHTMLParser, layout: Layout | None) -> Lead | None:
    """The lead where the layout says it stands."""
    for selector in layout.lead if layout is not None else ():
        for node in tree.css(selector):
            text = _text_of(node)
            if text:
                return Lead(text, (), "layout")
    return None


def _text_of(node: LexborNode) -> str:
    """Text of an element, one paragraph a line."""
    child = node.first_child
    if child is not None and child.next is None and child.is_text_node:  # so nearly every lead stands
        return " ".join((child.text_content or "").split())
    return "\n".join(block.text for block in read_outline([node]).blocks if block.is_words)


def find_lead(
    outline: Outline, body: Sequence[Block], descriptions: Iterable[str], titles: Iterable[str]
) -> Lead | None:
    """The lead of an article whose text is ``body``; ``None`` when nothing is set apart as one.

    A first paragraph that looks like the others is no lead, even where the page's description repeats it.
    """
    words = [block for block in body if block.is_words]
    if not words or words[0].element < 0:
        return None
    keys = {key for title in titles if (key := key_of(title))}
    above, is_titled = _above(outline, words[0], keys)
    near, opening = (
        [block for block in blocks if not _is_below_picture(outline, block)] for blocks in (above, words[:3])
    )
    return (
        _asked(words)
        or _marked(outline, [*near, *opening], words)
        or _described(outline, near, opening, words, [key_of(text) for text in descriptions])
        or _bold(words)
        or _heading(near, words)
        or (_between(outline, near) if is_titled else None)
    )


def _above(outline: Outline, first: Block, keys: set[str]) -> tuple[list[Block], bool]:
    """Blocks that can be text between the title and the first block of the text; whether a title was found."""
    start = outline.place_of(first)
    above = [block for block in outline.blocks[max(0, start - MAX_DISTANCE) : start] if block.is_words]
    titled = [place for place, block in enumerate(above) if key_of(block.text) in keys]
    near = above[titled[-1] + 1 :] if titled else above[-MAX_DISTANCE_UNTITLED:]
    return [block for block in near if is_text(block) and not is_date_line(block.text)], bool(titled)


def _is_below_picture(outline: Outline, block: Block) -> bool:
    """Whether a line right below a picture names who took it."""
    place = outline.place_of(block)
    return place > 0 and outline.blocks[place - 1].kind is Kind.IMAGE and looks_like_credit(block.text)


def _fits(text: str) -> bool:
    return MIN_LEAD_CHARS <= len(text) <= MAX_LEAD_CHARS


def _marked(outline: Outline, candidates: Sequence[Block], words: Sequence[Block]) -> Lead | None:
    """Blocks in an element whose class or id says that it is the lead; the last such element above the text wins."""
    n_words = sum(len(block.text) for block in words)
    for block in reversed(candidates):
        element = _marked_around(outline, block)
        if element is None:
            continue
        blocks = tuple(other for other in outline.inside(element) if other.is_words and is_text(other))
        text = "\n".join(other.text for other in blocks)
        inside = {id(other) for other in blocks}
        shared = [other for other in words if id(other) in inside]
        n_shared = sum(len(other.text) for other in shared)
        if _fits(text) and len(shared) <= MAX_SHARED_BLOCKS and n_shared < n_words / 2 and not is_date_line(text):
            return Lead(text, blocks, "marked")
    return None


def _marked_around(outline: Outline, block: Block) -> Element | None:
    for distance, element in enumerate(outline.ancestors(block.element)):
        if distance > 2:
            return None
        if element.mark and _is_marked_lead(element.mark):
            return element
        if element.node.attributes.get("itemprop") == "description":
            return element
    return None


@lru_cache(maxsize=1 << 13)
def _is_marked_lead(mark: str) -> bool:
    return _MARKED_LEAD.search(mark) is not None


def _described(
    outline: Outline, near: Sequence[Block], opening: Sequence[Block], words: Sequence[Block], keys: Sequence[str]
) -> Lead | None:
    """A block that the page's description repeats, if it stands apart from the paragraphs of the text."""
    for block in [*reversed(near), *opening]:
        if not _fits(block.text) or not any(_same_opening(key_of(block.text), key) for key in keys):
            continue
        if block in opening and not _stands_apart(outline, block, words):
            return None
        return Lead(block.text, (block,), "description")
    return None


def _same_opening(key: str, other: str) -> bool:
    n = min(len(key), len(other))
    return n >= MIN_SHARED_KEY and key[:n][:200] == other[:n][:200]


def _stands_apart(outline: Outline, block: Block, words: Sequence[Block]) -> bool:
    following = next((other for other in words if other is not block and other.kind is Kind.PARAGRAPH), None)
    if following is None:
        return False
    return (
        block.kind is Kind.HEADING
        or _is_bold(block) > _is_bold(following)
        or _is_italic(block) > _is_italic(following)
        or _owner_kind(outline, block) != _owner_kind(outline, following)
        or outline.elements[block.element].mark not in ("", outline.elements[following.element].mark)
    )


def _owner_kind(outline: Outline, block: Block) -> tuple[str, str]:
    element = outline.elements[owner(outline, block)]
    return element.tag, element.mark


def _is_bold(block: Block) -> bool:
    return block.n_bold >= BOLD_SHARE * len(block.text)


def _is_italic(block: Block) -> bool:
    return block.n_italic >= BOLD_SHARE * len(block.text)


def _heading(near: Sequence[Block], words: Sequence[Block]) -> Lead | None:
    """A whole sentence set as a heading right below the title."""
    first = (near or words)[0]
    if first.kind is Kind.HEADING and len(first.text) >= MIN_BOLD_CHARS and first.text[-1] in ".…!?" and len(words) > 2:
        return Lead(first.text, (first,), "heading")
    return None


def _between(outline: Outline, near: Sequence[Block]) -> Lead | None:
    """The first paragraph that stands alone between title and text, in neither; no line beside a picture."""
    block = next((block for block in near if is_prose(block)), None)
    if block is None or not MIN_BOLD_CHARS <= len(block.text) <= MAX_LEAD_CHARS or block.text[-1] not in _SENTENCE_ENDS:
        return None
    place = outline.place_of(block)
    beside = outline.blocks[max(0, place - 1) : place + 2]
    if any(other.kind is Kind.IMAGE for other in beside) or looks_like_credit(block.text):
        return None
    return Lead(block.text, (block,), "position")


def _bold(words: Sequence[Block]) -> Lead | None:
    """An opening paragraph set in bold, above at least two that are not."""
    first = words[0]
    plain = [block for block in words[1:_NEAR_OPENING] if not _is_bold(block) and len(block.text) >= MIN_BOLD_CHARS]
    if (
        first.kind in (Kind.PARAGRAPH, Kind.HEADING)
        and MIN_BOLD_CHARS <= len(first.text) <= MAX_LEAD_CHARS
        and _is_bold(first)
        and first.text[-1] != "?"  # of an interview
        and len(plain) >= 2
    ):
        return Lead(first.text, (first,), "bold")
    return None
