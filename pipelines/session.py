"""What one run of one portal works with: the open output folder, its archive file, its workers, its staging."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pyarrow as pa

from pipelines.archive import ArchiveWriter, read_page
from pipelines.dataset.disk import Disk
from pipelines.dataset.publish import PublishReport, publish, roll_forward
from pipelines.dataset.revisions import RecordKey
from pipelines.dataset.staging import Staging
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.index import DuplicateIndex
from pipelines.errors import DatasetDamaged
from pipelines.extraction.workers import Workers
from pipelines.ledger import Ledger, Reindexed, open_ledger, reindex
from pipelines.records import ArchiveRef, Article, Page
from pipelines.workspace import Workspace

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenDataset:
    """An output folder that is open for writing, whole again after whatever happened before."""

    workspace: Workspace
    ledger: Ledger
    index: DuplicateIndex
    rolled_forward: str | None
    """Publish that a killed process had begun and that was finished now; ``None`` when there was none."""
    reindexed: Reindexed
    """Archived pages that the ledger did not know, and what is broken in the archive."""


@contextmanager
def open_dataset(root: Path, holder: str = "", *, disk: Disk | None = None) -> Iterator[OpenDataset]:
    """Hold the output folder ``root`` for writing; a new or empty folder is made into a dataset.

    Finishes a publish that was killed half-way, heals the archive's last file and tells the ledger of pages it does not
    know. ``holder`` says who, to whom it finds the folder locked; ``disk`` how files are written, ``None`` for the
    usual way. Raises RunInProgress, NotADataset, SchemaTooNew or DatasetDamaged.
    """
    workspace = Workspace.open(root)
    with workspace.lock(holder), open_ledger(workspace) as ledger:
        found = reindex(ledger, workspace)
        finished, index = roll_forward(workspace, ledger, disk=disk)
        shutil.rmtree(workspace.staging, ignore_errors=True)  # what a killed run had staged, the archive brings again
        if finished:
            _log.warning("%s: finished the publish %s of a run that was killed", root, finished)
        yield OpenDataset(workspace, ledger, index, finished, found)


def generic_layout(page: Page) -> str | None:
    """No layout: every field is found generically."""
    return None


def any_language(page: Page) -> bool:
    """Articles in every language are wanted."""
    return False


@dataclass(slots=True)
class Session:
    """One run of one portal; the stages take from it what they need."""

    dataset: OpenDataset
    portal: str
    run_id: str
    archive: ArchiveWriter
    workers: Workers
    staging: Staging
    layout_of: Callable[[Page], str | None] = generic_layout
    """Name, among the workers' layouts, of the one for a page; ``None`` for the generic way."""
    wants_vietnamese: Callable[[Page], bool] = any_language
    """Whether the page's portal wants articles in other languages rejected."""
    disk: Disk | None = None
    """How files are written; ``None`` for the usual way."""
    fingerprints: dict[RecordKey, Fingerprint] = field(default_factory=dict)
    """What the deduplication stage computed for staged articles, by archive record."""
    reports: list[PublishReport] = field(default_factory=list)
    """What was published so far."""
    failed: bool = False
    """Whether a publish failed: the duplicate index is then ahead of the dataset until that is opened again."""

    @property
    def workspace(self) -> Workspace:
        """The output folder."""
        return self.dataset.workspace

    @property
    def ledger(self) -> Ledger:
        """The ledger of the output folder."""
        return self.dataset.ledger

    @property
    def index(self) -> DuplicateIndex:
        """The duplicate index of the output folder."""
        return self.dataset.index

    def layout_name(self, page: Page) -> str | None:
        """Name of the layout for ``page``; ``None`` for the generic way."""
        return self.layout_of(page)

    def vietnamese_only(self, page: Page) -> bool:
        """Whether the portal of ``page`` wants articles in other languages rejected."""
        return self.wants_vietnamese(page)

    def keep_fingerprint(self, article: Article, fingerprint: Fingerprint) -> None:
        """Keep the fingerprint that a worker computed, for the publish."""
        if (record := article.page.archive_ref) is not None:
            self.fingerprints[record.file, record.offset] = fingerprint

    def unpublished_pages(self) -> Iterator[Page]:
        """Article pages that were archived but not published (a killed run); send them through the stages first.

        Pages that can no longer be read are passed over with a warning.
        """
        yield from self.pages_at(self.ledger.unpublished(self.portal))

    def pages_at(self, refs: Collection[ArchiveRef] | Iterator[ArchiveRef]) -> Iterator[Page]:
        """The archived pages at ``refs``; those that cannot be read are passed over with a warning."""
        for ref in refs:
            try:
                yield read_page(self.workspace, ref)
            except DatasetDamaged as error:
                _log.warning("%s", error)

    def publish(self) -> PublishReport:
        """Publish what is staged, and the portal's outcomes; what is archived is made durable first.

        Raises what :func:`pipelines.dataset.publish.publish` raises, and RuntimeError after an earlier one has failed:
        open the dataset again then, which finishes or discards it.
        """
        if self.failed:
            raise RuntimeError(f"an earlier publish of run {self.run_id} failed: open the dataset again")
        self.archive.sync()
        self.failed = True
        report = publish(
            self.workspace,
            self.ledger,
            self.index,
            self.staging,
            self._next_publish_id(),
            portals=(self.portal,),
            fingerprints=self.fingerprints,
            disk=self.disk,
        )
        self.failed = False
        self.fingerprints.clear()
        pa.default_memory_pool().release_unused()  # malloc_trim(3) for a crawl: nothing of it is needed till the next
        self.reports.append(report)
        return report

    def _next_publish_id(self) -> str:
        names = (f"{self.run_id}-{number:04d}" for number in count(1))
        return next(name for name in names if not self.ledger.is_published(name))


@contextmanager
def open_session(
    dataset: OpenDataset,
    portal: str,
    run_id: str,
    workers: Workers,
    *,
    layout_of: Callable[[Page], str | None] = generic_layout,
    wants_vietnamese: Callable[[Page], bool] = any_language,
    disk: Disk | None = None,
) -> Iterator[Session]:
    """The session of run ``run_id`` of ``portal``; at the end its archive file is closed and its staging discarded.

    What was staged and not published is made again from the archive by the next run. ``run_id`` becomes part of paths:
    letters, digits, dot, hyphen and underscore.
    """
    staging = Staging(dataset.workspace.staging / f"{portal}-{run_id}")
    with ArchiveWriter(dataset.workspace, portal, run_id, on_synced=dataset.ledger.record_fetches) as archive:
        yield Session(dataset, portal, run_id, archive, workers, staging, layout_of, wants_vietnamese, disk)
    staging.clear()
