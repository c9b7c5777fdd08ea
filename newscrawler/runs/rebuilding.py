"""``newscrawler rebuild``: the whole archive through the same stages, with the layouts that portal files have now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from newscrawler.portals.files import load_portal, portal_files
from newscrawler.portals.model import Portal
from newscrawler.talking import Talk
from pipelines.dataset import rebuild as making
from pipelines.extraction.layout import Layout
from pipelines.extraction.workers import Workers
from pipelines.records import Page
from pipelines.session import open_dataset
from pipelines.workspace import Workspace


def rebuild_output(
    output: Path, n_workers: int | None = None, *, accept_damage: bool = False, quiet: bool = False
) -> making.RebuildReport:
    """Rebuild the dataset in ``output``; pages of portals without a file are read the generic way.

    Raises NotADataset, RunInProgress, DatasetDamaged (a record cannot be read, and ``accept_damage`` is not set).
    """
    Workspace.open(output, create=False)
    portals = _Portals(output)
    with (
        open_dataset(output, "rebuilding") as dataset,
        Workers(n_workers, layouts=portals.layouts()) as workers,
        _bar(quiet) as bar,
    ):
        return making.rebuild(
            dataset,
            workers,
            f"rebuild-{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
            layout_of=portals.layout_of,
            wants_vietnamese=portals.wants_vietnamese,
            progress=bar,
            accept_damage=accept_damage,
        )


class _Portals:
    """What the portal files say of archived pages."""

    def __init__(self, output: Path) -> None:
        self._portals: dict[str, Portal] = {name: load_portal(name, output=output) for name in portal_files(output)}
        self._layouts = {name: layout for portal in self._portals.values() for name, layout in portal.layouts().items()}

    def layouts(self) -> dict[str, Layout]:
        return dict(self._layouts)

    def layout_of(self, page: Page) -> str | None:
        portal = self._portals.get(page.portal)
        return portal.layout_name(page.canonical_url) if portal is not None else None

    def wants_vietnamese(self, page: Page) -> bool:
        portal = self._portals.get(page.portal)
        return portal is not None and portal.vietnamese_only


class _Bar:
    """Progress told to a Rich bar."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._task = shown.add_task("rebuilding", total=None, n_pages=0)

    def __call__(self, progress: making.Progress) -> None:
        self._shown.update(self._task, completed=progress.n_bytes, total=progress.total_bytes, n_pages=progress.n_pages)


@contextmanager
def _bar(quiet: bool) -> Iterator[_Bar]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[n_pages]} pages"),
    )
    with Progress(*columns, TimeRemainingColumn(), console=Talk(quiet=quiet)) as shown:
        yield _Bar(shown)
