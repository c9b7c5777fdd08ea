"""The dataset at a glance: totals, what each day brought, what is filled, what went wrong."""

from __future__ import annotations

from typing import Any

from newscrawler.corpus.database import Database
from newscrawler.corpus.query import ask


def totals(database: Database) -> dict[str, Any]:
    """Count what there is: articles, portals, first and last day, duplicates, edited, removed, words."""
    sql = """
        SELECT count(*) AS articles, count(DISTINCT portal) AS portals,
               min(published_at)::DATE AS first_day, max(published_at)::DATE AS last_day,
               count(*) FILTER (WHERE duplicate_of IS NOT NULL) AS duplicates,
               count(*) FILTER (WHERE revision > 1) AS edited,
               count(*) FILTER (WHERE gone_at IS NOT NULL) AS removed,
               count(*) FILTER (WHERE published_at IS NULL) AS undated,
               sum(n_words)::BIGINT AS words, max(fetched_at) AS last_fetched_at
        FROM articles"""
    found: dict[str, Any] = ask(database, sql).table.to_pylist()[0]
    return found


def portals(database: Database) -> list[dict[str, Any]]:
    """Articles, first and last day and sections of every portal."""
    return _rows(
        database,
        """
        SELECT portal, count(*) AS articles, min(published_at)::DATE AS first_day, max(published_at)::DATE AS last_day,
               count(DISTINCT coalesce(listed_section, section)) AS sections
        FROM articles GROUP BY portal ORDER BY portal""",
    )


def per_month(database: Database, portal: str | None = None) -> list[dict[str, Any]]:
    """Articles per portal, section and month (``month`` is its first day), only where there are any."""
    return _rows(
        database,
        """
        SELECT portal, coalesce(listed_section, section, '') AS section,
               date_trunc('month', published_at)::DATE AS "month", count(*) AS articles
        FROM articles WHERE published_at IS NOT NULL AND ($portal IS NULL OR portal = $portal)
        GROUP BY ALL ORDER BY ALL""",
        portal=portal,
    )


def per_day(database: Database, portal: str, year: int, month: int | None = None) -> list[dict[str, Any]]:
    """Articles per section and day of one year, or one month of it, only where there are any."""
    return _rows(
        database,
        """
        SELECT coalesce(listed_section, section, '') AS section, published_at::DATE AS day, count(*) AS articles
        FROM articles
        WHERE portal = $portal AND year = $year AND ($month IS NULL OR month = $month) AND published_at IS NOT NULL
        GROUP BY ALL ORDER BY ALL""",
        portal=portal,
        year=year,
        month=month,
    )


def cited_documents(
    database: Database, text: str = "", portal: str | None = None, limit: int = 100, offset: int = 0
) -> list[dict[str, Any]]:
    """Documents whose number or kind holds ``text``, most cited first; ``total`` in each row counts all of them."""
    return _rows(
        database,
        """
        SELECT number, any_value(kind ORDER BY article_id) AS kind, any_value(issuer ORDER BY article_id) AS issuer,
               count(*) AS articles, count(DISTINCT portal) AS portals, min(published_at)::DATE AS first_day,
               max(published_at)::DATE AS last_day, count(*) OVER () AS total
        FROM documents
        WHERE ($portal IS NULL OR portal = $portal)
              AND (contains(lower(number), lower($text)) OR contains(lower(coalesce(kind, '')), lower($text)))
        GROUP BY number ORDER BY articles DESC, number LIMIT $limit OFFSET $offset""",
        text=text,
        portal=portal,
        limit=limit,
        offset=offset,
    )


def citing_articles(database: Database, number: str, limit: int = 500) -> list[dict[str, Any]]:
    """Articles that cite the document of that number, the earliest first."""
    return _rows(
        database,
        """
        SELECT article_id, title, portal, section, published_at, kind, duplicate_of FROM documents
        WHERE lower(number) = lower($number) ORDER BY published_at NULLS LAST, article_id LIMIT $limit""",
        number=number,
        limit=limit,
    )


def outcomes(database: Database) -> list[dict[str, Any]]:
    """URLs per portal, outcome and reason."""
    return _rows(
        database,
        """
        SELECT portal, outcome, reason, count(*) AS urls FROM outcomes
        GROUP BY ALL ORDER BY portal, urls DESC, outcome, reason NULLS FIRST""",
    )


FILLED = {
    "lead": "lead IS NOT NULL",
    "published_at": "published_at IS NOT NULL",
    "updated_at": "updated_at IS NOT NULL",
    "authors": "len(authors) > 0",
    "source": "source IS NOT NULL",
    "section": "section IS NOT NULL",
    "tags": "len(tags) > 0",
    "view_count": "view_count IS NOT NULL",
    "captions": "len(captions) > 0",
    "images": "len(images) > 0",
    "attachments": "len(attachments) > 0",
    "documents": "len(documents) > 0",
    "dates_agree": "dates_agree",
}
"""Optional column → what makes it filled."""


def filled(database: Database) -> list[dict[str, Any]]:
    """Share of articles, between 0 and 1, in which each optional column has a value, per portal."""
    shares = ", ".join(f"avg(coalesce({test}, false)::INT) AS {name}" for name, test in FILLED.items())
    return _rows(
        database, f"SELECT portal, count(*) AS articles, {shares} FROM articles GROUP BY portal ORDER BY portal"
    )


def _rows(database: Database, sql: str, **parameters: object) -> list[dict[str, Any]]:
    return ask(database, sql, parameters or None).table.to_pylist()
