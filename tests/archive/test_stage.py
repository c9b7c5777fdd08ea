from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipelines.archive import ArchiveStage, ArchiveWriter, iter_pages
from pipelines.ledger import Ledger, open_ledger
from pipelines.records import PageKind, Reason, Rejection
from pipelines.workspace import Workspace

from .samples import page


@dataclass
class Session:
    archive: ArchiveWriter


@dataclass
class Spider:
    session: Session


@dataclass
class Crawler:
    spider: Spider


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path)


def test_pages_of_every_kind_are_archived_and_articles_keep_their_body(workspace: Workspace) -> None:
    with open_ledger(workspace) as ledger:
        writer = ArchiveWriter(workspace, "kontum", "run-1", on_synced=ledger.record_fetches)
        stage = ArchiveStage.from_crawler(Crawler(Spider(Session(writer))))
        stage.open_spider()
        out = [stage.process_item(page(number, kind=kind)) for number, kind in enumerate(PageKind)]
        assert [one.kind for one in out if one.body] == [PageKind.ARTICLE]
        assert [replace(one, body=b"") for one in iter_pages(workspace)] == [replace(one, body=b"") for one in out]
        assert all(one.body for one in iter_pages(workspace))
        assert ledger.n_discovered() == 0
        stage.flush()
        assert ledger.n_discovered() == 1
        stage.close_spider()


def test_pages_out_of_the_archive_and_other_items_pass(workspace: Workspace) -> None:
    with Ledger.open(workspace.ledger_path):
        stage = ArchiveStage(ArchiveWriter(workspace, "kontum", "run-1"))
        stored = stage.process_item(page(1))
        rejection = Rejection(stored, Reason.NO_TEXT)
        assert stage.process_item(stored) is stored
        assert stage.process_item(rejection) is rejection
        stage.close_spider()
        assert list(iter_pages(workspace)) == [stored]
