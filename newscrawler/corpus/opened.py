"""The dataset as one Python object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import VIEWS, Database, Scope
from newscrawler.corpus.extras import load
from newscrawler.corpus.query import Limits, ask
from newscrawler.corpus.search.index import SearchIndex, Update
from newscrawler.corpus.search.searching import Filters, Found, search
from pipelines.errors import QueryError

if TYPE_CHECKING:
    import polars


class Corpus:
    """A published dataset, opened for reading. Use it in a ``with`` block, or :meth:`close` it.

    ``folder`` is the output folder. ``portals``, ``since`` and ``until`` (days in Vietnam, both included) narrow all
    that it gives, except the search index, which :meth:`search` narrows by itself. Raises NotADataset or SchemaTooNew
    when the folder is not one this version can read, AbsentPortal when it holds nothing of one of ``portals``.
    """

    def __init__(
        self,
        folder: str | PathLike[str] = "output",
        *,
        portals: Iterable[str] = (),
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        self._folder = Path(folder)
        self._scope = Scope(tuple(portals), since, until)
        self._database = Database(self._folder, self._scope)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the database and its temporary files."""
        self._database.close()
        if "_everything" in self.__dict__ and self._everything is not self._database:
            self._everything.close()

    def refresh(self) -> bool:
        """See what was published since it was opened; True when something was."""
        changed = self._database.refresh()
        if "_everything" in self.__dict__:
            self._everything.refresh()
        return changed

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables: articles, revisions, outcomes, documents, duplicates."""
        return VIEWS

    def sql(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        max_rows: int | None = None,
        timeout_s: float | None = 300.0,
    ) -> pa.Table:
        """Run one SELECT and return its rows.

        ``parameters`` fill ``$name`` in the query. Times come as ``timestamp[us, tz=Asia/Ho_Chi_Minh]``, lists as Arrow
        lists of structs. ``max_rows`` keeps the first rows only. Raises QueryError for what is no SELECT, for an SQL
        error, and after ``timeout_s`` seconds.
        """
        return ask(self._database, query, parameters, Limits(timeout_s, max_rows)).table

    def arrow(self, table: str = "articles", columns: Iterable[str] | None = None) -> pa.Table:
        """Return a whole table, or some of its columns: one row per article, revision, URL, citation or pair.

        Of ``articles`` of 1 000 000 rows, take only the columns you need: ``body`` and ``body_markdown`` are most of
        it.
        """
        return self.sql(_select(table, columns), timeout_s=None)

    def to_polars(self, table: str = "articles", columns: Iterable[str] | None = None) -> polars.DataFrame:
        """Return a table as a Polars DataFrame; needs Polars."""
        rows = self.arrow(table, columns)
        frame: polars.DataFrame = load("polars", "frames", "to_polars()").from_arrow(rows)
        return frame

    def to_pandas(self, table: str = "articles", columns: Iterable[str] | None = None) -> Any:
        """Return a table as a pandas DataFrame with Arrow types (null stays null, lists stay lists); needs pandas."""
        rows = self.arrow(table, columns)
        return rows.to_pandas(types_mapper=load("pandas", "frames", "to_pandas()").ArrowDtype)

    def search(
        self,
        text: str,
        *,
        portals: Iterable[str] = (),
        sections: Iterable[str] = (),
        since: date | None = None,
        until: date | None = None,
        duplicates: bool = True,
        sort: str = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: bool = False,
    ) -> Found:
        """Find articles by their words; without accents typed, accents do not count.

        ``sort`` is ``relevance``, ``newest`` or ``oldest``. The index is brought up to date first when something was
        published since. Returns hits with marked snippets, the total, and with ``facets`` counts per portal, section
        and year. Raises AbsentPortal for a portal that is not in the dataset. Needs Tantivy (``newscrawler[search]``).
        """
        portals = tuple(portals)
        self._everything.snapshot.require(portals)
        if not self.index.is_current():
            self.index.update()
        filters = Filters(
            portals or self._scope.portals,
            tuple(sections),
            (),
            since or self._scope.since,
            until or self._scope.until,
            duplicates,
        )
        return search(self.index, text, filters, sort=Sort(sort), offset=offset, limit=limit, facets=facets)

    def update_index(self, *, rebuild: bool = False) -> Update:
        """Index what was published since, or with ``rebuild`` everything anew."""
        return self.index.update(rebuild=rebuild)

    @cached_property
    def index(self) -> SearchIndex:
        """The full-text index; it always holds the whole dataset."""
        return SearchIndex(self._everything)

    @cached_property
    def _everything(self) -> Database:
        return self._database if self._scope == Scope() else Database(self._folder)

    def __repr__(self) -> str:
        counts: dict[str, Any] = self.sql(
            "SELECT count(*) AS articles, count(DISTINCT portal) AS portals FROM articles"
        ).to_pylist()[0]
        return f"<Corpus {self._folder}: {counts['articles']} articles of {counts['portals']} portals>"


def _select(table: str, columns: Iterable[str] | None) -> str:
    if table not in VIEWS:
        raise QueryError(f"no table is called {table!r}; tables: {', '.join(VIEWS)}")
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns) if columns is not None else "*"
    return f"SELECT {names} FROM {table}"
