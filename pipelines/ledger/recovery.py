"""Bring the ledger back: what the archive knows and it does not, and the whole of it when it is lost."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.member import Damage
from pipelines.archive.reading import archive_files, iter_file
from pipelines.archive.writing import cut_tail
from pipelines.errors import DatasetDamaged
from pipelines.ledger.rows import Published
from pipelines.ledger.tables import Ledger
from pipelines.records import Page
from pipelines.workspace import Workspace

_log = logging.getLogger(__name__)
_BATCH_PAGES = 1_000
_PUBLISHED_COLUMNS = ["article_id", "content_hash", "revision", "fetched_at", "published_at"]


@dataclass(slots=True)
class Reindexed:
    """What :func:`reindex` found."""

    n_articles: int = 0
    """Archived article pages that the ledger did not know."""
    damages: list[Damage] = field(default_factory=list)
    """What was broken behind the part already known."""


def open_ledger(workspace: Workspace) -> Ledger:
    """The workspace's ledger; a damaged or missing one is made anew from archive and dataset.

    The damaged file is kept beside as ``ledger.sqlite.damaged-<n>`` and a warning says so. Hold the workspace's lock.
    Raises SchemaTooNew when a later version wrote the ledger.
    """
    path = workspace.ledger_path
    if not path.exists():
        return rebuild_ledger(workspace)
    try:
        return Ledger.open(path)
    except DatasetDamaged as error:
        aside = set_aside(path)
        _log.warning("%s: %s; kept as %s and made anew from archive and dataset", path, error.fact, aside.name)
        return rebuild_ledger(workspace)


def set_aside(path: Path) -> Path:
    """Move a damaged ledger (and its write-ahead log) away; returns its new name."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def reindex(ledger: Ledger, workspace: Workspace, portals: Collection[str] | None = None) -> Reindexed:
    """Tell the ledger of archived pages it does not know (a crash between archive and ledger).

    Only what stands behind the known end of each file is read. A torn tail is cut off and kept beside. Hold the
    workspace's lock.
    """
    found = Reindexed()
    for file in archive_files(workspace, portals):
        path = workspace.archive / file
        start, size = ledger.archive_end(file), path.stat().st_size
        if size < start:
            found.damages.append(Damage(file, size, f"{start - size} bytes the ledger knew are missing"))
            # The cut may have gone through a record: look at the file from its beginning.
            ledger.forget_archive_behind(file, size)
            _reindex_file(ledger, workspace, file, 0, found)
        elif size > start:
            _reindex_file(ledger, workspace, file, start, found)
    return found


def _reindex_file(ledger: Ledger, workspace: Workspace, file: str, start: int, found: Reindexed) -> None:
    batch: list[Page] = []
    torn: Damage | None = None
    for one in iter_file(workspace, file, start):
        if isinstance(one, Damage):
            found.damages.append(one)
            torn = one if one.torn else None
            continue
        batch.append(one)
        if len(batch) >= _BATCH_PAGES:
            found.n_articles += ledger.record_fetches(batch)
            batch.clear()
    found.n_articles += ledger.record_fetches(batch)
    path = workspace.archive / file
    if torn is not None:
        cut_tail(path, torn.offset)
    portal = file.partition("/")[0].removeprefix("portal=")
    ledger.record_archive_end(file, portal, path.stat().st_size)


def rebuild_ledger(workspace: Workspace) -> Ledger:
    """A new ledger from outcomes/, articles/, revisions/ and the archive; the old file must be out of the way.

    Back come every URL with its outcome, every archived page, and where each article stands. Section walks and runs do
    not: the next run walks its sections whole. It is made beside and put in place when whole.
    """
    path = workspace.ledger_path
    draft = path.with_name(path.name + ".new")
    for suffix in ("", "-wal", "-shm"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    with Ledger.open(draft) as ledger:
        for damage in reindex(ledger, workspace).damages:
            _log.warning("%s at byte %d: %s", damage.file, damage.offset, damage.fact)
        for portal, _, rows in _tables(workspace.outcomes, None):
            ledger.restore_outcomes(portal, rows)
        for portal, folders, rows in _tables(workspace.articles, _PUBLISHED_COLUMNS):
            year, month = int(folders.get("year", 0)), int(folders.get("month", 0))
            ledger.restore_published(Published(portal=portal, year=year, month=month, **row) for row in rows)
        ledger.restore_waiting()
    draft.rename(path)
    return Ledger.open(path)


def _tables(folder: Path, columns: list[str] | None) -> Iterator[tuple[str, dict[str, str], list[dict[str, Any]]]]:
    """Portal, hive folders and rows of every Parquet file under ``folder``; an unreadable file is said and skipped."""
    for path in sorted(folder.rglob("portal=*/**/*.parquet")):
        parts = path.relative_to(folder).parent.parts
        folders = dict(part.split("=", 1) for part in parts if "=" in part)
        try:
            rows = pq.ParquetFile(path).read(columns=columns).to_pylist()
        except (OSError, pa.ArrowInvalid) as error:
            _log.warning("%s cannot be read and is left out: %s", path, error)
            continue
        yield folders["portal"], folders, rows
