"""What a portal shows of a library at this moment: published so far, edited, removed, counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from newscrawler.demo.content.library import Library
from newscrawler.demo.content.records import NEVER_AN_ARTICLE, Article, Trap

MODIFIED_AFTER = timedelta(days=30)
"""An edit is dated so long after the newest article of the start."""


class Shelf:
    """The changing state over a library. ``stamp`` grows with every change, so that caches know."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.n_visible = library.n_articles
        self.versions: dict[int, int] = {}
        self.removed: set[int] = set()
        self.requests: Counter[int] = Counter()
        """Answers with the article's page, by index; the view counter adds them to its base."""
        self.stamp = 0
        self._sections: dict[int, tuple[int, list[int]]] = {}

    def publish(self, n_articles: int) -> list[int]:
        """Publish the next ``n_articles``; returns their indices."""
        new = list(range(self.n_visible, self.n_visible + n_articles))
        self.n_visible += n_articles
        self.stamp += 1
        return new

    def edit(self, index: int) -> None:
        """Change the text of an article."""
        self.versions[index] = self.versions.get(index, 0) + 1
        self.stamp += 1

    def remove(self, index: int) -> None:
        """Take an article away: its page answers 404 and no listing shows it."""
        self.removed.add(index)
        self.stamp += 1

    def switch(self) -> None:
        """Let the planted changes happen: the edited are edited, the removed removed. Once; later calls do nothing."""
        for index, plant in self.library.plants.items():
            if plant.trap is Trap.EDITED and index not in self.versions:
                self.edit(index)
            elif plant.trap is Trap.REMOVED and index not in self.removed:
                self.remove(index)

    def article(self, index: int) -> Article:
        """The article as it stands now."""
        return self.library.article(index, self.versions.get(index, 0))

    def find(self, number: int) -> Article | None:
        """The visible article with that identifier; ``None`` if there is none."""
        index = self.library.index_of(number)
        if index is None or index >= self.n_visible or index in self.removed:
            return None
        return self.article(index)

    def is_article(self, index: int) -> bool:
        """Whether an ideal crawl brings this index: it stands, and is no trap that never is an article."""
        plant = self.library.plants.get(index)
        return index not in self.removed and not (plant and plant.trap in NEVER_AN_ARTICLE)

    def in_section(self, number: int) -> list[int]:
        """Indices the section's listing shows, newest first; kept until the next change, so do not alter the list."""
        stamp, indices = self._sections.get(number, (-1, []))
        if stamp != self.stamp:
            shown = self.library.in_section(number, self.n_visible)
            indices = [index for index in reversed(shown) if index not in self.removed]
            self._sections[number] = (self.stamp, indices)
        return indices

    def around(self, article: Article, count: int) -> tuple[list[int], list[int]]:
        """The next ``count`` newer and the next older articles of the section, each newest first."""
        indices = self.in_section(article.section.number)
        place = bisect_left(indices, -article.index, key=lambda index: -index)
        older = place + (place < len(indices) and indices[place] == article.index)
        return indices[max(0, place - count) : place], indices[older : older + count]

    def newest(self, count: int) -> list[int]:
        """The newest indices that listings show, newest first."""
        found: list[int] = []
        for index in range(self.n_visible - 1, -1, -1):
            plant = self.library.plants.get(index)
            if index not in self.removed and not (plant and plant.trap is Trap.BACK_DATED):
                found.append(index)
            if len(found) == count:
                break
        return found

    def between(self, start: date, end: date) -> list[int]:
        """Indices published in the days from ``start`` to ``end``, newest first."""
        indices = self.library.between(start, end, self.n_visible)
        return [index for index in reversed(indices) if index not in self.removed]

    def dated(self) -> Iterator[tuple[int, date]]:
        """Indices with the day that a listing by date shows them under; the undated are in none."""
        for index in range(self.n_visible):
            at = self.library.published_at(index)
            if at and index not in self.removed:
                yield index, at.date()

    def modified_at(self, index: int) -> datetime:
        """When the page last changed."""
        if index in self.versions:
            return self.library.listed_at(self.library.n_articles) + MODIFIED_AFTER
        return self.library.listed_at(index)
