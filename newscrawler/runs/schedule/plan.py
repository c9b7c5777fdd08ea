"""When which portal is crawled: intervals, and portals spread over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.errors import SettingsError

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
_NAMES = {"hourly": HOUR, "daily": DAY, "weekly": WEEK}
_UNITS = {"m": 1, "h": HOUR, "d": DAY}

FULL_SWEEPS_FROM = 2 * HOUR
"""Minute of Sunday at which full sweeps begin: portals have few readers then."""

FULL_SWEEP_APART = 20
"""Minutes between the starts of two portals' full sweeps; they wait for each other anyway."""


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl that comes back."""

    name: str
    """Name of its unit: letters, digits, hyphens."""
    portal: str
    """Name of a portal, or the absolute path of its file, as ``newscrawler crawl`` takes it."""
    every_min: int
    """Minutes between two starts: a divisor of an hour, whole hours that divide a day, a day, or a week."""
    offset_min: int
    """Minutes after midnight (of Sunday, for a week) of the first start; less than ``every_min``."""
    full: bool = False
    """Whether every listing is walked to its end."""


def interval(text: str) -> int:
    """Minutes of ``15m``, ``6h``, ``hourly``, ``daily``, ``weekly``. Raises SettingsError.

    Only what a calendar can say: divisors of an hour, hours that divide a day, a day, a week.
    """
    found = re.fullmatch(r"(\d{1,4})([mhd])", text)
    minutes = _NAMES.get(text) or (int(found[1]) * _UNITS[found[2]] if found else 0)
    well = minutes in (DAY, WEEK) or (minutes and (HOUR % minutes == 0 or (minutes % HOUR == 0 and DAY % minutes == 0)))
    if not well:
        raise SettingsError(f"expected an interval like 15m, hourly, 6h, daily or weekly, found {text!r}")
    return minutes


def jobs(portals: Sequence[tuple[str, str]], every_min: int, full_every_min: int | None) -> list[Job]:
    """Jobs for ``portals`` (name, argument): spread evenly over the interval, and full sweeps beside (``None``: none).

    Raises SettingsError when two portals have one name.
    """
    names = [name for name, _ in portals]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SettingsError(f"expected every portal once, found {', '.join(twice)} more than once")
    return [*_incremental(portals, every_min), *_full(portals, full_every_min)]


def _incremental(portals: Sequence[tuple[str, str]], every_min: int) -> Iterator[Job]:
    for number, (name, portal) in enumerate(portals):
        yield Job(f"newscrawler-{name}", portal, every_min, number * every_min // len(portals))


def _full(portals: Sequence[tuple[str, str]], every_min: int | None) -> Iterator[Job]:
    if every_min is None:
        return
    for number, (name, portal) in enumerate(portals):
        offset = (FULL_SWEEPS_FROM + number * FULL_SWEEP_APART) % every_min
        yield Job(f"newscrawler-{name}-full", portal, every_min, offset, full=True)
