"""Verified relations between texts, and which of them still stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipelines.deduplication.columns import Column, Strings
from pipelines.deduplication.groups import Groups
from pipelines.deduplication.verification import Kind, Relation

_ROW = np.dtype(
    [("one", np.uint32), ("other", np.uint32), ("kind", np.uint8), ("sampled", np.bool_), ("similarity", np.float32)]
)
KINDS = (Kind.EXACT, Kind.NEAR, Kind.CONTAINMENT)
"""Numbers of the kinds in the files; also their rank when one has to be preferred."""


class Relations:
    """Pairs of texts found to be the same or nearly. A pair is written once and never changed."""

    def __init__(self, folder: Path, lengths: dict[str, int], dropped: list[int]) -> None:
        length = lengths.get("relations", 0)
        self._rows = Column(folder / "relations.rows", _ROW, length)
        self._values = Strings(folder, "relations", 2 * length, lengths.get("relation_values", 0))
        self._dropped = set(dropped)
        self._of_text: Groups | None = None

    @property
    def lengths(self) -> dict[str, int]:
        """What the manifest has to remember."""
        return {"relations": len(self._rows), "relation_values": self._values.n_bytes}

    @property
    def dropped(self) -> list[int]:
        """Numbers of relations that no longer stand."""
        return sorted(self._dropped)

    def append(self, found: list[tuple[int, int, bool, Relation]]) -> None:
        """Add relations (one text, other text, only proposed by samples, relation)."""
        if not found:
            return
        of_text = self._grouped()
        first = len(self._rows)
        self._rows.append(
            np.array(
                [(one, other, KINDS.index(rel.kind), sampled, rel.similarity) for one, other, sampled, rel in found],
                dtype=_ROW,
            )
        )
        self._values.append([side for *_, rel in found for side in (rel.only_one, rel.only_other)])
        for number, (one, other, *_) in enumerate(found, first):
            of_text.add(one, 2 * number)
            of_text.add(other, 2 * number + 1)

    def of(self, text: int) -> Iterator[tuple[int, int]]:
        """(related text, number of the relation) for every relation of ``text`` that stands."""
        rows = self._rows.rows
        for end in self._grouped()[text]:
            number, is_other = divmod(end, 2)
            if number not in self._dropped:
                yield int(rows[number]["one" if is_other else "other"]), number

    def kind(self, number: int) -> Kind:
        """Kind of relation ``number``."""
        return KINDS[self._rows.rows[number]["kind"]]

    def similarity(self, number: int) -> float:
        """Similarity of relation ``number``."""
        return float(self._rows.rows[number]["similarity"])

    def is_sampled(self, number: int) -> bool:
        """Whether only shared samples proposed the pair."""
        return bool(self._rows.rows[number]["sampled"])

    def ends(self, number: int) -> tuple[int, int]:
        """The two texts of relation ``number``."""
        row = self._rows.rows[number]
        return int(row["one"]), int(row["other"])

    def numbers(self) -> Iterator[int]:
        """Every relation that stands."""
        return (number for number in range(len(self._rows)) if number not in self._dropped)

    def values_only_in(self, number: int, text: int) -> tuple[str, ...]:
        """Numbers, dates and names that only ``text`` has, of the two texts of relation ``number``."""
        return self._values[2 * number + (int(self._rows.rows[number]["one"]) != text)]

    def drop(self, number: int) -> None:
        """Take relation ``number`` out."""
        self._dropped.add(number)

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        self._values.sync()
        self._rows.sync()

    def _grouped(self) -> Groups:
        if self._of_text is None:
            rows = self._rows.rows
            self._of_text = Groups(np.stack((rows["one"], rows["other"]), axis=1).reshape(-1).astype(np.int64))
        return self._of_text
