"""Gzip members: one per record, so a record can be found by (offset, length) and a break costs only what it hits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.archive.record import looks_like_record, stands_at

MAGIC = b"\x1f\x8b\x08"
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of the archive that are no whole record, as a value: reading goes on behind them."""

    file: str
    """WARC file's path relative to the archive folder."""
    offset: int
    """Where the damage begins."""
    fact: str
    """What was found there."""
    torn: bool = False
    """Whether nothing whole follows: the end of a file whose writer was killed, safe to cut."""


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member, unpacked."""

    offset: int
    """Where it starts in the file."""
    length: int
    """Its length in the file."""
    data: bytes
    """What it holds."""


def pack(record: bytes, *, compressed_already: bool) -> bytes:
    """``record`` as one gzip member.

    A payload that came compressed is stored, not deflated again: that saves nine tenths of the time and costs under
    one hundredth of the room (docs/adr/0002-archive-first.md).
    """
    compressor = zlib.compressobj(0 if compressed_already else 6, zlib.DEFLATED, _GZIP)
    return compressor.compress(record) + compressor.flush()


def unpack(member: bytes) -> bytes:
    """What one whole gzip member holds. Raises zlib.error when it is damaged, cut or followed by something."""
    decompressor = zlib.decompressobj(_GZIP)
    data = decompressor.decompress(member)
    if not decompressor.eof or decompressor.unused_data:
        raise zlib.error("not exactly one whole gzip member")
    return data


def members(path: Path, name: str, start: int = 0, stop: int | None = None) -> Iterator[Member | Damage]:
    """Every whole member of ``path`` that starts in ``start`` … ``stop``, and what is broken between them.

    ``name`` is the file as :class:`ArchiveRef` says it. ``start`` must be the beginning of a member.
    """
    with path.open("rb") as stream:
        position = start
        end = path.stat().st_size
        while position < (end if stop is None else min(stop, end)):
            member = _member_at(stream, position)
            if isinstance(member, Member):
                yield member
                position += member.length
                continue
            following, doubtful = _next_record(stream, name, position + 1)
            skipped = f"{member}; {(following or end) - position} bytes skipped"
            yield Damage(name, position, skipped, torn=following is None and not doubtful)
            if following is None:
                return
            position = following


def _member_at(stream: BinaryIO, offset: int) -> Member | str:
    """The whole member at ``offset``, else what is wrong with it."""
    stream.seek(offset)
    decompressor = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    read = 0
    try:
        while not decompressor.eof:
            chunk = stream.read(_CHUNK_BYTES)
            if not chunk:
                return "the file ends inside a record"
            read += len(chunk)
            parts.append(decompressor.decompress(chunk))
    except zlib.error as error:
        return f"no whole record ({error})"
    return Member(offset, read - len(decompressor.unused_data), b"".join(parts))


def _next_record(stream: BinaryIO, name: str, offset: int) -> tuple[int | None, bool]:
    """Where the next whole record of this file starts at or behind ``offset``, ``None`` when none follows.

    Beside it, whether something was passed over that looks like a record but was not written to this place: part of a
    payload, or of a file that was renamed. Such a tail must not be cut.
    """
    doubtful = False
    while (offset := _find(stream, MAGIC, offset)) >= 0:
        member = _member_at(stream, offset)
        if isinstance(member, Member) and looks_like_record(member.data):
            if stands_at(member.data, name, offset):
                return offset, doubtful
            doubtful = True
        offset += 1
    return None, doubtful


def _find(stream: BinaryIO, wanted: bytes, offset: int) -> int:
    """Offset of the first ``wanted`` at or behind ``offset``, -1 when there is none."""
    stream.seek(offset)
    kept = b""
    while chunk := stream.read(_CHUNK_BYTES):
        window = kept + chunk
        if (index := window.find(wanted)) >= 0:
            return offset - len(kept) + index
        kept = window[-(len(wanted) - 1) :]
        offset += len(chunk)
    return -1
