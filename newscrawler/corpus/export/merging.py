"""What decides whether an article of an earlier export is still the published one."""

from __future__ import annotations

from newscrawler.corpus.export.rows import Chosen
from pipelines.errors import QueryError

WATCHED = (
    "revision",
    "content_hash",
    "extractor",
    "fetched_at",
    "view_count",
    "gone_at",
    "duplicate_of",
    "similarity",
    "section",
    "published_at",
)
"""Columns of ``articles`` that change when anything of a row does."""


def is_whole(portals: tuple[str, ...], *bounds: object) -> bool:
    """Tell whether an export covers the whole dataset, so that what is missing from it is gone."""
    return not portals and not any(bounds)


def must_be_articles(chosen: Chosen) -> None:
    """Raise QueryError unless whole rows of ``articles`` are exported: only they have an identity to merge on."""
    if chosen.table != "articles" or chosen.columns:
        raise QueryError("this export holds whole articles: leave --table and --column away")
