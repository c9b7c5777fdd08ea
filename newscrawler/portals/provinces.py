"""Provinces and cities under the central government, each with its days: mergers change names and codes."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from newscrawler.portals.model import Facts
from pipelines.extraction.text import fold

FILE = Path(__file__).parent / "units" / "provinces.toml"
"""The units; the file says where the facts come from."""


class Unit(Facts):
    """A unit of the provincial level for some time."""

    code: str = Field(pattern=r"^\d\d$")
    """Official code; only together with a day does it name one unit."""
    name: str
    kind: Literal["province", "city"]
    """``city``: under the central government."""
    valid_from: date | None = None
    """First day; ``None`` when it is older than the file's beginning."""
    valid_until: date | None = None
    """Last day; ``None`` while it is in force."""
    merged_into: str | None = None
    """Code of the unit that took it over the day after ``valid_until``."""

    def is_valid(self, on: date) -> bool:
        """Whether the unit existed on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


@lru_cache(maxsize=1)
def all_units() -> tuple[Unit, ...]:
    """Every unit of the file, earlier ones first."""
    return tuple(Unit.model_validate(one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["units"])


def units(on: date) -> tuple[Unit, ...]:
    """The units of that day, by code: 63 before the mergers of 2025-07-01, 34 since."""
    return tuple(sorted((one for one in all_units() if one.is_valid(on)), key=lambda one: one.code))


def unit(code_or_name: str, on: date) -> Unit | None:
    """The unit of that code or name (any case, either place of the tone mark) on that day; ``None``: there was none."""
    wanted = fold(code_or_name)
    return next((one for one in units(on) if wanted in (one.code, fold(one.name))), None)


def successor(of: Unit, on: date) -> Unit:
    """The unit that ``of`` belongs to on a later day; itself while it exists."""
    while of.valid_until is not None and of.valid_until < on and of.merged_into is not None:
        after = date.fromordinal(of.valid_until.toordinal() + 1)
        following = unit(of.merged_into, after)
        if following is None:
            return of
        of = following
    return of


def predecessors(of: Unit) -> tuple[Unit, ...]:
    """The units that went into ``of`` on its first day, by code; empty for one that no merger made."""
    if of.valid_from is None:
        return ()
    before = of.valid_from.toordinal() - 1
    return tuple(
        one
        for one in all_units()
        if one.merged_into == of.code and one.valid_until is not None and one.valid_until.toordinal() == before
    )
