"""A search as it stands in an address, for pages and API alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.search.searching import Filters

PAGE_SIZE = 20


@dataclass(frozen=True)
class SearchRequest:
    """What was asked for."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0

    @classmethod
    def read(cls, parameters: Iterable[tuple[str, str]]) -> Self:
        """Read names and values of a query string; what makes no sense there is left out."""
        values: dict[str, list[str]] = {}
        for name, value in parameters:
            values.setdefault(name, []).append(value)

        def one(name: str) -> str:
            return values.get(name, [""])[-1].strip()

        return cls(
            text=one("q")[:1000],
            filters=Filters(
                portals=_several(values, "portal"),
                sections=_several(values, "section"),
                years=tuple(int(year) for year in _several(values, "year") if year.isdecimal() and len(year) == 4),
                since=_day(one("since")),
                until=_day(one("until")),
                duplicates=one("duplicates") != "no",
            ),
            sort=Sort(one("sort")) if one("sort") in set(Sort) else Sort.RELEVANCE,
            offset=max(0, min(int(one("offset")), 9_999))
            if one("offset").isdecimal() and len(one("offset")) < 7
            else 0,
        )

    def query(self, **changes: object) -> str:
        """Write it as a query string, with some values replaced; a changed search begins at its first page."""
        changed = replace(self, offset=0, **changes) if "offset" not in changes else replace(self, **changes)  # type: ignore[arg-type]
        filters = changed.filters
        pairs: list[tuple[str, object]] = [("q", changed.text)] if changed.text else []
        pairs += [("portal", portal) for portal in filters.portals]
        pairs += [("section", section) for section in filters.sections]
        pairs += [("year", year) for year in filters.years]
        pairs += [("since", filters.since.isoformat())] if filters.since else []
        pairs += [("until", filters.until.isoformat())] if filters.until else []
        pairs += [] if filters.duplicates else [("duplicates", "no")]
        pairs += [("sort", changed.sort.value)] if changed.sort is not Sort.RELEVANCE else []
        pairs += [("offset", changed.offset)] if changed.offset else []
        return urlencode(pairs)

    def toggled(self, facet: str, value: str) -> str:
        """Write it with one value of a facet switched on or off."""
        name = {"portal": "portals", "section": "sections", "year": "years"}[facet]
        held: tuple[object, ...] = getattr(self.filters, name)
        switched: object = int(value) if facet == "year" else value
        kept = tuple(item for item in held if item != switched) if switched in held else (*held, switched)
        return self.query(filters=replace(self.filters, **{name: kept}))  # type: ignore[arg-type]

    def has(self, facet: str, value: str) -> bool:
        """Tell whether a value of a facet is switched on."""
        return (
            value
            in {
                "portal": self.filters.portals,
                "section": self.filters.sections,
                "year": tuple(map(str, self.filters.years)),
            }[facet]
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but words narrows it."""
        return self.filters != Filters()


def _several(values: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values.get(name, ())[:50] if value))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
