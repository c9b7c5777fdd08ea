"""Read pages: one by its reference, many in the archive's fixed order (portal, file, offset)."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby

from pipelines.archive.member import Damage, members, unpack
from pipelines.archive.record import NotARecord, record_to_page
from pipelines.errors import DatasetDamaged
from pipelines.records import ArchiveRef, Page
from pipelines.workspace import Workspace

_log = logging.getLogger(__name__)
SUFFIX = ".warc.gz"


def archive_files(workspace: Workspace, portals: Collection[str] | None = None) -> list[str]:
    """Names of the WARC files (relative to the archive folder) of ``portals``, of all when ``None``, in fixed order."""
    found = []
    for folder in workspace.archive.glob("portal=*"):
        portal = folder.name.removeprefix("portal=")
        if portals is None or portal in portals:
            found += [(portal, file.name, f"{folder.name}/{file.name}") for file in folder.glob(f"*{SUFFIX}")]
    return [name for _, _, name in sorted(found)]


def read_page(workspace: Workspace, ref: ArchiveRef) -> Page:
    """The page that stands at ``ref``. Raises DatasetDamaged when no page can be read there."""
    return next(read_pages(workspace, [ref]))


def read_pages(workspace: Workspace, refs: Iterable[ArchiveRef]) -> Iterator[Page]:
    """The pages at ``refs`` in their order; a file is opened once for neighbours in it.

    Raises DatasetDamaged when no page can be read at one of them.
    """
    for file, group in groupby(refs, key=lambda ref: ref.file):
        path = workspace.archive / file
        try:
            with path.open("rb") as stream:
                for ref in group:
                    stream.seek(ref.offset)
                    page = record_to_page(unpack(stream.read(ref.length)), ref)
                    if page is None:
                        raise NotARecord("a record without a page")
                    yield page
        except (OSError, zlib.error, NotARecord) as error:
            raise DatasetDamaged(path, f"cannot read the archived page: {error}") from error


def iter_file(workspace: Workspace, file: str, start: int = 0, stop: int | None = None) -> Iterator[Page | Damage]:
    """Pages of one WARC file whose records start in ``start`` … ``stop``, and the damages among them, by offset.

    ``start`` must be the beginning of a record, ``stop=None`` means the end of the file.
    """
    for member in members(workspace.archive / file, file, start, stop):
        if isinstance(member, Damage):
            yield member
            continue
        try:
            page = record_to_page(member.data, ArchiveRef(file, member.offset, member.length))
        except NotARecord as error:
            yield Damage(file, member.offset, str(error))
        else:
            if page is not None:
                yield page


def iter_pages(
    workspace: Workspace,
    portals: Collection[str] | None = None,
    *,
    since: ArchiveRef | None = None,
    on_damage: Callable[[Damage], object] | None = None,
) -> Iterator[Page]:
    """Every whole page of ``portals`` (``None`` for all) in the archive's fixed order: portal, file, offset.

    ``since`` starts behind that record. What is broken goes to ``on_damage`` (a warning in the log when ``None``) and
    reading goes on behind it.
    """
    report = on_damage or _warn
    for file in archive_files(workspace, portals):
        start = 0
        if since is not None:
            if _order(file) < _order(since.file):
                continue
            start = since.offset + since.length if file == since.file else 0
        for found in iter_file(workspace, file, start):
            if isinstance(found, Page):
                yield found
            else:
                report(found)


def _order(file: str) -> tuple[str, str]:
    portal, _, name = file.partition("/")
    return portal.removeprefix("portal="), name


def _warn(damage: Damage) -> None:
    _log.warning("%s at byte %d: %s", damage.file, damage.offset, damage.fact)
