"""Where to keep band keys: SQLite, LMDB, or sorted runs in mapped files (what the duplicate index does).

    python benchmarks/duplicate_stores.py [--articles 100000]

Needs, besides the project: pip install lmdb. Each store takes 32 keys an article in batches of 2,048 articles, every
batch looked up before it is added and committed at the end, as the index does; then it is opened anew.
"""

from __future__ import annotations

import argparse
import sqlite3
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import lmdb
import numpy as np

from pipelines.deduplication.minhash import KEY_BITS, N_BANDS
from pipelines.deduplication.postings import Packed, Postings

BATCH = 2_048
SHARE_KNOWN = 0.1
"""Of the keys of a batch, those that an earlier article has too."""


class Store(Protocol):
    """What is compared."""

    def __init__(self, folder: Path) -> None: ...
    def look_up(self, keys: Packed) -> int: ...
    def add(self, keys: Packed, texts: Packed) -> None: ...
    def save(self) -> None: ...


class Mapped:
    """Sorted runs of packed numbers in mapped files."""

    def __init__(self, folder: Path) -> None:
        files = sorted(file.name for file in folder.glob("bands-*.u64"))
        self._postings = Postings(folder, "bands", files, 10_000)

    def look_up(self, keys: Packed) -> int:
        return len(self._postings.matches(keys)[0])

    def add(self, keys: Packed, texts: Packed) -> None:
        self._postings.add(keys, texts)

    def save(self) -> None:
        kept = set(self._postings.save())
        for file in next(iter(kept)).parent.glob("*.u64"):
            if file not in kept:
                file.unlink()


class Sqlite:
    """One table without row numbers, its key the band key and the text."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "bands.sqlite")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS bands (key INTEGER, text INTEGER, PRIMARY KEY (key, text)) WITHOUT ROWID"
        )

    def look_up(self, keys: Packed) -> int:
        ask = "SELECT text FROM bands WHERE key = ?"
        return sum(len(self._database.execute(ask, (key,)).fetchall()) for key in keys.tolist())

    def add(self, keys: Packed, texts: Packed) -> None:
        self._database.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", zip(keys.tolist(), texts.tolist(), strict=True)
        )

    def save(self) -> None:
        self._database.commit()


class Lmdb:
    """One database with several values a key."""

    def __init__(self, folder: Path) -> None:
        self._environment = lmdb.open(str(folder), map_size=1 << 35, max_dbs=1)
        self._bands = self._environment.open_db(b"bands", dupsort=True, dupfixed=True)
        self._writing: Any = None

    def _begin(self) -> Any:
        self._writing = self._writing or self._environment.begin(write=True, db=self._bands)
        return self._writing

    def look_up(self, keys: Packed) -> int:
        cursor = self._begin().cursor()
        return len(cursor.getmulti([struct.pack(">Q", key) for key in keys.tolist()], dupdata=True))

    def add(self, keys: Packed, texts: Packed) -> None:
        rows = [
            (struct.pack(">Q", key), struct.pack(">I", text))
            for key, text in zip(keys.tolist(), texts.tolist(), strict=True)
        ]
        self._begin().cursor().putmulti(rows)

    def save(self) -> None:
        self._begin().commit()
        self._writing = None


def batches(n_articles: int) -> Iterator[tuple[Packed, Packed]]:
    rng = np.random.default_rng(7)
    seen = rng.integers(0, 1 << KEY_BITS, N_BANDS * BATCH, dtype=np.uint64)
    for first in range(0, n_articles, BATCH):
        texts = np.repeat(np.arange(first, min(first + BATCH, n_articles), dtype=np.uint64), N_BANDS)
        keys = rng.integers(0, 1 << KEY_BITS, len(texts), dtype=np.uint64)
        known = rng.random(len(texts)) < SHARE_KNOWN
        keys[known] = rng.choice(seen, int(known.sum()))
        yield keys, texts
        seen = np.concatenate((seen[len(keys) // 2 :], keys[: len(keys) // 2]))


def measure(name: str, kind: type[Store], n_articles: int) -> None:
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        store = kind(folder)
        asking = adding = 0.0
        found = 0
        for keys, texts in batches(n_articles):
            started = time.process_time()
            found += store.look_up(keys)
            asked = time.process_time()
            store.add(keys, texts)
            asking, adding = asking + asked - started, adding + time.process_time() - asked
        started = time.process_time()
        store.save()
        adding += time.process_time() - started
        n_bytes = sum(file.stat().st_size for file in folder.iterdir())
        del store
        clock = time.perf_counter()
        kind(folder).look_up(keys[:N_BANDS])
        opened = time.perf_counter() - clock
    print(
        f"  {name:<22}{n_articles / asking:>14,.0f}{n_articles / adding:>14,.0f}{opened:>16.3f}"
        f"{n_bytes / n_articles:>14,.0f}{found:>12,}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    n_articles = parser.parse_args().articles
    print(f"{n_articles:,} articles of {N_BANDS} keys; articles per CPU second")
    print(f"  {'store':<22}{'looked up':>14}{'added':>14}{'open, ask 1 (s)':>16}{'bytes each':>14}{'found':>12}")
    kinds: dict[str, type[Store]] = {"mapped sorted runs": Mapped, "SQLite": Sqlite, "LMDB": Lmdb}
    for name, kind in kinds.items():
        measure(name, kind, n_articles)


if __name__ == "__main__":
    main()
