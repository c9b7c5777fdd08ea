"""Rebuild: the dataset anew from the archive, without one request, swapped in at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.archive import Damage, archive_files, iter_pages
from pipelines.dataset.disk import Disk
from pipelines.dataset.journal import REBUILT_INDEX
from pipelines.dataset.publish import PublishReport, publish_rebuilt
from pipelines.dataset.staging import Staging
from pipelines.deduplication.index import DuplicateIndex
from pipelines.errors import DatasetDamaged
from pipelines.extraction.stage import ExtractStage
from pipelines.extraction.workers import Workers
from pipelines.records import Article, Item, Page, PageKind, Rejection
from pipelines.session import OpenDataset, any_language, generic_layout
from pipelines.workspace import Workspace

PAGES_PER_WORKER = 8
"""Pages handed to the workers ahead of their results: enough to keep them busy, few enough to forget."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is."""

    n_pages: int
    """Article pages extracted so far."""
    n_bytes: int
    """Bytes of the archive read so far."""
    total_bytes: int
    """Bytes of the archive."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did."""

    n_pages: int
    """Article pages in the archive."""
    damages: tuple[Damage, ...]
    """What could not be read, where that was accepted."""
    published: PublishReport
    """What became of them."""


@dataclass(slots=True)
class _Extraction:
    """What :class:`ExtractStage` needs of a session."""

    workers: Workers
    layout_of: Callable[[Page], str | None]
    wants_vietnamese: Callable[[Page], bool]

    def layout_name(self, page: Page) -> str | None:
        return self.layout_of(page)

    def vietnamese_only(self, page: Page) -> bool:
        return self.wants_vietnamese(page)


def rebuild(
    dataset: OpenDataset,
    workers: Workers,
    rebuild_id: str,
    *,
    layout_of: Callable[[Page], str | None] = generic_layout,
    wants_vietnamese: Callable[[Page], bool] = any_language,
    progress: Callable[[Progress], object] | None = None,
    accept_damage: bool = False,
    disk: Disk | None = None,
) -> RebuildReport:
    """Make articles, revisions, outcomes, duplicates and the duplicate index anew from every archived page.

    The same archive and the same versions give the same bytes, those of the crawl's own publishes. ``layout_of`` and
    ``wants_vietnamese`` say for a page what :class:`ExtractStage` asks. Until the end nothing that stands is touched;
    killed, it leaves the old dataset or the new one. Afterwards ``dataset``'s index is out of date: open it again.
    Raises DatasetDamaged when a record of the archive cannot be read, unless ``accept_damage``: what only stands there
    would be lost from the dataset. Raises OSError when the disk is full.
    """
    extraction = _Extraction(workers, layout_of, wants_vietnamese)
    making = _Making(dataset.workspace, Staging(dataset.workspace.staging / "rebuild"), ExtractStage(extraction))
    making.progress = progress
    disk = disk or Disk(dataset.workspace.root)
    try:
        asyncio.run(making.run(workers.n_workers * PAGES_PER_WORKER))
        if making.damages and not accept_damage:
            first = making.damages[0]
            raise DatasetDamaged(
                dataset.workspace.archive / first.file, f"{first.fact} (at byte {first.offset}); nothing was changed"
            )
        disk.remove_tree(REBUILT_INDEX)
        index = DuplicateIndex.open(dataset.workspace.root / REBUILT_INDEX)
        report = publish_rebuilt(dataset.workspace, dataset.ledger, index, making.staging, rebuild_id, disk=disk)
        return RebuildReport(making.n_pages, tuple(making.damages), report)
    finally:
        making.staging.clear()


@dataclass(slots=True)
class _Making:
    """Pages on their way from the archive through the workers into staging."""

    workspace: Workspace
    staging: Staging
    extract: ExtractStage
    progress: Callable[[Progress], object] | None = None
    damages: list[Damage] = field(default_factory=list)
    n_pages: int = 0
    under_way: set[asyncio.Task[Item]] = field(default_factory=set)

    async def run(self, n_ahead: int) -> None:
        """Send every archived article page through, at most ``n_ahead`` at a time."""
        starts, total = self._file_starts()
        for page in iter_pages(self.workspace, on_damage=self.damages.append):
            if page.kind is not PageKind.ARTICLE or page.archive_ref is None:
                continue
            if len(self.under_way) >= n_ahead:
                await self._gather(asyncio.FIRST_COMPLETED)
            self.under_way.add(asyncio.ensure_future(self.extract.process_item(page)))
            self.n_pages += 1
            ref = page.archive_ref
            self._tell(Progress(self.n_pages, starts[ref.file] + ref.offset + ref.length, total))
        while self.under_way:
            await self._gather(asyncio.ALL_COMPLETED)
        self._tell(Progress(self.n_pages, total, total))

    async def _gather(self, when: str) -> None:
        done, self.under_way = await asyncio.wait(self.under_way, return_when=when)
        for task in done:
            found = task.result()
            if isinstance(found, (Article, Rejection)):
                self.staging.add(found)

    def _tell(self, progress: Progress) -> None:
        if self.progress is not None:
            self.progress(progress)

    def _file_starts(self) -> tuple[dict[str, int], int]:
        """Bytes of the archive before each of its files, and in all."""
        starts, total = {}, 0
        for file in archive_files(self.workspace):
            starts[file] = total
            total += (self.workspace.archive / file).stat().st_size
        return starts, total
