"""Verify: dataset, ledger and archive say the same, and every file can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.archive import read_page
from pipelines.dataset.disk import Disk
from pipelines.dataset.inspection import Finding, error, stray_files, warning, whole_table
from pipelines.dataset.journal import JOURNAL
from pipelines.dataset.outcomes import outcome_table, outcomes_file
from pipelines.dataset.partitions import Partition, standing_partitions
from pipelines.dataset.publish import DUPLICATES_FILE
from pipelines.dataset.rows import partition_of
from pipelines.errors import DatasetDamaged
from pipelines.ledger import Ledger, Published
from pipelines.records import ArchiveRef, Outcome
from pipelines.workspace import Workspace

_WITH_ROW = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.UPDATED, Outcome.DUPLICATE, Outcome.GONE})
_CHUNK = 5_000


def verify(root: Path, *, read_archive: bool = True, progress: Callable[[str], object] | None = None) -> list[Finding]:
    """Everything that is not as it should be in the output folder ``root``; empty when all is well.

    With ``read_archive`` the archive record of every row is read and its address compared. ``progress`` is told each
    file before it is looked into. Holds the folder's lock and changes nothing. Raises NotADataset, SchemaTooNew,
    RunInProgress, or DatasetDamaged when the ledger cannot be read.
    """
    workspace = Workspace.open(root, create=False)
    with workspace.lock("verify"):
        if not workspace.ledger_path.exists():
            raise DatasetDamaged(workspace.ledger_path, "is missing")
        with Ledger.open(workspace.ledger_path) as ledger:
            looking = _Look(workspace, ledger, read_archive, progress or (lambda file: None))
            return list(looking.findings())


@dataclass(slots=True)
class _Look:
    workspace: Workspace
    ledger: Ledger
    read_archive: bool
    progress: Callable[[str], object]
    current: dict[str, tuple[str, int, str | None]] = field(default_factory=dict)
    """(file, revision, duplicate_of) of each article seen."""
    earlier: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the earlier revisions of each article seen."""

    def findings(self) -> Iterator[Finding]:
        if Disk(self.workspace.root).exists(JOURNAL):
            yield warning(JOURNAL, "a publish is unfinished; the next run or rebuild finishes it first")
        waiting = sum(1 for _ in self.ledger.unpublished())
        if waiting:
            yield warning(
                "state/ledger.sqlite", f"{waiting} archived pages are not published yet; the next run does so"
            )
        yield from stray_files(self.workspace.root)
        for table in ("articles", "revisions"):
            for partition in standing_partitions(self.workspace.root, table):
                yield from self._partition(table, partition)
        yield from self._histories()
        yield from self._outcomes()
        yield from self._duplicates()

    def _partition(self, table: str, partition: Partition) -> Iterator[Finding]:
        name = partition.file(table)
        self.progress(name)
        rows, found = whole_table(self.workspace.root, table, name)
        yield from found
        if rows is None:
            return
        names = [
            "article_id", "url", "published_at", "content_hash", "revision", "fetched_at", "duplicate_of",
            "archive_file", "archive_offset",
        ]  # fmt: skip
        keys = rows.select(names).to_pylist()
        for row in keys:
            if (where := partition_of(row["published_at"])) != (partition.year, partition.month):
                yield error(name, f"{row['article_id']} belongs to year {where[0]}, month {where[1]}")
            yield from self._seen(table, name, row)
        if table == "articles":
            yield from self._ledger_agrees(name, partition, keys)
        if self.read_archive:
            for row in sorted(keys, key=lambda one: (one["archive_file"], one["archive_offset"])):
                yield from self._archived(name, row)

    def _seen(self, table: str, name: str, row: dict[str, Any]) -> Iterator[Finding]:
        key = row["article_id"]
        if table == "revisions":
            self.earlier.setdefault(key, []).append(row["revision"])
        elif key in self.current:
            yield error(name, f"{key} has a row in {self.current[key][0]} too")
        else:
            self.current[key] = (name, row["revision"], row["duplicate_of"])

    def _ledger_agrees(self, name: str, partition: Partition, rows: list[dict[str, Any]]) -> Iterator[Finding]:
        told = self.ledger.published(row["article_id"] for row in rows)
        for row in rows:
            known = told.get(row["article_id"])
            if known is None:
                yield error(name, f"{row['article_id']} is not published by the ledger")
                continue
            here = (partition, row["content_hash"], row["revision"], row["fetched_at"], row["published_at"])
            place = Partition(known.portal, known.year, known.month)
            if here != (place, known.content_hash, known.revision, known.fetched_at, known.published_at):
                yield error(name, f"{row['article_id']} is another revision, or stands elsewhere, by the ledger")

    def _archived(self, name: str, row: dict[str, Any]) -> Iterator[Finding]:
        record = (row["archive_file"], row["archive_offset"])
        refs: list[ArchiveRef] = self.ledger.fetches(row["article_id"])
        ref = next((one for one in refs if (one.file, one.offset) == record), None)
        if ref is None:
            yield error(name, f"{row['article_id']}: no record at byte {record[1]} of {record[0]} is in the ledger")
            return
        try:
            page = read_page(self.workspace, ref)
        except DatasetDamaged as damage:
            yield error(name, f"{row['article_id']}: {damage.file.name}, byte {ref.offset}: {damage.fact}")
            return
        if page.canonical_url != row["url"]:
            yield error(name, f"{row['article_id']}: its archive record holds {page.canonical_url}, not {row['url']}")

    def _histories(self) -> Iterator[Finding]:
        for key in sorted({*self.current, *self.earlier}):
            name, revision, leader = self.current.get(key, ("articles", 0, None))
            numbers = sorted(self.earlier.get(key, ()))
            if numbers != list(range(1, revision)):
                yield error(name, f"{key} is at revision {revision}, revisions/ holds {numbers or 'none'} of it")
            if leader is not None and self.current.get(leader, ("", 0, leader))[2] is not None:
                yield error(name, f"{key} follows {leader}, which is no article or follows another itself")

    def _outcomes(self) -> Iterator[Finding]:
        for portal in self.ledger.portals():
            name = outcomes_file(portal)
            self.progress(name)
            if not (self.workspace.root / name).exists():
                yield warning(name, "is missing; the next publish writes it")
            else:
                rows, found = whole_table(self.workspace.root, "outcomes", name)
                yield from found
                if rows is not None and not rows.equals(outcome_table(self.ledger, portal)):
                    yield warning(name, "is older than the ledger; the next publish writes it")
            yield from self._rows_of_outcomes(name, portal)

    def _rows_of_outcomes(self, name: str, portal: str) -> Iterator[Finding]:
        outcomes = self.ledger.outcome_rows(portal)
        n_rows = 0
        while chunk := list(islice(outcomes, _CHUNK)):
            n_rows += len(chunk)
            with_row = self.ledger.published(row["article_id"] for row in chunk)
            for row in chunk:
                fact = self._contradiction(row["article_id"], Outcome(row["outcome"]), row["duplicate_of"], with_row)
                if fact:
                    yield error(name, f"{row['article_id']} {fact}")
        if n_rows != self.ledger.n_discovered(portal):
            yield error(name, f"{n_rows} outcomes, {self.ledger.n_discovered(portal)} URLs discovered")

    def _contradiction(
        self, key: str, outcome: Outcome, leader: str | None, with_row: Mapping[str, Published]
    ) -> str | None:
        """What an outcome says against the rows seen; ``None`` when they agree."""
        row = self.current.get(key)
        has = "a row" if row else "no row"
        if (row is not None) != (key in with_row):
            return f"has {has}, the ledger says otherwise"
        if outcome is not Outcome.GONE and (row is not None) != (outcome in _WITH_ROW):
            return f"is {outcome.value} and has {has}"
        if row is not None and outcome is Outcome.DUPLICATE and leader != row[2]:
            return f"follows {leader}, by its row {row[2]}"
        return None

    def _duplicates(self) -> Iterator[Finding]:
        if not (self.workspace.root / DUPLICATES_FILE).exists():
            return
        self.progress(DUPLICATES_FILE)
        rows, found = whole_table(self.workspace.root, "duplicates", DUPLICATES_FILE)
        yield from found
        if rows is None:
            return
        for pair in rows.select(["article_id", "of"]).to_pylist():
            for key in pair.values():
                if key not in self.current:
                    yield error(DUPLICATES_FILE, f"{key} has no row in articles/")
