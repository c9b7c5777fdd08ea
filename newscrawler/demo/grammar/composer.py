"""Composes sentences: expands the slots of a frame from pools, numbers, places, people, dates and documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from newscrawler.demo.grammar.documents import CitedDocument, compose_document
from newscrawler.demo.grammar.people import person
from newscrawler.demo.grammar.pools import Pools, Province

_SLOT = re.compile(r"\{(\w+)(?::([^}]*))?\}")


class Composer:
    """One article's composer: no phrase of a pool is used twice until the pool is exhausted.

    Deterministic in its random generator; ``documents`` collects what was cited, in order of first mention.
    """

    def __init__(self, rng: Random, pools: Pools, province: Province, day: date) -> None:
        self._rng, self._pools, self._province, self._day = rng, pools, province, day
        self._left: dict[str, list[str]] = {}
        self.documents: list[CitedDocument] = []
        self._slots: dict[str, Callable[[str], str]] = {
            "n": self._number,
            "dec": self._decimal,
            "pct": lambda bounds: self._decimal(bounds) + "%",
            "doc": self._document,
            "doc_kind": lambda _: self._rng.choice(["Kế hoạch", "Quy chế", "Đề án", "Quy định", "Chương trình"]),
            "person": lambda _: person(self._rng),
            "leader": lambda _: f"{self.take('leader_title')} {person(self._rng)}",
            "district": lambda _: self._rng.choice(list(self._province.districts)),
            "commune": lambda _: self._commune(),
            "place": lambda _: self._rng.choice([self._commune(), self._rng.choice(list(self._province.districts))]),
            "agency_short": lambda _: self.take("agency"),
            "date": lambda _: f"ngày {self._near(-9, 0)}",
            "past_date": lambda _: self._near(-900, -30),
            "future_date": lambda _: f"ngày {self._near(5, 160)}",
            "year": lambda _: str(self._day.year),
            "year_before": lambda _: str(self._day.year - 1),
            "year_after": lambda _: str(self._day.year + self._rng.randint(1, 9)),
            "period": lambda _: f"{self._day.year}-{self._day.year + self._rng.randint(2, 8)}",
            "quarter": lambda _: self._rng.choice(
                ["quý I", "quý II", "quý III", "quý IV", *(f"tháng {month}" for month in range(1, 13))]
            ),
        }

    def sentence(self, pool: str) -> str:
        """One expanded phrase of ``pool``, capitalised."""
        return _capital(self.take(pool))

    def take(self, pool: str) -> str:
        """One expanded phrase of ``pool``, as it stands."""
        left = self._left.get(pool)
        if not left:
            left = self._left[pool] = self._rng.sample(self._pools[pool], len(self._pools[pool]))
        return self.expand(left.pop())

    def expand(self, text: str) -> str:
        """``text`` with all slots filled; raises KeyError for a slot nobody knows."""
        return _SLOT.sub(self._fill, text)

    def _fill(self, match: re.Match[str]) -> str:
        name, argument = match.group(1), match.group(2) or ""
        if name.endswith("_cap"):
            return _capital(self._value(name.removesuffix("_cap"), argument))
        return self._value(name, argument)

    def _value(self, name: str, argument: str) -> str:
        slot = self._slots.get(name)
        return slot(argument) if slot else self.take(name)

    def _number(self, bounds: str) -> str:
        low, high = (int(bound) for bound in bounds.split("-"))
        value = self._rng.randint(low, high)
        return f"{value:02d}" if value < 10 and high < 100 else f"{value:,}".replace(",", ".")

    def _decimal(self, bounds: str) -> str:
        low, high = (int(bound) for bound in bounds.split("-"))
        return f"{self._rng.randint(low, max(low, high - 1))},{self._rng.randint(1, 9)}"

    def _document(self, issuer: str) -> str:
        year = self._day.year - self._rng.randint(0, 2)
        cited = compose_document(self._rng, issuer or self._rng.choice(self._pools["doc_issuer"]), year)
        if all(known.number != cited.number for known in self.documents):
            self.documents.append(cited)
        return str(cited)

    def _commune(self) -> str:
        return self._rng.choice(self._rng.choice(list(self._province.districts.values())))

    def _near(self, low: int, high: int) -> str:
        day = self._day + timedelta(days=self._rng.randint(low, high))
        return f"{day.day}/{day.month}/{day.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
