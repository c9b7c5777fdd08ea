"""The bytes of a page with gzip and deflate undone, within a bound."""

from __future__ import annotations

import zlib

from pipelines.records import Page, Reason


class UndecodableBody(ValueError):
    """The body cannot be had as bytes of a page; ``reason`` is what the rejection says, ``detail`` the fact."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


_GZIP_MAGIC = b"\x1f\x8b"


def decoded_body(page: Page, max_bytes: int) -> bytes:
    """The body of ``page`` with its content encoding undone.

    Raises :class:`UndecodableBody`: ``too_large`` when more than ``max_bytes`` come out (decompression stops there, so
    a bomb costs no memory), ``truncated`` when the compressed data or the announced length ends early, ``not_html``
    for a content encoding other than gzip and deflate.
    """
    body = page.body
    announced = page.header("content-length")
    if (
        announced is not None
        and announced.strip().isascii()
        and announced.strip().isdigit()
        and len(body) < int(announced)
        and page.header("transfer-encoding") is None
    ):
        raise UndecodableBody(Reason.TRUNCATED, f"{len(body)} of {announced.strip()} bytes arrived")
    header = (page.header("content-encoding") or "").lower()
    for coding in reversed([name.strip() for name in header.split(",") if name.strip()]):
        body = _undo(body, coding, max_bytes)
    if body[:2] == _GZIP_MAGIC:
        body = _gunzip(body, max_bytes)
    if len(body) > max_bytes:
        raise UndecodableBody(Reason.TOO_LARGE, f"{len(body)} bytes, at most {max_bytes} are read")
    return body


def _undo(body: bytes, coding: str, max_bytes: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _gunzip(body, max_bytes) if body[:2] == _GZIP_MAGIC else body
    if coding == "deflate":
        return _inflate(body, max_bytes)
    if coding == "identity" or not body:
        return body
    raise UndecodableBody(Reason.NOT_HTML, f"content encoding {coding}")


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    """All members of a gzip stream; bytes after the last member that are no gzip are padding."""
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest[:2] == _GZIP_MAGIC:
        stream = zlib.decompressobj(wbits=31)
        data = _run(stream, rest, max_bytes - size)
        parts.append(data)
        size += len(data)
        rest = stream.unused_data
    return b"".join(parts)


def _inflate(body: bytes, max_bytes: int) -> bytes:
    """Deflate as the standard means it (with zlib header) or as some servers send it (raw)."""
    is_zlib = len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    for wbits in (15, -15) if is_zlib else (-15,):
        try:
            return _run(zlib.decompressobj(wbits=wbits), body, max_bytes)
        except UndecodableBody as problem:
            if problem.reason is Reason.TOO_LARGE or wbits == -15 or "ends early" in problem.detail:
                raise
    return body


def _run(stream: zlib._Decompress, body: bytes, max_bytes: int) -> bytes:
    try:
        data = stream.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise UndecodableBody(Reason.TRUNCATED, f"damaged compressed body: {error}") from error
    if len(data) > max_bytes:
        raise UndecodableBody(Reason.TOO_LARGE, f"more than {max_bytes} bytes when decompressed")
    if not stream.eof:
        raise UndecodableBody(Reason.TRUNCATED, f"compressed body ends early, after {len(data)} bytes of text")
    return data
