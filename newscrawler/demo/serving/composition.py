"""Pages as sequences of cached pieces: what many pages share is stored and compressed once.

A gzip body is put together from pieces compressed on their own: each ends in a full flush, so the pieces may be joined
byte by byte (RFC 1951 §3.2.4 stored blocks carry the parts that change with every request; RFC 1952 for the frame).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

_MARK = re.compile("\x02([^\x03]+)\x03")
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_FINAL_EMPTY_BLOCK = b"\x03\x00"
_LARGEST_STORED = 0xFFFF


class Chunk:
    """Bytes that do not change; compressed once, when first needed."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def deflated(self) -> bytes:
        """Raw DEFLATE blocks of the bytes, byte-aligned, none of them final."""
        compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
        return compressor.compress(self.raw) + compressor.flush(zlib.Z_FULL_FLUSH)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place whose text differs from request to request."""

    name: str


def mark(name: str) -> str:
    """What a template prints for a slot (``views``) or a shared chunk (``#menu``)."""
    return f"\x02{name}\x03"


def split_marks(text: str, shared: Callable[[str], Chunk], encode: Callable[[str], bytes]) -> list[Chunk | Slot]:
    """Cut rendered text at its marks; ``shared`` gives the chunk for the name after ``#``."""
    pieces: list[Chunk | Slot] = []
    for place, part in enumerate(_MARK.split(text)):
        if place % 2:
            pieces.append(shared(part[1:]) if part.startswith("#") else Slot(part))
        elif part:
            pieces.append(Chunk(encode(part)))
    return pieces


@dataclass(frozen=True, slots=True)
class Composed:
    """A page made of pieces, with the values of its slots for this one request."""

    pieces: tuple[Chunk | Slot, ...]
    values: Mapping[str, bytes]

    def plain(self) -> bytes:
        """The page's bytes."""
        return b"".join(self._raw(piece) for piece in self.pieces)

    def gzipped(self) -> bytes:
        """The page as one gzip member."""
        out, checksum, size = [_GZIP_HEADER], 0, 0
        for piece in self.pieces:
            raw = self._raw(piece)
            checksum, size = zlib.crc32(raw, checksum), size + len(raw)
            out.append(piece.deflated if isinstance(piece, Chunk) else _stored(raw))
        out += [_FINAL_EMPTY_BLOCK, struct.pack("<II", checksum, size & 0xFFFFFFFF)]
        return b"".join(out)

    def _raw(self, piece: Chunk | Slot) -> bytes:
        return piece.raw if isinstance(piece, Chunk) else self.values.get(piece.name, b"")


def _stored(raw: bytes) -> bytes:
    if len(raw) > _LARGEST_STORED:
        raise ValueError(f"a slot holds at most {_LARGEST_STORED} bytes, not {len(raw)}")
    return b"\x00" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw if raw else b""
