"""Dates printed for readers: which lines of a page can be the article's date label, and how much each counts.

A label is a line that holds little else than a date, around the title, or marked or named as a date below it. Clocks,
captions, other articles' dates in lists and sentences of the text are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.extraction.boilerplate import ends_article, without_controls
from pipelines.extraction.dates import FoundDate, find_dates, may_hold_date, n_years
from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import CAPTION, CELL, CLOCK, DATE, HEADER, HIDDEN, LINK, UPDATED
from pipelines.extraction.surroundings import begins_with_date, is_in_page_head, is_list_item
from pipelines.extraction.text import lowered

_PUBLISHED_WORDS = re.compile(
    r"(?:ngày|giờ|thời gian|thời điểm)\s*(?:đăng|xuất bản|phát hành|cập nhật|tạo|đưa tin|gửi|viết)"
    r"|(?:đăng|gửi|đưa|viết|post)\s*(?:lúc|ngày|vào|tin|bởi)|tác giả|người đăng|cập nhật|^ngày\s*:"
    r"|xuất bản|publi|written|posted|veröffentlicht|\bdate\s*:|\b(?:by|von|par|por)\b"
)
_UPDATED_WORDS = re.compile(
    r"cập nhật|sửa đổi lần cuối|chỉnh sửa|updated|modified|mis à jour|aktualisiert|actualizado|atualizado"
    r"|aggiornato|обновлен|zaktualizowan|güncelle|diperbarui"
)
_OTHER_WORDS = re.compile(
    r"ban hành|hiệu lực|giấy phép|sinh ngày|ngày sinh|hết hạn|hạn nộp|khai mạc|truy cập"
    r"|hôm nay|bây giờ|cấp ngày|ngày cấp|số:|copyright|©|^\W*(?:ảnh|hình|photo|image|foto)\b"
)
_ASKED_WORDS = re.compile(r"ngày (?:gửi|hỏi)(?! bài| tin)(?!.*ngày (?:đăng|trả lời))")
"""These are asked of text in lower case."""
_SECTION_NAMED = re.compile(r"(?:chuyên|danh) mục\s*:[^|•]{0,40}")
_LETTERS = re.compile(r"[^\W\d_]")
_BEFORE_TITLE, _AFTER_TITLE = 8, 25
"""Lines before and after the title in which an unmarked date is looked for."""
_LONG_LINE = 160
"""Characters from which a line is running text."""
_MAX_HEADING = 60
"""Characters of a line below which other articles or comments can follow."""
_MAX_LABEL = 150
"""Characters of a line that can be a date label."""
_MAX_BESIDE = 45
"""Letters that may stand beside a date in its label: a section's name, an author, a view counter."""
_MAX_BESIDE_IN_PROSE = 25
"""The same where the line ends like a sentence."""
_FEW_BESIDE = 12
"""Letters beside a date that need no explaining."""
_MAX_IN_DATE = 50
"""Letters of a date written out with weekday and time."""
_MENU = 3
"""Links in a line from which on it is a menu, with a clock."""
_MAX_LABELS = 4
_ASKED = 0.5
"""What the day on which a reader sent a question loses against the day of the answer."""
_BEHIND_TITLE = 3.4
"""Weight of a date that stands behind the title."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed date that can be the article's."""

    found: FoundDate
    weight: float
    """How much it counts against other candidates, by its place."""
    is_update: bool
    """Whether it says when the article was changed."""
    is_above: bool = False
    """Whether it stands above the title, where pages print today's date, too."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands."""

    distance: int | None
    """Lines below the title, negative above it; ``None`` without a title."""
    n_paragraphs: int
    """Paragraphs of text between the title and the line."""
    home: int
    """The title's flags: what its elements are called says nothing about the line."""


def find_labels(page: PageLines, *, only_updates: bool = False) -> list[Label]:
    """The date labels of a page whose title is settled, in page order; at most a few.

    ``only_updates`` leaves out lines that say nothing of a change, where the date of publication is known. The facts of
    a document's record (``Ngày ban hành | 12/07/2018``) are labels only where nothing else is.
    """
    lines, title_line, home = page.lines, page.title_line, page.title_flags
    behind = date_behind(lines[title_line]) if title_line is not None and not only_updates else None
    labels = [Label(behind, _BEHIND_TITLE, is_update=False)] if behind is not None else []
    facts: list[Label] = []
    n_paragraphs = 0
    for index in range(max(0, (title_line or 0) - _BEFORE_TITLE), len(lines)):
        line = lines[index]
        distance = index - title_line if title_line is not None else None
        can_be = _can_be_label(line, distance, home) and (not only_updates or _speaks_of_change(line))
        if can_be and not _is_excluded(page, index, distance):
            read = _read(line, _with_time(lines, index), _Place(distance, n_paragraphs, home))
            (facts if _is_fact(lines, index) else labels).extend(read)
            if len(labels) >= _MAX_LABELS:
                break
        if (
            labels
            and n_paragraphs
            and len(line.text) <= _MAX_HEADING
            and not line.flags & LINK
            and ends_article(line.text)
        ):
            break
        if distance is not None and distance > 0 and not line.flags & LINK and _is_prose(line.text):
            n_paragraphs += 1
    return labels or facts[:_MAX_LABELS]


def _can_be_label(line: Line, distance: int | None, home: int) -> bool:
    return (
        len(line.text) <= _MAX_LABEL
        and distance != 0
        and not line.flags & (CLOCK | CAPTION | HIDDEN) & ~home
        and may_hold_date(line.text)
        and (sum(bool(flags & LINK) for flags, _ in line.parts) < _MENU or (distance == 1 and begins_with_date(line)))
    )


def _is_fact(lines: list[Line], index: int) -> bool:
    """Whether the cell before a cell says that its date is something else, as rows of a document's record do."""
    before = lines[index - 1] if index else None
    return (
        before is not None
        and bool(before.flags & lines[index].flags & CELL)
        and _OTHER_WORDS.search(lowered(before.text[:_MAX_IN_DATE])) is not None
    )


def date_behind(line: Line) -> FoundDate | None:
    """The date behind a title on its own line, where it is all that an element of its own holds."""
    last = line.parts[-1][1].strip() if len(line.parts) > 1 else ""
    if not 8 <= len(last) <= _MAX_IN_DATE or not may_hold_date(last):
        return None
    found = next(find_dates(last), None)
    return found if found is not None and found.start <= 1 and found.end >= len(last) - 1 else None


def _speaks_of_change(line: Line) -> bool:
    return bool(line.flags & UPDATED) or _UPDATED_WORDS.search(lowered(line.text)) is not None


def _is_excluded(page: PageLines, index: int, distance: int | None) -> bool:
    """Whether a line stands in a part of the page that is about something else, or is an item of a list."""
    is_near = distance is not None and -3 <= distance <= 2
    ignored = HEADER if is_near and page.lines[index].flags & DATE and not is_in_page_head(page, index) else 0
    return page.is_elsewhere(page.lines[index], ignored) or is_list_item(page, index)


def _is_prose(text: str) -> bool:
    """Whether a line is running text: long, or a sentence that ends like one."""
    return len(text) >= _LONG_LINE or (len(text) >= 60 and text[-1] in '.…:;!?”"')


_TIME_ALONE = re.compile(r"\W*\d{1,2}\s*[:hH]\s*\d{2}(?::\d{2})?\s*(?:[AaPp][Mm]|SA|CH)?\W*(?:GMT\s*\+\s*\d+\W*)?")


def _with_time(lines: list[Line], index: int) -> str:
    """Text of a line, with the next one or the one before where that is nothing but a time."""
    text = lines[index].text
    if ":" in text or len(text) > 60:
        return text
    if index + 1 < len(lines) and _TIME_ALONE.fullmatch(lines[index + 1].text):
        return f"{text} {lines[index + 1].text}"
    if index and _TIME_ALONE.fullmatch(lines[index - 1].text):
        return f"{lines[index - 1].text} {text}"
    return text


def _read(line: Line, text: str, place: _Place) -> list[Label]:
    """The dates of a line that can be the article's, each with the weight of its place."""
    marked = bool(line.flags & DATE & ~place.home)
    if not marked and place.distance not in (-1, 1) and _is_mostly_words(text):
        return []
    found = list(find_dates(text))
    if not found:
        return []
    beside = text
    for expression in reversed(found):
        beside = beside[: expression.start] + " " + beside[expression.end :]
    in_lower_case = lowered(beside)
    if _OTHER_WORDS.search(in_lower_case):
        return []
    named = _PUBLISHED_WORDS.search(in_lower_case) is not None
    n_letters = len(_LETTERS.findall(_own_words(line, beside)))
    if n_letters > _MAX_BESIDE * (2 if marked or (named and place.distance in (-1, 1)) else 1):
        return []
    if not marked and _is_prose(text) and n_letters > _MAX_BESIDE_IN_PROSE:
        return []
    has_time = found[0].precision != "day"
    plain = n_letters <= _FEW_BESIDE or named or marked or (has_time and not place.n_paragraphs)
    weight = _weight(place, marked=marked and not line.flags & LINK, named=named, plain=plain)
    if _ASKED_WORDS.search(in_lower_case):
        weight -= _ASKED
    if weight <= 0:
        return []
    labels = _labels_of(text, found[:2], weight, bool(line.flags & UPDATED & ~place.home))
    is_above = place.distance is not None and place.distance < 0
    return [replace(label, is_above=True) for label in labels] if is_above else labels


def _own_words(line: Line, beside: str) -> str:
    """What stands ``beside`` the dates of a line, without links, controls and counters of readers."""
    for flags, text in line.parts:
        if flags & LINK and not flags & DATE:
            beside = beside.replace(" ".join(text.split()), " ")
    return _SECTION_NAMED.sub(" ", without_controls(lowered(beside)))


def _is_mostly_words(text: str) -> bool:
    """Whether so many letters stand in a line that it is no label, however many of them its dates take."""
    return len(_LETTERS.findall(text)) - _MAX_IN_DATE * n_years(text) > _MAX_BESIDE


def _labels_of(text: str, found: list[FoundDate], weight: float, is_marked_update: bool) -> list[Label]:
    ends = [0, *(expression.end for expression in found)]
    told = [
        _UPDATED_WORDS.search(lowered(text[end : expression.start])) is not None
        for end, expression in zip(ends, found, strict=False)
    ]
    if is_marked_update and told != [False, True]:  # ``12/04/2026 15:02 - Atualizado 12/04/2026 18:40``
        told = [True] * len(told)
    return [Label(expression, weight, is_update) for expression, is_update in zip(found, told, strict=True)]


def _weight(place: _Place, *, marked: bool, named: bool, plain: bool) -> float:
    """How much a printed date counts: most close to the title, then marked or named ones below it.

    One paragraph between title and date can be the lead; where more stand between, the date must be marked as one or
    be named (``Ngày đăng:``).
    """
    distance = place.distance
    if distance is None:
        return 1.2 if marked or named else 0.0
    if -3 <= distance < 0 or (0 < distance <= _AFTER_TITLE and place.n_paragraphs <= 1):
        best = 3.4 if not place.n_paragraphs or marked or named else 2.6
        return (best if plain else 0.0) - (0.3 if distance < 0 else 0.0) - 0.02 * abs(distance)
    if marked:
        return 2.3 if distance > 0 else 1.2
    return 2.4 if named and distance > 0 else 0.0
