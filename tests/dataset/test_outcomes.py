"""``outcomes/`` is written group by group, the same bytes as if it were written at once, and only when it changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.dataset import parquet_files
from pipelines.dataset.disk import Disk
from pipelines.dataset.outcomes import outcome_table, outcomes_file, write_outcomes
from pipelines.dataset.parquet_files import ROWS_PER_GROUP
from pipelines.ledger import Ledger
from pipelines.records import Outcome
from pipelines.schema import OUTCOMES
from tests.ledger.samples import NOON, discovery, key, page

N_ROWS = 2 * ROWS_PER_GROUP + 7


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.discover("kontum", [discovery(number) for number in range(N_ROWS)], NOON)
        ledger.record_fetch(page(3))
        ledger.record_failure(key(5), Outcome.ERROR, "timeout", "60 s", 504, NOON, "run-1")
        yield ledger


def test_what_is_written_are_the_ledger_s_rows(ledger: Ledger, tmp_path: Path) -> None:
    disk, file = Disk(tmp_path), tmp_path / outcomes_file("kontum")
    assert write_outcomes(disk, ledger, "kontum")
    written = parquet_files.read(file)
    assert written.schema.equals(OUTCOMES, check_metadata=True)
    assert written.equals(pa.Table.from_pylist(list(ledger.outcome_rows("kontum")), schema=OUTCOMES))
    assert written.equals(outcome_table(ledger, "kontum"))
    parquet_files.write(written, tmp_path / "at-once.parquet", ("article_id",))
    assert file.read_bytes() == (tmp_path / "at-once.parquet").read_bytes()


def test_it_is_replaced_when_a_row_is_another_and_not_otherwise(ledger: Ledger, tmp_path: Path) -> None:
    disk, file = Disk(tmp_path), tmp_path / outcomes_file("kontum")
    write_outcomes(disk, ledger, "kontum")
    before = file.stat().st_ino
    assert not write_outcomes(disk, ledger, "kontum")
    assert file.stat().st_ino == before
    ledger.record_failure(key(N_ROWS - 1), Outcome.ROBOTS, "robots_txt", None, None, NOON, "run-1")
    assert write_outcomes(disk, ledger, "kontum")
    assert parquet_files.read(file).equals(outcome_table(ledger, "kontum"))


def test_a_portal_of_which_nothing_was_discovered_has_no_rows(ledger: Ledger, tmp_path: Path) -> None:
    assert write_outcomes(Disk(tmp_path), ledger, "hue")
    assert parquet_files.read(tmp_path / outcomes_file("hue")).equals(OUTCOMES.empty_table())
