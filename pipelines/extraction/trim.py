"""Which blocks of a container are the article's text: titles, labels, controls and teasers go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from pipelines.extraction.boilerplate import ends_article, is_boilerplate, is_tool_row
from pipelines.extraction.captions import is_caption_at
from pipelines.extraction.cards import MIN_HEADLINE_CHARS, leads_away
from pipelines.extraction.container import is_prose, owner, sole_heading
from pipelines.extraction.dates import find_dates
from pipelines.extraction.judge import key_of
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.rules import Rule, active
from pipelines.extraction.tables import with_whole_tables

LINKED_SHARE = 0.6
"""A block with more of its characters in links is a list of links, not text."""
QUOTED_LINK_SHARE = 0.8
"""The same of a quotation: other articles' headlines are set as one."""
UNLINKED_CHARS = 30
"""... unless so many characters stand outside links."""
LINKED_PARAGRAPH_CHARS = 200
"""From this length on a linked block is a paragraph all the same."""
MAX_SHARE_ABOVE_TITLE = 0.2
"""A title with more of the prose above it is not the article's."""
MAX_ADDED_CHARS = 40
"""Letters that a site's name may add to a title."""
MIN_TITLE_KEY = 20
"""A shorter title is compared whole."""
MAX_SHARE_ABOVE_HEADING = 0.6
"""The same for a title that is a heading."""
MAX_SHARE_BELOW_RELATED = 0.5
MAX_HEADING_CHARS = 80
MAX_DATE_LINE_CHARS = 90
MAX_LETTERS_BESIDE_DATE = 12
MAX_LETTERS_BESIDE_MOMENT = 32
OPENING_LINES, CLOSING_LINES = 4, 3
"""Lines at both ends of the text among which dates are looked for."""
_DATE_WORDS = re.compile(
    r"\b(?:published|updated|posted|last|modified|on|at|am|pm|by|[A-Z]{2,4}T|UTC|GMT"
    r"|ngày|đăng|cập nhật|lúc|giờ|thứ|hai|ba|tư|năm|sáu|bảy|chủ nhật|lượt xem|số lượt"
    r"|(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sat|sun)(?:day)?)\b",
    re.IGNORECASE,
)
MIN_ARTICLE_CHARS = 250
"""So much prose above the heading of a related list is the article."""


def text_blocks(
    outline: Outline, element: Element, titles: Iterable[str], teasers: Collection[int] = (), printed: int | None = None
) -> list[Block]:
    """The blocks of text, pictures and captions of the article in ``element``, in reading order.

    ``titles`` are the page's candidate headlines: a line that repeats one opens the article and is no text itself.
    ``teasers`` are the places of other articles' excerpts: where none of the article's own prose stands, they go.
    ``printed`` is the place of the title above the article's prose, where that is known.
    """
    inside = outline.inside(element)
    if active(Rule.TITLE):
        heading = sole_heading(outline)
        headings = [heading.text] if heading is not None else []
        keys = {key for title in [*titles, *headings] if (key := key_of(title))}
        inside = _below_title(inside, keys, outline.blocks[printed] if printed is not None else None)
    if printed is not None:
        inside = _of_one_article(outline, inside, printed)
    if teasers:
        inside = _without_teasers(outline, inside, {id(outline.blocks[place]) for place in teasers})
    if active(Rule.RELATED):
        inside = _above_related(outline, inside)
    chosen = [block for block in inside if is_text(block)]
    if active(Rule.LINES):
        chosen = _without_date_lines(chosen)
    if not active(Rule.PROSY):
        return chosen
    prosy = {owner(outline, block) for block in chosen if is_prose(block)}
    kept = [
        not block.is_words or is_prose(block) or owner(outline, block) in prosy or _amid_prose(outline, chosen, place)
        for place, block in enumerate(chosen)
    ]
    return with_whole_tables(chosen, kept)


def _of_one_article(outline: Outline, blocks: list[Block], printed: int) -> list[Block]:
    """What precedes another whole article, which pages append for readers who scroll on: a title, and close below it a
    lead, date or author, marked like this one's."""
    elements = outline.elements
    mark = elements[outline.blocks[printed].element].mark
    places = [place for place, block in enumerate(blocks) if elements[block.element].mark == mark] if mark else []
    if not places:
        return blocks
    head = outline.blocks[printed + 1 : printed + 1 + _HEAD]
    marks = {elements[block.element].mark for block in head} - {"", mark}
    for place in places:
        below = blocks[place + 1 : place + 1 + _HEAD]
        is_titled = blocks[place] is not outline.blocks[printed] and not blocks[place].n_link
        if is_titled and len([block for block in below if elements[block.element].mark in marks]) >= _ALIKE_BELOW:
            return blocks[:place] if any(map(is_prose, blocks[:place])) else blocks
    return blocks


_HEAD, _ALIKE_BELOW = 5, 2
"""Blocks below a title among which its lead, date and author stand, and how many of them make a head."""


def _without_teasers(outline: Outline, blocks: list[Block], teasers: Collection[int]) -> list[Block]:
    """``blocks`` without the excerpts (by ``id``) in elements that hold nothing of the article's own."""
    own = {
        owner(outline, block) for block in blocks if not block.suspect and is_prose(block) and id(block) not in teasers
    }
    return [block for block in blocks if id(block) not in teasers or owner(outline, block) in own]


def is_text(block: Block) -> bool:
    """Whether a block by itself can be text of an article."""
    if block.suspect:
        return False
    if block.kind in (Kind.IMAGE, Kind.CAPTION):
        return True
    n = len(block.text)
    if n == 0:
        return False
    if block.kind is Kind.ROW:
        return block.n_link <= LINKED_SHARE * n and not is_tool_row(block.cells)
    if block.kind is Kind.QUOTE:
        return not (n < LINKED_PARAGRAPH_CHARS and (block.n_link > QUOTED_LINK_SHARE * n or ends_article(block.text)))
    if active(Rule.LINKED) and (
        block.n_link > LINKED_SHARE * n and n < LINKED_PARAGRAPH_CHARS and n - block.n_link < UNLINKED_CHARS
    ):
        return False
    return not (active(Rule.LINES) and is_boilerplate(block.text))


def is_date_line(text: str) -> bool:
    """Whether a line says when the article was published or changed, and nothing else."""
    if len(text) > MAX_DATE_LINE_CHARS or not any(map(str.isdigit, text)):
        return False
    rest = text
    allowed = MAX_LETTERS_BESIDE_DATE
    for found in find_dates(text):
        rest = rest.replace(found.raw, " ")
        if found.precision != "day" and text[-1] not in ".!?:;":  # a moment, and perhaps the section's name
            allowed = MAX_LETTERS_BESIDE_MOMENT
    return rest != text and sum(map(str.isalpha, _DATE_WORDS.sub(" ", rest))) <= allowed


def _without_date_lines(blocks: list[Block]) -> list[Block]:
    """Dates printed above the text or below it are not text; those between paragraphs may be."""
    places = [place for place, block in enumerate(blocks) if block.is_words]
    edges = {*places[:OPENING_LINES], *places[-CLOSING_LINES:]}
    return [
        block
        for place, block in enumerate(blocks)
        if place not in edges or _is_data(block) or not is_date_line(block.text)
    ]


def states_a_fact(block: Block) -> bool:
    """Whether a row of a table says what the day in its other cells is: ``Ngày ban hành | 12/10/2020``."""
    return block.kind is Kind.ROW and len(block.cells) > 1 and block.cells[0].replace(" ", "").isalpha()


def _is_data(block: Block) -> bool:
    """Whether a row has more to tell than a day, whatever it looks like without its columns."""
    return len(block.cells) > 2 or states_a_fact(block)


def _amid_prose(outline: Outline, chosen: Sequence[Block], place: int) -> bool:
    """Whether prose stands close before and after; of a picture's caption, anywhere after."""
    is_caption = is_caption_at(outline, chosen, place)
    near = len(chosen) if is_caption else _CLOSE
    if not any(map(is_prose, chosen[place + 1 : place + 1 + near])):
        return False
    return is_caption or any(map(is_prose, chosen[max(0, place - near) : place]))


_CLOSE = 3
"""Blocks before and after a short one among which prose is looked for."""


def _above_related(outline: Outline, blocks: list[Block]) -> list[Block]:
    """What precedes the heading of other articles or of comments, if the article does not go on below it."""
    prose = [len(block.text) if not block.suspect and is_prose(block) else 0 for block in blocks]
    own = [
        0 if n and place and leads_away(blocks[place - 1], MIN_HEADLINE_CHARS) else n for place, n in enumerate(prose)
    ]
    n_above, n_below = 0, sum(own)
    for place, block in enumerate(blocks):
        n_above, n_below = n_above + prose[place], n_below - own[place]
        if (
            n_above >= MIN_ARTICLE_CHARS
            and n_below <= MAX_SHARE_BELOW_RELATED * n_above
            and len(block.text) <= MAX_HEADING_CHARS
            and (ends_article(block.text) or _names_others(blocks, place))
            and not _goes_on(outline, blocks, prose, place)
        ):
            return blocks[:place]
    return blocks


def _names_others(blocks: Sequence[Block], place: int) -> bool:
    """Whether a line that ends in "other" heads linked headlines: a section calls its list by its own name."""
    return (
        blocks[place].text.endswith((" khác", " KHÁC"))
        and place + 1 < len(blocks)
        and leads_away(blocks[place + 1], MIN_HEADLINE_CHARS)
    )


def _goes_on(outline: Outline, blocks: list[Block], prose: list[int], place: int) -> bool:
    """Whether prose below ``place`` stands in the same element as prose above it."""
    above = {owner(outline, block) for block, n in zip(blocks[:place], prose, strict=False) if n}
    return any(n and owner(outline, block) in above for block, n in zip(blocks[place:], prose[place:], strict=True))


def _below_title(blocks: list[Block], keys: set[str], title: Block | None) -> list[Block]:
    """What follows the last line that is the title, if little prose stands above it; and no repetition of it."""
    n_prose = sum(len(block.text) for block in blocks if not block.suspect and is_prose(block))
    longest = 2 * max(map(len, keys), default=0) + MAX_ADDED_CHARS
    n_above = 0
    start = 0
    for place, block in enumerate(blocks):
        if n_above > MAX_SHARE_ABOVE_HEADING * n_prose:
            break
        if not block.is_words:
            continue
        is_sure = block is title or (block.level == 1 and not block.n_link)
        limit = MAX_SHARE_ABOVE_HEADING if is_sure else MAX_SHARE_ABOVE_TITLE
        if len(block.text) <= longest and n_above <= limit * n_prose and _is_title(block, keys):
            start = place + 1
        elif not block.suspect and is_prose(block):
            n_above += len(block.text)
    return blocks[start:]


def _is_title(block: Block, keys: set[str]) -> bool:
    key = key_of(block.text)
    if key in keys:
        return True
    return any(_same_start(key, other) for other in keys)


def _same_start(key: str, other: str) -> bool:
    """A title with the site's name after it, or the reverse."""
    shorter, longer = sorted((key, other), key=len)
    is_same = longer.startswith(shorter) and len(longer) - len(shorter) <= MAX_ADDED_CHARS
    return is_same and len(shorter) >= MIN_TITLE_KEY
