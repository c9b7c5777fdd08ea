"""Discovered articles: who is known, and what has become of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pipelines.ledger.database import Database, maybe_time, to_number, to_time
from pipelines.ledger.rows import Discovery, Failure, Known
from pipelines.records import Outcome

_KNOWN = (
    "article_id, url, section, discovered_at, outcome, reason, status, n_fetches, fetched_at, etag, last_modified, "
    "content_hash, next_visit_at, n_unchanged, gone_confirmations, published_at"
)
_OUTCOME_COLUMNS = (
    "article_id",
    "url",
    "section",
    "found_on",
    "discovered_at",
    "outcome",
    "reason",
    "detail",
    "duplicate_of",
    "status",
    "n_fetches",
    "fetched_at",
    "run_id",
)
_OF_ARTICLES = "article_id IN (SELECT value FROM json_each(?))"


class UrlTable(Database):
    """The table ``urls``: one row per discovered article."""

    def discover(self, portal: str, discoveries: Iterable[Discovery], at: datetime) -> set[str]:
        """Remember what a listing shows; returns the keys that were not known before.

        New articles start as ``PENDING``. Of several addresses of one article the first keeps its section and found_on.
        """
        batch = list(discoveries)
        with self.transaction():
            known = self._identities({one.article_id for one in batch})
            new = {one.article_id for one in batch} - known.keys()
            if new:
                self._db.executemany(
                    "INSERT OR IGNORE INTO urls (article_id, portal, identity, url, section, found_on, title, date_raw,"
                    " discovered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            one.article_id,
                            portal,
                            one.identity,
                            one.url,
                            one.section,
                            one.found_on,
                            _storable(one.title),
                            _storable(one.date_raw),
                            to_number(at),
                        )
                        for one in batch
                        if one.article_id in new
                    ],
                )
            if lost := [(one.identity, one.article_id) for one in batch if known.get(one.article_id) == ""]:
                self._db.executemany("UPDATE urls SET identity = ? WHERE article_id = ?", lost)
        return new

    def state(self, article_id: str) -> Known | None:
        """What is known of one article, ``None`` when it was never discovered."""
        return self.states([article_id]).get(article_id)

    def states(self, article_ids: Iterable[str]) -> dict[str, Known]:
        """What is known of ``article_ids``, in one query; unknown ones are absent."""
        rows = self._db.execute(f"SELECT {_KNOWN} FROM urls WHERE {_OF_ARTICLES}", (json.dumps([*article_ids]),))
        return {row[0]: _known(row) for row in rows}

    def known(self, portal: str) -> dict[str, Known]:
        """Everything known of ``portal``, by key: some 2 KB of memory an article."""
        rows = self._db.execute(f"SELECT {_KNOWN} FROM urls WHERE portal = ?", (portal,))
        return {row[0]: _known(row) for row in rows}

    def discoveries(self, portal: str, outcomes: Iterable[Outcome]) -> list[Discovery]:
        """Articles to ask for: those whose outcome is one of ``outcomes``, as first discovered.

        Left out are articles that are archived and await their publish, and (until a listing shows them again) those
        whose identity was lost with a ledger.
        """
        rows = self._db.execute(
            "SELECT article_id, identity, url, section, found_on, title, date_raw FROM urls WHERE portal = ?"
            " AND outcome IN (SELECT value FROM json_each(?)) AND identity <> ''"
            " AND NOT (outcome = 'pending' AND fetched_at IS NOT NULL) ORDER BY discovered_at, article_id",
            (portal, json.dumps([outcome.value for outcome in outcomes])),
        )
        return [Discovery(*row) for row in rows]

    def record_failure(
        self,
        article_id: str,
        outcome: Outcome,
        reason: str,
        detail: str | None,
        status: int | None,
        at: datetime,
        run_id: str,
    ) -> None:
        """One :class:`Failure`, for :meth:`record_failures`."""
        self.record_failures([Failure(article_id, outcome, reason, detail, status, at, run_id)])

    def record_failures(self, failures: Iterable[Failure]) -> None:
        """Remember requests that never became a page.

        An article that is in the dataset keeps its outcome: a failed revisit takes nothing from it.
        """
        with self.transaction():
            self._db.executemany(
                "UPDATE urls SET n_fetches = n_fetches + ?1, status = ?, fetched_at = iif(?1, ?, fetched_at),"
                " run_id = ?, next_visit_at = NULL,"
                " reason = CASE WHEN revision IS NULL THEN ? ELSE reason END,"
                " detail = CASE WHEN revision IS NULL THEN ? ELSE detail END,"
                " outcome = CASE WHEN revision IS NULL THEN ? ELSE outcome END WHERE article_id = ?",
                [
                    (
                        int(one.was_asked and one.outcome is not Outcome.ROBOTS),
                        one.status,
                        to_number(one.at),
                        one.run_id,
                        one.reason,
                        _storable(one.detail),
                        one.outcome.value,
                        one.article_id,
                    )
                    for one in failures
                ],
            )

    def outcome_rows(self, portal: str) -> Iterator[dict[str, Any]]:
        """One row per article discovered on ``portal``, columns of :data:`pipelines.schema.OUTCOMES`, by article_id."""
        columns = ", ".join(_OUTCOME_COLUMNS)
        for row in self._db.execute(f"SELECT {columns} FROM urls WHERE portal = ? ORDER BY article_id", (portal,)):
            record = dict(zip(_OUTCOME_COLUMNS, row, strict=True))
            record["discovered_at"] = to_time(record["discovered_at"])
            record["fetched_at"] = maybe_time(record["fetched_at"])
            yield record

    def outcome_columns(self, portal: str, n_rows: int) -> Iterator[dict[str, list[Any]]]:
        """The same by columns, ``n_rows`` at a time (the last time fewer); times are microseconds since 1970 UTC."""
        columns = ", ".join(_OUTCOME_COLUMNS)
        rows = self._db.execute(f"SELECT {columns} FROM urls WHERE portal = ? ORDER BY article_id", (portal,))
        while batch := rows.fetchmany(n_rows):
            yield dict(zip(_OUTCOME_COLUMNS, map(list, zip(*batch, strict=True)), strict=True))

    def counts(self, portal: str | None = None) -> dict[Outcome, int]:
        """Number of articles by outcome, of one portal or (``None``) of all; outcomes that do not occur are absent."""
        rows = self._db.execute(
            "SELECT outcome, count(*) FROM urls WHERE ?1 IS NULL OR portal = ?1 GROUP BY outcome", (portal,)
        )
        return {Outcome(outcome): n for outcome, n in rows}

    def decided(self, portal: str, run_id: str) -> dict[Outcome, int]:
        """Number of articles whose present outcome a run decided, by outcome; outcomes that do not occur are absent."""
        rows = self._db.execute(
            "SELECT outcome, count(*) FROM urls WHERE portal = ? AND run_id = ? GROUP BY outcome", (portal, run_id)
        )
        return {Outcome(outcome): n for outcome, n in rows}

    def n_rows(self, portal: str) -> int:
        """Number of articles of ``portal`` that have a row in the dataset, removed ones included."""
        (n,) = self._db.execute(
            "SELECT count(*) FROM urls WHERE portal = ? AND content_hash IS NOT NULL", (portal,)
        ).fetchone()
        return int(n)

    def n_repeats(self, portal: str, run_id: str) -> int:
        """Number of articles that a run found to be duplicates of another article of the same portal."""
        (n,) = self._db.execute(
            "SELECT count(*) FROM urls JOIN urls AS leader ON leader.article_id = urls.duplicate_of"
            " WHERE urls.portal = ?1 AND urls.run_id = ?2 AND urls.outcome = 'duplicate_of' AND leader.portal = ?1",
            (portal, run_id),
        ).fetchone()
        return int(n)

    def newest(self, portal: str, at: datetime) -> datetime | None:
        """When the newest article of ``portal`` was published, as far as known at ``at``: later dates are misread.

        Where no date is known, when the last article was discovered; ``None`` without articles.
        """
        published, discovered = self._db.execute(
            "SELECT max(CASE WHEN published_at <= ?2 THEN published_at END), max(discovered_at) FROM urls"
            " WHERE portal = ?1",
            (portal, to_number(at)),
        ).fetchone()
        return maybe_time(discovered if published is None else published)

    def published_span(self, portal: str, sections: Iterable[str], at: datetime) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest article found in ``sections`` were published, as far as known at ``at``.

        ``None`` when nothing with a date is known.
        """
        oldest, newest = self._db.execute(
            "SELECT min(published_at), max(published_at) FROM urls WHERE portal = ? AND published_at <= ?"
            " AND section IN (SELECT value FROM json_each(?))",
            (portal, to_number(at), json.dumps([*sections])),
        ).fetchone()
        return None if oldest is None else (to_time(oldest), to_time(newest))

    def n_discovered(self, portal: str | None = None) -> int:
        """Number of articles ever discovered, on one portal or (``None``) on all."""
        (n,) = self._db.execute("SELECT count(*) FROM urls WHERE ?1 IS NULL OR portal = ?1", (portal,)).fetchone()
        return int(n)

    def portals(self) -> list[str]:
        """Names of the portals of which something was discovered, sorted."""
        return [name for (name,) in self._db.execute("SELECT DISTINCT portal FROM urls ORDER BY portal")]

    def _identities(self, article_ids: Iterable[str]) -> dict[str, str]:
        query = f"SELECT article_id, identity FROM urls WHERE {_OF_ARTICLES}"
        return dict(self._db.execute(query, (json.dumps([*article_ids]),)))


def _known(row: tuple[Any, ...]) -> Known:
    return Known(
        article_id=row[0],
        url=row[1],
        section=row[2],
        discovered_at=to_time(row[3]),
        outcome=Outcome(row[4]),
        reason=row[5],
        status=row[6],
        n_fetches=row[7],
        fetched_at=maybe_time(row[8]),
        etag=row[9],
        last_modified=row[10],
        content_hash=row[11],
        next_visit_at=maybe_time(row[12]),
        n_unchanged=row[13],
        gone_confirmations=row[14],
        published_at=maybe_time(row[15]),
    )


def _storable(text: str | None) -> str | None:
    """``text`` without lone surrogates, which SQLite cannot keep."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")
