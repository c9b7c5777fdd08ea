"""The article's own title: where the page prints what its machine-readable part claims.

Headings alone mislead (a portal's first ``h1`` is often the section's name, some pages print their title in a
``div``), claims alone too (the site's name is appended, search-engine titles differ). Where both meet is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CRUMB, H1, HEADING, HIDDEN, LINK, TITLE
from pipelines.extraction.structured import Structured
from pipelines.extraction.text import fold

_SEPARATOR = re.compile(r"\s+[|–—\-:»·•]+\s+|\s*(?:\||»|::)\s*")
_WORD = re.compile(r"\w+")
_MAX_TITLE = 400
"""Characters beyond which a line is no title."""
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


def choose_title(page: PageLines, structured: Structured, site_names: frozenset[str]) -> Title | None:
    """The article's title, ``None`` when the page has nothing like one. ``site_names`` are folded."""
    claims = _claims(structured, site_names)
    headings = _headings(page.lines)
    for claim, _ in claims:
        exact = [index for index, folded in headings if folded == claim]
        if exact:
            return _printed(page, _best(page, exact))
    alike = _most_alike(claims, headings, page.lines)
    if alike is not None:
        return _printed(page, alike)
    for claim, _ in claims[:2]:
        place = next(
            (i for i, line in enumerate(page.lines) if _is_title_text(line, claim) and not page.is_elsewhere(line)),
            None,
        )
        if place is not None:
            return _printed(page, place)
    alone = _lone_heading(page, headings, site_names)
    if alone is not None and not structured.headlines:
        return _printed(page, alone)
    if claims:
        method = "structured" if structured.headlines else "page-title"
        return Title(claims[0][1], method, alone)
    return _printed(page, alone) if alone is not None else None


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
        if 2 < len(folded) <= _MAX_TITLE and folded not in site_names and all(folded != known for known, _ in claims):
            claims.append((folded, text))
    return claims


def _without_site(title: str, site_names: frozenset[str]) -> str:
    """``title`` without the site's name as its last (or first) piece."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    for piece in pieces[:0:-1]:
        if not _is_site(piece, site_names):
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


def _best(page: PageLines, places: list[int]) -> int:
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


def _most_alike(claims: list[tuple[str, str]], headings: list[tuple[int, str]], lines: list[Line]) -> int | None:
    """The heading that says nearly what a claim says: more, less or other punctuation."""
    best: tuple[float, int] | None = None
    for claim, _ in claims:
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
            if claim.startswith(folded) and len(found) >= 4:
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


def _lone_heading(page: PageLines, headings: list[tuple[int, str]], site_names: frozenset[str]) -> int | None:
    """The heading to take when nothing confirms one: the longest first-level heading that is no link list's."""
    lines = page.lines
    for wanted in (H1, TITLE, HEADING):
        places = [
            index
            for index, folded in headings
            if lines[index].flags & wanted
            and not lines[index].flags & CRUMB
            and not page.is_elsewhere(lines[index])
            and not (wanted != H1 and lines[index].flags & LINK)
            and folded not in site_names
            and len(folded.split()) >= 3
        ]
        if places:
            return max(places[:3], key=lambda index: (not lines[index].flags & LINK, len(lines[index].text) > 25))
    return None
