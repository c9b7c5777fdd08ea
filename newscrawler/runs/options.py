"""What a crawl was asked for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import SettingsError


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Options of ``newscrawler crawl``, checked."""

    output: Path = Path("output")
    """The dataset's folder."""
    base_url: str | None = None
    """Crawl the portal as served here (a replica, a mirror); ``None`` for its own address."""
    since: date | None = None
    """First day of publication asked for; ``None`` for no bound."""
    until: date | None = None
    """Last day asked for, included; ``None`` for no bound."""
    sections: tuple[str, ...] = ()
    """Names of the sections to walk; empty for all sources."""
    limit: int | None = None
    """Fetch at most so many articles; ``None`` for all."""
    full: bool = False
    """Walk every listing to its end, known articles or not."""
    revisits: int = 200
    """Visit at most so many known articles again, those whose turn it is; with ``full`` whose turn it is or not."""
    workers: int | None = None
    """Extraction processes; ``None`` for one per core."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise SettingsError(f"--since {self.since} is after --until {self.until}: expected an earlier day")
        if self.revisits < 0:
            raise SettingsError(f"--revisits: expected 0 or more, found {self.revisits}")
        if self.limit is not None and self.limit < 1:
            raise SettingsError(f"--limit: expected at least 1, found {self.limit}")

    @property
    def is_bounded(self) -> bool:
        """Whether only part of the portal is asked for, so that the run says nothing about the rest."""
        return bool(self.since or self.until or self.sections or self.limit)

    def arguments(self) -> list[str]:
        """The same options as arguments of ``newscrawler crawl``."""
        given = {
            "--output": self.output,
            "--base-url": self.base_url,
            "--since": self.since,
            "--until": self.until,
            "--limit": self.limit,
            "--revisits": self.revisits,
            "--workers": self.workers,
        }
        named = [part for name, value in given.items() if value is not None for part in (name, str(value))]
        sections = [part for section in self.sections for part in ("--section", section)]
        return [*named, *sections, *(["--full"] if self.full else [])]


def option_date(text: str | None, option: str, *, last: bool = False) -> date | None:
    """``text`` as a day: ``2017-04-21``, or of a month ``2017-04`` its first or ``last`` day. Raises SettingsError."""
    if not text:
        return None
    try:
        if len(text) > 7:
            return date.fromisoformat(text)
        first = date.fromisoformat(f"{text}-01")
        return first.replace(day=monthrange(first.year, first.month)[1]) if last else first
    except ValueError as error:
        expected = "a day like 2017-04-21 or a month like 2017-04"
        raise SettingsError(f"{option}: expected {expected}, found {text!r}") from error


def options_from(arguments: dict[str, str]) -> CrawlOptions:
    """Options given as ``-a name=value`` to ``scrapy crawl``. Raises SettingsError."""
    limit, default = arguments.get("limit"), CrawlOptions()
    return CrawlOptions(
        output=Path(arguments.get("output", default.output)),
        base_url=arguments.get("base_url"),
        since=option_date(arguments.get("since"), "since"),
        until=option_date(arguments.get("until"), "until", last=True),
        sections=tuple(filter(None, arguments.get("section", "").split(","))),
        limit=int(limit) if limit else None,
        full=arguments.get("full", "") in ("1", "true", "yes"),
        revisits=int(arguments.get("revisits", default.revisits)),
    )
