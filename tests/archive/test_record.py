from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given, settings

from pipelines.archive.member import pack, unpack
from pipelines.archive.record import NotARecord, page_to_record, record_to_page, stands_at
from pipelines.records import ArchiveRef, Page

from .samples import NOON, page, pages

REF = ArchiveRef("portal=kontum/run-1-0000.warc.gz", 4711, 99)


@given(pages)
@settings(deadline=None)
def test_a_page_comes_back_as_it_went_in(one: Page) -> None:
    data = page_to_record(one, REF.file, REF.offset)
    assert record_to_page(data, REF) == replace(one, archive_ref=REF)


@given(pages)
@settings(deadline=None)
def test_packing_keeps_every_byte(one: Page) -> None:
    data = page_to_record(one, REF.file, REF.offset)
    assert unpack(pack(data, compressed_already=True)) == data
    assert unpack(pack(data, compressed_already=False)) == data


def test_headers_that_are_no_utf8_keep_their_bytes() -> None:
    value = b"caf\xe9".decode("utf-8", "surrogateescape")
    data = page_to_record(page(headers=(("X-Name", value),)), REF.file, 0)
    assert b"X-Name: caf\xe9\r\n" in data
    found = record_to_page(data, REF)
    assert found is not None
    assert found.headers == (("X-Name", value),)


def test_line_breaks_in_a_header_cannot_forge_one() -> None:
    found = record_to_page(page_to_record(page(headers=(("X", "a\r\nEvil: 1\r\n\r\nb\0"),)), REF.file, 0), REF)
    assert found is not None
    assert found.headers == (("X", "a  Evil: 1    b "),)
    assert found.body == page().body


def test_our_facts_are_ascii_and_no_header_of_another_kind() -> None:
    data = page_to_record(page(section="Tin\r\nWARC-Type: warcinfo"), REF.file, 0)
    head = data.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert head.count(b"WARC-Type:") == 1 + 1
    assert b"\r\nWARC-Type: warcinfo" not in head


def test_hints_are_cut_so_that_a_header_stays_readable() -> None:
    found = record_to_page(page_to_record(page(listed_title="đ" * 100_000), REF.file, 0), REF)
    assert found is not None
    assert found.listed_title == "đ" * 2_000


def test_the_date_is_utc_with_microseconds() -> None:
    local = NOON.astimezone(timezone(timedelta(hours=7)))
    assert b"WARC-Date: 2026-11-23T05:00:00.123456Z\r\n" in page_to_record(page(fetched_at=local), REF.file, 0)


def test_a_record_knows_its_place() -> None:
    data = page_to_record(page(), REF.file, 12)
    assert stands_at(data, REF.file, 12)
    assert not stands_at(data, REF.file, 13)
    assert not stands_at(data, "portal=kontum/run-2-0000.warc.gz", 12)


@pytest.mark.parametrize("data", [b"", b"rubbish", b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", b"\0" * 100])
def test_what_is_no_record_says_so(data: bytes) -> None:
    with pytest.raises(NotARecord):
        record_to_page(data, REF)
