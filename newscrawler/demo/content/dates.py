"""Dates as portals print them."""

from __future__ import annotations

from datetime import datetime

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def weekday(at: datetime) -> str:
    """``Thứ Sáu``."""
    return WEEKDAYS[at.weekday()]


def day(at: datetime) -> str:
    """``21/04/2017``."""
    return f"{at:%d/%m/%Y}"


def minute(at: datetime) -> str:
    """``10:30``."""
    return f"{at:%H:%M}"
