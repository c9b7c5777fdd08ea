"""The Tantivy index: derived from the published articles, kept under ``state/search``, remade whenever in doubt."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawler.corpus.database import Database
from newscrawler.corpus.files import Snapshot
from newscrawler.corpus.query import Limits, ask, stream
from newscrawler.corpus.search.fields import INDEX_VERSION, ROWS, as_document, library, make_index, with_analysis
from pipelines.errors import QueryError

if TYPE_CHECKING:
    import tantivy

# What decides whether an indexed article is still the published one. The extractor's version covers a rebuild that
# changes texts without changing their folded hash.
_KEYS = """
    SELECT article_id, md5(concat_ws('|', revision, content_hash, extractor, fetched_at, title, coalesce(section, ''),
        coalesce(listed_section, ''), coalesce(published_at::VARCHAR, ''), coalesce(duplicate_of, ''), portal)) AS key
    FROM articles"""


@dataclass(frozen=True)
class Update:
    """What an update did."""

    added: int
    """Articles indexed, new or changed."""
    removed: int
    """Articles that are no longer in the dataset."""
    rebuilt: bool
    """True when the index was made from nothing."""
    busy: bool = False
    """True when another process is updating, so nothing was done."""


class SearchIndex:
    """The index of one dataset. Opening makes an empty one where none is, or none of this version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.snapshot.root / "state" / "search" / f"v{INDEX_VERSION}"
        self._opened: tuple[int | None, tantivy.Index] | None = None
        self._seen = 0

    @property
    def folder(self) -> Path:
        """Where it stands; may be deleted at any time when nothing uses it."""
        return self._folder

    def searcher(self) -> tuple[tantivy.Index, tantivy.Searcher]:
        """Return the index and a searcher over its last commit."""
        index = self._open()
        committed = (self._folder / "tantivy" / "meta.json").stat().st_mtime_ns
        if committed != self._seen:
            index.reload()
            self._seen = committed
        return index, index.searcher()

    def exists(self) -> bool:
        """Tell whether there is an index to search, current or not."""
        return (self._folder / "indexed.parquet").exists()

    def is_current(self) -> bool:
        """Tell whether the index was made from the files that are published now."""
        return self._stamps() == _described(self._database.snapshot)

    def update(self, *, rebuild: bool = False) -> Update:
        """Bring the index to what ``database`` sees: articles that are new or changed are indexed, lost ones removed.

        ``rebuild`` makes it from nothing. Killed at any moment, the next update finishes the work. One process at a
        time updates; another returns at once with ``busy``.
        """
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        with _lock(self._folder.parent / "lock") as ours:
            if not ours:
                return Update(0, 0, False, busy=True)
            library()
            if rebuild or not self._usable(self._folder / "tantivy"):
                return self._rebuild()
            return self._catch_up()

    def _rebuild(self) -> Update:
        fresh = self._folder.with_name(self._folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "tantivy").mkdir(parents=True)
        snapshot = self._database.snapshot
        keys = ask(self._database, _KEYS, limits=Limits(None)).table
        added = self._index(make_index(fresh / "tantivy"), ROWS, None, ())
        _record(fresh, keys, snapshot)
        for other in self._folder.parent.iterdir():
            if other.is_dir() and other != fresh:
                shutil.rmtree(other)
        fresh.rename(self._folder)
        self._opened = None
        return Update(added, 0, True)

    def _catch_up(self) -> Update:
        snapshot = self._database.snapshot
        held = dict(_rows(pq.read_table(self._folder / "indexed.parquet")))
        keys = ask(self._database, _KEYS, limits=Limits(None)).table
        published = dict(_rows(keys))
        changed = [article for article, key in published.items() if held.get(article) != key]
        lost = [article for article in held if article not in published]
        if changed or lost:
            self._index(self._open(), ROWS + " WHERE article_id IN (SELECT unnest($ids))", changed, (*lost, *changed))
        _record(self._folder, keys, snapshot)
        return Update(len(changed), len(lost), False)

    def _index(self, index: tantivy.Index, sql: str, ids: list[str] | None, stale: Sequence[str]) -> int:
        tantivy = library()
        writer = index.writer(heap_size=256_000_000, num_threads=2)
        n = 0
        for article in stale:
            writer.delete_documents_by_term("id", article)
        if ids is None or ids:
            parameters = None if ids is None else {"ids": ids}
            with stream(self._database, sql, parameters, Limits(None)) as batches:
                for batch in batches:
                    for row in batch.to_pylist():
                        writer.add_document(as_document(tantivy, row))
                        n += 1
        writer.commit()
        writer.wait_merging_threads()
        return n

    def _open(self) -> tantivy.Index:
        """Open the index as it stands; a rebuild by another process is noticed by the folder being another one."""
        tantivy = library()
        path = self._folder / "tantivy"
        if self._opened is not None and self._opened[0] == _inode(path):
            return self._opened[1]
        if not self._usable(path) and self.update(rebuild=True).busy:
            raise QueryError("the search index is being made by another process; try again in a moment")
        self._opened = _inode(path), with_analysis(tantivy.Index.open(str(path)))
        self._seen = 0
        return self._opened[1]

    def _usable(self, path: Path) -> bool:
        try:
            return (self._folder / "indexed.parquet").exists() and bool(library().Index.is_compatible(str(path)))
        except (ValueError, OSError):
            return False

    def _stamps(self) -> object:
        try:
            return json.loads((self._folder / "snapshot.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _record(folder: Path, keys: pa.Table, snapshot: Snapshot) -> None:
    """Say what the index holds, after it is committed: a crash before this only makes the next update do it again."""
    part = folder / "indexed.parquet.part"
    pq.write_table(keys, part, compression="zstd")
    part.replace(folder / "indexed.parquet")
    described = folder / "snapshot.json.part"
    described.write_text(json.dumps(_described(snapshot)), "utf-8")
    described.replace(folder / "snapshot.json")


def _described(snapshot: Snapshot) -> list[list[object]]:
    return [list(stamp) for stamp in snapshot.stamps if stamp[0].startswith("articles")]


def _rows(keys: pa.Table) -> Iterator[tuple[str, str]]:
    yield from zip(keys["article_id"].to_pylist(), keys["key"].to_pylist(), strict=True)


@contextmanager
def _lock(file: Path) -> Iterator[bool]:
    """Hold the updaters' lock; False when another process has it."""
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
