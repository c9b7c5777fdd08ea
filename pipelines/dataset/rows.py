"""Articles as Arrow rows: every column of :mod:`pipelines.schema` filled from an :class:`Article`, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.extraction.dates import VIETNAM
from pipelines.records import ArchiveRef, Article, Rejection
from pipelines.schema import ARTICLES, TIMESTAMP
from pipelines.urls import article_id

STAGED = pa.schema(
    [
        *ARTICLES,
        pa.field("portal", pa.string(), nullable=False),
        pa.field("year", pa.int16(), nullable=False),
        pa.field("month", pa.int8(), nullable=False),
    ]
)
"""A row on its way into the dataset: the columns of ``articles/`` and those that name its partition."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_INT64 = 2**63 - 1
_Values = Callable[[Sequence[Article]], list[Any]]


def n_words(lead: str | None, body: str) -> int:
    """Words (runs of characters that are no white space) in lead and body."""
    return len(body.split()) + (len(lead.split()) if lead else 0)


def partition_of(published_at: datetime | None) -> tuple[int, int]:
    """(year, month) in Vietnam of an aware ``published_at``; (0, 0) when it is ``None``."""
    if published_at is None:
        return 0, 0
    local = published_at.astimezone(VIETNAM)
    return local.year, local.month


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC, of an aware time, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def plain(table: pa.Table, names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of ``table`` as dicts of the columns ``names``, times as microseconds since 1970, UTC."""
    columns = [table[name] for name in names]
    columns = [column.cast(pa.int64()) if column.type == TIMESTAMP else column for column in columns]
    return pa.Table.from_arrays(columns, names=list(names)).to_pylist()


def archived_at(item: Article | Rejection) -> ArchiveRef:
    """Where the item's page stands in the archive; raises ValueError when it was never archived."""
    if item.page.archive_ref is None:
        raise ValueError(f"{item.page.url} is not in the archive: only archived pages enter the dataset")
    return item.page.archive_ref


def rows(articles: Sequence[Article]) -> pa.Table:
    """``articles`` as a table of schema :data:`STAGED`, in the order given.

    Columns that only the whole history of an article decides hold what a first and only version has: ``revision`` 1,
    ``first_fetched_at`` the page's own, no duplicate, not gone; :mod:`pipelines.dataset.publish` sets them.
    Raises ValueError for a page that is not archived.
    """
    try:
        return _table(articles, lambda text: text)
    except UnicodeEncodeError:  # a lone surrogate from a broken entity must not cost the batch
        return _table(articles, _without_surrogates)


def _table(articles: Sequence[Article], clean: Callable[[str], str]) -> pa.Table:
    arrays = []
    for field in STAGED:
        values = _COLUMNS[field.name](articles)
        arrays.append(pa.array(_cleaned(values, clean), type=field.type))
    return pa.Table.from_arrays(arrays, schema=STAGED)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one, clean) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, clean) for key, one in value.items()}
    return value


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _of(name: str) -> _Values:
    return lambda articles: [getattr(article, name) for article in articles]


def _listed(name: str) -> _Values:
    return lambda articles: [list(getattr(article, name)) for article in articles]


def _nothing(articles: Sequence[Article]) -> list[Any]:
    return [None] * len(articles)


def _structs(name: str, *keys: str) -> _Values:
    def values(articles: Sequence[Article]) -> list[Any]:
        return [[{key: getattr(one, key) for key in keys} for one in getattr(a, name)] for a in articles]

    return values


def _methods(articles: Sequence[Article]) -> list[Any]:
    return [[{"field": field, "method": method} for field, method in article.methods] for article in articles]


def _date_candidates(articles: Sequence[Article]) -> list[Any]:
    return [
        [{"source": c.source, "raw": c.raw, "at": _utc(c.at), "precision": c.precision} for c in a.date_candidates]
        for a in articles
    ]


def _utc(at: datetime | None) -> datetime | None:
    """``at`` in UTC; ``None`` at the ends of the calendar, where other zones have no date: no page was written then."""
    return None if at is None or not 1 < at.year < 9999 else at.astimezone(UTC)


def _times(name: str) -> _Values:
    return lambda articles: [_utc(getattr(article, name)) for article in articles]


def _page(name: str) -> _Values:
    return lambda articles: [getattr(article.page, name) for article in articles]


def _fetched_at(articles: Sequence[Article]) -> list[Any]:
    return [_utc(article.page.fetched_at) for article in articles]


def _view_count(articles: Sequence[Article]) -> list[Any]:
    return [a.view_count if a.view_count is not None and 0 <= a.view_count <= _MAX_INT64 else None for a in articles]


def _article_ids(articles: Iterable[Article]) -> list[str]:
    return [article_id(article.page.portal, article.page.identity) for article in articles]


_COLUMNS: dict[str, _Values] = {
    "article_id": _article_ids,
    "identity": _page("identity"),
    "url": _page("canonical_url"),
    **{name: _of(name) for name in ("title", "lead", "body", "body_markdown")},
    "published_at": _times("published_at"),
    **{name: _of(name) for name in ("published_raw", "published_source", "published_precision", "dates_agree")},
    "date_candidates": _date_candidates,
    "updated_at": _times("updated_at"),
    "authors": _listed("authors"),
    "source": _of("source"),
    "section": _of("section"),
    "listed_section": _page("section"),
    "tags": _listed("tags"),
    "view_count": _view_count,
    "captions": _listed("captions"),
    "images": _structs("images", "url", "caption"),
    "attachments": _structs("attachments", "url", "name"),
    "documents": _structs("documents", "number", "kind", "issuer"),
    "language": _of("language"),
    "language_score": _of("language_score"),
    "n_words": lambda articles: [n_words(article.lead, article.body) for article in articles],
    "content_hash": _of("content_hash"),
    "revision": lambda articles: [1] * len(articles),
    "first_fetched_at": _fetched_at,
    "fetched_at": _fetched_at,
    "gone_at": _nothing,
    "duplicate_of": _nothing,
    "duplicate_kind": _nothing,
    "similarity": _nothing,
    "methods": _methods,
    "extractor": _of("extractor"),
    "archive_file": lambda articles: [archived_at(article).file for article in articles],
    "archive_offset": lambda articles: [archived_at(article).offset for article in articles],
    "run_id": _page("run_id"),
    "portal": _page("portal"),
    "year": lambda articles: [partition_of(_utc(article.published_at))[0] for article in articles],
    "month": lambda articles: [partition_of(_utc(article.published_at))[1] for article in articles],
}
