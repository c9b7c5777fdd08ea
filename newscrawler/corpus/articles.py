"""One article with all that belongs to it: revisions, what repeats it, its archived page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from newscrawler.corpus.database import TIME_ZONE, Database
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
    condition, parameters = _within([place] if place else [])
    sql = f"SELECT * FROM articles WHERE article_id = $id AND {condition}"
    found = ask(database, sql, {"id": article_id, **parameters}, Limits(30.0, 1)).table.to_pylist()
    return found[0] if found else None


_REVISION = """
    SELECT revision, fetched_at, title, lead, body, n_words, content_hash, archive_file, archive_offset, run_id"""


def revisions(database: Database, article_id: str, place: Place | None = None) -> list[dict[str, Any]]:
    """Return every revision with its text, the earliest first, the current one last; empty without such an article.

    ``place`` is where the current one stands; earlier ones may stand elsewhere.
    """
    condition, parameters = _within([place] if place else [])
    sql = f"""
        {_REVISION} FROM revisions WHERE article_id = $id
        UNION ALL {_REVISION} FROM articles WHERE article_id = $id AND {condition} ORDER BY revision"""
    return ask(database, sql, {"id": article_id, **parameters}, Limits(30.0)).table.to_pylist()


def relatives(
    database: Database, article_id: str, place_of: Callable[[str], Place | None] | None = None
) -> list[dict[str, Any]]:
    """Return the articles whose text is the same or nearly, the most alike first, with how alike they are.

    ``place_of`` says where an article stands, where that is known. At most 200 are given.
    """
    pairs = ask(database, _PAIRS, {"id": article_id}, Limits(30.0)).table.to_pylist()
    if not pairs:
        return []
    ids = [pair["article_id"] for pair in pairs]
    places = [place_of(other) for other in ids] if place_of else [None]
    condition, parameters = _within([place for place in places if place] if all(places) else [])
    sql = f"""
        SELECT article_id, title, portal, published_at FROM articles
        WHERE article_id IN (SELECT unnest($ids)) AND {condition}"""
    known = ask(database, sql, {"ids": ids, **parameters}, Limits(30.0)).table.to_pylist()
    facts = {row["article_id"]: row for row in known}
    absent = {"title": None, "portal": None, "published_at": None}
    return [pair | facts.get(pair["article_id"], absent) for pair in pairs]


_PAIRS = """
    SELECT "of" AS article_id, kind, scope, round(similarity, 3) AS similarity, only_there AS only_other,
           only_here AS only_this
    FROM duplicates WHERE article_id = $id
    UNION ALL
    SELECT article_id, kind, scope, round(similarity, 3), only_here, only_there FROM duplicates WHERE "of" = $id
    ORDER BY similarity DESC, article_id LIMIT 200"""


def _within(places: list[Place]) -> tuple[str, dict[str, object]]:
    """Make the condition that an article stands in one of the partitions; anywhere when none is named."""
    parts, parameters = [], dict[str, object]()
    for number, place in enumerate(dict.fromkeys(places)):
        names = [f"{name}{number}" for name in ("portal", "year", "month")]
        parts.append("(" + " AND ".join(f"{name.rstrip('0123456789')} = ${name}" for name in names) + ")")
        parameters |= dict(zip(names, (place.portal, place.year, place.month), strict=True))
    return f"({' OR '.join(parts)})" if parts else "true", parameters


@dataclass(frozen=True)
class Original:
    """The page an article was made of, as it was fetched."""

    html: str
    """Decoded, otherwise as received: not to be trusted."""
    url: str
    fetched_at: datetime
    """In Vietnam's time."""


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
    return Original(html, page.url, page.fetched_at.astimezone(ZoneInfo(TIME_ZONE)))


def _archived(root: Path, file: str, offset: int) -> Page | None:
    workspace = Workspace(root)
    path = (workspace.archive / file).resolve()
    if not path.is_relative_to(workspace.archive.resolve()) or not path.is_file():
        return None
    return next((page for page in iter_file(workspace, file, offset, offset + 1) if isinstance(page, Page)), None)
