"""The title of a page that claims none: told by its place, as heading or above the date, over running text."""

from __future__ import annotations

from pipelines.extraction.boilerplate import ends_article
from pipelines.extraction.dates import find_dates, first_date
from pipelines.extraction.generic_titles import says_nothing
from pipelines.extraction.labels import date_behind
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.names import AUTHOR_LABEL
from pipelines.extraction.roles import CELL, CRUMB, H1, HEADER, HEADING, HIDDEN, LEAD, LINK, TITLE

FEW_WORDS = 4
"""A claim of no more words, printed nowhere, is a section's name; a line that is told by its place has more."""
_PARAGRAPH = 90
"""Characters from which a line is a paragraph."""


def lone_heading(
    page: PageLines, headings: list[tuple[int, str]], site_names: frozenset[str]
) -> tuple[bool, int | None]:
    """The heading to take when no claim confirms one, above all one that running text follows; and whether it is an
    ``h1`` or marked as title, and does stand above text."""
    best: tuple[int, int] | None = None
    for index, folded in headings:
        line = page.lines[index]
        is_in_header = page.is_elsewhere(line)
        ignored = HEADER if line.flags & (H1 | TITLE) and line.flags & HEADING and not line.flags & LINK else 0
        if line.flags & CRUMB or page.is_elsewhere(line, ignored) or len(folded.split()) < 3:
            continue
        if says_nothing(folded, site_names) or ends_article(line.text):
            continue
        score = (
            (2 if line.flags & H1 else 1 if line.flags & TITLE else 0)
            + _heads_article(page.lines, index)
            + (1 if len(folded) > 25 else 0)
            - (3 if line.flags & LINK else 0)
            - (1 if is_in_header else 0)
        )
        if best is None or score > best[0]:
            best = score, index
    if best is None or best[0] <= 0:
        return False, None
    return best[0] >= _STRONG, best[1]


_STRONG = 4


def beside_date(page: PageLines, heading: int | None, *, is_strong: bool) -> int | None:
    """The title where no claim tells it: ``heading``, if that is strong, else the line beside the article's date.

    Right below a heading without a date the line of the date is the title: the heading is its box's.
    """
    if is_strong and heading is not None and _is_dated(page.lines, heading):
        return heading
    above = _above_date(page)
    if is_strong and heading is not None:
        return above if above is not None and 0 < above - heading <= _IN_BOX else heading
    return next((place for place in (above, _below_date(page)) if place is not None), heading)


_IN_BOX = 3
"""Lines below the heading of a box in which the article's title can stand."""


def _above_date(page: PageLines) -> int | None:
    """The line right above the article's date, or before it on its line: a text of some words that is no link, with
    running text below the date."""
    for index, line in enumerate(page.lines[:-1]):
        if line.flags & (LINK | CRUMB | HIDDEN) or page.is_elsewhere(line):
            continue
        is_dated_itself = date_behind(line) is not None and not line.parts[0][0] & LINK
        if is_dated_itself and _is_like_title(own_text(line)) and _is_above_text(page.lines, index, _SENTENCE):
            return index
        below = page.lines[index + 1]
        if not _is_like_title(line.text) and not (_prints_date(below) and _tells_of_day(line.text)):
            continue
        if _has_only_controls(below) and _prints_date(below) and _is_above_text(page.lines, index + 1, _SENTENCE):
            return index
    return None


def _below_date(page: PageLines) -> int | None:
    """The line right below one that links to the article's section and prints its date, with running text below."""
    for index, line in enumerate(page.lines[1:], 1):
        before = page.lines[index - 1]
        if line.flags & (LINK | CRUMB | HIDDEN) or page.is_elsewhere(line) or not before.parts[0][0] & LINK:
            continue
        is_date = len(before.text) <= _LONGEST_DATE_LINE and first_date(before.text) is not None
        if is_date and _is_like_title(line.text) and _is_above_text(page.lines, index, _SENTENCE):
            return index
    return None


def _heads_article(lines: list[Line], index: int) -> int:
    """How much speaks for it that an article stands below a line: its text, its date."""
    return 3 * _is_above_text(lines, index) + _is_dated(lines, index)


def short_heading(page: PageLines, begun: str, headings: list[tuple[int, str]]) -> int | None:
    """The page's only ``h1`` of one or two words that is also how the page's title has ``begun`` (folded), right above
    the article's date: obituaries and summonses are called so. Without its date it is a section's name."""
    if not begun or begun.count(" ") > 1:
        return None
    places = [index for index, folded in headings if folded == begun and page.lines[index].flags & (H1 | LINK) == H1]
    if len(places) != 1 or page.is_elsewhere(page.lines[places[0]]):
        return None
    return places[0] if _is_dated(page.lines, places[0]) and _is_above_text(page.lines, places[0]) else None


def names_site(page: PageLines, index: int, alone: int | None) -> bool:
    """Whether a heading that the page's title repeats names the site, as on every page of it: nothing of an article
    stands below it, but a date below the heading ``alone`` further down."""
    if alone is None or alone <= index:
        return False
    lines = page.lines
    return (_is_dated(lines, alone) or _heads_record(lines, alone)) and not _heads_article(lines, index)


def _heads_record(lines: list[Line], index: int) -> bool:
    """Whether the rows of a document's record follow a line, with a day among them."""
    below = lines[index + 1 : index + 1 + _RECORD]
    return len(below) == _RECORD and all(line.flags & CELL for line in below) and any(map(_prints_date, below))


_ASKED_BY = ("Người gửi", "Người hỏi")
_RECORD = 6
"""Lines: labels and values of a document's number, day and kind."""


def _is_dated(lines: list[Line], index: int) -> bool:
    """Whether a date stands behind a line, or begins the next one that is shown."""
    if date_behind(lines[index]) is not None:
        return True
    below = next((line for line in lines[index + 1 : index + 1 + _HIDDEN_LINES] if not line.flags & HIDDEN), None)
    return below is not None and _prints_date(below)


_HIDDEN_LINES = 6
"""Lines below a title that may be hidden above the printed date: what it says to machines."""


def _prints_date(line: Line) -> bool:
    """Whether a short line begins with a date, or with a label and a date."""
    date = first_date(line.text) if len(line.text) <= _LONGEST_DATE_LINE else None
    return date is not None and date.start <= _LABEL


def own_text(line: Line) -> str:
    """A title's line without the date that stands behind it in an element of its own."""
    last = line.parts[-1][1].strip()
    if date_behind(line) is None or not line.text.endswith(last):
        return line.text
    return line.text[: -len(last)].rstrip(" -–|") or line.text


def _has_only_controls(line: Line) -> bool:
    """Whether the links of a line, if any, are one or two of few words behind others (``In tin``) and so no menu."""
    linked = [text for flags, text in line.parts if flags & LINK]
    if len(linked) > 2 or line.parts[0][0] & LINK:
        return not linked
    return all(len(text.split()) < FEW_WORDS for text in linked)


def _is_like_title(text: str) -> bool:
    return (
        20 <= len(text) <= 250
        and text.count(" ") >= FEW_WORDS
        and text[0].isupper()
        and text[-1] != ":"
        and AUTHOR_LABEL.match(text) is None
        and not text.startswith(_ASKED_BY)
        and first_date(text) is None
    )


def _tells_of_day(text: str) -> bool:
    """Whether a title has a day in it, with as many words beside it as a title needs (``Lịch cắt nước 5/3/2024``)."""
    if not 20 <= len(text) <= _LONGEST_WITH_DAY or not text[0].isupper() or text[-1] == ":":
        return False
    found = next(find_dates(text), None)
    return found is not None and found.start >= _BEFORE_DAY and text[: found.start].count(" ") > FEW_WORDS


_LONGEST_WITH_DAY, _BEFORE_DAY = 250, 20
"""Characters of such a title, and of its words before the day."""

_LONGEST_DATE_LINE, _LABEL = 80, 25
"""Characters of a line that prints the article's date, and of what may stand before the date in it."""


_SENTENCE = 60
"""Characters from which a line that ends like a sentence is one."""


def _is_above_text(lines: list[Line], index: int, shortest: int = _PARAGRAPH) -> bool:
    """Whether a paragraph follows a heading before the next one; with ``shortest`` a sentence of so many characters."""
    for line in lines[index + 1 : index + 12]:
        if line.flags & HEADING and not line.flags & LEAD:
            return False
        n = len(line.text)
        if n >= shortest and not line.flags & LINK and (n >= _PARAGRAPH or line.text[-1] in ".:;!?"):
            return True
    return False
