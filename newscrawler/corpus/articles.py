"""One article with all that belongs to it: revisions, what repeats it, its archived page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawler.corpus.database import Database
from newscrawler.corpus.query import Limits, ask
from pipelines.archive.reading import iter_file
from pipelines.extraction.encoding import UndecodableBody, decode_html, decoded_body
from pipelines.records import Page
from pipelines.workspace import Workspace

_LARGEST_ORIGINAL_BYTES = 8_000_000


@dataclass(frozen=True)
class Place:
    """Where an article stands, when it is known: saves looking through every partition."""

    portal: str
    year: int
    month: int


def article(database: Database, article_id: str, place: Place | None = None) -> dict[str, Any] | None:
    """Return the current revision as a row of ``articles``; None when there is no such article."""
    if place is not None and (row := _one(database, article_id, place)):
        return row
    return _one(database, article_id, None)


def _one(database: Database, article_id: str, place: Place | None) -> dict[str, Any] | None:
    sql = "SELECT * FROM articles WHERE article_id = $id"
    parameters: dict[str, object] = {"id": article_id}
    if place is not None:
        sql += " AND portal = $portal AND year = $year AND month = $month"
        parameters |= {"portal": place.portal, "year": place.year, "month": place.month}
    found = ask(database, sql, parameters, Limits(30.0, 1)).table.to_pylist()
    return found[0] if found else None


def revisions(database: Database, article_id: str) -> list[dict[str, Any]]:
    """Return every revision with its text, the earliest first, the current one last; empty without such an article."""
    sql = """
        SELECT revision, fetched_at, title, lead, body, n_words, content_hash, archive_file, archive_offset, run_id
        FROM (FROM revisions UNION ALL BY NAME FROM articles) WHERE article_id = $id ORDER BY revision"""
    return ask(database, sql, {"id": article_id}, Limits(30.0)).table.to_pylist()


def relatives(database: Database, article_id: str) -> list[dict[str, Any]]:
    """Return the articles whose text is the same or nearly, the most alike first, with how alike they are."""
    sql = """
        WITH pairs AS (
            SELECT "of" AS other, kind, scope, similarity, only_there AS only_other, only_here AS only_this
            FROM duplicates WHERE article_id = $id
            UNION ALL
            SELECT article_id, kind, scope, similarity, only_here, only_there FROM duplicates WHERE "of" = $id)
        SELECT other AS article_id, p.kind, p.scope, round(p.similarity, 3) AS similarity, p.only_other, p.only_this,
               a.title, a.portal, a.published_at
        FROM pairs AS p LEFT JOIN articles AS a ON a.article_id = p.other
        ORDER BY p.similarity DESC, a.published_at, other LIMIT 200"""
    return ask(database, sql, {"id": article_id}, Limits(30.0)).table.to_pylist()


@dataclass(frozen=True)
class Original:
    """The page an article was made of, as it was fetched."""

    html: str
    """Decoded, otherwise as received: not to be trusted."""
    url: str
    fetched_at: str
    """ISO 8601, UTC."""


def original(root: Path, row: dict[str, Any]) -> Original | None:
    """Read the archived page of a row of ``articles`` or ``revisions``; None when the archive does not have it."""
    page = _archived(root, str(row["archive_file"]), int(row["archive_offset"]))
    if page is None:
        return None
    try:
        body = decoded_body(page, _LARGEST_ORIGINAL_BYTES)
    except UndecodableBody:
        return None
    html = decode_html(body, page.header("content-type")).text
    return Original(html, page.url, page.fetched_at.isoformat(timespec="seconds"))


def _archived(root: Path, file: str, offset: int) -> Page | None:
    workspace = Workspace(root)
    path = (workspace.archive / file).resolve()
    if not path.is_relative_to(workspace.archive.resolve()) or not path.is_file():
        return None
    return next((page for page in iter_file(workspace, file, offset, offset + 1) if isinstance(page, Page)), None)
