from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.dataset import parquet_files
from pipelines.dataset.disk import Disk
from pipelines.dataset.inspection import Level
from pipelines.dataset.merge import SORTED_BY
from pipelines.dataset.verify import verify
from pipelines.errors import NotADataset

from .folders import archived, opened, publish_items
from .killing import before, staged


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crawled")
    with opened(root) as dataset:
        publish_items(dataset, archived(dataset, before()), "p1")
        publish_items(dataset, archived(dataset, staged()), "p2")
    return root


@pytest.fixture
def root(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def facts(root: Path) -> list[str]:
    return [finding.fact for finding in verify(root) if finding.level is Level.ERROR]


def some_file(root: Path, table: str = "articles") -> Path:
    return sorted((root / table).rglob("*.parquet"))[0]


def test_what_the_runs_made_is_well(root: Path) -> None:
    files: list[str] = []
    assert verify(root, progress=files.append) == []
    assert "outcomes/portal=kontum/outcomes.parquet" in files


def test_a_flipped_byte_in_a_column_nobody_reads_is_found(root: Path) -> None:
    file = some_file(root)
    data = bytearray(file.read_bytes())
    chunk = pq.read_metadata(file).row_group(0)
    places = [chunk.column(n) for n in range(chunk.num_columns)]
    body = next(column for column in places if column.path_in_schema == "body_markdown")
    data[body.data_page_offset + body.total_compressed_size // 2] ^= 0xFF
    file.write_bytes(data)
    assert any("cannot be read as Parquet" in fact for fact in facts(root))


def test_a_row_in_the_wrong_month_and_twice_is_found(root: Path) -> None:
    file = some_file(root)
    elsewhere = root / "articles/portal=kontum/year=1999/month=1/articles.parquet"
    elsewhere.parent.mkdir(parents=True)
    shutil.copy(file, elsewhere)
    found = facts(root)
    assert any("belongs to year" in fact for fact in found)
    assert any("has a row in" in fact for fact in found)


def test_stray_files_are_found(root: Path) -> None:
    (root / "articles/portal=kontum/part-1.parquet").write_bytes(b"PAR1")
    (root / "outcomes/notes.txt").write_text("x")
    assert [fact for fact in facts(root) if fact == "is no file of the dataset"] == ["is no file of the dataset"] * 2


def test_a_missing_partition_is_found(root: Path) -> None:
    some_file(root).unlink()
    assert any("has no row, the ledger says otherwise" in fact for fact in facts(root))


def test_a_file_of_another_schema_is_found(root: Path) -> None:
    file = some_file(root)
    rows = parquet_files.read(file)
    file.unlink()
    parquet_files.write(rows.drop_columns(["tags"]), file, SORTED_BY["articles"])
    assert any("missing tags" in fact for fact in facts(root))


def test_a_lost_archive_record_is_found(root: Path) -> None:
    file = root / "archive/portal=kontum/run-1-0000.warc.gz"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    assert any("cannot read the archived page" in fact for fact in facts(root))
    assert not any(finding.level is Level.ERROR for finding in verify(root, read_archive=False))


def test_an_unfinished_publish_is_a_warning(root: Path) -> None:
    Disk(root).write_json("state/publish.json", {})
    assert [finding.level for finding in verify(root)] == [Level.WARNING]


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADataset):
        verify(tmp_path)
