"""What a publish needs to know, and what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pipelines.ledger.database import maybe_number, maybe_time, to_number, to_time
from pipelines.ledger.fetches import FetchTable
from pipelines.ledger.rows import Decision, Published
from pipelines.records import ArchiveRef, Outcome


class PublishTable(FetchTable):
    """Where each article's current row stands."""

    def published(self, article_ids: Iterable[str]) -> dict[str, Published]:
        """Where the current rows of ``article_ids`` stand in the dataset; articles without a row are absent."""
        rows = self._db.execute(
            "SELECT article_id, portal, year, month, content_hash, revision, revision_fetched_at, published_at"
            " FROM urls WHERE revision IS NOT NULL AND article_id IN (SELECT value FROM json_each(?))",
            (json.dumps([*article_ids]),),
        )
        return {
            row[0]: Published(row[0], row[1], row[2], row[3], row[4], row[5], to_time(row[6]), maybe_time(row[7]))
            for row in rows
        }

    def is_published(self, publish_id: str) -> bool:
        """Whether :meth:`apply_publish` has been told of this publish."""
        found = self._db.execute("SELECT 1 FROM publishes WHERE publish_id = ?", (publish_id,)).fetchone()
        return found is not None

    def apply_publish(
        self,
        publish_id: str,
        published: Iterable[Published],
        decisions: Iterable[Decision],
        refs: Iterable[ArchiveRef] = (),
        *,
        withdrawn: Iterable[str] = (),
    ) -> bool:
        """Remember what a publish has put in place, in one transaction; returns False when it was told before.

        ``published`` are the current rows it wrote, ``decisions`` the outcomes it decided (of rejections too), ``refs``
        the archived pages whose results it holds: those are no longer :meth:`unpublished`, ``withdrawn`` the articles
        whose row it took out (a rebuild). Raises ValueError, and keeps nothing, when an article was never discovered.
        """
        with self.transaction():
            if self.is_published(publish_id):
                return False
            self._db.execute("INSERT INTO publishes (publish_id) VALUES (?)", (publish_id,))
            self._withdraw(withdrawn)
            self._place(list(published))
            self._decide(list(decisions))
            self.mark_published(refs)
        return True

    def _withdraw(self, article_ids: Iterable[str]) -> None:
        self._db.executemany(
            "UPDATE urls SET year = NULL, month = NULL, content_hash = NULL, revision = NULL,"
            " revision_fetched_at = NULL, published_at = NULL WHERE article_id = ?",
            [(key,) for key in article_ids],
        )

    def _place(self, rows: list[Published]) -> None:
        changed = self._db.executemany(
            "UPDATE urls SET portal = ?, year = ?, month = ?, content_hash = ?, revision = ?, revision_fetched_at = ?,"
            " published_at = ? WHERE article_id = ?",
            [
                (
                    row.portal,
                    row.year,
                    row.month,
                    row.content_hash,
                    row.revision,
                    to_number(row.fetched_at),
                    maybe_number(row.published_at),
                    row.article_id,
                )
                for row in rows
            ],
        ).rowcount
        _expect(changed, len(rows), "published rows")

    def _decide(self, rows: list[Decision]) -> None:
        changed = self._db.executemany(
            "UPDATE urls SET outcome = ?1, reason = ?2, detail = ?3, duplicate_of = ?4, run_id = ?5,"
            " n_unchanged = CASE WHEN ?1 = ?6 THEN n_unchanged + 1 ELSE 0 END WHERE article_id = ?7",
            [
                (
                    row.outcome.value,
                    row.reason,
                    row.detail,
                    row.duplicate_of,
                    row.run_id,
                    Outcome.UNCHANGED.value,
                    row.article_id,
                )
                for row in rows
            ],
        ).rowcount
        _expect(changed, len(rows), "outcomes")


def _expect(changed: int, wanted: int, what: str) -> None:
    # executemany over nothing reports -1.
    if max(changed, 0) != wanted:
        raise ValueError(f"{wanted - max(changed, 0)} of {wanted} {what} name articles that were never discovered")
