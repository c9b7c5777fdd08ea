from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive import ArchiveWriter, Damage, archive_files, heal, iter_file, iter_pages
from pipelines.archive.record import page_to_record
from pipelines.records import Page
from pipelines.workspace import Workspace

from .samples import page


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "output")


def fill(workspace: Workspace, pages: list[Page]) -> tuple[Path, list[Page]]:
    with ArchiveWriter(workspace, "kontum", "run-1") as writer:
        stored = [writer.append(one) for one in pages]
    return workspace.archive / archive_files(workspace)[0], stored


def end_of(one: Page) -> int:
    assert one.archive_ref is not None
    return one.archive_ref.offset + one.archive_ref.length


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 11])
def test_torn_at_any_byte_every_whole_record_survives_and_writing_goes_on(workspace: Workspace, every: int) -> None:
    path, stored = fill(workspace, [page(1), page(2)])
    whole = path.read_bytes()
    borders = {0, stored[0].archive_ref.offset, end_of(stored[0]), end_of(stored[1])}
    for cut in range(len(whole)):
        if cut % every and all(abs(cut - border) > 3 for border in borders):
            continue
        path.write_bytes(whole[:cut])
        torn = path.with_name(path.name + ".torn")
        torn.unlink(missing_ok=True)
        survivors = [one for one in stored if end_of(one) <= cut]
        damages: list[Damage] = []
        assert list(iter_pages(workspace, on_damage=damages.append)) == survivors
        assert [damage.torn for damage in damages] == ([] if cut in borders else [True])
        with ArchiveWriter(workspace, "kontum", "run-1") as writer:
            later = writer.append(page(3))
            assert writer.damages == damages
        assert (torn.read_bytes() if torn.exists() else b"") == whole[max(b for b in borders if b <= cut) : cut]
        healed: list[Damage] = []
        assert list(iter_pages(workspace, on_damage=healed.append)) == [*survivors, later]
        assert healed == []


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_flipped_bit_costs_at_most_the_record_it_hits(workspace: Workspace, where: float, bit: int) -> None:
    shutil.rmtree(workspace.archive / "portal=kontum", ignore_errors=True)
    path, stored = fill(workspace, [page(number) for number in range(1, 5)])
    data = bytearray(path.read_bytes())
    index = int(where * len(data))
    data[index] ^= 1 << bit
    path.write_bytes(data)
    damages: list[Damage] = []
    found = list(iter_pages(workspace, on_damage=damages.append))
    others = [one for one in stored if not one.archive_ref.offset <= index < end_of(one)]
    assert [one for one in found if one in others] == others
    # Bits that carry nothing (a gzip header's time) may flip unseen; what is read is then still what was written.
    assert all(one in stored for one in found)
    assert len(found) == len(stored) or damages


def test_a_hole_in_the_middle_is_skipped_said_and_left_alone(workspace: Workspace) -> None:
    path, stored = fill(workspace, [page(number) for number in range(1, 6)])
    first, last = stored[1].archive_ref.offset, end_of(stored[2])
    data = path.read_bytes()
    path.write_bytes(data[:first] + bytes(last - first) + data[last:])
    damages: list[Damage] = []
    assert list(iter_pages(workspace, on_damage=damages.append)) == [*stored[:1], *stored[3:]]
    assert [(damage.offset, damage.torn) for damage in damages] == [(first, False)]
    assert f"{last - first} bytes skipped" in damages[0].fact
    assert heal(workspace, archive_files(workspace)[0]) == damages
    assert path.stat().st_size == len(data)


def test_a_payload_that_plays_a_record_is_not_taken_for_one(workspace: Workspace) -> None:
    forged = gzip.compress(page_to_record(page(66, portal="hue"), "portal=kontum/run-1-0000.warc.gz", 0), mtime=0)
    path, stored = fill(workspace, [page(1), page(2, body=forged), page(3)])
    data = bytearray(path.read_bytes())
    data[stored[1].archive_ref.offset] ^= 0xFF
    path.write_bytes(data)
    assert list(iter_pages(workspace, on_damage=lambda damage: None)) == [stored[0], stored[2]]


def test_a_tail_that_may_hold_records_is_not_cut(workspace: Workspace) -> None:
    path, _ = fill(workspace, [page(1), page(2)])
    other = path.with_name("run-0-0000.warc.gz")
    other.write_bytes(b"rubbish" + path.read_bytes())
    damages = heal(workspace, "portal=kontum/run-0-0000.warc.gz")
    assert [damage.torn for damage in damages] == [False]
    assert other.read_bytes() == b"rubbish" + path.read_bytes()


def test_a_record_of_another_program_is_said_and_skipped(workspace: Workspace) -> None:
    path, stored = fill(workspace, [page(1)])
    foreign = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Length: 19\r\n\r\n"
        b"HTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
    )
    with path.open("ab") as stream:
        stream.write(gzip.compress(foreign))
    found = list(iter_file(workspace, archive_files(workspace)[0]))
    assert found[0] == stored[0]
    assert isinstance(found[1], Damage)
    assert not found[1].torn
