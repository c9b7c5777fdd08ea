"""Authors named between title and text, or right below the text, without any mark: beside the date, or after "by"."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.extraction.boilerplate import ends_article, is_boilerplate
from pipelines.extraction.bylines import MAX_BYLINE
from pipelines.extraction.dates import find_dates, first_date
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.names import AUTHOR_LABEL, OFFICE, read_names
from pipelines.extraction.roles import CAPTION, HEADING, HIDDEN, ITEM, LINK
from pipelines.extraction.text import fold

_HEAD = 4
"""Lines below the title that can name the author."""
_BY = re.compile(r"\bby\s", re.IGNORECASE)
_AFTER_PERSON = re.compile(r"\s*(?:,|\||\s[–—-]\s)\s*")
_LONGEST_NAMES = 60
"""Characters of three names; a longer line names somebody only behind a label."""
_NO_LETTERS = re.compile(r"[\W\d_]+")
_REPORTER = re.compile(r"(?:nhóm )?p\.?v\.?", re.IGNORECASE)
"""A reporter who is not named."""
_PLACES = frozenset(
    ("hà nội", "hải phòng", "đà nẵng", "cần thơ", "huế", "sài gòn", "kon tum", "gia lai", "quảng ngãi", "đắk lắk")
)
"""Places that stand beside dates, folded."""


def head_authors(page: PageLines, site_names: Collection[str]) -> tuple[str, ...]:
    """Who is named below the title: on the line of the date or next to it, or after "by"; empty when nobody is."""
    if page.title_line is None:
        return ()
    head = [
        line
        for line in page.lines[page.title_line + 1 : page.title_line + 1 + _HEAD]
        if len(line.text) <= MAX_BYLINE and not page.is_elsewhere(line) and not line.flags & (HIDDEN | HEADING)
    ]
    dated = [place for place, line in enumerate(head) if first_date(line.text) is not None]
    for place, line in enumerate(head):
        found: tuple[str, ...] = ()
        if place in dated:
            found = _beside_date(line, site_names)
        elif AUTHOR_LABEL.match(line.text) or place - 1 in dated or place + 1 in dated:
            is_below = place - 1 in dated
            found = _alone(line.text, site_names, offices=is_below) or _before_house(line.text, site_names)
        if found and (_BY.search(line.text) or not _is_linked(page, found)):
            return found
    return ()


def _before_house(text: str, site_names: Collection[str]) -> tuple[str, ...]:
    """Who is named after "by" before the newsroom and the place: ``Por Ana Lima, Jornal 9 — Diamantina``."""
    label = AUTHOR_LABEL.match(text)
    return _alone(_AFTER_PERSON.split(text, maxsplit=1)[0], site_names) if label is not None else ()


def _is_linked(page: PageLines, names: Collection[str]) -> bool:
    """Whether a link of the page is called like one of ``names``: then it names a section."""
    linked = {fold(text) for line in page.lines for flags, text in line.parts if flags & LINK}
    return any(fold(name) in linked for name in names)


def foot_authors(page: PageLines, site_names: Collection[str]) -> tuple[str, ...]:
    """Who is named by the line right below the last paragraph, or the last above a heading; empty when nobody is."""
    if page.title_line is None:
        return ()
    last = None
    for index in range(page.title_line + 1, len(page.lines)):
        line = page.lines[index]
        is_elsewhere = page.is_elsewhere(line)
        if last is not None and (is_elsewhere or line.flags & HEADING):
            found = _named_by(page, last + 1, site_names)
            if found or is_elsewhere or line.flags & LINK or ends_article(line.text):
                return found
        if len(line.text) > MAX_BYLINE and not line.flags & (LINK | HEADING) and not is_elsewhere:
            last = index
    return _named_by(page, last + 1, site_names) if last is not None and last + 1 < len(page.lines) else ()


def _named_by(page: PageLines, index: int, site_names: Collection[str]) -> tuple[str, ...]:
    """Who is named by one line, if it is nothing else."""
    line = page.lines[index]
    if len(line.text) > MAX_BYLINE or line.flags & (LINK | HEADING | HIDDEN | CAPTION | ITEM):
        return ()
    if len(line.text) > _LONGEST_NAMES and AUTHOR_LABEL.match(line.text) is None:
        return ()
    if line.text[-1] == ":" or page.is_elsewhere(line) or is_boilerplate(line.text):
        return ()
    return _alone(line.text, site_names)


def _beside_date(line: Line, site_names: Collection[str]) -> tuple[str, ...]:
    """The name that stands on the line of a date with nothing else than separators."""
    rest = "".join(text for flags, text in line.parts if not flags & LINK)
    for found in reversed(list(find_dates(rest))):
        rest = f"{rest[: found.start]};{rest[found.end :]}"
    return _alone(rest, site_names)


def _alone(text: str, site_names: Collection[str], *, offices: bool = False) -> tuple[str, ...]:
    """The names of which ``text`` consists; empty when it says anything else, or what could be no person (and, where
    they may be, none of the ``offices``)."""
    names = read_names(text, site_names)
    if not names or len(names) > 3:
        return ()
    if not all(_is_person(name) or (offices and OFFICE.match(name) is not None) for name in names):
        return ()
    label = AUTHOR_LABEL.match(text)
    said = _NO_LETTERS.sub("", text[label.end() :] if label else text)
    named = sum(len(_NO_LETTERS.sub("", name)) for name in names)
    return names if len(said) - named <= len(names) else ()


def _is_person(name: str) -> bool:
    """Whether a name has the shape of a person's: two to four words, each beginning with a capital."""
    words = name.split()
    return _REPORTER.fullmatch(name) is not None or (
        2 <= len(words) <= 4
        and all(word[:1].isupper() and word.replace(".", "").isalpha() for word in words)
        and fold(name) not in _PLACES
        and OFFICE.match(name) is None
    )
