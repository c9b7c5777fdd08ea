"""The ledger's schema as steps: step N brings a ledger of version N-1 to version N and never changes afterwards."""

from __future__ import annotations

LEDGER_VERSION = 3
"""Version of the newest schema, kept in SQLite's ``user_version``."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        # One row per discovered article. Times are microseconds since 1970 UTC.
        """CREATE TABLE urls (
            article_id TEXT PRIMARY KEY NOT NULL,
            portal TEXT NOT NULL,
            identity TEXT NOT NULL,
            url TEXT NOT NULL,
            section TEXT,
            found_on TEXT,
            title TEXT,
            date_raw TEXT,
            discovered_at INTEGER NOT NULL,
            outcome TEXT NOT NULL DEFAULT 'pending',
            reason TEXT,
            detail TEXT,
            duplicate_of TEXT,
            run_id TEXT,
            status INTEGER,
            n_fetches INTEGER NOT NULL DEFAULT 0,
            fetched_at INTEGER,
            etag TEXT,
            last_modified TEXT,
            next_visit_at INTEGER,
            n_unchanged INTEGER NOT NULL DEFAULT 0,
            gone_confirmations INTEGER NOT NULL DEFAULT 0,
            year INTEGER,
            month INTEGER,
            content_hash TEXT,
            revision INTEGER,
            revision_fetched_at INTEGER,
            published_at INTEGER
        ) WITHOUT ROWID""",
        "CREATE INDEX urls_by_outcome ON urls (portal, outcome)",
        "CREATE INDEX urls_due ON urls (portal, next_visit_at) WHERE next_visit_at IS NOT NULL",
        # How far each WARC file is known.
        """CREATE TABLE files (
            file_id INTEGER PRIMARY KEY,
            file TEXT NOT NULL UNIQUE,
            portal TEXT NOT NULL,
            end INTEGER NOT NULL DEFAULT 0
        )""",
        # One row per archived article page.
        """CREATE TABLE fetches (
            file_id INTEGER NOT NULL REFERENCES files (file_id),
            offset INTEGER NOT NULL,
            length INTEGER NOT NULL,
            article_id TEXT NOT NULL,
            fetched_at INTEGER NOT NULL,
            status INTEGER NOT NULL,
            published INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (file_id, offset)
        ) WITHOUT ROWID""",
        "CREATE INDEX fetches_unpublished ON fetches (file_id, offset) WHERE published = 0",
        "CREATE INDEX fetches_by_article ON fetches (article_id)",
        """CREATE TABLE section_walks (
            portal TEXT NOT NULL,
            section TEXT NOT NULL,
            run_id TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            n_pages INTEGER NOT NULL,
            n_articles INTEGER NOT NULL,
            complete INTEGER NOT NULL,
            why_incomplete TEXT,
            PRIMARY KEY (portal, section, run_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE runs (
            run_id TEXT NOT NULL,
            portal TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            state TEXT NOT NULL,
            summary TEXT NOT NULL DEFAULT '{}',
            PRIMARY KEY (run_id, portal)
        ) WITHOUT ROWID""",
        # What was published last, so that a publish told twice counts once.
        "CREATE TABLE publishes (publish_id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID",
    ),
    2: (
        # When a walk of the article's own section last showed it; NULL when it never did, or no longer does.
        "ALTER TABLE urls ADD COLUMN listed_at INTEGER",
        # Walked to the end; of earlier walks nobody knows, so the next run walks every section to its end once.
        "ALTER TABLE section_walks ADD COLUMN whole INTEGER NOT NULL DEFAULT 0",
        # Visits are due by what the row says of the article, which no index knows.
        "DROP INDEX urls_due",
    ),
    3: (
        # Validators of a feed or sitemap that the walk read whole; NULL where there were none.
        "ALTER TABLE section_walks ADD COLUMN etag TEXT",
        "ALTER TABLE section_walks ADD COLUMN last_modified TEXT",
    ),
}
"""Statements by version."""
