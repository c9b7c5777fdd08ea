"""How many readers a page counts for its article; the counters of the whole site are something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.lines import Line, PageLines
from pipelines.extraction.roles import ENDS, VIEWS
from pipelines.extraction.surroundings import is_list_item
from pipelines.extraction.text import lowered

_VIEWS = re.compile(
    r"(?:số\s*)?(?:lượt|lần)\s*(?:người\s*)?(?:xem|đọc|truy\s*cập\s*bài)(?:\s*(?:bài(?:\s*viết)?|tin))?\s*[:：]?\s*\(?\s*(\d[\d.,\s]{0,12}\d|\d)"
    r"|(?:đã\s*(?:xem|đọc)|số\s*người\s*(?:xem|đọc)|(?:^|[|\-–•]\s*)xem|lượt\s*views?|views?|page\s*views?|hits?|reads?)\s*[:：]\s*(\d[\d.,\s]{0,12}\d|\d)"
    r"|(\d[\d.,]{0,12}\d|\d)\s*(?:lượt\s*(?:xem|đọc|người\s*xem)|lần\s*(?:xem|đọc)|views?\b)"
)
_COUNTING = ("xem", "đọc", "view", "truy", "hit", "read")
_VIEW_LABEL = re.compile(r"(?:số\s*)?lượt\s*(?:người\s*)?(?:xem|đọc)|đã\s*xem|views?")
_BARE = re.compile(r"^\D{0,3}(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\D{0,2}$")
_SITE_COUNTER = re.compile("tổng|hôm nay|trong ngày|trong tháng|trực tuyến|online|đang truy cập|truy cập")
"""These are asked of text in lower case."""
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
_MAX_LINE = 200
"""Characters of a line that may count anything."""
_MAX_LABEL = 40
"""Characters of a line that labels the number in the next one."""
_MAX_BESIDE = 25
"""Letters beside a number of views from which the line is a sentence about views (a clip's, say)."""


def find_view_count(page: PageLines) -> int | None:
    """Readers of this article as the page counts them; the site's own counters do not count."""
    title_line = page.title_line
    start = 0 if title_line is None else max(0, title_line - 6)
    lines = page.lines[start:]
    everything = lowered("\n".join([line.text for line in lines]))
    counting = [word for word in _COUNTING if word in everything]
    for index, (line, text) in enumerate(zip(lines, everything.split("\n"), strict=False), start):
        if len(text) > _MAX_LINE:
            continue
        is_near = title_line is not None and 0 < index - title_line <= 6
        may_count = bool(line.flags & VIEWS or [word for word in counting if word in text])
        if not (is_near or may_count):
            continue
        if not (len(text) <= _MAX_LABEL or _DIGIT.search(text)):
            continue
        if index == title_line or page.is_elsewhere(line, ENDS):
            continue
        if title_line is not None and index > title_line + 2 and is_list_item(page, index):
            continue
        count = _count_in(text, line, page.lines[index + 1 : index + 2]) if may_count else None
        if count is None and is_near and text[-1:].isdigit():
            match = _DATE_THEN_NUMBER.search(text)
            count = _number(match[1]) if match else None
        if count is not None:
            return count
    return None


def _count_in(text: str, line: Line, following: Sequence[Line]) -> int | None:
    """The counter of one line, whose ``text`` is in lower case: labelled in it, labelled by it for the line that is
    ``following``, or a number marked as views."""
    match = _VIEWS.search(text)
    if match:
        beside = text[: match.start()] + text[match.end() :]
        is_sentence = match[3] is not None and len(_LETTERS.findall(beside)) > _MAX_BESIDE
        if is_sentence or _SITE_COUNTER.search(text[: match.start()]):
            return None
        return _number(match[1] or match[2] or match[3])
    if _VIEW_LABEL.fullmatch(text.strip(" :")):
        bare = _BARE.match(following[0].text) if following else None
        return _number(bare[1]) if bare else None
    if line.flags & VIEWS:
        marked = "".join(text for flags, text in line.parts if flags & VIEWS)
        bare = _BARE.match(" ".join(marked.split()))
        return _number(bare[1]) if bare else None
    return None


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


_DATE_THEN_NUMBER = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{4}\s*,?-?\s*\d{1,2}[:h]\d{2}(?::\d{2})?\s*[|\-–]?\s+(\d{1,3}(?:\.\d{3})+|\d{1,7})$"
)
