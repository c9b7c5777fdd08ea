"""What stands around a printed line: another article's headline, or the head that the page begins with."""

from __future__ import annotations

import re

from pipelines.extraction.boilerplate import is_boilerplate
from pipelines.extraction.dates import may_hold_date
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CRUMB, HEADER, LINK

_FEW_WORDS = re.compile(r"[\d\W]*(?:\w+[\W\d]+){0,3}")
_ROW, _SHORT_LINK = 3, 3
"""So many links, of so few words, are no headline."""
_WITHOUT_SPACES = re.compile(r"[\u3040-\u9fff]{8}")
"""Some words of a language that writes no spaces between them."""


def is_list_item(page: PageLines, index: int) -> bool:
    """Whether a line's date stands beside the headline of another article: a link of many words in it or next to it."""
    lines, title_line = page.lines, page.title_line
    if any(flags & LINK and _is_headline(text) for flags, text in lines[index].parts):
        # behind the date right below the title it is the section's name
        return index - 1 != title_line or not begins_with_date(lines[index])
    before, after = index - 1, index + 1
    if before >= 0 and before != title_line and lines[before].flags & LINK and not lines[before].flags & CRUMB:
        return _is_linked_headline(lines[before])
    is_above = title_line is not None and after < title_line
    return is_above and bool(lines[after].flags & LINK) and _is_linked_headline(lines[after])


def _is_linked_headline(line: Line) -> bool:
    """Whether a line, all of which is linked, is a headline and no row of short links (controls, a menu)."""
    pieces = [text for _, text in line.parts if not text.isspace()]
    is_row = len(pieces) >= _ROW and all(len(text.split()) <= _SHORT_LINK for text in pieces)
    return not is_row and _is_headline(line.text)


def _is_headline(text: str) -> bool:
    if not text.isascii() and _WITHOUT_SPACES.search(text):
        return True
    return len(text.split()) >= 6 and not _FEW_WORDS.fullmatch(text) and not is_boilerplate(text)


def is_in_page_head(page: PageLines, index: int) -> bool:
    """Whether a line stands in a head that the page begins with: that is the page's, not the article's, and its date a
    clock, also where the menu between it and the title was not read."""
    return bool(_heads_around(page, 0) & _heads_around(page, index))


def _heads_around(page: PageLines, index: int) -> set[int]:
    heads, zone = set(), page.lines[index].zone
    while zone:
        flags, around = page.zones[zone]
        if flags & HEADER:
            heads.add(zone)
        zone = around
    return heads


def begins_with_date(line: Line) -> bool:
    """Whether a date stands before the first link: what follows are controls, whose number says nothing."""
    before = ""
    for flags, text in line.parts:
        if flags & LINK:
            break
        before += text
    return may_hold_date(before)
