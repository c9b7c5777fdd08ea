"""The article's own title: where the page prints what its machine-readable part claims.

Headings alone mislead (a portal's first ``h1`` is often the section's name, some pages print their title in a
``div``), claims alone too (the site's name is appended, search-engine titles differ). Where both meet is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.claims import Structured
from pipelines.extraction.dates import first_date
from pipelines.extraction.generic_titles import says_nothing
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CRUMB, H1, HEADER, HEADING, HIDDEN, LEAD, LINK, TITLE
from pipelines.extraction.text import fold

_SEPARATOR = re.compile(r"\s+[|–—\-:»·•]+\s+|\s*(?:\||»|::)\s*")
_WORD = re.compile(r"\w+")
_MAX_TITLE = 400
"""Characters beyond which a line is no title."""
_PARAGRAPH = 90
"""Characters from which a line is a paragraph."""
_ALIKE = 0.6
"""Share of words (of the longer text) that a heading and a claim must have in common to mean the same title."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title and where it stands."""

    text: str
    method: str
    """``heading`` when printed, ``structured`` when only claimed, ``page-title`` from ``<title>``."""
    line: int | None
    """Index of its line, ``None`` when the page does not print it."""


def choose_title(
    page: PageLines, structured: Structured, site_names: frozenset[str], listed: str | None = None
) -> Title | None:
    """The article's title, ``None`` when the page has nothing like one.

    ``site_names`` are folded. ``listed`` is what a listing called the article: it confirms a printed title, but is
    never one itself, because listings shorten.
    """
    claims = _claims(structured, site_names)
    headings = _headings(page.lines)
    hint = fold(listed).rstrip("….") if listed else ""
    hints = [hint] if len(hint) > 10 else []
    if claims and (fuller := _fuller(claims[0][0], headings)) is not None:
        return _printed(page, fuller)
    for claim in [*(claim for claim, _ in claims), *hints]:
        exact = [index for index, folded in headings if folded == claim]
        if exact:
            return _printed(page, best_place(page, exact))
    alike = _most_alike([*(claim for claim, _ in claims), *hints], headings, page.lines)
    if alike is not None:
        return _printed(page, alike)
    strong, alone = _lone_heading(page, headings, site_names)
    for claim, _ in claims[:2]:
        if strong and len(claim.split()) < _FEW_WORDS:
            continue
        place = next(
            (i for i, line in enumerate(page.lines) if _is_title_text(line, claim) and not page.is_elsewhere(line)),
            None,
        )
        if place is not None:
            return _printed(page, place)
    above_date = None if strong else _above_date(page)
    printed = above_date if above_date is not None else alone
    is_claimed = bool(claims and structured.headlines) and not (strong and len(claims[0][0].split()) < _FEW_WORDS)
    if printed is not None and not is_claimed:
        return _printed(page, printed)
    return Title(claims[0][1], "structured" if is_claimed else "page-title", alone) if claims else None


def _fuller(claim: str, headings: list[tuple[int, str]]) -> int | None:
    """The only heading that says more than a claim of a few words, which is a section's name or a document's number."""
    if len(claim.split()) > _WORDS_OF_A_NAME:
        return None
    is_number = any(map(str.isdigit, claim))
    found = [
        index
        for index, folded in headings
        if len(folded) >= 2 * len(claim) and (folded.startswith(f"{claim}:") or (is_number and claim in folded.split()))
    ]
    return found[0] if len(found) == 1 else None


def _printed(page: PageLines, index: int) -> Title:
    return Title(page.lines[index].text, "heading", index)


def _claims(structured: Structured, site_names: frozenset[str]) -> list[tuple[str, str]]:
    """(folded, as written) titles the page claims, without the site's name, best first."""
    texts = [_without_site(headline, site_names) for headline in structured.headlines]
    if structured.page_title:
        texts.append(_without_site(structured.page_title, site_names))
        pieces = _SEPARATOR.split(structured.page_title)
        if len(pieces) > 1:
            texts.append(max(pieces, key=len))
            texts.append(structured.page_title)
    claims: list[tuple[str, str]] = []
    for text in texts:
        folded = fold(text)
        if not 2 < len(folded) <= _MAX_TITLE or all(
            says_nothing(piece, site_names) for piece in _SEPARATOR.split(folded)
        ):
            continue
        if all(folded != known for known, _ in claims):
            claims.append((folded, text))
    return claims


def _without_site(title: str, site_names: frozenset[str]) -> str:
    """``title`` without what names the site or the kind of page as its last (or first) piece."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    for piece in pieces[:0:-1]:
        if not _is_site(piece, site_names) and not says_nothing(fold(piece)):
            break
        title = title[: title.rfind(piece)].rstrip(" |–—-:»·•")
    first = _SEPARATOR.split(title)[0]
    if fold(first) in site_names and len(first) < len(title):
        title = title[len(first) :].lstrip(" |–—-:»·•")
    return title


def _is_site(piece: str, site_names: frozenset[str]) -> bool:
    """Whether the last piece of a page title names the site: its name, perhaps with a section or ``Báo`` around it."""
    folded = fold(piece)
    return folded in site_names or any(len(name) > 3 and name in folded and len(folded) < 60 for name in site_names)


def _headings(lines: list[Line]) -> list[tuple[int, str]]:
    """(index, folded) of the lines that are headings or marked as titles."""
    return [
        (index, fold(line.text))
        for index, line in enumerate(lines)
        if line.flags & (HEADING | TITLE) and len(line.text) <= _MAX_TITLE and not line.flags & HIDDEN
    ]


def best_place(page: PageLines, places: list[int]) -> int:
    """Of several lines with the title, the one most likely above the article."""

    def badness(index: int) -> tuple[bool, bool, bool, bool, int]:
        flags = page.lines[index].flags
        return (
            bool(flags & CRUMB),
            not flags & H1,
            page.is_elsewhere(page.lines[index]),
            bool(flags & LINK) or not flags & HEADING,
            index,
        )

    return min(places, key=badness)


def _most_alike(claims: list[str], headings: list[tuple[int, str]], lines: list[Line]) -> int | None:
    """The heading that says nearly what a claim says: more, less or other punctuation."""
    best: tuple[float, int] | None = None
    for claim in claims:
        words = set(_WORD.findall(claim))
        if len(words) < 3:
            continue
        for index, folded in headings:
            if lines[index].flags & CRUMB:
                continue
            found = set(_WORD.findall(folded))
            if len(found) < 3:
                continue
            share = len(words & found) / max(len(words), len(found))
            if (claim.startswith(folded) and len(found) >= 4) or (folded.startswith(claim) and len(words) >= 5):
                share = max(share, _ALIKE)
            if not lines[index].flags & H1:
                share -= 0.1
            if share >= _ALIKE - 0.1 * (not lines[index].flags & H1) and (best is None or share > best[0]):
                best = share, index
        if best is not None:
            return best[1]
    return None


def _is_title_text(line: Line, claim: str) -> bool:
    return (
        not line.flags & (LINK | CRUMB | HIDDEN) and abs(len(line.text) - len(claim)) <= 3 and fold(line.text) == claim
    )


def _lone_heading(
    page: PageLines, headings: list[tuple[int, str]], site_names: frozenset[str]
) -> tuple[bool, int | None]:
    """The heading to take when no claim confirms one, above all one that running text follows; and whether it is an
    ``h1`` or marked as title, and does stand above text."""
    best: tuple[int, int] | None = None
    for index, folded in headings:
        line = page.lines[index]
        is_in_header = page.is_elsewhere(line)
        ignored = HEADER if line.flags & H1 and not line.flags & LINK else 0
        if line.flags & CRUMB or page.is_elsewhere(line, ignored) or len(folded.split()) < 3:
            continue
        if says_nothing(folded, site_names):
            continue
        score = (
            (2 if line.flags & H1 else 1 if line.flags & TITLE else 0)
            + (3 if _is_above_text(page.lines, index) else 0)
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
_WORDS_OF_A_NAME = 6
"""A claim of more words is a title by itself, even where a heading says more."""
_FEW_WORDS = 4
"""A claim of fewer words, printed nowhere, is a section's name; a title may have as few."""


def _above_date(page: PageLines) -> int | None:
    """The line right above the article's date, where neither headings nor claims tell a title: a text of some words
    that is no link, with running text below the date."""
    for index, line in enumerate(page.lines[:-1]):
        if line.flags & (LINK | CRUMB | HIDDEN) or page.is_elsewhere(line) or not _is_like_title(line.text):
            continue
        below = page.lines[index + 1]
        is_date_line = len(below.text) <= _LONGEST_DATE_LINE and not any(flags & LINK for flags, _ in below.parts)
        date = first_date(below.text) if is_date_line else None
        if date is not None and date.start <= _LABEL and _is_above_text(page.lines, index + 1):
            return index
    return None


def _is_like_title(text: str) -> bool:
    return 20 <= len(text) <= 250 and text.count(" ") >= _FEW_WORDS and text[0].isupper() and first_date(text) is None


_LONGEST_DATE_LINE, _LABEL = 80, 25
"""Characters of a line that prints the article's date, and of what may stand before the date in it."""


def _is_above_text(lines: list[Line], index: int) -> bool:
    """Whether a paragraph follows a heading before the next one."""
    for line in lines[index + 1 : index + 12]:
        if line.flags & HEADING and not line.flags & LEAD:
            return False
        if len(line.text) >= _PARAGRAPH and not line.flags & LINK:
            return True
    return False
