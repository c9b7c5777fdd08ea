"""Whom to visit again, and when: known articles on an interval that adapts, failed ones with growing patience."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from pipelines.ledger.database import Database, maybe_number, maybe_time, to_number
from pipelines.ledger.rows import Discovery, Visit

DAY = 86_400_000_000
"""Microseconds."""
SHORTEST = DAY
"""Shortest interval between two visits of an article, microseconds."""
LONGEST_GONE = 180 * DAY
"""Longest interval between two looks at an article that was removed, microseconds."""
SWEEP = timedelta(days=30)
"""Longest interval between two visits of an article that stands, where nobody says otherwise."""

_COLUMNS = (
    "article_id, identity, url, section, found_on, title, date_raw, etag, last_modified, fetched_at, n_fetches,"
    " revision IS NOT NULL, reason IS NULL"
)

_SUSPECTED = "(outcome <> 'gone' AND (status IN (404, 410) OR coalesce(reason, '') IN ('gone', 'redirected_home')))"
"""Missed by one run: another one has to confirm it."""

# Brewington and Cybenko (2000) and most crawlers since: what has stood for long changes seldom. An article that has
# stood unchanged for t is looked at again after another t, so that visits thin out by doubling, up to the sweep's ?6;
# an edit begins anew. The key spreads those that were fetched together: over a tenth of their interval, and what one
# first crawl brought over the whole of it, so that every day has its slice of the sweep.
_STOOD = "fetched_at - max(coalesce(published_at, discovered_at), iif(revision > 1, revision_fetched_at, 0))"
_HEX = "instr('0123456789abcdef', substr(article_id, {}, 1)) - 1"
_PART = f"((16 * ({_HEX.format(-2)}) + {_HEX.format(-1)}) / 255.0)"
_INTERVAL = (
    f"CASE WHEN status IS NULL OR status >= 500 THEN {SHORTEST}"
    f" WHEN outcome = 'gone' THEN min({LONGEST_GONE}, max({7 * DAY}, {_STOOD}))"
    f" WHEN n_fetches < 2 AND {_STOOD} >= ?6 THEN max({SHORTEST}, ?6 * {_PART})"
    f" ELSE min(?6, max({SHORTEST}, {_STOOD})) END * (0.9 + 0.2 * {_PART})"
)

# Three lanes take turns: those pressing, those whose interval is over by most, those not seen for longest. So each of
# them gets a third of a short budget, and nobody waits for ever behind others that change more often.
_DUE = f"""
SELECT {_COLUMNS} FROM (
    SELECT *, row_number() OVER (PARTITION BY pressing ORDER BY ripeness DESC, article_id) AS turn,
        row_number() OVER (ORDER BY fetched_at, article_id) AS turn_by_age
    FROM (
        SELECT *, suspected OR coalesce(next_visit_at <= ?2, 0) AS pressing FROM (
            SELECT *, {_SUSPECTED} AS suspected, (?2 - fetched_at) / ({_INTERVAL}) AS ripeness FROM urls
            WHERE portal = ?1 AND revision IS NOT NULL AND identity <> '' AND fetched_at IS NOT NULL
        )
        WHERE (NOT suspected OR ?4) AND (?5 OR suspected OR next_visit_at <= ?2 OR next_visit_at > ?2 + {LONGEST_GONE}
            OR ripeness >= 1 OR fetched_at > ?2)
    )
)
ORDER BY min(turn, turn_by_age), pressing DESC, ripeness DESC, article_id LIMIT ?3
"""

_PATIENCE = f"""CASE
    WHEN fetched_at IS NULL OR fetched_at > ?2 THEN 0
    WHEN outcome = 'blocked' THEN iif(n_fetches < 3, 0, {DAY})
    WHEN outcome = 'error' THEN iif(n_fetches < 3, 0, {DAY} << min(n_fetches - 3, 6))
    WHEN outcome = 'rejected' AND n_fetches < 2 AND reason IN
        ('no_text', 'truncated', 'extractor_failed', 'extractor_timeout') THEN 0
    ELSE {DAY} << min(max(n_fetches - 1, 0), 6) END"""

_RETRIES = f"""
SELECT {_COLUMNS} FROM urls
WHERE portal = ?1 AND revision IS NULL AND identity <> ''
    AND (outcome IN ('error', 'blocked', 'rejected', 'gone') OR (outcome = 'robots' AND reason = 'robots_txt'))
    AND (?3 OR outcome = 'robots' OR coalesce(fetched_at, 0) + ({_PATIENCE}) <= ?2)
ORDER BY discovered_at, article_id
"""


class VisitTable(Database):
    """The part of the table ``urls`` that says when an article is asked for again."""

    def due(
        self,
        portal: str,
        at: datetime,
        limit: int = -1,
        *,
        confirm: bool = True,
        everything: bool = False,
        sweep: timedelta = SWEEP,
    ) -> list[Visit]:
        """Articles of the dataset to be visited at ``at``, at most ``limit`` (-1 for all).

        These are the articles missed by an earlier run (left out without ``confirm``), those a visit was asked for, and
        those not looked at for as long as they had stood unchanged: at least a day, at most ``sweep`` (and a tenth).
        When ``limit`` is short, a third of it each goes to the missed and asked for, to those longest due by their own
        interval, and to those not looked at for longest, whoever they are: nobody is put off for ever. With
        ``everything`` all are due. A visit planned, or made, impossibly late (the clock went back) is due now.
        """
        rows = self._db.execute(
            _DUE, (portal, to_number(at), limit, confirm, everything, sweep // timedelta(microseconds=1))
        )
        return [_visit(row) for row in rows]

    def retries(self, portal: str, at: datetime, *, everything: bool = False) -> list[Visit]:
        """Discovered articles that never brought a text and are worth another try at ``at``, oldest discovery first.

        Errors are tried in the next two runs, then after 1, 2, 4 … 64 days; pages without a text once more, then as
        rarely; blocked ones daily at least; what robots.txt forbade in every run, which costs no request while it
        does. With ``everything`` nobody waits.
        """
        return [_visit(row) for row in self._db.execute(_RETRIES, (portal, to_number(at), everything))]

    def longest_unseen(self, portal: str) -> datetime | None:
        """When the article that was not looked at for longest was last looked at, of those that stand in the dataset;
        ``None`` when none does. So every other one was seen since."""
        (number,) = self._db.execute(
            "SELECT min(fetched_at) FROM urls WHERE portal = ? AND revision IS NOT NULL AND outcome <> 'gone'",
            (portal,),
        ).fetchone()
        return maybe_time(number)

    def schedule_visits(self, article_ids: Iterable[str], at: datetime | None) -> None:
        """Ask for a visit of each article at ``at``, out of its turn; ``None`` takes that back. A fetch does too."""
        with self.transaction():
            number = maybe_number(at)
            self._db.executemany(
                "UPDATE urls SET next_visit_at = ? WHERE article_id = ?", [(number, key) for key in article_ids]
            )

    def note_listed(
        self, portal: str, section: str, article_ids: Collection[str], at: datetime, *, newer_than: datetime | None
    ) -> list[str]:
        """Remember what a complete walk of ``section`` found; returns articles it no longer shows, each time once.

        Those were shown by an earlier walk, stand in the dataset, and were published after ``newer_than``, up to where
        the walk went (``None``: it went to the end). A visit of them is asked for.
        """
        shown, number = json.dumps([*article_ids]), to_number(at)
        with self.transaction():
            self._db.execute(
                "UPDATE urls SET listed_at = ? WHERE article_id IN (SELECT value FROM json_each(?)) AND section = ?",
                (number, shown, section),
            )
            rows = self._db.execute(
                "UPDATE urls SET listed_at = NULL, next_visit_at = ?1 WHERE portal = ?2 AND section = ?3"
                " AND listed_at IS NOT NULL AND revision IS NOT NULL AND outcome <> 'gone'"
                " AND (?4 IS NULL OR published_at > ?4)"
                " AND article_id NOT IN (SELECT value FROM json_each(?5)) RETURNING article_id",
                (number, portal, section, maybe_number(newer_than), shown),
            ).fetchall()
        return sorted(key for (key,) in rows)


def _visit(row: tuple[Any, ...]) -> Visit:
    *found, etag, last_modified, fetched_at, n_fetches, has_text, is_sound = row
    trusted = has_text and is_sound  # the validators of a challenge page would confirm the challenge
    return Visit(
        Discovery(*found),
        etag=etag if trusted else None,
        last_modified=last_modified if trusted else None,
        fetched_at=maybe_time(fetched_at),
        n_fetches=n_fetches,
        has_text=bool(has_text),
    )
