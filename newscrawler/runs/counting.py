"""What the pipelines made of a run's article pages, counted as it passes; the fields that monitors watch."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from pipelines.records import Article, Page, PageKind, Rejection

FUTURE = timedelta(days=1)
"""How far after its fetch an article may be dated: portals announce tomorrow, and clocks differ."""

WATCHED: dict[str, Callable[[Article], bool]] = {
    "title": lambda article: bool(article.title.strip()),
    "lead": lambda article: article.lead is not None,
    "authors": lambda article: bool(article.authors),
    "published_at": lambda article: article.published_at is not None,
    "section": lambda article: article.section is not None,
    "layout": lambda article: dict(article.methods).get("body") == "layout",
}
"""Fields whose coverage is watched: name and whether an article has it. ``layout`` is no column: it says that the body
was where the portal file's selectors point, the first thing that a redesign ends."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles of one generation in a run have each watched field."""

    n_articles: int
    """Articles extracted."""
    n_with: dict[str, int]
    """Those that have the field, by name in :data:`WATCHED`."""
    median_characters: float | None
    """Median length of the bodies; ``None`` without articles."""

    def share(self, name: str) -> float | None:
        """Share of articles with the field, ``None`` without articles."""
        return self.n_with.get(name, 0) / self.n_articles if self.n_articles else None


@dataclass(slots=True)
class _Fields:
    """Counts of one generation's articles on their way to a :class:`Coverage`."""

    n_articles: int = 0
    n_with: Counter[str] = field(default_factory=Counter)
    characters: array[int] = field(default_factory=lambda: array("l"))

    def add(self, article: Article) -> None:
        self.n_articles += 1
        self.characters.append(len(article.body))
        self.n_with.update(name for name, has in WATCHED.items() if has(article))


@dataclass(slots=True)
class ItemCounts:
    """Counts of what came out of the last stage. ``generation_at`` names the portal's generation of an address."""

    generation_at: Callable[[str], str]
    n_articles: int = 0
    n_future: int = 0
    """Articles dated more than a day after their fetch."""
    rejections: Counter[str] = field(default_factory=Counter)
    """Article pages that are no article, by reason."""
    _fields: dict[str, _Fields] = field(default_factory=dict)

    def add(self, item: object) -> None:
        """Count one item; pages that are no article pages are passed over."""
        if isinstance(item, Article):
            self.n_articles += 1
            self.n_future += _is_future(item.published_at, item.page)
            self._fields.setdefault(self.generation_at(item.page.canonical_url), _Fields()).add(item)
        elif isinstance(item, Rejection) and item.page.kind is PageKind.ARTICLE:
            self.rejections[item.reason.value] += 1

    def coverage(self) -> dict[str, Coverage]:
        """The coverage so far, by generation: one page design is not measured by another."""
        return {
            generation: Coverage(counts.n_articles, dict(counts.n_with), float(median(counts.characters)))
            for generation, counts in self._fields.items()
        }


def _is_future(published_at: datetime | None, page: Page) -> bool:
    return published_at is not None and published_at > page.fetched_at + FUTURE
