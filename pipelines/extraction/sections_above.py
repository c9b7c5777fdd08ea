"""The section that is printed right above the title, where no breadcrumb shows the way."""

from __future__ import annotations

import re

from pipelines.extraction.dates import first_date
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import BOLD, CRUMB, H1, HEADER, HEADING, HIDDEN, ITEM, LINK, NAV, SECTION, SHARE, TITLE
from pipelines.extraction.section_links import heads_title, links_to_section
from pipelines.extraction.section_names import (
    CONTROLS,
    CRUMB_SEPARATOR,
    HOME,
    MAX_LEVEL_WORDS,
    MAX_LEVELS,
    is_level,
    is_section_name,
)
from pipelines.extraction.text import fold

_PLACE = re.compile(
    r"^(?:(?:chuyên|danh) mục|bạn đang (?:ở|xem)(?: đây)?|you are here|vị trí(?: hiện tại)?|您?(?:现在|当前)的?位置"
    r"|вы здесь)\s*[:：]\s*",
    re.IGNORECASE,
)
"""What stands before a way."""
_CLOSE = 4
"""Lines above the title in which a link marked as section names the article's."""


def line_above(page: PageLines, title: str) -> str | None:
    """A section's name printed right above the title: a heading, a link to a section, or the words before the date.
    Between the two only the date and the page's controls may stand."""
    if page.title_line is None:
        return None
    start = max(0, page.title_line - 6)
    for index in range(page.title_line - 1, start - 1, -1):
        line = page.lines[index]
        if page.is_elsewhere(line, HEADER | (NAV if _is_alone(page, index) else 0)):
            return None
        if line.flags & (SHARE | HIDDEN) or CONTROLS.match(line.text):
            continue
        date = first_date(line.text[:150])
        if date is not None:
            before = line.text[: date.start].strip(" |-–,:•")
            if before and index == page.title_line - 1 and is_section_name(before, title):
                return before
            if any(flags & LINK and len(text.split()) >= 6 for flags, text in line.parts):
                return None
            continue
        if len(line.text) > 80 or _HAS_DIGITS.search(line.text):
            return None
        if line.flags & ITEM and index and page.lines[index - 1].flags & ITEM:
            section = _heading_of_list(page, index, title)
            if section or index + 1 != page.title_line:
                return section  # none at the end of a menu, with the date between
        levels = _levels(line)
        begins_home = len(levels) >= 2 and fold(levels[0]) in HOME
        is_linked = len(levels) >= 2 and not _unlinked(line)
        is_told = begins_home or is_linked or _is_told(page, index)
        if not is_told and not (is_level(line.text) and heads_title(page, index, title)):
            return None
        names = [name for name in levels if fold(name) not in HOME]
        is_way = begins_home and is_linked
        is_section = names and (is_way or all(is_section_name(name, title) for name in names))
        return " > ".join(names) if is_section else None
    return None


def _is_told(page: PageLines, index: int) -> bool:
    """Whether marks, signs or links tell that a line above the title names its section."""
    line = page.lines[index]
    return (
        line.text[0] in _LEADS_ON
        or line.text[-1] in _LEADS_ON
        or bool(line.flags & (H1 | CRUMB | SECTION & ~page.title_flags))
        or links_to_section(page, index)
        or _is_linked_elsewhere(page, index)
        or _heads_box(page, index)
    )


def marked_above(page: PageLines, title: str) -> str | None:
    """What links close above the title say that are marked as section: those of one line."""
    if page.title_line is None:
        return None
    marks = [
        mark
        for mark in page.links
        if 0 < page.title_line - mark.line <= _CLOSE
        and mark.flags & SECTION & ~page.title_flags
        and not page.is_elsewhere(mark)
    ]
    names = [" ".join(mark.node.text().split()) for mark in marks if mark.line == marks[-1].line]
    is_section = 0 < len(names) <= MAX_LEVELS and all(is_section_name(name, title) for name in names)
    return " > ".join(names) if is_section else None


def _heading_of_list(page: PageLines, index: int, title: str) -> str | None:
    """The section whose name heads the list of its parts that ends with the line of ``index``: a linked heading."""
    start = max(0, index - _MOST_PARTS)
    while index > start and page.lines[index].flags & (ITEM | HEADING | LINK) == ITEM | LINK:
        index -= 1
    line = page.lines[index]
    is_told = line.flags & (ITEM | HEADING | LINK) == HEADING | LINK and links_to_section(page, index)
    if not is_told or fold(line.text) in HOME or page.is_elsewhere(line) or not is_section_name(line.text, title):
        return None
    return line.text


_MOST_PARTS = 8
"""Parts of a section in a list between its name and the title."""


def _levels(line: Line) -> list[str]:
    """The names in a line that shows a way: its links, where all of it is linked, else what separators part."""
    linked = [" ".join(text.split()) for flags, text in line.parts if flags & LINK]
    if len(linked) > 1 and not _unlinked(line):
        return [name for text in linked for name in CRUMB_SEPARATOR.split(text) if name]
    return [name for name in CRUMB_SEPARATOR.split(_PLACE.sub("", line.text)) if name]


def _unlinked(line: Line) -> str:
    """The letters of a line outside its links; separators are none."""
    return "".join(CRUMB_SEPARATOR.sub("", text).strip() for flags, text in line.parts if not flags & LINK)


def _is_linked_elsewhere(page: PageLines, index: int) -> bool:
    """Whether a line right above the title, in the title's zone, is what a link of the page's menus is called."""
    line = page.lines[index]
    if index + 1 != page.title_line or line.flags & LINK:
        return False
    name = fold(line.text)
    return any(fold(mark.node.text(strip=True)) == name for mark in page.links if mark.line < index)


def _heads_box(page: PageLines, index: int) -> bool:
    """Whether a line above the title is set as the heading of the box that holds the article. Above a page's
    ``h1`` it is a word of newspapers' own (``BREAKING NEWS``)."""
    line = page.lines[index]
    return (
        not page.title_flags & H1
        and bool(line.flags & (HEADING | TITLE | BOLD))
        and not line.flags & LINK
        and len(line.text.split()) <= MAX_LEVEL_WORDS
        and line.text[-1].isalpha()
    )


_LEADS_ON = frozenset("/>»›→|")
"""What stands before, or behind, the only level of a way."""


def _is_alone(page: PageLines, index: int) -> bool:
    """Whether a line right above the title shares its zone with no other line above it: no item of a menu."""
    line = page.lines[index]
    return (
        index + 1 == page.title_line
        and (not line.flags & ITEM or bool(line.flags & SECTION))
        and (index == 0 or page.lines[index - 1].zone != line.zone)
    )


_HAS_DIGITS = re.compile(r"\d{3}")
