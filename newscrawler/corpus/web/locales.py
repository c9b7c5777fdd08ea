"""How Vietnamese and English write numbers, days and spans of time, and which of the two a visitor reads."""

from __future__ import annotations

from datetime import date, datetime

from newscrawler.corpus.web.messages import LANGUAGES, text


def language_of(cookie: str | None, accepted: str | None) -> str:
    """Choose the language: what was chosen before, else the browser's first that we have, else Vietnamese."""
    if cookie in LANGUAGES:
        return cookie
    for part in (accepted or "").split(","):
        name = part.split(";")[0].strip().lower().split("-")[0]
        if name in LANGUAGES:
            return name
    return "vi"


def number(language: str, value: float | None) -> str:
    """Write a number with the language's thousands mark."""
    if value is None:
        return "–"
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return written if language == "en" else written.translate(str.maketrans(",.", ".,"))


def day(language: str, value: date | datetime | None) -> str:
    """Write a day as the language does: 03/04/2024 or 3 Apr 2024."""
    if value is None:
        return text(language, "no_date")
    return value.strftime("%d/%m/%Y") if language == "vi" else f"{value.day} {value.strftime('%b %Y')}"


def moment(language: str, value: datetime | None) -> str:
    """Write day and time; only the day when the time is midnight, which stands for unknown."""
    if value is None:
        return text(language, "no_date")
    written = day(language, value)
    return written if (value.hour, value.minute) == (0, 0) else f"{written} {value:%H:%M}"


def duration(value: float | None) -> str:
    """Write seconds as 1:02:03 or 2:03."""
    if value is None:
        return "–"
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
