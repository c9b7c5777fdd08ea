"""Runs, and the walks through sections that belong to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipelines.ledger.database import Database, maybe_number, maybe_time, to_number, to_time
from pipelines.ledger.rows import Run, SectionWalk

_WALK = (
    "portal, section, run_id, started_at, finished_at, n_pages, n_articles, complete, why_incomplete, whole, etag,"
    " last_modified"
)


class RunTable(Database):
    """The tables ``runs`` and ``section_walks``."""

    def begin_run(self, run_id: str, portal: str, at: datetime) -> None:
        """Remember that a run of ``portal`` has begun; beginning it again (a resumed run) changes nothing."""
        with self.transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO runs (run_id, portal, started_at, state) VALUES (?, ?, ?, 'running')",
                (run_id, portal, to_number(at)),
            )

    def end_run(
        self, run_id: str, portal: str, at: datetime, state: str, summary: Mapping[str, Any] | None = None
    ) -> None:
        """Remember how a run ended; ``summary`` must be writable as JSON."""
        with self.transaction():
            self._db.execute(
                "UPDATE runs SET finished_at = ?, state = ?, summary = ? WHERE run_id = ? AND portal = ?",
                (to_number(at), state, json.dumps(dict(summary or {}), ensure_ascii=False), run_id, portal),
            )

    def runs(self, portal: str | None = None, limit: int = -1) -> list[Run]:
        """Runs of one portal or (``None``) of all, newest first, at most ``limit`` (-1 for all)."""
        rows = self._db.execute(
            "SELECT run_id, portal, started_at, finished_at, state, summary FROM runs"
            " WHERE ?1 IS NULL OR portal = ?1 ORDER BY run_id DESC, started_at DESC LIMIT ?2",
            (portal, limit),
        )
        return [Run(row[0], row[1], to_time(row[2]), maybe_time(row[3]), row[4], json.loads(row[5])) for row in rows]

    def record_section_walk(self, walk: SectionWalk) -> None:
        """Remember a walk; told again for the same run it replaces what was told before."""
        with self.transaction():
            self._db.execute(
                f"INSERT OR REPLACE INTO section_walks ({_WALK}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    walk.portal,
                    walk.section,
                    walk.run_id,
                    to_number(walk.started_at),
                    maybe_number(walk.finished_at),
                    walk.n_pages,
                    walk.n_articles,
                    walk.complete,
                    walk.why_incomplete,
                    walk.whole,
                    walk.etag,
                    walk.last_modified,
                ),
            )

    def section_walk(
        self,
        portal: str,
        section: str,
        *,
        complete: bool = False,
        whole: bool = False,
        validated: bool = False,
        before: datetime | None = None,
    ) -> SectionWalk | None:
        """The newest walk of a section; ``None`` when there was none.

        With ``complete`` the newest that ended by evidence, with ``whole`` the newest of those that went to the last
        page, with ``validated`` the newest that has a validator. Walks that ended after ``before`` (the clock has gone
        back since) are passed over.
        """
        row = self._db.execute(
            f"SELECT {_WALK} FROM section_walks WHERE portal = ? AND section = ? AND complete >= ? AND whole >= ?"
            " AND (?5 IS NULL OR coalesce(finished_at, started_at) <= ?5)"
            " AND (NOT ?6 OR coalesce(etag, last_modified) IS NOT NULL)"
            " ORDER BY started_at DESC, run_id DESC LIMIT 1",
            (portal, section, complete or whole, whole, maybe_number(before), validated),
        ).fetchone()
        return None if row is None else _walk(row)

    def last_complete_walks(self, portal: str, before: datetime) -> dict[str, datetime]:
        """When the newest walk of each listing of ``portal`` began, among those that ended by evidence.

        Walks that ended after ``before`` are passed over.
        """
        rows = self._db.execute(
            "SELECT section, max(started_at) FROM section_walks WHERE portal = ? AND complete"
            " AND coalesce(finished_at, started_at) <= ? GROUP BY section",
            (portal, to_number(before)),
        )
        return {section: to_time(started_at) for section, started_at in rows}

    def section_walks(self, portal: str, run_id: str | None = None) -> list[SectionWalk]:
        """The walks of one run, or (``None``) of all runs, by start and section."""
        rows = self._db.execute(
            f"SELECT {_WALK} FROM section_walks WHERE portal = ?1 AND (?2 IS NULL OR run_id = ?2)"
            " ORDER BY started_at, section, run_id",
            (portal, run_id),
        )
        return [_walk(row) for row in rows]


def _walk(row: tuple[Any, ...]) -> SectionWalk:
    started_at, finished_at, (n_pages, n_articles) = to_time(row[3]), maybe_time(row[4]), row[5:7]
    complete, why_incomplete, whole, etag, last_modified = bool(row[7]), row[8], bool(row[9]), row[10], row[11]
    return SectionWalk(
        row[0],
        row[1],
        row[2],
        started_at,
        finished_at,
        n_pages,
        n_articles,
        complete,
        why_incomplete,
        whole,
        etag,
        last_modified,
    )
