"""Append pages to the archive, durably, and heal what a killed writer left."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.archive.member import Damage, members, pack
from pipelines.archive.reading import SUFFIX
from pipelines.archive.record import information_record, page_to_record
from pipelines.records import ArchiveRef, Page
from pipelines.workspace import Workspace

ROTATE_BYTES = 1_000_000_000
"""Size in bytes at which a new file is begun."""
GROUP_PAGES = 50
"""Pages that share one fsync."""

_PORTAL = re.compile(r"[a-z0-9-]+")
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class ArchiveWriter:
    """Appends the pages of one run of one portal to ``archive/portal=<p>/<run_id>-<nnnn>.warc.gz``.

    A page is in the file when :meth:`append` returns (a killed process loses nothing) and on the disk when
    :meth:`sync` returns (a power cut loses nothing). Every ``group`` pages are synced together; then ``on_synced`` is
    told the pages, without their bodies, that have become durable: so the ledger never knows more than the archive.
    One writer at a time per workspace: hold :meth:`Workspace.lock`.
    """

    def __init__(
        self,
        workspace: Workspace,
        portal: str,
        run_id: str,
        *,
        on_synced: Callable[[Sequence[Page]], object] | None = None,
        group: int = GROUP_PAGES,
        rotate_bytes: int = ROTATE_BYTES,
    ) -> None:
        if not _PORTAL.fullmatch(portal) or not _RUN_ID.fullmatch(run_id):
            raise ValueError(f"portal {portal!r} and run {run_id!r} must be plain names: they become part of a path")
        self.portal, self.run_id, self.on_synced = portal, run_id, on_synced
        self._workspace, self._group, self._rotate_bytes = workspace, group, rotate_bytes
        self._waiting: list[Page] = []
        self._folder = workspace.archive / f"portal={portal}"
        self._descriptor: int | None = None
        self._number, self._size = 0, 0
        self.damages: list[Damage] = []
        """What opening found broken in the file of this run that was continued."""

    def append(self, page: Page) -> Page:
        """Write ``page`` and return it with its ``archive_ref``; on OSError (full disk …) the file stays whole."""
        if page.portal != self.portal:
            raise ValueError(f"a page of {page.portal!r} in the archive of {self.portal!r}")
        descriptor = self._ready(page)
        data = page_to_record(page, self._file, self._size)
        member = pack(data, compressed_already=page.header("Content-Encoding") is not None)
        ref = ArchiveRef(self._file, self._size, len(member))
        self._write(descriptor, member)
        stored = replace(page, archive_ref=ref)
        self._waiting.append(replace(stored, body=b""))
        if len(self._waiting) >= self._group:
            self.sync()
        return stored

    def sync(self) -> None:
        """Make every appended page durable (fsync), then tell ``on_synced`` which they are."""
        if self._descriptor is not None and self._waiting:
            os.fsync(self._descriptor)
        if self._waiting:
            durable, self._waiting = self._waiting, []
            if self.on_synced is not None:
                self.on_synced(durable)

    def close(self) -> None:
        """Sync and close; appending again opens the file again."""
        try:
            self.sync()
        finally:
            self._release()

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _file(self) -> str:
        return f"{self._folder.name}/{self.run_id}-{self._number:04d}{SUFFIX}"

    def _ready(self, page: Page) -> int:
        if self._descriptor is None:
            self._open_last()
        elif self._size >= self._rotate_bytes:
            self.sync()
            self._release()
            self._number += 1
            self._open()
        assert self._descriptor is not None
        if self._size == 0:
            facts = {
                "software": "newscrawler",
                "format": "WARC File Format 1.1",
                "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                "isPartOf": self.run_id,
            }
            record = information_record(self._file, facts, page.fetched_at)
            self._write(self._descriptor, pack(record, compressed_already=False))
        return self._descriptor

    def _open_last(self) -> None:
        """Continue this run's newest file, healed, or begin its first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        pattern = re.compile(re.escape(self.run_id) + r"-(\d{4,})" + re.escape(SUFFIX))
        numbers = [int(match[1]) for entry in self._folder.iterdir() if (match := pattern.fullmatch(entry.name))]
        self._number = max(numbers, default=0)
        if numbers:
            self.damages = heal(self._workspace, self._file)
        self._open()

    def _open(self) -> None:
        path = self._workspace.archive / self._file
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._size = os.fstat(self._descriptor).st_size
        for folder in (self._folder, self._folder.parent):
            sync_folder(folder)

    def _release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _write(self, descriptor: int, member: bytes) -> None:
        rest = memoryview(member)
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except BaseException:
            os.ftruncate(descriptor, self._size)
            raise
        self._size += len(member)


def heal(workspace: Workspace, file: str, start: int = 0) -> list[Damage]:
    """Cut what stands behind the last whole record of ``file`` and keep it beside as ``<file>.torn``.

    Looks from ``start``, the beginning of a record. Returns every damage seen; those in the middle stay as they are.
    """
    damages = [found for found in members(workspace.archive / file, file, start) if isinstance(found, Damage)]
    if damages and damages[-1].torn:
        cut_tail(workspace.archive / file, damages[-1].offset)
    return damages


def cut_tail(path: Path, offset: int) -> None:
    """End ``path`` at ``offset``; the bytes cut are appended to ``<path>.torn`` first, durably."""
    torn = path.with_name(path.name + ".torn")
    with path.open("r+b") as stream, torn.open("ab") as beside:
        stream.seek(offset)
        while chunk := stream.read(1 << 20):
            beside.write(chunk)
        beside.flush()
        os.fsync(beside.fileno())
        stream.truncate(offset)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names created or removed in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
