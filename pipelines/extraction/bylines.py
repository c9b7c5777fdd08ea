"""Who wrote an article and where it was taken from: labelled elements, claims, and the line that signs the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.extraction.dates import find_dates
from pipelines.extraction.lines import PageLines
from pipelines.extraction.roles import AUTHOR, BIOGRAPHY, BOLD, CELL, COMMENT, HIDDEN, LINK, RIGHT, SOURCE
from pipelines.extraction.text import fold, normalize

_WORKS = (
    r"(?:tin(?:\s+bài)?|bài(?:\s+viết)?|ảnh|hình|video|clip|đồ\s*họa|thực\s+hiện"
    r"|biên\s+(?:tập|dịch|soạn)|nội\s+dung|trình\s+bày|thiết\s+kế)"
)
_AUTHOR_LABEL = re.compile(
    r"^\W*(?:(?:tên\s+)?(?:nhóm\s+)?(?:tác\s+giả|người\s+(?:viết|đăng|gửi|thực\s+hiện)|phóng\s+viên)"
    r"(?:\s+bài(?:\s+viết)?)?\s*[:：]"
    rf"|{_WORKS}(?:\s*(?:,|&|và|\+|/|-|–)\s*{_WORKS})*\s*[:：]"
    r"|(?:written\s+by|by|bởi|đăng\s+bởi|von|par|por|di|autor|author|auteur)\s*[:：]?\s+(?=[A-ZÀ-Ỹ]))\s*",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(
    r"^\W*(?:nguồn(?:\s+(?:tin|bài|bài\s+viết|ảnh))?|source|quelle|fuente)\s*[:：]\s*", re.IGNORECASE
)
_AFTER = re.compile(r"^\W*theo\s+(?!dõi|đó|dòng|quy|kế|dự|thông\s+tin)", re.IGNORECASE)
_PART_LABEL = re.compile(
    rf"(?:^|(?<=[\s,;.\-–]))(?:{_WORKS}(?:\s*(?:,|&|và|-|–)\s*{_WORKS})*)\s*[:：]\s*", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*")
_SOURCE_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:theo|nguồn\s*:?|dịch\s+từ|according\s+to)\s+([^()\[\]]{2,60})[)\]]", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,|&|/|\||\+|\s[-–—]\s|\s(?:và|and|und|et|y|e)\s)\s*")
_CAPITALISED = re.compile(r"^[^\W\d_]\S*$")
_NOT_NAMES = re.compile(
    r"^(?:xem|tin|bài|ảnh|theo|chia|quay|trang (?:chủ|trước|sau|web)|đọc|ý kiến|bình luận|liên hệ|share|follow|more"
    r"|read|view|see|từ khóa|tags?|admin(?:istrator)?|ban biên tập|bbt|quản trị|super ?user|editor|staff"
    r"|newsroom"
    r"|ngày|thứ (?:hai|ba|tư|năm|sáu|bảy)|lượt|nguồn|source|email|facebook|twitter|reddit|linkedin|zalo|in bài)\b"
    r"|^(?:in|gửi|nghe|lưu|by|von|par|por|di|author|staff writer|reporter|contributor)$"
    r"|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$"
    r"|https?:|www\.|\.(?:vn|com|net|org)$|tác giả$",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    ("de", "del", "der", "den", "van", "von", "da", "di", "du", "dos", "bin", "la", "le", "al", "el", "y", "e")
)
_NO_NAME_SIGN = re.compile(r"[:<>{}=|@#*?!_\\/]")
_HANDLE = re.compile(r"@\w+")
_DATELIKE = re.compile(r"\d{2,}")
_END = re.compile(r"[.!?:;…”\"]$|\./\.$")
_MAX_BYLINE = 90
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
        found = _signed(line, fold(line) in emphasized, site_names)
        if found is None:
            if authors or source or len(line) > _MAX_BYLINE or seen > 1:
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
        if position < len(kept) - 1 and len(kept[position]) <= _MAX_BYLINE and _AUTHOR_LABEL.match(kept[position]):
            names = read_names(kept[position], site_names)
            if names and not authors:
                authors = list(names)
                del kept[position]
                break
    return Bylines(tuple(kept), tuple(authors), source)


def _signed(line: str, is_emphasized: bool, site_names: Collection[str]) -> tuple[tuple[str, ...], str | None] | None:
    """(authors, source) of a signing line, ``None`` when the line is text."""
    if not 1 < len(line) <= _MAX_BYLINE:
        return None
    label = _SOURCE_LABEL.match(line)
    if label and label.end() < len(line):
        return (), _tidy(line[label.end() :])
    after = _AFTER.match(line)
    if after and (is_emphasized or not _END.search(line)) and len(line) <= 60:
        return (), _tidy(line[after.end() :])
    bracketed = _SOURCE_IN_BRACKETS.search(line)
    source = _tidy(bracketed[1]) if bracketed else None
    if bracketed and not line.replace(bracketed[0], "").strip(" ./"):
        return (), source
    if _AUTHOR_LABEL.match(line):
        names = read_names(line, site_names)
        return (names, source) if names else None
    if _END.search(_BRACKETS.sub("", line).rstrip()) and not re.search(r"\b\w\.\w\.?$", line):
        return None
    bare = _BRACKETS.sub(" ", line).strip()
    names = read_names(bare, site_names)
    if not names or not all(_is_person(name, is_emphasized) for name in names):
        return None
    return names, source


def _is_person(name: str, is_emphasized: bool) -> bool:
    """Whether a bare line can be somebody's name: two to five capitalised words, or any short one if emphasised."""
    words = name.split()
    capitalised = all(word[:1].isupper() for word in words)
    if not capitalised or _DATELIKE.search(name) or len(name) > 40:
        return False
    if is_emphasized:
        return len(words) <= 6
    if name.isupper() and len(words) > 4:
        return False
    return 2 <= len(words) <= 5


def _tidy(text: str) -> str:
    return text.strip(' .,;:-–—()[]/|"“”')


def read_names(text: str, site_names: Collection[str] = ()) -> tuple[str, ...]:
    """The names in a byline: without labels, brackets, addresses and the site's own name; empty if it holds none."""
    text = _HANDLE.sub("; ", _EMAIL.sub(" ", " ".join(normalize(text).split())))
    if _DATELIKE.search(text):
        for found in reversed(list(find_dates(text))):
            text = f"{text[: found.start]}; {text[found.end :]}"
    text = _AUTHOR_LABEL.sub("", text)
    text = _PART_LABEL.sub("; ", text)
    text = _BRACKETS.sub(" ", text)
    names: list[str] = []
    for piece in _BETWEEN_NAMES.split(text):
        name = _AUTHOR_LABEL.sub("", _tidy(piece)).strip()
        if _is_name(name, site_names) and name not in names:
            names.append(name)
    return tuple(names)


def _is_name(name: str, site_names: Collection[str]) -> bool:
    if not 1 < len(name) <= 60 or _NOT_NAMES.search(name) or _DATELIKE.search(name) or _NO_NAME_SIGN.search(name):
        return False
    words = name.split()
    folded = fold(name)
    return (
        len(words) <= 8
        and words[0][:1].isupper()
        and all(not word[:1].islower() or word in _PARTICLES for word in words)
        and any(character.isalpha() for character in name)
        and folded not in site_names
        and not any(folded.replace(" ", "") == site.replace(" ", "") for site in site_names)
    )


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
        if line.flags & (BIOGRAPHY | HIDDEN) or index == title_line or len(line.text) > 160 or page.is_elsewhere(line):
            continue
        if line.flags & AUTHOR & ~home and (first_at is None or index - first_at <= 4):
            marked = _joined(
                "; " if flags & LINK and _NOT_NAMES.search(text.strip()) else text
                for flags, text in line.parts
                if text == " " or (flags & AUTHOR and not flags & BIOGRAPHY)
            )
            names = read_names(marked, site_names)
            shortest = 1 if first_at is None else 2
            if names and all(shortest <= len(name.split()) <= 6 for name in names):
                authors += tuple(name for name in names if name not in authors)
                first_at = index if first_at is None else first_at
        elif not authors and (label := _NAMED_AUTHOR.match(line.text)):
            rest = line.text[label.end() :] or (page.lines[index + 1].text if index + 1 < len(page.lines) else "")
            authors = read_names(rest, site_names)
        if source is None:
            source = _labelled_source(line.text, bool(line.flags & SOURCE))
    if authors:
        return LabelledBylines(authors[:8], "labelled", source)
    signed = _signature(page, site_names)
    source = source or signed.source
    if signed.authors:
        return replace(signed, source=source)
    claimed: dict[str, None] = {}
    for wanted in ("json-ld", "meta"):
        for kind, text in claims:
            if kind == wanted:
                claimed.update(dict.fromkeys(read_names(text, site_names)))
        if claimed:
            return LabelledBylines(tuple(claimed)[:8], wanted, source)
    return LabelledBylines((), None, source)


_NAMED_AUTHOR = re.compile(r"^\W*(?:tác giả|người viết)(?:\s+bài(?:\s+viết)?)?\s*[:：]", re.IGNORECASE)


def _signature(page: PageLines, site_names: Collection[str]) -> LabelledBylines:
    """What a right-aligned line below the text says, where the page prints it outside the text's container."""
    last = LabelledBylines((), None, None)
    n_prose = 0
    for line in page.lines[(page.title_line or 0) + 1 :]:
        if page.is_elsewhere(line):
            if n_prose and last.authors:
                break
            continue
        n_prose += len(line.text) > _MAX_BYLINE
        if n_prose and line.flags & RIGHT and not line.flags & (LINK | CELL):
            found = _signed(line.text, True, site_names)
            if found is not None:
                last = LabelledBylines(found[0] or last.authors, "byline", found[1] or last.source)
    return last


def _joined(texts: Iterable[str]) -> str:
    """Pieces of a line; where letters of two elements touch, they are two things: ``Meg James`` ``Staff Writer``."""
    joined = ""
    for text in texts:
        joined += "; " + text if joined[-1:].isalpha() and text[:1].isalpha() else text
    return joined


def _labelled_source(text: str, is_marked: bool) -> str | None:
    label = _SOURCE_LABEL.match(text)
    if label and label.end() < len(text) <= 120:
        return _tidy(text[label.end() :]) or None
    after = _AFTER.match(text)
    if is_marked and after:
        return _tidy(text[after.end() :]) or None
    return None


def emphasized_lines(page: PageLines) -> frozenset[str]:
    """Folded short lines below the title that are bold, right-aligned or marked as author."""
    start = 0 if page.title_line is None else page.title_line + 1
    return frozenset(
        fold(line.text)
        for line in page.lines[start:]
        if line.flags & (RIGHT | BOLD | AUTHOR) and not line.flags & COMMENT and len(line.text) <= _MAX_BYLINE
    )
