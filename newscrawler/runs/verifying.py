"""``newscrawler verify``: opens what is to be checked and calls the check."""

from __future__ import annotations

from pathlib import Path

from pipelines.dataset.verify import Finding, verify

from pipelines.ledger import open_ledger
from pipelines.workspace import Workspace


def verify_output(output: Path) -> list[Finding]:
    """What is wrong with the dataset in ``output``; empty when nothing is. Raises NotADataset, RunInProgress."""
    workspace = Workspace.open(output, create=False)
    with workspace.lock("verify"), open_ledger(workspace) as ledger:
        return verify(workspace, ledger)
