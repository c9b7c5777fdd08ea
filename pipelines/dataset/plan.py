"""What a publish will change, decided from keys alone: no text is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pipelines.dataset.decisions import GONE, gone_at, of_row, without_row
from pipelines.dataset.merge import UNMARKED, Changes, Cluster, Marks, marked
from pipelines.dataset.partitions import Partition
from pipelines.dataset.revisions import Place, RecordKey, Version, history
from pipelines.dataset.rows import micros
from pipelines.dataset.staging import Rejected, Staging
from pipelines.dataset.standing import Standing, standing
from pipelines.errors import DatasetDamaged
from pipelines.ledger import Decision, Known, Ledger, Published
from pipelines.records import ArchiveRef, Outcome

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAILED = frozenset({Outcome.ROBOTS, Outcome.ERROR, Outcome.BLOCKED})
_Item = TypeVar("_Item", Version, Rejected)


@dataclass(slots=True)
class Plan:
    """The changes of one publish; :func:`assign` completes it with what the duplicate index says."""

    places: dict[RecordKey, Place | None] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    touched: set[Partition] = field(default_factory=set)
    """Partitions whose rows may change."""
    staged: dict[Partition, list[Version]] = field(default_factory=dict)
    """Staged versions that become rows, by partition."""
    current: dict[str, tuple[Version, Place]] = field(default_factory=dict)
    """Current revision of every staged article that has one."""
    renewed: set[RecordKey] = field(default_factory=set)
    """Staged records that become current rows: their articles' text is new to the duplicate index."""
    last: dict[str, Version | Rejected] = field(default_factory=dict)
    """Last staged fetch of every staged article."""
    elsewhere: dict[str, Published] = field(default_factory=dict)
    """Articles that were not staged and whose assignment changed."""

    @property
    def changes(self) -> Changes:
        """What :func:`pipelines.dataset.merge.merge` applies to each partition."""
        return Changes(self.places, self.marks, self.clusters)


def plan(root: Path, ledger: Ledger, staging: Staging, *, rebuild: bool) -> Plan:
    """What publishing ``staging`` changes; with ``rebuild`` as if nothing stood.

    Raises DatasetDamaged when the ledger says an article stands where it does not.
    """
    versions, rejected = _by_article(staging.versions()), _by_article(staging.rejections)
    known = {} if rebuild else ledger.published([*versions, *(key for key in rejected if key not in versions)])
    found = _standing(root, known)
    made = Plan()
    for key in {**versions, **rejected}:
        items: list[Version | Rejected] = [*versions.get(key, ()), *rejected.get(key, ())]
        made.last[key] = max(items, key=lambda one: one.order)
        kept = history([*found.versions.get(key, ()), *versions.get(key, ())])
        if kept:
            _place(made, found, key, kept)
            _mark(made, found, key, items)
    return made


def assign(made: Plan, ledger: Ledger, clusters: Mapping[str, Cluster], *, rebuild: bool) -> None:
    """Complete the plan with the assignments of the staged articles, and of those elsewhere that changed."""
    made.clusters = dict(clusters)
    for key in clusters.keys() & made.current.keys():
        if marked(made.marks[key], clusters[key]) != made.marks[key]:
            made.touched.add(made.current[key][0].partition)
    others = clusters.keys() - made.current.keys()
    if others and not rebuild:
        made.elsewhere = ledger.published(others)
        made.touched |= {partition_of_row(row) for row in made.elsewhere.values()}


def published_rows(made: Plan) -> list[Published]:
    """Where the current rows of the staged articles stand afterwards, as the ledger wants it."""
    return [
        Published(
            key,
            version.partition.portal,
            version.partition.year,
            version.partition.month,
            version.content_hash,
            place.revision,
            _time(version.fetched_at),
            None if version.published_at is None else _time(version.published_at),
        )
        for key, (version, place) in sorted(made.current.items())
    ]


def decisions(made: Plan, ledger: Ledger) -> list[Decision]:
    """What became of every staged article, and of those elsewhere whose assignment changed."""
    states = ledger.states([key for key in made.last if key not in made.current])
    decided = []
    for key, last in sorted(made.last.items()):
        rejected = last if isinstance(last, Rejected) else None
        if key in made.current:
            version, place = made.current[key]
            marks = marked(made.marks.get(key, UNMARKED), made.clusters.get(key))
            verdict = of_row(place, marks, version.record, last.record, rejected)
            decided.append(_decision(key, verdict.outcome, last.run_id, verdict.reason, verdict.detail, marks))
        elif rejected is not None and not _failed_later(states.get(key), rejected):
            verdict = without_row(rejected)
            decided.append(Decision(key, verdict.outcome, rejected.run_id, verdict.reason, verdict.detail))
    return decided + [_decision_elsewhere(made, ledger, row) for _, row in sorted(made.elsewhere.items())]


def staged_records(staging: Staging) -> list[ArchiveRef]:
    """The archived pages whose results are staged; their length is not known here and given as 0."""
    records = [version.record for version in staging.versions()] + [one.record for one in staging.rejections]
    return [ArchiveRef(file, offset, 0) for file, offset in records]


def incomplete_histories(ledger: Ledger, staging: Staging) -> list[ArchiveRef]:
    """Archived pages that must be staged too before a publish, because what is staged does not decide alone.

    These are all pages of articles that (a) have a text and were missed on the portal by a staged fetch: whether the
    removal is confirmed depends on earlier fetches; or (b) were fetched again later than a staged fetch (a clock that
    went back, a recovery that came late): what those fetches brought means something else now. Both are rare.
    """
    items: list[Version | Rejected] = [*staging.versions(), *staging.rejections]
    first: dict[str, int] = {}
    for item in items:
        first[item.article_id] = min(item.order[0], first.get(item.article_id, item.order[0]))
    missed = {item.article_id for item in items if isinstance(item, Rejected) and item.reason in GONE}
    with_text = {item.article_id for item in items if isinstance(item, Version)} | ledger.published(missed).keys()
    states = ledger.states(first)
    wanted = (missed & with_text) | {key for key, at in first.items() if _fetched_since(states.get(key), at)}
    staged = {item.record for item in items}
    refs = (ref for key in sorted(wanted) for ref in ledger.fetches(key))
    return sorted((ref for ref in refs if (ref.file, ref.offset) not in staged), key=lambda ref: (ref.file, ref.offset))


def partition_of_row(row: Published) -> Partition:
    """Where the ledger says that a current row stands."""
    return Partition(row.portal, row.year, row.month)


def _by_article(items: Iterable[_Item]) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(item.article_id, []).append(item)
    return found


def _standing(root: Path, known: Mapping[str, Published]) -> Standing:
    where = {key: partition_of_row(row) for key, row in known.items()}
    found = standing(root, where, {key for key, row in known.items() if row.revision > 1})
    for key, partition in where.items():
        if key not in found.marks:
            raise DatasetDamaged(
                root / partition.file("articles"), f"does not hold {key}, which the ledger places there"
            )
    return found


def _place(made: Plan, found: Standing, key: str, kept: list[tuple[Version, Place]]) -> None:
    """Note where each revision of one article goes, and what leaves its place."""
    for version, place in kept:
        if found.places.get(version.record) != place:
            made.places[version.record] = place
            made.touched.add(version.partition)
        if version.batch is not None:
            made.staged.setdefault(version.partition, []).append(version)
    remaining = {version.record for version, _ in kept}
    for version in found.versions.get(key, ()):
        if version.record not in remaining:
            made.places[version.record] = None
            made.touched.add(version.partition)
    made.current[key] = kept[-1]
    if kept[-1][0].batch is not None:
        made.renewed.add(kept[-1][0].record)


def _mark(made: Plan, found: Standing, key: str, items: list[Version | Rejected]) -> None:
    """Carry an article's marks over to its current row, with a removal or its end noted."""
    standing_marks = found.marks.get(key, UNMARKED)
    marks = replace(standing_marks, gone_at=gone_at(items, standing_marks.gone_at))
    made.marks[key] = marks
    if marks != standing_marks:
        made.touched.add(made.current[key][0].partition)


def _decision(
    key: str, outcome: Outcome, run_id: str, reason: str | None, detail: str | None, marks: Marks
) -> Decision:
    leader = marks.duplicate_of if outcome is Outcome.DUPLICATE else None
    return Decision(key, outcome, run_id, reason, detail, leader)


def _decision_elsewhere(made: Plan, ledger: Ledger, row: Published) -> Decision:
    """An article whose text nobody touched, but whose cluster changed."""
    state, fetches = ledger.state(row.article_id), ledger.fetches(row.article_id)
    leader = made.clusters[row.article_id].duplicate_of
    run_id = _run_of(fetches[-1].file) if fetches else ""
    reason = state.reason if state else None
    if state is not None and state.outcome is Outcome.GONE:
        return Decision(row.article_id, Outcome.GONE, run_id, reason)
    if leader is not None:
        return Decision(row.article_id, Outcome.DUPLICATE, run_id, reason, None, leader)
    if state is not None and state.fetched_at != row.fetched_at:
        return Decision(row.article_id, Outcome.UNCHANGED, run_id, reason)
    return Decision(row.article_id, Outcome.STORED if row.revision == 1 else Outcome.UPDATED, run_id, reason)


def _run_of(file: str) -> str:
    """The run whose pages a WARC file ``portal=<p>/<run_id>-<nnnn>.warc.gz`` holds."""
    return file.rpartition("/")[2].rpartition("-")[0]


def _failed_later(state: Known | None, rejected: Rejected) -> bool:
    """Whether a request that brought no page failed after the rejected one: then that failure is the outcome."""
    return state is not None and state.outcome in _FAILED and _fetched_since(state, micros(rejected.fetched_at))


def _fetched_since(state: Known | None, at: int) -> bool:
    return state is not None and state.fetched_at is not None and micros(state.fetched_at) > at


def _time(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)
