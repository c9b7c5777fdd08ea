"""Postings, columns and groups against plain Python."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.deduplication.columns import Column, Strings
from pipelines.deduplication.groups import Groups
from pipelines.deduplication.postings import Postings

KEYS = st.integers(0, 30)
ENTRIES = st.lists(st.tuples(KEYS, st.integers(0, 1_000)), unique=True, max_size=60)


@settings(deadline=None)
@given(st.lists(st.tuples(ENTRIES, st.booleans()), max_size=6), st.lists(KEYS), st.integers(1, 5))
def test_postings_find_what_was_added(
    batches: list[tuple[list[tuple[int, int]], bool]], asked: list[int], at_most: int
) -> None:
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        postings = Postings(folder, "keys", [], 1)
        known: list[tuple[int, int]] = []
        for entries, reopen in batches:
            known += entries
            columns = np.array(entries, dtype=np.uint64).reshape(-1, 2)
            postings.add(columns[:, 0], columns[:, 1])
            if reopen:
                files = [file.name for file in postings.save()]
                postings = Postings(folder, "keys", files, postings.next_serial)
        keys = np.array(asked, dtype=np.uint64)
        found = sorted(zip(*(part.tolist() for part in postings.matches(keys)), strict=True))
        assert found == sorted(
            (place, text) for place, key in enumerate(asked) for other, text in known if other == key
        )
        counts = [sum(other == key for other, _ in known) for key in asked]
        assert postings.counts(keys).tolist() == counts
        few = postings.matches(keys, at_most=at_most)[0]
        assert set(few.tolist()) == {place for place, count in enumerate(counts) if 0 < count <= at_most}


def test_large_runs_go_to_files_and_stay_sorted(tmp_path: Path) -> None:
    postings = Postings(tmp_path, "keys", [], 1)
    rng = np.random.default_rng(1)
    batches = [rng.integers(0, 1 << 38, 600_000, dtype=np.uint64) for _ in range(5)]
    for number, keys in enumerate(batches):
        postings.add(keys, np.full(len(keys), number, dtype=np.uint64))
    assert list(tmp_path.iterdir())
    (file,) = postings.save()[-1:]
    run = np.fromfile(file, dtype=np.uint64)
    assert bool((run[1:] >= run[:-1]).all())
    for number, keys in enumerate(batches):
        asked, found = postings.matches(keys[:1_000])
        assert set(range(1_000)) <= set(asked[found == number].tolist())
    assert sum(np.fromfile(file, dtype=np.uint64).size for file in postings.save()) == 3_000_000


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)), st.integers(0, 10))
def test_groups(first: list[int], later: list[int], asked: int) -> None:
    groups = Groups(np.array(first, dtype=np.int64))
    for member, key in enumerate(later, len(first)):
        groups.add(key, member)
    assert groups[asked] == [member for member, key in enumerate(first + later) if key == asked]


def test_many_members_are_sorted_in() -> None:
    groups = Groups(np.array([5, 3], dtype=np.uint64))
    for member in range(2, 120_000):
        groups.add(member % 40_000, member)
    assert groups[3] == [1, 3, 40_003, 80_003]
    assert groups[5] == [0, 5, 40_005, 80_005]
    assert groups[39_999] == [39_999, 79_999, 119_999]


def test_what_was_not_committed_is_cut_off(tmp_path: Path) -> None:
    column = Column(tmp_path / "numbers", np.int64, 0)
    column.append(np.arange(5))
    again = Column(tmp_path / "numbers", np.int64, 3)
    assert again.rows.tolist() == [0, 1, 2]
    again.append(np.array([7]))
    again.sync()
    assert again.rows.tolist() == [0, 1, 2, 7]
    assert again.part(1, 4).tolist() == [1, 2, 7]
    assert (tmp_path / "numbers").stat().st_size == 4 * 8
    with pytest.raises(ValueError, match="shorter"):
        Column(tmp_path / "numbers", np.int64, 5)


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\x1f"), min_size=1)).map(tuple)))
def test_strings(rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        strings = Strings(Path(folder), "names", 0, 0)
        strings.append(rows)
        again = Strings(Path(folder), "names", len(strings), strings.n_bytes)
        assert [again[number] for number in range(len(rows))] == rows
