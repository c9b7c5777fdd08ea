"""The cluster of an article, side by side: what one has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawler.corpus.database import Database
from newscrawler.corpus.query import Limits, ask
from pipelines.deduplication.side_by_side import Version, columns, describe_cluster

MAX_MEMBERS = 20
"""Articles of a cluster that are shown; the table above names all."""

_MEMBERS = """
    WITH asked AS (SELECT coalesce(duplicate_of, article_id) AS leader FROM articles WHERE article_id = $article)
    SELECT article_id, portal, published_at, title, lead, body
    FROM articles, asked WHERE article_id = leader OR duplicate_of = leader
    ORDER BY article_id <> leader, published_at, article_id"""


def side_by_side(database: Database, article_id: str, width: int) -> Iterator[str]:
    """Lines that show each article of the cluster of ``article_id`` beside the leader, differences marked.

    Nothing for an article that repeats none and is repeated by none. Control characters are left out.
    """
    rows = ask(database, _MEMBERS, {"article": article_id}, Limits(30.0, MAX_MEMBERS)).table.to_pylist()
    for comparison in describe_cluster([Version(**row) for row in rows]) if rows else ():
        yield ""
        for line in columns(comparison, width):
            yield "".join(letter for letter in line if letter.isprintable())
