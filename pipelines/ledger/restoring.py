"""Put back into a new ledger what the published dataset says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.ledger.database import maybe_number, to_number
from pipelines.ledger.publishes import PublishTable
from pipelines.ledger.rows import Published
from pipelines.records import Outcome
from pipelines.urls import article_id

_RESTORE = """
INSERT INTO urls (article_id, portal, identity, url, section, found_on, discovered_at, outcome, reason, detail,
    duplicate_of, status, n_fetches, fetched_at, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT (article_id) DO UPDATE SET section = ?5, found_on = ?6, discovered_at = ?7, outcome = ?8, reason = ?9,
    detail = ?10, duplicate_of = ?11,
    run_id = CASE WHEN coalesce(fetched_at, 0) > coalesce(?14, 0) THEN run_id ELSE ?15 END,
    n_fetches = ?13 + (SELECT count(*) FROM fetches WHERE article_id = ?1 AND fetches.fetched_at > coalesce(?14, 0)),
    status = CASE WHEN coalesce(fetched_at, 0) > coalesce(?14, 0) THEN status ELSE ?12 END,
    fetched_at = nullif(max(coalesce(fetched_at, 0), coalesce(?14, 0)), 0)
"""


class RestoreTable(PublishTable):
    """Only for making a ledger anew, after the archive has been reindexed into it."""

    def restore_outcomes(self, portal: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows of outcomes/ (columns of :data:`pipelines.schema.OUTCOMES`) as published last.

        Archived pages not later than a decided row's ``fetched_at`` count as published. The identity of an article that
        was never fetched is not in outcomes/: it is the URL where the key agrees, else empty until a listing shows it.
        """
        batch = list(rows)
        with self.transaction():
            self._db.executemany(_RESTORE, [_values(portal, row) for row in batch])
            self._db.executemany(
                "UPDATE fetches SET published = 1 WHERE article_id = ? AND fetched_at <= ?",
                [
                    (row["article_id"], to_number(row["fetched_at"]))
                    for row in batch
                    if row["fetched_at"] is not None and row["outcome"] != Outcome.PENDING
                ],
            )

    def restore_published(self, rows: Iterable[Published]) -> None:
        """Where the rows of articles/ stand. Raises ValueError for one of which neither archive nor outcomes/ knows."""
        with self.transaction():
            self._place(list(rows))

    def restore_waiting(self) -> None:
        """Articles without a row that have an archived page not yet published are ``PENDING`` again. Call it last."""
        with self.transaction():
            self._db.execute(
                "UPDATE urls SET outcome = 'pending', reason = NULL, detail = NULL WHERE revision IS NULL"
                " AND article_id IN (SELECT article_id FROM fetches WHERE published = 0)"
            )


def _values(portal: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    identity = row["url"] if article_id(portal, row["url"]) == row["article_id"] else ""
    return (
        row["article_id"],
        portal,
        identity,
        row["url"],
        row["section"],
        row["found_on"],
        to_number(row["discovered_at"]),
        row["outcome"],
        row["reason"],
        row["detail"],
        row["duplicate_of"],
        row["status"],
        row["n_fetches"],
        maybe_number(row["fetched_at"]),
        row["run_id"],
    )
