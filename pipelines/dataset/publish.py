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

from pipelines.dataset.clusters import Clusters, as_clusters, fingerprints_of, standing_fingerprints
from pipelines.dataset.disk import Disk
from pipelines.dataset.handover import Handover
from pipelines.dataset.journal import ASIDE, Journal
from pipelines.dataset.merge import SORTED_BY, merge
from pipelines.dataset.outcomes import write_outcomes
from pipelines.dataset.partitions import standing_partitions
from pipelines.dataset.plan import Plan, assign, decisions, plan, published_rows, staged_records
from pipelines.dataset.revisions import RecordKey
from pipelines.dataset.staging import Staging
from pipelines.dataset.standing import standing_rows
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.ledger import Ledger
from pipelines.workspace import Workspace

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


def publish(
    workspace: Workspace,
    ledger: Ledger,
    index: Clusters,
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
    if ledger.is_published(publish_id):
        raise ValueError(f"a publish called {publish_id!r} is in the ledger already")
    disk = disk or Disk(workspace.root)
    disk.remove_tree(ASIDE)
    made = plan(workspace.root, ledger, staging, rebuild=False)
    changed = index.update(_renewed(staging, made, fingerprints or {}))
    assign(made, ledger, as_clusters(changed), rebuild=False)
    writing = _write_aside(disk, staging, made, rebuild=False)
    Handover(published_rows(made), decisions(made, ledger), staged_records(staging)).write(disk)
    concerned = {*portals, *(one.partition.portal for one, _ in made.current.values())}
    concerned |= {one.portal for one in staging.rejections} | {one.portal for one in made.elsewhere.values()}
    journal = Journal(publish_id, writing.moves, writing.removals, tuple(sorted(concerned)), rebuild=False)
    report = PublishReport(
        publish_id,
        staging.n_articles,
        len(staging.rejections),
        len(made.touched),
        tuple(target for _, target in writing.moves),
        writing.removals,
    )
    journal.write(disk)
    _complete(workspace, ledger, index, journal, disk, index_updated=True)
    staging.clear()
    return report


def roll_forward(workspace: Workspace, ledger: Ledger, index: Clusters, *, disk: Disk | None = None) -> str | None:
    """Finish the publish that a killed process left, or discard what it wrote before its journal.

    Returns the id of the publish finished, ``None`` when there was none. Hold the workspace's lock.
    """
    disk = disk or Disk(workspace.root)
    journal = Journal.read(disk)
    if journal is None:
        disk.remove_tree(ASIDE)
        return None
    _complete(workspace, ledger, index, journal, disk, index_updated=False)
    return journal.publish_id


def _complete(
    workspace: Workspace, ledger: Ledger, index: Clusters, journal: Journal, disk: Disk, *, index_updated: bool
) -> None:
    """Do what ``journal`` says, from wherever an earlier attempt stopped."""
    journal.replay(disk)
    handover = Handover.read(disk)
    ledger.apply_publish(journal.publish_id, handover.published, handover.decisions, handover.records)
    disk.force("state/ledger.sqlite-wal")  # SQLite itself does so only now and then
    if index.last_publish_id != journal.publish_id:
        if not index_updated:
            index.update(standing_fingerprints(workspace.root, handover.places()))
        index.commit(journal.publish_id)
    for portal in journal.portals:
        write_outcomes(disk, ledger, portal)
    journal.finish(disk)


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
