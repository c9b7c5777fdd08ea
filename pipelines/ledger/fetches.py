"""Archived article pages, and how far the archive is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pipelines.ledger.database import to_number, to_time
from pipelines.ledger.urls import UrlTable, _storable
from pipelines.records import ArchiveRef, Page, PageKind
from pipelines.urls import article_id

NOT_MODIFIED = 304


class FetchTable(UrlTable):
    """The tables ``fetches`` and ``files``."""

    def record_fetch(self, page: Page) -> None:
        """One page, for :meth:`record_fetches`."""
        self.record_fetches([page])

    def record_fetches(self, pages: Iterable[Page]) -> int:
        """Remember archived pages, in one transaction; returns how many article pages were new to the ledger.

        Call it after the archive's sync. Pages need their ``archive_ref`` (else ValueError) and no body. A page that
        was recorded before is not counted again. Pages of other kinds only move the mark up to which their file is
        known. A page of an article that was never discovered discovers it. An article without a row in the dataset is
        ``PENDING`` again until its page is published; one with a row keeps its outcome till then.
        """
        n_new = 0
        ends: dict[str, int] = {}
        with self.transaction():
            for page in pages:
                if page.archive_ref is None:
                    raise ValueError(f"{page.url} is not archived")
                ref = page.archive_ref
                ends[ref.file] = max(ends.get(ref.file, 0), ref.offset + ref.length)
                if page.kind is PageKind.ARTICLE:
                    n_new += self._record(page, self._file_id(ref.file, page.portal), ref)
                else:
                    self._file_id(ref.file, page.portal)
            for file, end in ends.items():
                self._mark(file, end)
        return n_new

    def archive_end(self, file: str) -> int:
        """Byte offset up to which the records of a WARC file are known, 0 for an unknown file."""
        row = self._db.execute("SELECT end FROM files WHERE file = ?", (file,)).fetchone()
        return int(row[0]) if row else 0

    def record_archive_end(self, file: str, portal: str, end: int) -> None:
        """Remember that everything of ``file`` before ``end`` has been looked at."""
        with self.transaction():
            file_id = self._file_id(file, portal)
            self._db.execute("UPDATE files SET end = ? WHERE file_id = ?", (end, file_id))

    def forget_archive_behind(self, file: str, end: int) -> None:
        """Forget pages of ``file`` behind byte ``end``: the file was cut or replaced and they are no longer there.

        Articles that were known by such a page alone are to be asked for again.
        """
        with self.transaction():
            (file_id,) = self._db.execute("SELECT file_id FROM files WHERE file = ?", (file,)).fetchone()
            lost = self._db.execute(
                "DELETE FROM fetches WHERE file_id = ? AND offset + length > ? RETURNING article_id", (file_id, end)
            ).fetchall()
            self._db.executemany(
                "UPDATE urls SET fetched_at = NULL, status = NULL, etag = NULL, last_modified = NULL"
                " WHERE article_id = ?1 AND outcome = 'pending'"
                " AND NOT EXISTS (SELECT 1 FROM fetches WHERE article_id = ?1)",
                lost,
            )
            self._db.execute("UPDATE files SET end = ? WHERE file_id = ?", (end, file_id))

    def unpublished(self, portal: str | None = None) -> Iterator[ArchiveRef]:
        """Archived article pages whose result is not published yet, in the archive's order (``None``: all portals)."""
        rows = self._db.execute(
            "SELECT file, offset, length FROM fetches JOIN files USING (file_id)"
            " WHERE published = 0 AND (?1 IS NULL OR portal = ?1) ORDER BY portal, file, offset",
            (portal,),
        ).fetchall()
        return (ArchiveRef(*row) for row in rows)

    def fetches(self, key: str) -> list[ArchiveRef]:
        """Every archived page of the article ``key``, oldest first."""
        rows = self._db.execute(
            "SELECT file, offset, length FROM fetches JOIN files USING (file_id) WHERE article_id = ?"
            " ORDER BY fetched_at, file, offset",
            (key,),
        )
        return [ArchiveRef(*row) for row in rows]

    def fetch_times(self, key: str) -> set[datetime]:
        """When the archived pages of the article ``key`` were fetched."""
        rows = self._db.execute("SELECT fetched_at FROM fetches WHERE article_id = ?", (key,))
        return {to_time(at) for (at,) in rows}

    def mark_published(self, refs: Iterable[ArchiveRef]) -> None:
        """Remember that the results of these archived pages stand in the dataset."""
        with self.transaction():
            self._db.executemany(
                "UPDATE fetches SET published = 1 WHERE file_id = (SELECT file_id FROM files WHERE file = ?)"
                " AND offset = ?",
                [(ref.file, ref.offset) for ref in refs],
            )

    def _record(self, page: Page, file_id: int, ref: ArchiveRef) -> int:
        key = article_id(page.portal, page.identity)
        at = to_number(page.fetched_at)
        unmodified = page.status == NOT_MODIFIED
        inserted = self._db.execute(
            "INSERT OR IGNORE INTO fetches (file_id, offset, length, article_id, fetched_at, status, published)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (file_id, ref.offset, ref.length, key, at, page.status, int(unmodified)),
        ).rowcount
        if not inserted:
            return 0
        self._db.execute(
            "INSERT OR IGNORE INTO urls (article_id, portal, identity, url, section, found_on, title, date_raw,"
            " discovered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                page.portal,
                page.identity,
                page.canonical_url,
                page.section,
                page.found_on,
                _storable(page.listed_title),
                _storable(page.listed_date_raw),
                at,
            ),
        )
        self._db.execute(
            "UPDATE urls SET n_fetches = n_fetches + 1, status = ?1, fetched_at = max(coalesce(fetched_at, 0), ?2),"
            " run_id = ?3, next_visit_at = NULL,"
            " etag = CASE WHEN ?1 = 200 AND ?2 >= coalesce(fetched_at, 0) THEN ?4 ELSE etag END,"
            " last_modified = CASE WHEN ?1 = 200 AND ?2 >= coalesce(fetched_at, 0) THEN ?5 ELSE last_modified END,"
            " outcome = CASE WHEN ?6 THEN iif(outcome IN ('stored', 'updated'), 'unchanged', outcome)"
            " WHEN revision IS NULL THEN 'pending' ELSE outcome END,"
            " reason = iif(revision IS NULL AND NOT ?6, NULL, reason),"
            " detail = iif(revision IS NULL AND NOT ?6, NULL, detail),"
            " n_unchanged = n_unchanged + ?6, gone_confirmations = CASE WHEN ?6 THEN 0 ELSE gone_confirmations END"
            " WHERE article_id = ?7",
            (page.status, at, page.run_id, page.header("ETag"), page.header("Last-Modified"), unmodified, key),
        )
        return 1

    def _file_id(self, file: str, portal: str) -> int:
        row = self._db.execute("SELECT file_id FROM files WHERE file = ?", (file,)).fetchone()
        if row is None:
            self._db.execute("INSERT INTO files (file, portal) VALUES (?, ?)", (file, portal))
            return self._file_id(file, portal)
        return int(row[0])

    def _mark(self, file: str, end: int) -> None:
        self._db.execute("UPDATE files SET end = max(end, ?) WHERE file = ?", (end, file))
