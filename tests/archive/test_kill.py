from __future__ import annotations

import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipelines.archive import Damage, iter_pages
from pipelines.ledger import open_ledger, reindex
from pipelines.workspace import Workspace

from .samples import page

_WRITE_FOR_EVER = """
    import itertools, sys
    from pathlib import Path
    from archive.samples import page
    from pipelines.archive import ArchiveWriter
    from pipelines.ledger import open_ledger, reindex
    from pipelines.workspace import Workspace

    workspace = Workspace.open(Path(sys.argv[1]))
    with workspace.lock(), open_ledger(workspace) as ledger:
        reindex(ledger, workspace)
        writer = ArchiveWriter(workspace, "kontum", sys.argv[2], on_synced=ledger.record_fetches, group=7)
        for number in itertools.count(int(sys.argv[3])):
            writer.append(page(number, body=b"x" * (number * 7919 % 200_000)))
            print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_writer_loses_no_page_it_had_taken(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    workspace = Workspace.open(tmp_path)
    taken: list[str] = []
    for attempt in range(4):
        first = attempt * 10_000
        # Every other time the same run goes on, so its torn file is healed and continued.
        program = [sys.executable, "-c", textwrap.dedent(_WRITE_FOR_EVER), str(tmp_path), f"run-{attempt // 2}"]
        with subprocess.Popen(
            [*program, str(first)], cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            taken += [page(int(writer.stdout.readline())).identity for _ in range(chance.randint(1, 60))]
            writer.kill()
            taken += [page(int(line)).identity for line in writer.stdout if line.endswith("\n")]
    with workspace.lock(), open_ledger(workspace) as ledger:
        reindex(ledger, workspace)
        damages: list[Damage] = []
        kept = [one.identity for one in iter_pages(workspace, on_damage=damages.append)]
        assert damages == []
        assert set(taken) <= set(kept)
        assert len(kept) == len(set(kept))
        assert ledger.n_discovered("kontum") == len(kept)
        assert len(list(ledger.unpublished("kontum"))) == len(kept)
