"""The archive: every fetched page, as received, before anything else happens to it (WARC 1.1)."""

from pipelines.archive.member import Damage
from pipelines.archive.reading import archive_files, iter_file, iter_pages, read_page, read_pages
from pipelines.archive.stage import ArchiveStage
from pipelines.archive.writing import ArchiveWriter, heal

__all__ = [
    "ArchiveStage",
    "ArchiveWriter",
    "Damage",
    "archive_files",
    "heal",
    "iter_file",
    "iter_pages",
    "read_page",
    "read_pages",
]
