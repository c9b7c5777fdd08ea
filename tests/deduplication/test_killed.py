"""Killed at any moment, the index is what it was before or after a commit, and the same runs again complete it."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from pipelines.deduplication.index import DuplicateIndex
from tests.deduplication.killing import run

ROOT = Path(__file__).parents[2]


def outcome(index: DuplicateIndex) -> frozenset[object]:
    return frozenset(index.assignments()) | frozenset(index.pairs())


def undisturbed(folder: Path, n_runs: int) -> frozenset[object]:
    index = DuplicateIndex.open(folder)
    for number in range(n_runs):
        index.update(run(number))
    index.commit("all")
    return outcome(index)


def killed_after(folder: Path, n_lines: int) -> list[str]:
    """Lines of a process that was killed as soon as it had said ``n_lines``."""
    command = [sys.executable, "-m", "tests.deduplication.killing", str(folder), "100"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = list(islice(process.stdout, n_lines))
        process.kill()
        lines += process.stdout.readlines()
    assert process.returncode == -9
    return lines


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment(tmp_path: Path, seed: int) -> None:
    lines = killed_after(tmp_path / "killed", random.Random(seed).randint(3, 14))
    said = [int(line.split()[1]) for line in lines if line.startswith("committed")]
    index = DuplicateIndex.open(tmp_path / "killed")
    stands = int(index.last_publish_id or -1)
    assert said[-1] <= stands <= said[-1] + 1
    assert outcome(index) == undisturbed(tmp_path / "before", stands + 1)
    for number in range(stands + 1, 12):
        index.update(run(number))
        index.commit(str(number))
    assert outcome(DuplicateIndex.open(tmp_path / "killed")) == undisturbed(tmp_path / "after", max(12, stands + 1))


def test_killed_between_update_and_commit_a_new_process_commits(tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    command = [
        sys.executable, "-c",
        "import os, signal, sys; from pathlib import Path\n"
        "from pipelines.deduplication.index import DuplicateIndex\n"
        "from tests.deduplication.killing import run\n"
        "index = DuplicateIndex.open(Path(sys.argv[1]))\n"
        "index.update(run(0)); index.commit('0'); index.update(run(1))\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
        str(folder),
    ]  # fmt: skip
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    unchanged = DuplicateIndex.open(folder)
    assert unchanged.last_publish_id == "0"
    assert outcome(unchanged) == undisturbed(tmp_path / "one", 1)
    unchanged.commit("1")
    assert outcome(unchanged) == undisturbed(tmp_path / "two", 2)
    unchanged.commit("1")
    assert outcome(DuplicateIndex.open(folder)) == outcome(unchanged)
    assert DuplicateIndex.open(folder).last_publish_id == "1"
