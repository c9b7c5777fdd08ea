"""The lines that sign an article leave its text; what they say becomes authors and source."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.extraction.dates import first_date
from pipelines.extraction.names import AUTHOR_LABEL, BRACKETS, DATELIKE, OFFICE, read_names, tidy
from pipelines.extraction.text import fold, normalize

SOURCE_LABEL = re.compile(
    r"^\W*(?:nguồn(?:\s+(?:tin|bài|bài\s+viết|ảnh))?|source|quelle|fuente)\s*[:：]\s*", re.IGNORECASE
)
AFTER_SOURCE = re.compile(r"^\W*theo\s*[:：]?\s+(?!dõi|đó|dòng|quy|kế|dự|thông\s+tin)", re.IGNORECASE)
_AUTHOR_AND_SOURCE = re.compile(
    r"^\W*(?:theo\s+(?P<author>[^()]{3,40}?)\s*\((?P<source>[^()]{3,40})\)"
    r"|nguồn(?:\s+tin)?\s*:\s*(?P<house>[^()]{3,60}?)\s*\((?P<person>[^()]{3,40})\))\W*$",
    re.IGNORECASE,
)
"""Who wrote it, and where: ``Theo Mai Lan (Dân Việt)``, ``Nguồn: Dân Việt (Mai Lan)``."""
_SOURCE_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:theo|nguồn\s*:?|dịch\s+từ|according\s+to)\s+([^()\[\]]{2,60})[)\]]", re.IGNORECASE
)
_END = re.compile(r"[.!?:;…”\"。！？]$|\./\.$")
_INITIALS = re.compile(r"\b\w(?:\.\w){1,3}\.?$")
_AGENCY = re.compile(r"[A-ZĐ]{3,}\S*")
"""A news agency, which stands behind its reporter as offices do: ``Thanh Hà/TTXVN``."""
PAGE_MADE_BY = re.compile(
    r"^\W*(?:thiết\s+kế|trình\s+bày|đồ\s*họa|kỹ\s+thuật|dàn\s+trang"
    r"|(?:người\s+)?(?:xử\s+lý|nhập|duyệt|kiểm\s+duyệt|đưa)\s+(?:tin|bài|ảnh)(?:\s+bài)?)\s*[:：]\s*\S",
    re.IGNORECASE,
)
"""Who made the page, not the text."""
_POST = re.compile(
    r"^\W*(?:(?:kt|tm|tl|q)\b\W*)?(?:phó\s+)?(?:chủ tịch|giám đốc|bí thư|chánh|trưởng|thủ trưởng|hiệu trưởng|chủ nhiệm"
    r"|ubnd|ủy ban|hội đồng)\b",
    re.IGNORECASE,
)
"""An office that signs a document: the name belongs to the document, not to the article."""
_COUNCIL = re.compile(r"Hội đồng\s")
"""Not in capitals, as documents have it, a council signs its own notice."""
MAX_BYLINE = 90
"""Characters of a line that can sign an article."""
_TAIL = 4
"""Lines from the end (and two from the start) in which bylines are looked for."""


@dataclass(frozen=True, slots=True)
class Bylines:
    """A text without the lines that sign it, and what they say."""

    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    source: str | None


def split_bylines(
    paragraphs: Sequence[str], emphasized: Collection[str] = (), site_names: Collection[str] = ()
) -> Bylines:
    """Take the signing lines off ``paragraphs``.

    ``emphasized`` holds the folded short lines that the page prints bold, right-aligned or marked as
    author (``Metadata.emphasized``); such a line may be any short name, others must look like
    a person's. ``site_names`` (folded) are never authors. Lines that say where the text is from become ``source``.
    """
    kept = list(paragraphs)
    authors: list[str] = []
    source: str | None = None
    index = len(kept) - 1
    seen = 0
    while index > 0 and seen < _TAIL:
        line = normalize(kept[index])
        found = signing_line(line, fold(line) in emphasized, site_names)
        if found is None:
            if authors or source or len(line) > MAX_BYLINE or seen > 1:
                break
            index -= 1
            seen += 1
            continue
        names, line_source = found
        authors = [*names, *[name for name in authors if name not in names]]
        source = source or line_source
        del kept[index]
        index -= 1
        seen += 1
    for position in (0, 1):
        if position < len(kept) - 1 and len(kept[position]) <= MAX_BYLINE and AUTHOR_LABEL.match(kept[position]):
            names = read_names(kept[position], site_names)
            if names and not authors:
                authors = list(names)
                del kept[position]
                break
    return Bylines(tuple(kept), tuple(authors), source)


def signing_line(
    line: str, is_emphasized: bool, site_names: Collection[str]
) -> tuple[tuple[str, ...], str | None] | None:
    """(authors, source) of a signing line, ``None`` when the line is text."""
    if not 1 < len(line) <= MAX_BYLINE:
        return None
    if line[-1] == ")" and (both := author_and_source(line, site_names)) is not None:
        return both
    label = SOURCE_LABEL.match(line)
    if label and label.end() < len(line):
        return (), tidy(line[label.end() :])
    after = AFTER_SOURCE.match(line)
    if after and (is_emphasized or not _END.search(line)) and len(line) <= 60:
        return (), tidy(line[after.end() :])
    bracketed = _SOURCE_IN_BRACKETS.search(line)
    source = tidy(bracketed[1]) if bracketed else None
    if bracketed and not line.replace(bracketed[0], "").strip(" ./"):
        return (), source
    if PAGE_MADE_BY.match(line):
        return (), source
    if AUTHOR_LABEL.match(line):
        names = read_names(line, site_names)
        return (names, source) if names else None
    return _bare_names(line.removesuffix("/."), is_emphasized, site_names, source)


def author_and_source(line: str, site_names: Collection[str]) -> tuple[tuple[str, ...], str] | None:
    """(authors, source) of a line that names a person and, in brackets, where the text is from."""
    both = _AUTHOR_AND_SOURCE.match(line)
    names = read_names(both["author"] or both["person"], site_names) if both else ()
    is_told = both is not None and bool(names) and all(_is_person(name, False) for name in names)
    return (names, tidy(both["source"] or both["house"])) if both is not None and is_told else None


def _bare_names(
    line: str, is_emphasized: bool, site_names: Collection[str], source: str | None
) -> tuple[tuple[str, ...], str | None] | None:
    """(authors, source) of a line that is nothing but names: no sentence, no place and date, no office."""
    if _END.search(BRACKETS.sub("", line).rstrip()) and not _INITIALS.search(line):
        return None
    if (_POST.search(line) and not _COUNCIL.match(line)) or first_date(line) is not None:
        return None
    bare = line if BRACKETS.fullmatch(line) else BRACKETS.sub(" ", line).strip()
    person, slash, house = bare.rpartition("/")
    if slash and (_AGENCY.fullmatch(house) or OFFICE.match(house)):
        bare, source = person, source or house
    names = read_names(bare, site_names)
    if not names or not all(_is_person(name, is_emphasized) for name in names):
        return None
    return names, source


def _is_person(name: str, is_emphasized: bool) -> bool:
    """Whether a bare line can be somebody's name: two to five capitalised words, or any short one if emphasised."""
    words = name.split()
    capitalised = all(word[:1].isupper() for word in words)
    if is_emphasized and OFFICE.match(name):
        return True
    if not capitalised or DATELIKE.search(name) or len(name) > 40:
        return False
    if is_emphasized:
        return len(words) <= 6
    if name.isupper() and len(words) > 4:
        return False
    return 2 <= len(words) <= 5 or _INITIALS.fullmatch(name) is not None
