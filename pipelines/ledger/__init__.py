"""The ledger: what became of every URL, in SQLite. It can always be made anew from archive and dataset."""

from pipelines.ledger.recovery import Reindexed, open_ledger, rebuild_ledger, reindex
from pipelines.ledger.rows import Decision, Discovery, Failure, Known, Published, Run, SectionWalk, Visit
from pipelines.ledger.tables import Ledger

__all__ = [
    "Decision",
    "Discovery",
    "Failure",
    "Known",
    "Ledger",
    "Published",
    "Reindexed",
    "Run",
    "SectionWalk",
    "Visit",
    "open_ledger",
    "rebuild_ledger",
    "reindex",
]
