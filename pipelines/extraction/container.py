"""The element that holds the article, found by its own prose."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.rules import Rule, active

MIN_PROSE_CHARS = 40
"""A shorter block says nothing about where the article is."""
MIN_DENSE_CHARS, _DENSE = 20, "\u3040"
"""The same in Chinese and Japanese, whose letters say more: they begin with this one."""
MAX_LINK_SHARE = 0.6
"""A block with more of its characters in links is a list of links."""
ACQUITTED_SHARE = 0.5
"""Part of the page's prose that clears a suspect element."""
ACQUITTED_WITH_TITLE = 0.2
"""The same for one that holds the page's only ``h1``."""
ACQUITTED_BESIDE_TEXT = 0.8
"""The same for one that does not hold the only ``h1``, where text below that stands outside suspicion."""
MIN_TEXT_CHARS = 150
"""So much text below the ``h1`` is an article, if a short one."""
CLIMB = (1.25, 1.40)
"""How much more prose the next ancestor, or the one after it, must hold to become the container."""

PARTS = 1.05
"""The same for one whose children are the parts of one text, by their class."""

_WRAPPER_TAGS = "p li ul ol dl dt dd blockquote figure figcaption h1 h2 h3 h4 h5 h6 center span a font pre tr tbody"
_WRAPPERS = frozenset(_WRAPPER_TAGS.split())
"""Elements that hold one paragraph, list or quotation rather than an article."""


@dataclass(frozen=True, slots=True)
class Container:
    """Where the article stands."""

    element: Element
    prose: int
    """Characters of prose inside it."""
    total: int
    """Characters of prose on the page."""

    @property
    def share(self) -> float:
        """Part of the page's prose inside the container."""
        return self.prose / self.total if self.total else 0.0


def is_prose(block: Block) -> bool:
    """Whether a block counts as evidence of running text."""
    text = block.text
    n = len(text)
    if n < MIN_PROSE_CHARS and (n < MIN_DENSE_CHARS or text[n // 2] < _DENSE):
        return False
    return block.n_link < MAX_LINK_SHARE * n and block.kind is not Kind.IMAGE and block.kind is not Kind.CAPTION


def clear_suspects(outline: Outline, teasers: Collection[int] = ()) -> None:
    """Undo suspicion of an element that holds half of the page's prose, or its ``h1`` and a good part of the prose.

    A wrapper's class says little about what is inside. ``teasers`` are the places of other articles' excerpts.
    """
    if not any(element.earned for element in outline.elements):
        return
    prose = [len(block.text) if is_prose(block) else 0 for block in outline.blocks]
    total = sum(prose)
    if total == 0:
        return
    prefix = [0]
    for n in prose:
        prefix.append(prefix[-1] + n)
    heading = sole_heading(outline)
    titled: set[int] = set()
    share_beside = ACQUITTED_SHARE
    if heading is not None:
        titled = {element.index for element in outline.ancestors(heading.element)}
        if _n_below(outline, heading, prose, teasers) >= MIN_TEXT_CHARS:
            share_beside = ACQUITTED_BESIDE_TEXT
    acquitted = False
    for element in outline.elements:
        needed = ACQUITTED_WITH_TITLE if element.index in titled else share_beside
        if element.earned and prefix[element.last_block] - prefix[element.first_block] > needed * total:
            element.earned = False
            acquitted = True
    if not acquitted:
        return
    for element in outline.elements:
        element.suspect = element.earned or (element.parent >= 0 and outline.elements[element.parent].suspect)
    for block in outline.blocks:
        block.suspect = outline.elements[block.element].suspect


def _n_below(outline: Outline, heading: Block, prose: list[int], teasers: Collection[int]) -> int:
    """Characters of prose outside suspicion below ``heading``, other articles' excerpts left out."""
    start = outline.place_of(heading)
    return sum(
        prose[place]
        for place in range(start, len(prose))
        if prose[place] and place not in teasers and not outline.blocks[place].suspect
    )


def sole_heading(outline: Outline) -> Block | None:
    """The only ``h1`` of the page that is no link; ``None`` when there are several, or none."""
    headings = [
        block for block in outline.blocks if block.kind is Kind.HEADING and block.level == 1 and not block.n_link
    ]
    return headings[0] if len(headings) == 1 else None


def find_container(outline: Outline, evidence: Iterable[int]) -> Container | None:
    """The element with most prose of its own, then up while an ancestor gains enough; ``None`` without any prose.

    ``evidence`` are the places of the blocks of prose that count.
    """
    elements = outline.elements
    own = [0] * len(elements)
    total = 0
    for block in map(outline.blocks.__getitem__, evidence):
        total += len(block.text)
        own[owner(outline, block)] += len(block.text)
    if total == 0:
        return None
    inside = own.copy()
    for element in reversed(elements):
        if element.parent >= 0:
            inside[element.parent] += inside[element.index]
    best = max(range(len(elements)), key=own.__getitem__)
    if active(Rule.CLIMB):
        best = _climb(elements, best, inside)
    return Container(elements[best], inside[best], total)


def owner(outline: Outline, block: Block) -> int:
    """The element a block belongs to: its nearest ancestor that can hold more than one paragraph."""
    element = outline.elements[block.element]
    if block.kind is Kind.ROW:
        element = outline.elements[max(0, outline.elements[block.table].parent)]
    while element.parent >= 0 and (
        element.tag in _WRAPPERS or (element.tag == "div" and element.last_block - element.first_block == 1)
    ):
        element = outline.elements[element.parent]
    return element.index


def _climb(elements: list[Element], best: int, inside: list[int]) -> int:
    """Up while the next ancestors that gain anything at all gain enough; wrappers that add nothing are no step."""
    while True:
        steps = _gaining(elements, best, inside)
        chosen = next((up for up, ratio in zip(steps, CLIMB, strict=False) if inside[up] >= ratio * inside[best]), None)
        if chosen is None and steps and _is_in_parts(elements, best, steps[0], inside):
            chosen = steps[0]
        if chosen is None:
            return best
        best = chosen


def _is_in_parts(elements: list[Element], best: int, up: int, inside: list[int]) -> bool:
    """Whether all prose in ``up`` stands in children of one tag and mark, as the parts of one text do."""
    if inside[up] < PARTS * inside[best]:
        return False
    part = elements[best]
    while part.parent != up:
        part = elements[part.parent]
    if not part.mark:
        return False
    parts = 0
    for other in elements[up + 1 :]:
        if other.parent == up and inside[other.index]:
            if other.tag != part.tag or other.mark != part.mark:
                return False
            parts += inside[other.index]
        elif other.parent < up:
            break
    return parts == inside[up]


def _gaining(elements: list[Element], index: int, inside: list[int]) -> list[int]:
    """The nearest ancestors that each hold more prose than the one before, innermost first."""
    found: list[int] = []
    last = inside[index]
    while (index := elements[index].parent) >= 0 and len(found) < len(CLIMB):
        if inside[index] > last:
            last = inside[index]
            found.append(index)
    return found
