"""Authors and source that a page names outside its text, and the lines that could sign it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pipelines.extraction.bylines import (
    AFTER_SOURCE,
    MAX_BYLINE,
    PAGE_MADE_BY,
    SOURCE_LABEL,
    author_and_source,
    signing_line,
)
from pipelines.extraction.head_bylines import foot_authors, head_authors
from pipelines.extraction.lines import PageLines
from pipelines.extraction.names import AUTHOR_LABEL, NOT_NAMES, OFFICE, read_names, tidy
from pipelines.extraction.roles import (
    AUTHOR,
    BIOGRAPHY,
    BOLD,
    CELL,
    COMMENT,
    ELSEWHERE,
    HEADER,
    HIDDEN,
    LINK,
    RIGHT,
    SOURCE,
)
from pipelines.extraction.surroundings import is_in_page_head, is_list_item
from pipelines.extraction.text import fold

_OFFICE = re.compile(
    r"^(?:báo|tạp chí|đài|cổng|trang|ban|phòng|văn phòng|sở|ubnd|ủy ban|trung tâm|tòa soạn|tuần báo)\b"
    r"|\b(?:online|ttđt|tv|news|media"
    r"|portal|website|editorial|redaktion)$",
    re.IGNORECASE,
)
"""A newsroom or an office: content systems claim it as author where the author is not known to them."""


@dataclass(frozen=True, slots=True)
class LabelledBylines:
    """What the page says about author and source outside the text."""

    authors: tuple[str, ...]
    authors_method: str | None
    source: str | None


def labelled_bylines(
    page: PageLines, claims: Iterable[tuple[str, str]], site_names: Collection[str]
) -> LabelledBylines:
    """Authors and source from marked or labelled lines, authors else from machine-readable claims."""
    title_line = page.title_line
    authors: tuple[str, ...] = ()
    source: str | None = None
    first_at = None
    home = page.title_flags
    for index in range(max(0, (title_line or 0) - 6), len(page.lines)):
        line = page.lines[index]
        if not (line.flags & (AUTHOR | SOURCE) or _has_colon(line.text)):
            continue
        if line.flags & (BIOGRAPHY | HIDDEN) or index == title_line or len(line.text) > 160:
            continue
        if line.flags & AUTHOR and _has_colon(line.text) and PAGE_MADE_BY.match(line.text):
            continue
        if page.is_elsewhere(line, _ignored(page, index)):
            continue
        if line.flags & AUTHOR & ~home and (first_at is None or index - first_at <= 4) and not _in_card(page, index):
            marked = _joined(
                "; " if flags & LINK and NOT_NAMES.search(text.strip()) else text
                for flags, text in line.parts
                if text == " " or (flags & AUTHOR and not flags & BIOGRAPHY and not _is_avatar(text))
            )
            names = read_names(marked, site_names)
            shortest = 1 if first_at is None else 2
            if names and all(shortest <= len(name.split()) <= 6 or OFFICE.match(name) for name in names):
                if _BY.match(line.text) and all(" " not in name for name in authors):
                    authors = ()  # a section's name
                authors += tuple(name for name in names if name not in authors)
                first_at = index if first_at is None else first_at
        elif not authors and _has_colon(line.text) and (label := _NAMED_AUTHOR.match(line.text)):
            is_alone = label.end() == len(line.text) and index + 1 < len(page.lines)
            authors = read_names(page.lines[index + 1].text if is_alone else line.text, site_names)
        if line.flags & SOURCE and not authors and (both := author_and_source(line.text, site_names)) is not None:
            authors, source = both
        if source is None:
            source = _labelled_source(line.text, bool(line.flags & SOURCE))
    claims = list(claims)
    if authors:
        confirmed = _confirmed(page, claims, authors, site_names)
        return LabelledBylines((confirmed or authors)[:8], "labelled", source)
    linked = _linked_author(page, site_names)
    if linked:
        return LabelledBylines(linked, "labelled", source)
    signed = _signature(page, site_names)
    source = source or signed.source
    if signed.authors:
        return replace(signed, source=source)
    for wanted in ("json-ld", "meta"):
        if claimed := _claimed(claims, wanted, site_names):
            return LabelledBylines(claimed[:8], wanted, source)
    unmarked = head_authors(page, site_names) or foot_authors(page, site_names)
    return LabelledBylines(unmarked, "byline" if unmarked else None, source)


def _claimed(claims: Iterable[tuple[str, str]], wanted: str, site_names: Collection[str]) -> tuple[str, ...]:
    """Persons that claims of one kind name as authors."""
    names = (name for kind, text in claims if kind == wanted for name in read_names(text, site_names))
    return tuple(dict.fromkeys(name for name in names if not _OFFICE.search(name)))


def _confirmed(
    page: PageLines, claims: Iterable[tuple[str, str]], authors: tuple[str, ...], site_names: Collection[str]
) -> tuple[str, ...]:
    """Whom JSON-LD names, where lines marked as author's print exactly them among controls that were read as others."""
    claimed = _claimed(claims, "json-ld", site_names)
    if not claimed or not set(claimed).isdisjoint(authors):
        return ()
    start = page.title_line or 0
    lines = [line.text for line in page.lines[start : start + _NEAR_TITLE.stop] if line.flags & AUTHOR]
    return claimed if all(any(name in line for line in lines) for name in claimed) else ()


_BY = re.compile(r"\W*by\s", re.IGNORECASE)
_NAMED_AUTHOR = re.compile(r"^\W*(?:tác giả|người viết)(?:\s+bài(?:\s+viết)?)?\s*[:：]", re.IGNORECASE)


_IN_HEAD, _RIGHT_BELOW = range(-6, 12), range(1, 4)
"""Lines around the title that a head of the article's own may hold, and those right below it."""


def _ignored(page: PageLines, index: int) -> int:
    """What does not tell that a line close to the title is about something else: a head around it that is not the
    page's, and right below the title nothing that stands around "by" and a name."""
    if page.title_line is None:
        return 0
    line, distance = page.lines[index], index - page.title_line
    if distance in _RIGHT_BELOW:
        return ELSEWHERE if line.flags & AUTHOR and AUTHOR_LABEL.match(line.text) else HEADER
    return HEADER if line.flags & AUTHOR and distance in _IN_HEAD and not is_in_page_head(page, index) else 0


_AUTHOR_ADDRESS = re.compile(r"/(?:nhom-)?(?:tac-gia|authors?)/")
_NEAR_TITLE = range(-3, 10)
"""Lines around the title in which a link to an author's page names the author."""


def _linked_author(page: PageLines, site_names: Collection[str]) -> tuple[str, ...]:
    """Who is linked by an address of authors close to the title."""
    names: dict[str, None] = {}
    for mark in page.links if page.title_line is not None else ():
        if mark.line - (page.title_line or 0) not in _NEAR_TITLE:
            continue
        if _AUTHOR_ADDRESS.search((mark.attributes.get("href") or "").lower()) and not page.is_elsewhere(mark):
            names.update(dict.fromkeys(read_names(mark.node.text(), site_names)))
    return tuple(name for name in names if len(name.split()) >= 2)


def _signature(page: PageLines, site_names: Collection[str]) -> LabelledBylines:
    """What a right-aligned line below the text says, where the page prints it outside the text's container."""
    last = LabelledBylines((), None, None)
    n_prose = 0
    outside = LINK | CELL & ~page.title_flags  # a cell of a table, where not all of the page is one
    for line in page.lines[(page.title_line or 0) + 1 :]:
        if page.is_elsewhere(line):
            if n_prose and last.authors:
                break
            continue
        n_prose += len(line.text) > MAX_BYLINE
        if n_prose and line.flags & RIGHT and not line.flags & outside:
            found = signing_line(line.text, True, site_names)
            if found is not None:
                last = LabelledBylines(found[0] or last.authors, "byline", found[1] or last.source)
    return last


def _in_card(page: PageLines, index: int) -> bool:
    """Whether a line well below the title stands beside another article's headline."""
    return index > (page.title_line or 0) + 2 and is_list_item(page, index)


def _has_colon(text: str) -> bool:
    """Whether a line can hold a label; a cheap question to ask first."""
    return ":" in text or "：" in text


def _is_avatar(text: str) -> bool:
    """Whether a piece of a line is a letter in a circle, which stands for a picture of the author."""
    return len(text) == 1 and text.isupper()


_PART_OF_WORD = 2
"""So few small letters go with the letters before them: elements may cut a word."""


def _joined(texts: Iterable[str]) -> str:
    """Pieces of a line; where letters of two elements touch, they are two things: ``Meg James`` ``Staff Writer``."""
    joined = ""
    for text in texts:
        is_two = joined[-1:].isalpha() and text[:1].isalpha() and (text[0].isupper() or len(text) > _PART_OF_WORD)
        joined += "; " + text if is_two else text
    return joined


def _labelled_source(text: str, is_marked: bool) -> str | None:
    label = SOURCE_LABEL.match(text) if _has_colon(text) else None
    if label and label.end() < len(text) <= 120:
        return tidy(text[label.end() :]) or None
    after = AFTER_SOURCE.match(text) if is_marked else None
    if after:
        return tidy(text[after.end() :]) or None
    return None


def emphasized_lines(page: PageLines) -> frozenset[str]:
    """Folded short lines below the title that are bold, right-aligned or marked as author."""
    start = 0 if page.title_line is None else page.title_line + 1
    return frozenset(
        fold(line.text)
        for line in page.lines[start:]
        if line.flags & (RIGHT | BOLD | AUTHOR) and not line.flags & COMMENT and len(line.text) <= MAX_BYLINE
    )
