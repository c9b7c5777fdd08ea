"""What the server holds: the database, the index, the console; and the cache of what changes only by a publish."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from newscrawler.corpus import articles, overview
from newscrawler.corpus.articles import Place
from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import Database
from newscrawler.corpus.files import Snapshot
from newscrawler.corpus.search.index import SearchIndex
from newscrawler.corpus.search.searching import Filters, Found, place_of, search
from newscrawler.corpus.web.console import Console, ConsoleLimits
from pipelines.errors import QueryError

T = TypeVar("T")
_LOOK_EVERY_S = 2.0
"""Seconds between two looks for a newer publish."""
_PATIENCE_S = 3.0
"""Seconds a search waits for the first index."""


class IndexNotReady(QueryError):
    """The first index is still being made."""


class Service:
    """One dataset, served. All methods may be called from several threads."""

    def __init__(self, folder: Path, limits: ConsoleLimits | None = None) -> None:
        self.folder = folder
        self.database = Database(folder)
        self.index = SearchIndex(self.database)
        self.console = Console(folder, limits)
        self._looked_at = time.monotonic()
        self._cached_for: Snapshot = self.database.snapshot
        self._cache: dict[tuple[object, ...], Any] = {}
        self._lock = threading.Lock()
        self._indexing = threading.Thread(target=self._bring_index_up_to_date, daemon=True)
        self._indexing.start()

    def close(self) -> None:
        """Release everything."""
        self._indexing.join()
        self.console.close()
        self.database.close()

    def look(self) -> None:
        """See what was published since, at most every two seconds; the index follows in the background."""
        with self._lock:
            if time.monotonic() - self._looked_at < _LOOK_EVERY_S:
                return
            self._looked_at = time.monotonic()
            if self.database.refresh() and not self._indexing.is_alive():
                self._indexing = threading.Thread(target=self._bring_index_up_to_date, daemon=True)
                self._indexing.start()

    def wait_for_index(self) -> None:
        """Wait until the index is what it will be without a further publish."""
        self._indexing.join()

    @property
    def is_indexing(self) -> bool:
        """True while the index is being brought up to date."""
        return self._indexing.is_alive()

    def cached(self, make: Callable[..., T], *arguments: object) -> T:
        """Call ``make(database, *arguments)`` once per publish."""
        key = (make, *arguments)
        snapshot = self.database.snapshot
        with self._lock:
            if self._cached_for != snapshot:
                self._cache.clear()
                self._cached_for = snapshot
            if key in self._cache:
                held: T = self._cache[key]
                return held
        made = make(self.database, *arguments)
        with self._lock:
            if self._cached_for == snapshot and len(self._cache) < 500:
                self._cache[key] = made
        return made

    def totals(self) -> dict[str, Any]:
        """Count what there is."""
        return self.cached(overview.totals)

    def searchable(self) -> SearchIndex:
        """Return the index as it stands. Raises IndexNotReady while the first one is being made."""
        if not self.index.exists():
            # A small dataset is indexed sooner than a visitor would read an excuse.
            self._indexing.join(_PATIENCE_S)
        if not self.index.exists():
            raise IndexNotReady("the search index is being made for the first time; try again in a moment")
        return self.index

    def search(self, text: str, filters: Filters, sort: Sort, offset: int, limit: int, *, facets: bool = True) -> Found:
        """Search the index as it stands. Errors as :meth:`searchable`."""
        return search(self.searchable(), text, filters, sort=sort, offset=offset, limit=limit, facets=facets)

    def article(self, article_id: str) -> dict[str, Any] | None:
        """Return one article's row; the index, where there is one, says in which partition to look."""
        return articles.article(self.database, article_id, self._place(article_id))

    def revisions(self, article_id: str) -> list[dict[str, Any]]:
        """Return the article's revisions, the current one last; empty without such an article."""
        return articles.revisions(self.database, article_id, self._place(article_id))

    def relatives(self, article_id: str) -> list[dict[str, Any]]:
        """Return the articles with the same text, or nearly."""
        return articles.relatives(self.database, article_id, self._place)

    def _place(self, article_id: str) -> Place | None:
        """Say in which partition to look, where the index knows it."""
        return place_of(self.index, article_id) if self.index.exists() and self.index.is_current() else None

    def _bring_index_up_to_date(self) -> None:
        # The first page shows totals and facets of everything: counted here, before the first visitor waits for them.
        self.totals()
        if not self.index.is_current():
            self.index.update()
        if self.index.exists():
            search(self.index, "", facets=True)
