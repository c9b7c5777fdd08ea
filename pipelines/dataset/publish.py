"""Publish: what is staged becomes part of the dataset, all of it or nothing.

In order: decide (:mod:`pipelines.dataset.plan`), write every touched partition aside, write aside what the ledger is to
be told, then the journal. From there on nothing is decided any more: the publish moves files, tells ledger and
duplicate index, writes outcomes, and every step of it can be done twice. Killed before the journal, nothing has
happened and the archive brings the same items again; killed after it, :func:`roll_forward` finishes at the next
opening.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from pipelines.dataset import parquet_files
from pipelines.dataset.clusters import as_cluster, fingerprints_of, open_index, pair_table
from pipelines.dataset.disk import Disk
from pipelines.dataset.handover import Handover
from pipelines.dataset.journal import ASIDE, JOURNAL, REBUILT_INDEX, Journal
from pipelines.dataset.merge import SORTED_BY, merge
from pipelines.dataset.outcomes import holds, write_outcomes
from pipelines.dataset.partitions import standing_partitions
from pipelines.dataset.plan import Plan, assign, decisions, plan, published_rows, staged_records
from pipelines.dataset.revisions import RecordKey
from pipelines.dataset.staging import Staging
from pipelines.dataset.standing import standing_rows
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.index import DuplicateIndex
from pipelines.ledger import Ledger
from pipelines.workspace import Workspace

DUPLICATES_FILE = "duplicates/duplicates.parquet"
"""The pairs of all portals."""

_TABLES = ("articles", "revisions")


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publish did."""

    publish_id: str
    n_articles: int
    """Staged articles, versions without news included."""
    n_rejections: int
    """Staged rejections."""
    n_partitions: int
    """Partitions looked into."""
    written: tuple[str, ...]
    """Files written, relative to the output folder; those whose rows did not change are not written."""
    removed: tuple[str, ...]
    """Files removed because no row is left in them."""
    withdrawn: tuple[str, ...] = ()
    """Articles that had a row and have none any more; only a rebuild with another extractor does that."""


def publish(
    workspace: Workspace,
    ledger: Ledger,
    index: DuplicateIndex,
    staging: Staging,
    publish_id: str,
    *,
    portals: Collection[str] = (),
    fingerprints: Mapping[RecordKey, Fingerprint] | None = None,
    disk: Disk | None = None,
) -> PublishReport:
    """Merge what is staged into the dataset, then empty the staging.

    ``portals`` get their outcomes written even when nothing of theirs is staged. ``fingerprints`` are those already
    computed, by archive record. Hold the workspace's lock, and let :func:`roll_forward` go first after opening.
    Raises ValueError for a ``publish_id`` used before, OSError when the disk is full (nothing has happened then),
    DatasetDamaged when a file cannot be read.
    """
    disk = disk or Disk(workspace.root)
    if disk.exists(JOURNAL):
        raise ValueError("an earlier publish stands unfinished: open the dataset anew, which finishes it")
    journal, report = _prepare(disk, ledger, index, staging, publish_id, portals, fingerprints or {}, rebuild=False)
    journal.write(disk)
    journal.replay(disk)
    _tell_ledger(disk, ledger, journal)
    index.commit(publish_id)
    _close(disk, ledger, journal)
    staging.clear()
    return report


def publish_rebuilt(
    workspace: Workspace,
    ledger: Ledger,
    index: DuplicateIndex,
    staging: Staging,
    publish_id: str,
    *,
    disk: Disk | None = None,
) -> PublishReport:
    """Replace the whole dataset by what is staged, then empty the staging.

    ``index`` is a new one in :data:`REBUILT_INDEX`; close it afterwards, it stands elsewhere then. Raises as
    :func:`publish` does.
    """
    disk = disk or Disk(workspace.root)
    journal, report = _prepare(disk, ledger, index, staging, publish_id, ledger.portals(), {}, rebuild=True)
    index.commit(publish_id)
    journal.write(disk)
    journal.replay(disk)
    _tell_ledger(disk, ledger, journal)
    _close(disk, ledger, journal)
    staging.clear()
    return report


def roll_forward(
    workspace: Workspace, ledger: Ledger, *, disk: Disk | None = None
) -> tuple[str | None, DuplicateIndex]:
    """Finish the publish that a killed process left, or discard what it wrote before its journal; open the index.

    Returns the id of the publish finished (``None`` when there was none) and the duplicate index. Hold the workspace's
    lock.
    """
    disk = disk or Disk(workspace.root)
    journal = Journal.read(disk)
    if journal is None:
        disk.remove_tree(ASIDE)
        disk.remove_tree(REBUILT_INDEX)
        return None, open_index(workspace.root)
    journal.replay(disk)
    _tell_ledger(disk, ledger, journal)
    index = open_index(workspace.root)
    index.commit(journal.publish_id)  # its update was complete on disk before the journal was
    _close(disk, ledger, journal)
    return journal.publish_id, index


def _prepare(
    disk: Disk,
    ledger: Ledger,
    index: DuplicateIndex,
    staging: Staging,
    publish_id: str,
    portals: Collection[str],
    fingerprints: Mapping[RecordKey, Fingerprint],
    *,
    rebuild: bool,
) -> tuple[Journal, PublishReport]:
    """Decide everything and write it aside; nothing that stands is touched."""
    if ledger.is_published(publish_id):
        raise ValueError(f"a publish called {publish_id!r} is in the ledger already")
    disk.remove_tree(ASIDE)
    made = plan(disk.root, ledger, staging, rebuild=rebuild)
    changed = index.update(_renewed(staging, made, fingerprints))
    clusters = {one.article_id: as_cluster(one) for one in changed}
    clusters |= {key: as_cluster(index.assignment(key)) for key in made.current}
    assign(made, ledger, clusters, rebuild=rebuild)
    writing = _write_aside(disk, staging, made, rebuild=rebuild)
    moves = writing.moves
    if made.renewed or rebuild or not disk.exists(DUPLICATES_FILE):
        moves += _write_duplicates(disk, index)
    Handover(published_rows(made), decisions(made, ledger), staged_records(staging)).write(disk)
    concerned = {*portals, *(one.partition.portal for one, _ in made.current.values())}
    concerned |= {one.portal for one in staging.rejections} | {one.portal for one in made.elsewhere.values()}
    withdrawn = _withdrawn(disk, made) if rebuild else ()
    journal = Journal(publish_id, moves, writing.removals, tuple(sorted(concerned)), withdrawn, rebuild)
    report = PublishReport(
        publish_id,
        staging.n_articles,
        len(staging.rejections),
        len(made.touched),
        tuple(target for _, target in moves),
        writing.removals,
        withdrawn,
    )
    return journal, report


def _tell_ledger(disk: Disk, ledger: Ledger, journal: Journal) -> None:
    handover = Handover.read(disk)
    ledger.apply_publish(
        journal.publish_id, handover.published, handover.decisions, handover.records, withdrawn=journal.withdrawn
    )
    disk.force("state/ledger.sqlite-wal")  # SQLite itself does so only now and then


def _close(disk: Disk, ledger: Ledger, journal: Journal) -> None:
    for portal in journal.portals:
        write_outcomes(disk, ledger, portal)
    journal.finish(disk)


def _withdrawn(disk: Disk, made: Plan) -> tuple[str, ...]:
    """Articles that stand now and have no row in a rebuilt dataset."""
    stands: set[str] = set()
    for partition in standing_partitions(disk.root, "articles"):
        rows = parquet_files.read(disk.root / partition.file("articles"), ["article_id"])
        stands.update(str(key) for key in rows["article_id"].to_pylist())
    return tuple(sorted(stands - made.current.keys()))


@dataclass(frozen=True, slots=True)
class _Writing:
    """What was written aside, and what is to be removed."""

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


def _renewed(staging: Staging, made: Plan, ready: Mapping[RecordKey, Fingerprint]) -> Iterator[Fingerprint]:
    """Fingerprints of the texts that become current rows, one batch of staging in memory at a time."""
    by_batch: dict[int, list[RecordKey]] = {}
    for version, _ in made.current.values():
        if version.batch is not None and version.record in made.renewed:
            by_batch.setdefault(version.batch, []).append(version.record)
    for number, records in sorted(by_batch.items()):
        rows = staging.batch(number)
        portals: list[str] = [str(one) for one in rows["portal"].to_pylist()]
        for portal in sorted(set(portals)):
            mask = pa.array([one == portal for one in portals], type=pa.bool_())
            yield from fingerprints_of(rows.filter(mask), portal, set(records), ready)


def _write_duplicates(disk: Disk, index: DuplicateIndex) -> tuple[tuple[str, str], ...]:
    """Write the pairs aside, unless they stand already."""
    rows = pair_table(index)
    if holds(disk, DUPLICATES_FILE, rows):
        return ()
    disk.write_parquet(f"{ASIDE}/{DUPLICATES_FILE}", rows, ("article_id", "of"))
    return ((f"{ASIDE}/{DUPLICATES_FILE}", DUPLICATES_FILE),)


def _write_aside(disk: Disk, staging: Staging, made: Plan, *, rebuild: bool) -> _Writing:
    """Write the new rows of every touched partition aside, one partition in memory at a time."""
    moves: list[tuple[str, str]] = []
    removals: list[str] = []
    for partition in sorted(made.touched):
        stands = {name: None if rebuild else standing_rows(disk.root, name, partition) for name in _TABLES}
        staged = staging.rows_of(made.staged.get(partition, ()))
        merged = merge(stands["articles"], stands["revisions"], staged, made.changes)
        for name, rows in zip(_TABLES, merged, strict=True):
            before, file = stands[name], partition.file(name)
            if rows.num_rows == 0:
                removals += [file] if before is not None else []
            elif before is None or not rows.equals(before.cast(rows.schema)):
                aside = f"{ASIDE}/{file}"
                disk.write_parquet(aside, rows, SORTED_BY[name])
                moves.append((aside, file))
    if rebuild:
        written = {target for _, target in moves}
        removals += [
            file for name in _TABLES for one in standing_partitions(disk.root, name)
            if (file := one.file(name)) not in written
        ]  # fmt: skip
    return _Writing(tuple(moves), tuple(removals))
