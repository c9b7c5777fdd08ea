"""A run of the index to be killed: ``python -m tests.deduplication.killing FOLDER N``.

Updates and commits run after run and says so line by line; the parent kills it whenever it likes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.index import DuplicateIndex
from tests.deduplication.texts import article, edited, prose


def run(number: int) -> list[Fingerprint]:
    """The articles of one run: some new, some like those of the runs before."""
    return [
        article(f"kontum-{number}a", prose(number), day=number),
        article(f"quangngai-{number}b", edited(prose(number), 1), day=number - 3),
        article(f"gialai-{number}c", prose(max(0, number - 1)).upper(), day=number),
    ]


def main(folder: Path, n_runs: int) -> None:
    index = DuplicateIndex.open(folder)
    first = int(index.last_publish_id or -1) + 1
    for number in range(first, first + n_runs):
        index.update(run(number))
        print("updated", number, flush=True)
        index.commit(str(number))
        print("committed", number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
