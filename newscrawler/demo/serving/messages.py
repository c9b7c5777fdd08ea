"""Requests and replies between the transport and a portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawler.demo.serving.composition import Composed


@dataclass(frozen=True)
class Request:
    """One request; header names are lower case."""

    method: str
    target: str
    """Path and query as sent."""
    headers: Mapping[str, str]
    body: bytes = b""

    @cached_property
    def path(self) -> str:
        """Decoded path, without the query."""
        return unquote(urlsplit(self.target).path)

    @cached_property
    def query(self) -> dict[str, str]:
        """Query parameters, names in lower case, the last of repeated ones; a bare ``?123`` is ``{"123": ""}``."""
        return _pairs(urlsplit(self.target).query)

    @cached_property
    def form(self) -> dict[str, str]:
        """Fields of a posted form, names as sent."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def matches(self, etag: str, modified_at: datetime) -> bool:
        """Whether the client's copy is current: RFC 9110 §13.2.2, If-None-Match before If-Modified-Since."""
        if (tags := self.headers.get("if-none-match")) is not None:
            return etag in [tag.strip() for tag in tags.split(",")] or tags.strip() == "*"
        since = self.headers.get("if-modified-since")
        try:
            return since is not None and parsedate_to_datetime(since) >= modified_at.replace(microsecond=0)
        except (ValueError, TypeError):
            return False


def _pairs(query: str) -> dict[str, str]:
    return {name.lower(): value for name, value in parse_qsl(query, keep_blank_values=True)}


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the bytes of a reply leave; the defaults are an ordinary delivery."""

    delay_s: float = 0.0
    """Seconds before the first byte."""
    cut_at: int | None = None
    """Close the connection after so many bytes of the body, though Content-Length promised more."""
    drip_bytes: int | None = None
    """Send the body in pieces of so many bytes …"""
    drip_interval_s: float = 0.0
    """… with so many seconds between them."""
    chunked: bool = False
    """Send the body with ``Transfer-Encoding: chunked``; cut at :attr:`cut_at`, the last chunk never comes."""
    reset: bool = False
    """Close the connection without an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a portal answers."""

    status: int = 200
    body: bytes | Composed = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    compress: bool = True
    """Whether gzip is used when the client accepts it."""
    delivery: Delivery = field(default=Delivery())


class Responder(Protocol):
    """Anything a server can serve."""

    def respond(self, request: Request) -> Reply:
        """The reply to one request; called from the server's thread, one request at a time."""
        ...


def redirect(location: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status, b"", headers=(("Location", location),))


def text_reply(text: str, content_type: str = "text/plain; charset=utf-8", status: int = 200) -> Reply:
    """A reply of plain text."""
    return Reply(status, text.encode(), content_type)
