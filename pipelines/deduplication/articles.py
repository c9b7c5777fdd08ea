"""The articles of the index: which text each has, who published it when, and whom it follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash

from pipelines.deduplication.clusters import UNDATED, Mark, Member
from pipelines.deduplication.columns import Strings
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.groups import Groups
from pipelines.deduplication.relations import KINDS

NO_TEXT = -1
"""Text of an article that is too short to be compared."""

_IDS_AT_ONCE = 10_000
"""Keys kept in memory before they are appended to their file."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROW = np.dtype(
    [
        ("id_hash", np.uint64),
        ("text", np.int32),
        ("portal", np.uint16),
        ("source", np.int32),
        ("published_us", np.int64),
        ("fetched_us", np.int64),
        ("leader", np.int32),
        ("relation", np.int32),
        ("kind", np.uint8),
        ("similarity", np.float32),
        ("withheld", np.bool_),
    ]
)


class Articles:
    """Articles, numbered from 0 in the order they came. Rows change, so they are written whole at each commit."""

    def __init__(self, folder: Path, lengths: dict[str, int], rows_file: str | None, names_file: str | None) -> None:
        self._ids = Strings(folder, "ids", lengths.get("articles", 0), lengths.get("ids", 0))
        self._n = len(self._ids)
        self._rows: npt.NDArray[Any] = (
            np.asarray(np.load(folder / rows_file, mmap_mode="c")) if rows_file else np.empty(0, dtype=_ROW)
        )
        names = json.loads((folder / names_file).read_text(encoding="utf-8")) if names_file else {}
        self._portals: list[str] = names.get("portals", [])
        self._sources: list[str] = names.get("sources", [])
        self._portal_numbers = {name: number for number, name in enumerate(self._portals)}
        self._source_numbers = {name: number for number, name in enumerate(self._sources)}
        self._by_id: Groups | None = None
        self._by_text: Groups | None = None
        self._unsaved_ids: list[tuple[str, ...]] = []

    def __len__(self) -> int:
        return self._n

    @property
    def lengths(self) -> dict[str, int]:
        """What the manifest has to remember."""
        return {"articles": len(self._ids), "ids": self._ids.n_bytes}

    @property
    def rows(self) -> npt.NDArray[Any]:
        """All rows."""
        return self._rows[: self._n]

    def article_id(self, number: int) -> str:
        """Key of article ``number``."""
        if number >= len(self._ids):
            return self._unsaved_ids[number - len(self._ids)][0]
        return self._ids[number][0]

    def find(self, article_id: str) -> int | None:
        """Number of an article; ``None`` when it is not known."""
        if self._by_id is None:
            self._by_id = Groups(self.rows["id_hash"])
        return next((n for n in self._by_id[_id_hash(article_id)] if self.article_id(n) == article_id), None)

    def put(self, fingerprint: Fingerprint, text: int) -> tuple[int, int, bool]:
        """Add or revise an article: (its number, the text it had before, whether anything was taken over).

        Of two texts of one article the later fetched stands, whichever comes first.
        """
        number = self.find(fingerprint.article_id)
        if number is None:
            number = self._add(fingerprint.article_id)
            before = NO_TEXT
        else:
            row = self._rows[number]
            before = int(row["text"])
            if int(row["fetched_us"]) > _microseconds(fingerprint.fetched_at, -1):
                return number, before, False
        row = self._rows[number]
        row["text"] = text
        row["portal"] = _number(fingerprint.portal, self._portals, self._portal_numbers)
        row["source"] = _number(fingerprint.source, self._sources, self._source_numbers)
        row["published_us"] = _microseconds(fingerprint.published_at, UNDATED)
        row["fetched_us"] = _microseconds(fingerprint.fetched_at, -1)
        row["withheld"] = False
        if text != before and text != NO_TEXT:
            self._grouped().add(text, number)
        return number, before, True

    def of_text(self, text: int) -> list[int]:
        """Numbers of the articles that have ``text`` now and may be marked."""
        rows = self._rows
        found = dict.fromkeys(self._grouped()[text])
        return [number for number in found if rows[number]["text"] == text and not rows[number]["withheld"]]

    def member(self, number: int, n_words: int) -> Member:
        """Article ``number`` as the rule of leaders sees it."""
        row = self._rows[number]
        source = int(row["source"])
        return Member(
            number=number,
            article_id=self.article_id(number),
            portal=self._portals[row["portal"]],
            source=None if source < 0 else self._sources[source],
            published_us=int(row["published_us"]),
            text=int(row["text"]),
            n_words=n_words,
        )

    def mark(self, number: int, mark: Mark | None) -> None:
        """Write whom article ``number`` follows."""
        new = (-1, 0, 0, 0.0) if mark is None else (mark.leader, mark.relation, KINDS.index(mark.kind), mark.similarity)
        row = self._rows[number]
        row["leader"], row["relation"], row["kind"], row["similarity"] = new

    def following(self, number: int) -> tuple[int, int, float]:
        """Whom article ``number`` follows and how: leader (-1: nobody), number of the kind, similarity."""
        row = self._rows[number]
        return int(row["leader"]), int(row["kind"]), float(row["similarity"])

    def withhold(self, numbers: list[int]) -> None:
        """Take articles out of marking: they neither lead nor follow until they come again."""
        self._rows["withheld"][numbers] = True

    def marked(self) -> Iterator[int]:
        """Numbers of the articles that follow another."""
        return iter(np.flatnonzero(self.rows["leader"] >= 0).tolist())

    def save(self, folder: Path, serial: int) -> tuple[str, str]:
        """Write the rows and names; the names of both files. Not synced to disk."""
        self._write_ids()
        rows_file, names_file = f"articles-{serial:06d}.npy", f"names-{serial:06d}.json"
        np.save(folder / rows_file, self.rows)
        names = {"portals": self._portals, "sources": self._sources}
        (folder / names_file).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        return rows_file, names_file

    def sync(self) -> None:
        """Make the appended keys survive a power cut."""
        self._ids.sync()

    def _add(self, article_id: str) -> int:
        number = self._n
        if number == len(self._rows):
            grown = np.zeros(max(1_024, number + number // 2), dtype=_ROW)
            grown[:number] = self._rows
            self._rows = grown
        self._n += 1
        self._unsaved_ids.append((article_id,))
        if len(self._unsaved_ids) >= _IDS_AT_ONCE:
            self._write_ids()
        hashed = _id_hash(article_id)
        self._rows[number]["id_hash"] = hashed
        self._rows[number]["leader"] = -1
        self._rows[number]["text"] = NO_TEXT
        if self._by_id is not None:
            self._by_id.add(hashed, number)
        return number

    def _write_ids(self) -> None:
        self._ids.append(self._unsaved_ids)
        self._unsaved_ids = []

    def _grouped(self) -> Groups:
        if self._by_text is None:
            self._by_text = Groups(self.rows["text"].astype(np.int64))
        return self._by_text


def _id_hash(article_id: str) -> int:
    return xxhash.xxh3_64_intdigest(article_id.encode("utf-8"))


def _microseconds(at: datetime | None, missing: int) -> int:
    return missing if at is None else (at - _EPOCH) // timedelta(microseconds=1)


def _number(name: str | None, names: list[str], numbers: dict[str, int]) -> int:
    if name is None:
        return -1
    number = numbers.setdefault(name, len(names))
    if number == len(names):
        names.append(name)
    return number
