"""HTTP/1.1 on loopback: keep-alive, pipelining, gzip, and deliveries that go wrong on purpose."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import cast

from newscrawler.demo.serving.composition import Composed
from newscrawler.demo.serving.messages import Reply, Request, Responder

_MAX_HEAD_BYTES = 65_536
_LOGGED_HEADERS = ("user-agent", "cookie", "if-none-match", "if-modified-since", "referer", "accept-encoding")


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One line of the access log."""

    at: float
    """Seconds on the monotonic clock when the request had arrived."""
    method: str
    target: str
    headers: dict[str, str]
    """User-Agent, cookies and validators; other headers are not kept."""
    status: int
    """Status answered; 0 for a connection closed without an answer."""


@dataclass(slots=True)
class AccessLog:
    """Every request in order of arrival."""

    entries: list[LoggedRequest] = field(default_factory=list)

    def add(self, arrived_at: float, request: Request, status: int) -> None:
        """Append a request, when it had arrived, and the status it got."""
        kept = {name: request.headers[name] for name in _LOGGED_HEADERS if name in request.headers}
        self.entries.append(LoggedRequest(arrived_at, request.method, request.target, kept, status))


class HttpConnection(asyncio.Protocol):
    """One client connection; requests on it are answered one after the other."""

    def __init__(self, responder: Responder, log: AccessLog, on_close: Callable[[HttpConnection], None]) -> None:
        self._responder, self._log, self._on_close = responder, log, on_close
        self._buffer = b""
        self._sending: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        # uvloop's transports implement asyncio.Transport without inheriting from it
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop a delivery that is under way."""
        if self._sending:
            self._sending.cancel()
        self._on_close(self)

    def close(self) -> None:
        """Drop the connection at once."""
        if self._transport:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Answer every whole request in the buffer."""
        self._buffer += data
        self._answer_buffered()

    def _answer_buffered(self) -> None:
        while self._sending is None and (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            request, length = _parse(self._buffer[:end])
            if request is None:
                self._refuse()
                return
            if len(self._buffer) < end + 4 + length:
                return
            if length:
                request = Request(
                    request.method, request.target, request.headers, self._buffer[end + 4 : end + 4 + length]
                )
            self._buffer = self._buffer[end + 4 + length :]
            self._answer(request)
        if len(self._buffer) > _MAX_HEAD_BYTES and b"\r\n\r\n" not in self._buffer:
            self._refuse()

    def _refuse(self) -> None:
        if self._transport:
            self._transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self._transport.close()

    def _answer(self, request: Request) -> None:
        arrived_at = time.monotonic()  # to make the first page of a replica takes half a second on a busy machine
        reply = self._responder.respond(request)
        self._log.add(arrived_at, request, 0 if reply.delivery.reset else reply.status)
        delivery = reply.delivery
        if delivery.reset:
            self.close()
            return
        head, body = _encode(request, reply)
        if delivery.delay_s or delivery.drip_bytes:
            self._sending = asyncio.get_running_loop().create_task(self._send_slowly(request, reply, head, body))
            return
        self._write(request, reply, head, body)

    async def _send_slowly(self, request: Request, reply: Reply, head: bytes, body: bytes) -> None:
        delivery = reply.delivery
        await asyncio.sleep(delivery.delay_s)
        if delivery.drip_bytes and self._transport:
            self._transport.write(head)
            for start in range(0, len(body), delivery.drip_bytes):
                self._transport.write(body[start : start + delivery.drip_bytes])
                await asyncio.sleep(delivery.drip_interval_s)
        else:
            self._write(request, reply, head, body)
        self._sending = None
        self._answer_buffered()

    def _write(self, request: Request, reply: Reply, head: bytes, body: bytes) -> None:
        if self._transport is None:
            return
        cut = reply.delivery.cut_at
        sent = body if cut is None else body[:cut]
        if reply.delivery.chunked:
            sent = b"%x\r\n%s\r\n" % (len(sent), sent) + (b"0\r\n\r\n" if cut is None else b"")
        self._transport.write(head + sent)
        if cut is not None or request.headers.get("connection", "").lower() == "close":
            self._transport.close()


def _parse(head: bytes) -> tuple[Request | None, int]:
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        return None, 0
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    length = headers.get("content-length", "0")
    return (Request(parts[0], parts[1], headers), int(length)) if length.isdigit() else (None, 0)


def _encode(request: Request, reply: Reply) -> tuple[bytes, bytes]:
    bodiless = reply.status in (204, 304)
    headers = [("Content-Type", reply.content_type), *reply.headers] if not bodiless else list(reply.headers)
    if reply.compress and not bodiless and "gzip" in request.headers.get("accept-encoding", ""):
        body = reply.body.gzipped() if isinstance(reply.body, Composed) else gzip.compress(reply.body, 6, mtime=0)
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    else:
        body = reply.body.plain() if isinstance(reply.body, Composed) else reply.body
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if not bodiless:
        lines.append("Transfer-Encoding: chunked" if reply.delivery.chunked else f"Content-Length: {len(body)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head, b"" if request.method == "HEAD" or bodiless else body
