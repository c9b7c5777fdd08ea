"""Prepared questions: SQL with a name and a sentence, asked with ``newscrawler query --ask NAME``."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.errors import QueryError


@dataclass(frozen=True)
class Question:
    """One prepared question."""

    name: str
    """What ``--ask`` takes."""
    asks: str
    """What it answers, in one sentence."""
    sql: str
    """The query over the views."""


def find(name: str) -> Question:
    """Return the question called ``name``; raise QueryError naming the known ones."""
    try:
        return next(question for question in QUESTIONS if question.name == name)
    except StopIteration:
        known = ", ".join(question.name for question in QUESTIONS)
        raise QueryError(f"no prepared question is called {name!r}; known: {known}") from None


QUESTIONS: tuple[Question, ...] = (
    Question(
        "months",
        "How many articles each month brought, per portal.",
        """
SELECT strftime(published_at, '%Y-%m') AS "month", portal, count(*) AS articles,
       count(*) FILTER (WHERE duplicate_of IS NOT NULL) AS duplicates
FROM articles GROUP BY ALL ORDER BY "month" NULLS LAST, portal""",
    ),
    Question(
        "months-sections",
        "How many articles each month brought in each section.",
        """
SELECT strftime(published_at, '%Y-%m') AS "month", portal, coalesce(listed_section, section) AS section,
       count(*) AS articles
FROM articles GROUP BY ALL ORDER BY "month" NULLS LAST, portal, articles DESC, section""",
    ),
    Question(
        "sections",
        "How many articles each section holds, and from when to when.",
        """
SELECT portal, coalesce(listed_section, section) AS section, count(*) AS articles,
       min(published_at)::DATE AS first_day, max(published_at)::DATE AS last_day,
       round(avg(n_words)) AS words_per_article
FROM articles GROUP BY ALL ORDER BY articles DESC, portal, section""",
    ),
    Question(
        "authors",
        "Who wrote how many articles.",
        """
SELECT author, portal, count(*) AS articles, min(published_at)::DATE AS first_day, max(published_at)::DATE AS last_day
FROM (SELECT unnest(authors) AS author, portal, published_at FROM articles)
GROUP BY ALL ORDER BY articles DESC, author, portal""",
    ),
    Question(
        "documents",
        "Which official documents are cited most.",
        """
SELECT number, any_value(kind ORDER BY article_id) AS kind, count(*) AS articles, count(DISTINCT portal) AS portals,
       min(published_at)::DATE AS first_cited, max(published_at)::DATE AS last_cited
FROM documents GROUP BY number ORDER BY articles DESC, number""",
    ),
    Question(
        "citations",
        "Which articles cite the twenty most cited documents.",
        """
WITH most AS (SELECT number, count(*) AS n FROM documents GROUP BY number ORDER BY n DESC, number LIMIT 20)
SELECT number, published_at, portal, title, article_id
FROM documents JOIN most USING (number) ORDER BY n DESC, number, published_at, article_id""",
    ),
    Question(
        "reprints",
        "Which texts one portal took from another, the closest first.",
        """
SELECT d.of_portal AS from_portal, d.portal AS on_portal, d.kind, round(d.similarity, 3) AS similarity,
       earlier.published_at AS earlier_at, later.published_at AS later_at, later.title,
       d."of" AS earlier_id, d.article_id AS later_id
FROM duplicates AS d LEFT JOIN articles AS later ON later.article_id = d.article_id
     LEFT JOIN articles AS earlier ON earlier.article_id = d."of"
WHERE d.scope = 'reprint' ORDER BY d.similarity DESC, earlier_at, later_id""",
    ),
    Question(
        "duplicates",
        "Every pair of articles whose texts are the same or nearly, with what only one of them says.",
        """
SELECT d.kind, d.scope, round(d.similarity, 3) AS similarity, later.title, d.only_here, d.only_there,
       d."of" AS earlier_id, d.article_id AS later_id
FROM duplicates AS d LEFT JOIN articles AS later ON later.article_id = d.article_id
ORDER BY d.similarity DESC, earlier_id, later_id""",
    ),
    Question(
        "most-edited",
        "Which articles were edited most after they were published.",
        """
SELECT portal, title, revision - 1 AS edits, published_at, fetched_at AS last_edit_seen_at, article_id
FROM articles WHERE revision > 1 ORDER BY edits DESC, last_edit_seen_at DESC, article_id""",
    ),
    Question(
        "silent-days",
        "Days without any article between a portal's first and last, in runs, the longest first.",
        """
WITH days AS (SELECT DISTINCT portal, published_at::DATE AS day FROM articles WHERE published_at IS NOT NULL),
     gaps AS (SELECT portal, day, lead(day) OVER (PARTITION BY portal ORDER BY day) AS next_day FROM days)
SELECT portal, (day + 1)::DATE AS first_silent_day, (next_day - 1)::DATE AS last_silent_day,
       date_diff('day', day, next_day) - 1 AS days
FROM gaps WHERE date_diff('day', day, next_day) > 1 ORDER BY days DESC, portal, first_silent_day""",
    ),
    Question(
        "outcomes",
        "What became of every URL discovered.",
        """
SELECT portal, outcome, reason, count(*) AS urls FROM outcomes GROUP BY ALL ORDER BY portal, urls DESC, outcome, reason
""",
    ),
    Question(
        "fields",
        "How often each optional column has a value.",
        """
SELECT portal, count(*) AS articles,
       round(avg((lead IS NOT NULL)::INT), 3) AS lead, round(avg((published_at IS NOT NULL)::INT), 3) AS published_at,
       round(avg((len(authors) > 0)::INT), 3) AS authors, round(avg((source IS NOT NULL)::INT), 3) AS source,
       round(avg((section IS NOT NULL)::INT), 3) AS section, round(avg((len(tags) > 0)::INT), 3) AS tags,
       round(avg((view_count IS NOT NULL)::INT), 3) AS view_count, round(avg((len(images) > 0)::INT), 3) AS images,
       round(avg((len(documents) > 0)::INT), 3) AS documents
FROM articles GROUP BY portal ORDER BY portal""",
    ),
    Question(
        "removed",
        "Articles that the portal has removed since.",
        "\nSELECT portal, title, published_at, gone_at, url, article_id FROM articles WHERE gone_at IS NOT NULL"
        " ORDER BY gone_at DESC, article_id",
    ),
)
"""All of them, in the order of ``--list``."""
