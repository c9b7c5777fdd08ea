"""The article's own title: where the page prints what its machine-readable part claims.

Headings alone mislead (a portal's first ``h1`` is often the section's name, some pages print their title in a
``div``), claims alone too (the site's name is appended, search-engine titles differ). Where both meet is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.claims import Structured
from pipelines.extraction.generic_titles import says_nothing, spells_host
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CRUMB, H1, HEADER, HEADING, HIDDEN, LINK, TITLE
from pipelines.extraction.surroundings import is_in_page_head
from pipelines.extraction.text import fold
from pipelines.extraction.unclaimed_titles import (
    FEW_WORDS,
    beside_date,
    lone_heading,
    names_site,
    own_text,
    short_heading,
)

_SEPARATOR = re.compile(r"\s+[|–—\-:»·•]+\s+|\s*(?:\||»|::)\s*|(?<=[\u3040-\u9fff”」』）])(?:_|--)")
_WORD = re.compile(r"\w+")
_MAX_TITLE = 400
"""Characters beyond which a line is no title."""
_WORDS_OF_A_NAME = 6
"""A claim of more words is a title by itself, even where a heading says more."""
_WORDS_TO_COMPARE = 5
"""Of a claim of fewer words only a whole page's ``h1`` may differ: sections and boxes are called alike."""
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
    begun = fold(_SEPARATOR.split(structured.page_title or "", maxsplit=1)[0])
    if (short := short_heading(page, begun, headings)) is not None:
        return _printed(page, claims, short)
    is_headline = bool(claims) and any(fold(_without_site(h, site_names)) == claims[0][0] for h in structured.headlines)
    if not is_headline:
        headings = [(index, folded) for index, folded in headings if not _leads_on(page, index)]
    hint = fold(listed).rstrip("….") if listed else ""
    hints = [hint] if len(hint) > 10 else []
    if claims and (fuller := _fuller(claims[0][0], headings)) is not None:
        return _printed(page, claims, fuller)
    lone: tuple[bool, int | None] | None = None
    if not is_headline:
        lone = lone_heading(page, headings, site_names)
    only = lone[1] if lone is not None else None
    for claim in [*(claim for claim, _ in claims), *hints]:
        exact = [index for index, folded in headings if folded == claim]
        if exact and not names_site(page, best := best_place(page, exact), only):
            return _printed(page, claims, best)
    alike = _most_alike([*(claim for claim, _ in claims), *hints], headings, page.lines)
    if alike is not None and not names_site(page, alike, only):
        return _printed(page, claims, alike)
    strong, alone = lone or lone_heading(page, headings, site_names)
    for claim, _ in claims[:2]:
        if strong and len(claim.split()) <= FEW_WORDS:
            continue
        place = next(
            (i for i, line in enumerate(page.lines) if _is_title_text(line, claim) and _is_here(page, i)), None
        )
        if place is not None and not names_site(page, place, only):
            return _printed(page, claims, place)
    printed = beside_date(page, alone, is_strong=strong)
    is_claimed = is_headline and not (strong and len(claims[0][0].split()) <= FEW_WORDS)
    if printed is not None and not is_claimed:
        return _printed(page, claims, printed)
    return Title(claims[0][1], "structured" if is_claimed else "page-title", alone) if claims else None


def _is_here(page: PageLines, index: int) -> bool:
    """Whether a line stands in no part of the page that is about something else; a head around it may be its own."""
    line = page.lines[index]
    return not page.is_elsewhere(line) or not (page.is_elsewhere(line, HEADER) or is_in_page_head(page, index))


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


def _printed(page: PageLines, claims: list[tuple[str, str]], index: int) -> Title:
    line = page.lines[index]
    return Title(_as_claimed(line, claims) or own_text(line), "heading", index)


def _as_claimed(line: Line, claims: list[tuple[str, str]]) -> str | None:
    """A title's line without a badge before or behind it (``Live``, ``(print p.4)``) that no claim has."""
    if len(line.parts) < 2:
        return None
    for parts in (line.parts[1:], line.parts[:-1]):
        text = " ".join("".join([text for _, text in parts]).split())
        if any(claim == fold(text) for claim, _ in claims[:2]):
            return text
    return None


def _leads_on(page: PageLines, index: int) -> bool:
    """Whether a line is a linked name of few words right above a title that is none: the section's."""
    line, below = page.lines[index], page.lines[index + 1 : index + 2]
    return (
        bool(line.flags & LINK and not line.flags & H1 and below and below[0].flags & (HEADING | TITLE))
        and not below[0].flags & LINK
        and len(line.text.split()) <= _WORDS_OF_A_NAME
        and len(below[0].text) >= 2 * len(line.text)
    )


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
    if len(first) < len(title) and (says_nothing(fold(first), site_names) or spells_host(fold(first), site_names)):
        title = title[len(first) :].lstrip(" |–—-:»·•")
    return title


def _is_site(piece: str, site_names: frozenset[str]) -> bool:
    """Whether the last piece of a page title names the site: its name, perhaps with a section or ``Báo`` around it."""
    folded = fold(piece)
    return (
        folded in site_names
        or spells_host(folded, site_names)
        or any(len(name) > 3 and name in folded and len(folded) < 60 for name in site_names)
    )


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
            if lines[index].flags & CRUMB or (len(words) < _WORDS_TO_COMPARE and not lines[index].flags & H1):
                continue
            found = set(_WORD.findall(folded))
            if len(found) < 3:
                continue
            share = len(words & found) / max(len(words), len(found))
            if (_is_part(folded, claim, lines[index]) and len(found) >= 4) or (
                folded.startswith(claim) and len(words) >= 5
            ):
                share = max(share, _ALIKE)
            if not lines[index].flags & H1:
                share -= 0.1
            if share >= _ALIKE - 0.1 * (not lines[index].flags & H1) and (best is None or share > best[0]):
                best = share, index
        if best is not None:
            return best[1]
    return None


def _is_part(folded: str, claim: str, line: Line) -> bool:
    """Whether a claim begins with a heading, as those that name the site behind it; a blog's begins with its own name,
    which its head prints as link, and a colon."""
    if line.flags & LINK:
        return claim.startswith(folded) and not claim.startswith(f"{folded}:")
    return claim.startswith(folded) or claim.endswith(f": {folded}")


def _is_title_text(line: Line, claim: str) -> bool:
    return (
        not line.flags & (LINK | CRUMB | HIDDEN) and abs(len(line.text) - len(claim)) <= 3 and fold(line.text) == claim
    )
