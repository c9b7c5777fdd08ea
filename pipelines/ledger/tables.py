"""The ledger: its tables together on one connection."""

from __future__ import annotations

from pipelines.ledger.restoring import RestoreTable
from pipelines.ledger.runs import RunTable
from pipelines.ledger.visits import VisitTable


class Ledger(RestoreTable, RunTable, VisitTable):
    """What became of every discovered URL; validators, section walks, runs, and where each article stands.

    SQLite in WAL mode. Not for sharing between threads. Times go in and come out aware, in UTC.
    """
