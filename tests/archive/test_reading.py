from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.cli import main as warcio

from pipelines.archive import ArchiveWriter, archive_files, iter_file, iter_pages, read_page, read_pages
from pipelines.errors import DatasetDamaged
from pipelines.records import ArchiveRef, Page
from pipelines.workspace import Workspace

from .samples import page


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path)


def fill(workspace: Workspace, portal: str, run_id: str, numbers: range) -> list[Page]:
    with ArchiveWriter(workspace, portal, run_id) as writer:
        return [writer.append(page(number, portal=portal, run_id=run_id)) for number in numbers]


def test_order_is_portal_then_file_then_offset(workspace: Workspace) -> None:
    late = fill(workspace, "kontum", "2026-02", range(3))
    other = fill(workspace, "kontum-cu", "2026-01", range(3))
    early = fill(workspace, "kontum", "2026-01", range(3, 6))
    assert list(iter_pages(workspace)) == early + late + other
    assert list(iter_pages(workspace, ["kontum-cu"])) == other
    assert list(iter_pages(workspace, ["hue"])) == []


def test_reading_starts_behind_a_record(workspace: Workspace) -> None:
    stored = fill(workspace, "kontum", "2026-01", range(3)) + fill(workspace, "kontum-cu", "2026-01", range(3))
    for index, one in enumerate(stored):
        assert list(iter_pages(workspace, since=one.archive_ref)) == stored[index + 1 :]


def test_a_file_can_be_read_in_parts(workspace: Workspace) -> None:
    stored = fill(workspace, "kontum", "2026-01", range(6))
    refs = [one.archive_ref for one in stored]
    middle = iter_file(workspace, refs[0].file, refs[2].offset, refs[4].offset)
    assert list(middle) == stored[2:4]
    assert list(read_pages(workspace, [refs[5], refs[0]])) == [stored[5], stored[0]]


@pytest.mark.parametrize(
    ("file", "offset"), [("portal=kontum/2026-01-0000.warc.gz", 1), ("portal=kontum/none.warc.gz", 0)]
)
def test_a_reference_to_nothing_says_so(workspace: Workspace, file: str, offset: int) -> None:
    fill(workspace, "kontum", "2026-01", range(1))
    with pytest.raises(DatasetDamaged, match="cannot read the archived page"):
        read_page(workspace, ArchiveRef(file, offset, 100))


def test_the_information_record_is_no_page(workspace: Workspace) -> None:
    (stored,) = fill(workspace, "kontum", "2026-01", range(1))
    assert stored.archive_ref is not None
    with pytest.raises(DatasetDamaged, match="record without a page"):
        read_page(workspace, ArchiveRef(stored.archive_ref.file, 0, stored.archive_ref.offset))


def test_other_programs_read_the_files(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    stored = fill(workspace, "kontum", "2026-01", range(3))
    (file,) = archive_files(workspace)
    path = workspace.archive / file
    with pytest.raises(SystemExit) as ended:
        warcio(["check", str(path)])
    assert ended.value.code == 0
    warcio(["index", "-f", "offset,warc-type,http:status", str(path)])
    listed = capsys.readouterr().out
    assert listed.count('"warc-type": "warcinfo"') == 1
    assert all(f'"offset": "{one.archive_ref.offset}"' in listed for one in stored)
    with path.open("rb") as stream:
        bodies = [one.raw_stream.read() for one in WarcioIterator(stream, check_digests="raise")][1:]
    assert bodies == [one.body for one in stored]
    records = list(ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=True, verify_digests=True))
    assert records[0].record_type == WarcRecordType.warcinfo
    assert [one.http_headers.status_code for one in records[1:]] == [200, 200, 200]


def test_damage_is_logged_when_nobody_takes_it(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    fill(workspace, "kontum", "2026-01", range(1))
    with (workspace.archive / archive_files(workspace)[0]).open("ab") as stream:
        stream.write(b"rubbish")
    with caplog.at_level(logging.WARNING):
        assert len(list(iter_pages(workspace))) == 1
    assert "no whole record" in caplog.text
