"""The date printed beside a link: found by form, kept as printed, never interpreted here."""

from __future__ import annotations

import re

from newscrawler.listings.anchors import squeeze

MAX_LINES = 40
"""Lines with digits that are looked at for a date."""
MAX_LABEL = 90
"""Longer lines are sentences."""
MAX_BESIDE = 30
"""Characters a label may have beside its date (``Ngày đăng:``, ``Lượt xem: 74``)."""
_CLOCK = r"\d{1,2}\s*[:hg]\s*\d{2}(?::\d{2})?(?:\s*(?:AM|PM|SA|CH))?"
_YEAR = r"(?:19|20)\d{2}"
_DAY = (
    rf"(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?{_YEAR}|"
    rf"{_YEAR}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}(?:T[\d:.]+(?:Z|[+-][\d:]{{4,6}})?)?)"
)
_WORDS = r"(?:ngày\s+)?\d{1,2}\s+(?:tháng|thg)\s+\d{1,2}(?:\s*,\s*|\s+năm\s+|\s+)(?:19|20)\d{2}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENGLISH = rf"(?:\d{{1,2}}\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}},?\s+{_YEAR})"
_WEEKDAY = r"(?:(?:thứ|chủ)\s+(?:hai|ba|tư|năm|sáu|bảy|nhật|[2-7])\s*,?\s*[-–]?\s*(?:ngày\s+)?)?"
_AGO = r"\d{1,3}\s*(?:'|phút|giờ|ngày|tuần|tháng|năm|giây|minutes?|hours?|days?|weeks?|months?|years?)\s*(?:trước|ago)"
_DIGIT = re.compile(r"\d")
_SEPARATOR = r"\s*[,|–\-•]?\s*"
_DATE = re.compile(
    rf"(?:{_CLOCK}{_SEPARATOR})?{_WEEKDAY}(?:{_DAY}|{_WORDS}|{_ENGLISH})(?:{_SEPARATOR}{_CLOCK}(?:\s*\(?(?:GMT|UTC)\s*[+-]\d{{1,2}}\)?)?)?|{_AGO}",
    re.IGNORECASE,
)


def printed_date(text: str) -> str | None:
    """The first date in ``text`` as printed, with weekday and time where they stand with it; ``None`` without one."""
    match = _DATE.search(text) if _DIGIT.search(text) else None
    return match[0].strip(" ,-–|•") if match else None


def label_date(text: str) -> str | None:
    """The first date that stands on a line of its own; dates inside titles and summaries are not meant."""
    hint = _DIGIT.search(text)
    for _ in range(MAX_LINES):
        if hint is None:
            return None
        start, end = text.rfind("\n", 0, hint.start()) + 1, text.find("\n", hint.end())
        line = squeeze(text[start : end if end >= 0 else None])
        if len(line) <= MAX_LABEL:
            found = printed_date(line)
            if found is not None and len(line) - len(found) <= MAX_BESIDE:
                return found
        hint = _DIGIT.search(text, end) if end >= 0 else None
    return None
