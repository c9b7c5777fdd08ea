"""Vietnamese text in encodings from before Unicode."""

from __future__ import annotations


def detect_single_byte(body: bytes, declared: str | None) -> str:
    """The codec that reads ``body`` best among those of one byte a character."""
    return declared if declared in ("cp1252", "cp1258") else "cp1258" if body.count(0xEC) else "cp1252"


def repair_text(text: str, body: bytes | None) -> tuple[str, str] | None:
    """``text`` converted and the name of what it was in, ``None`` when nothing is to be repaired."""
    return None
