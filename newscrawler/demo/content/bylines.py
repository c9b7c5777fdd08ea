"""How an article is signed: the printed line, the authors and the source it names."""

from __future__ import annotations

from random import Random

from newscrawler.demo.grammar.people import pen_name

SOURCES = ("Báo Kon Tum", "Báo Nhân Dân", "Báo Quân đội nhân dân", "Cổng TTĐT Chính phủ", "Thông tấn xã Việt Nam")

Byline = tuple[str | None, tuple[str, ...], str | None]
"""Printed line, authors, source."""


def compose_byline(rng: Random) -> Byline:
    """One of the forms seen on provincial portals; about one article in ten is unsigned."""
    first, second = pen_name(rng), pen_name(rng)
    source = rng.choice(SOURCES)
    if first == second:
        second = f"Lê {second.split()[-1]}"
    forms: list[tuple[int, Byline]] = [
        (45, (first, (first,), None)),
        (15, (f"Tin, ảnh: {first}", (first,), None)),
        (8, (f"Bài, ảnh: {first} - {second}", (first, second), None)),
        (7, (f"{first.upper()} – {second.upper()}", (first.upper(), second.upper()), None)),
        (7, (f"Tác giả: {first}", (first,), None)),
        (5, (f"Theo {source}", (), source)),
        (4, (f"Nguồn: {source}", (), source)),
        (9, (None, (), None)),
    ]
    return rng.choices([form for _, form in forms], weights=[weight for weight, _ in forms])[0]
