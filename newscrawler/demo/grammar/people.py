"""Names of people, composed from parts in common use."""

from __future__ import annotations

from random import Random

from newscrawler.demo.grammar.pools import names


def person(rng: Random) -> str:
    """A full name; about one in ten is a Xơ Đăng or Ba Na name."""
    if rng.random() < 0.1:
        return rng.choice(names()["highland"])
    return " ".join(rng.choice(names()[part]) for part in ("family", "middle", "given"))


def pen_name(rng: Random) -> str:
    """A reporter's short name as it stands under an article: ``Mỹ Diễm``."""
    middle = rng.choice([part for part in names()["middle"] if part not in {"Văn", "Thị"}])
    return f"{middle} {rng.choice(names()['given'])}"
