"""The section of an article: the way to it that the page prints, levels joined by `` > ``."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from pipelines.extraction.claims import Structured
from pipelines.extraction.dates import first_date
from pipelines.extraction.lines import Line, Mark, PageLines
from pipelines.extraction.roles import (
    BOLD,
    COMMENT,
    CRUMB,
    FOOTER,
    H1,
    HEADER,
    HEADING,
    HIDDEN,
    ITEM,
    LINK,
    NAV,
    SECTION,
    SHARE,
    TITLE,
)
from pipelines.extraction.section_links import heads_title, linked_beside_date, links_to_section, nested_path
from pipelines.extraction.text import fold, normalize

_HOME_NAMES = (
    "trang chủ;trang nhất;trang đầu;home;homepage;home page;start;startseite;accueil;inicio;início;главная;головна"
    ";strona główna;ana sayfa;beranda;首页;首頁;トップ;ホーム;홈"
)
_HOME = frozenset(_HOME_NAMES.split(";"))
_CONTROLS = re.compile(
    r"^(?:(?:in|gửi|nghe|lưu)(?=\s|$)|chia sẻ|quay lại|trở (?:lại|về)|về trang|in (?:bài|trang|tin)|bản (?:để )?in"
    r"|gửi (?:bài|mail|email)|cỡ chữ|mặc định|đọc bài|theo dõi|đăng (?:nhập|ký|xuất)|rss|share|back|print|email|follow"
    r"|subscribe|sign in|log ?in|skip|listen|save|menu|facebook|zalo|twitter|google|tin (?:mới|nóng|hot)|xem|đọc"
    r"|liên kết|thời tiết|thăm dò|thống kê truy cập|bình luận|comment|trước|sau|tiếp|previous|next)\b|^a[-+]$",
    re.IGNORECASE,
)
"""Links that are the page's controls, not its sections."""
_HERE = re.compile(
    r"^(?:bạn đang (?:ở|xem)|you are here|vị trí|chi tiết|chi tiết tin|nội dung|tin chi tiết)\b.*", re.IGNORECASE
)
_PLACE = re.compile(
    r"^(?:(?:chuyên|danh) mục|bạn đang (?:ở|xem)(?: đây)?|you are here|vị trí(?: hiện tại)?|您?(?:现在|当前)的?位置"
    r"|вы здесь)\s*[:：]\s*",
    re.IGNORECASE,
)
"""What stands before a way."""
_ROOT = frozenset(("/", "./", "../", "~/"))
_CRUMB_SEPARATOR = re.compile(r"\s*(?:>{1,2}|＞|»|›|→|\||/|\\|::|❯|▸|►)\s*")


def choose_section(
    page: PageLines, structured: Structured, title: str, site_names: Collection[str]
) -> tuple[str, str] | None:
    """(section path, method): the printed way to the article, levels joined by `` > ``; ``None`` when none is shown."""
    printed = _clean_path(_printed_path(page), title, site_names)
    claimed = _clean_path(structured.breadcrumb, title, site_names)
    folded_claim, folded_print = [fold(name) for name in claimed], [fold(name) for name in printed]
    is_end = len(printed) <= 3 and folded_print[-len(claimed) :] == folded_claim  # the print says what is above, too
    if len(claimed) > len(printed) and folded_claim[: len(printed)] == folded_print:  # and the claim what is below
        return " > ".join(claimed), "structured"
    is_begin = len(claimed) + 1 == len(printed) <= 3 and folded_print[:-1] == folded_claim
    if printed and claimed and not is_end and not is_begin and set(folded_claim) <= set(folded_print):
        return " > ".join(claimed), "structured"
    if printed and len(printed) <= 4:
        return " > ".join(printed), "breadcrumb"
    if claimed:
        return " > ".join(claimed), "structured"
    above = _line_above(page, title) or _marked_above(page, title)
    if above:
        return above, "above-title"
    sections = _clean_path(tuple(structured.sections[:1]), title, site_names)
    if sections:
        return " > ".join(sections), "structured"
    nested = _clean_path(nested_path(page, _HOME), title, site_names)
    if nested:
        return " > ".join(nested), "breadcrumb"
    beside = [name for name, most in linked_beside_date(page) if _is_section_name(name, title, most)]
    chosen = next((name for name in beside if not _CONTROLS.match(name)), None)
    return (chosen, "beside-date") if chosen else None


def _clean_path(names: tuple[str, ...], title: str, site_names: Collection[str]) -> tuple[str, ...]:
    folded_title = fold(title)
    path: list[str] = []
    for name in names:
        tidy = normalize(name).strip(" >»›/|-–:•")
        folded = fold(tidy)
        if not tidy or folded in _HOME or _HERE.match(tidy) or (not path and folded in site_names):
            continue
        if folded == folded_title or (len(folded) > 30 and folded_title.startswith(folded.rstrip("….").rstrip())):
            continue
        if len(tidy) > 80 or (path and path[-1] == tidy):
            continue
        path.append(tidy)
    return tuple(path)


def _printed_path(page: PageLines) -> tuple[str, ...]:
    """Levels of the breadcrumb; drop-downs and controls inside it are left out."""
    marks = [
        mark
        for mark in page.links
        if mark.flags & CRUMB
        and not mark.flags & (FOOTER | COMMENT | SHARE)
        and not _CONTROLS.match(mark.node.text(strip=True))
    ]
    if len(marks) > 1 and (marks[0].attributes.get("href") or "") in _ROOT:
        marks = marks[1:]  # the home page, whatever it is called
    return (*_without_dropdown(marks), *_last_level(page, marks[-1])) if marks else ()


def _last_level(page: PageLines, last: Mark) -> tuple[str, ...]:
    """The levels below the last link of a breadcrumb, where they are no links themselves."""
    for line in page.lines[last.line : last.line + 2]:
        text = line.parts[-1][1] if line.flags & CRUMB and line.parts else ""
        names = [" ".join(name.split()) for name in _CRUMB_SEPARATOR.split(text) if name.strip()]
        if names and not line.parts[-1][0] & LINK:
            return tuple(takewhile(_is_level, names))
    return ()


def _is_level(name: str) -> bool:
    return len(name.split()) <= _MAX_LEVEL_WORDS


_MAX_LEVELS, _MAX_LEVEL_WORDS = 3, 6
"""More words are the article's title, perhaps cut."""


def _without_dropdown(marks: list[Mark]) -> tuple[str, ...]:
    """Names of a breadcrumb's links, except those of a list nested inside one of its items."""
    depths = [_list_depth(mark) for mark in marks]
    shallow = min(depths)
    names = [mark.node.text() for mark, depth in zip(marks, depths, strict=True) if depth == shallow]
    return tuple(" ".join(name.split()) for name in names)


def _list_depth(mark: Mark) -> int:
    depth = 0
    node = mark.node.parent
    for _ in range(12):
        if node is None or node.tag == "body":
            break
        if node.tag in ("ul", "ol", "nav"):
            depth += 1
        node = node.parent
    return depth


def _line_above(page: PageLines, title: str) -> str | None:
    """A section's name printed right above the title: a heading, a link to a section, or the words before the date.
    Between the two only the date and the page's controls may stand."""
    if page.title_line is None:
        return None
    start = max(0, page.title_line - 6)
    for index in range(page.title_line - 1, start - 1, -1):
        line = page.lines[index]
        if page.is_elsewhere(line, HEADER | (NAV if _is_alone(page, index) else 0)):
            return None
        if line.flags & (SHARE | HIDDEN) or _CONTROLS.match(line.text):
            continue
        date = first_date(line.text[:150])
        if date is not None:
            before = line.text[: date.start].strip(" |-–,:•")
            if before and index == page.title_line - 1 and _is_section_name(before, title):
                return before
            if any(flags & LINK and len(text.split()) >= 6 for flags, text in line.parts):
                return None
            continue
        if len(line.text) > 80 or _HAS_DIGITS.search(line.text):
            return None
        if line.flags & ITEM and index and page.lines[index - 1].flags & ITEM and index + 1 != page.title_line:
            return None  # the end of a menu, with the date between
        levels = _levels(line)
        is_way = len(levels) >= 2 and fold(levels[0]) in _HOME and not _unlinked(line)
        is_path = is_way or (len(levels) >= 2 and (fold(levels[0]) in _HOME or not _unlinked(line)))
        is_path = is_path or line.text[0] in _LEADS_ON or line.text[-1] in _LEADS_ON
        is_told = is_path or line.flags & (H1 | CRUMB | SECTION & ~page.title_flags) or links_to_section(page, index)
        is_told = is_told or _is_linked_elsewhere(page, index) or _heads_box(page, index)
        if not is_told and not (_is_level(line.text) and heads_title(page, index, title)):
            return None
        names = [name for name in levels if fold(name) not in _HOME]
        is_section = names and (is_way or all(_is_section_name(name, title) for name in names))
        return " > ".join(names) if is_section else None
    return None


def _marked_above(page: PageLines, title: str) -> str | None:
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
    is_section = 0 < len(names) <= _MAX_LEVELS and all(_is_section_name(name, title) for name in names)
    return " > ".join(names) if is_section else None


def _levels(line: Line) -> list[str]:
    """The names in a line that shows a way: its links, where all of it is linked, else what separators part."""
    linked = [" ".join(text.split()) for flags, text in line.parts if flags & LINK]
    if len(linked) > 1 and not _unlinked(line):
        return [name for text in linked for name in _CRUMB_SEPARATOR.split(text) if name]
    return [name for name in _CRUMB_SEPARATOR.split(_PLACE.sub("", line.text)) if name]


def _unlinked(line: Line) -> str:
    """The letters of a line outside its links; separators are none."""
    return "".join(_CRUMB_SEPARATOR.sub("", text).strip() for flags, text in line.parts if not flags & LINK)


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
        and len(line.text.split()) <= _MAX_LEVEL_WORDS
        and line.text[-1].isalpha()
    )


_LEADS_ON = frozenset("/>»›→|")
"""What stands before, or behind, the only level of a way."""
_LABEL_WORDS = re.compile(
    r"đăng|cập nhật|gửi|lúc|ngày|thời gian|post|publish|update|date|publi|\b(?:by|von|par|di)\b|tác giả|lượt",
    re.IGNORECASE,
)


def _is_section_name(name: str, title: str, most_words: int = 7) -> bool:
    return (
        len(name.split()) <= most_words
        and not name[:1].islower()
        and not _LABEL_WORDS.search(name)
        and not _DATELIKE.search(name)
        and fold(name) != fold(title)
    )


def _is_alone(page: PageLines, index: int) -> bool:
    """Whether a line right above the title shares its zone with no other line above it: no item of a menu."""
    line = page.lines[index]
    return (
        index + 1 == page.title_line
        and (not line.flags & ITEM or bool(line.flags & SECTION))
        and (index == 0 or page.lines[index - 1].zone != line.zone)
    )


_HAS_DIGITS = re.compile(r"\d{3}")
_DATELIKE = re.compile(r"^\d|\d(?!\d{0,2}h?$)")
"""Digits that do not end a name, as they do in ``Thế giới 24h`` and ``Covid-19``."""
_CLOSE = 4
"""Lines above the title in which a link marked as section names the article's."""
