"""Captures of a portal's pages, wherever they are kept: the newest of each, or all that differ."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from newscrawler.portals.model import Portal

Download = Callable[[str, dict[str, str]], Awaitable[bytes]]
"""Brings the body of an address, asked for with these headers. Raises OSError when it cannot be had."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A page that somebody kept."""

    url: str
    """Its address on the portal."""
    captured_at: datetime
    """When it was fetched from the portal (aware, UTC)."""
    place: tuple[str, ...] = ()
    """Where the keeper has it; each source knows how to read its own."""
    digest: str | None = None
    """What the keeper says of its body: equal digests, equal bodies. ``None`` when it says nothing."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture, read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    """As it was received from the portal, or with its content encoding undone and no header that says otherwise."""


class Source(Protocol):
    """Somebody who keeps pages of portals."""

    @property
    def every_capture(self) -> bool:
        """Whether all captures of an article that differ are taken, not the newest alone."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Hosts that are asked; none for files."""

    def captures(self, portal: Portal, download: Download) -> AsyncIterator[Capture]:
        """All successful captures of the portal's pages. Raises OSError when they cannot be listed."""

    async def read(self, capture: Capture, download: Download) -> Captured:
        """One of them. Raises OSError or ValueError when it cannot be read."""


def is_of(portal: Portal, url: str) -> bool:
    """Whether ``url`` is one of the portal's pages; ports that archives add are not looked at."""
    host = (urlsplit(url).hostname or "").lower()
    own = {(urlsplit(f"//{one}").hostname or "").lower() for one in portal.hosts}
    return host.removeprefix("www.") in {one.removeprefix("www.") for one in own}


def newest(captures: Iterable[Capture], key: Callable[[Capture], str]) -> list[Capture]:
    """The newest capture for each ``key``, in the order of their days."""
    found: dict[str, Capture] = {}
    for one in captures:
        before = found.get(key(one))
        if before is None or one.captured_at > before.captured_at:
            found[key(one)] = one
    return sorted(found.values(), key=lambda one: (one.captured_at, one.url))


def differing(captures: Iterable[Capture], key: Callable[[Capture], str]) -> list[Capture]:
    """The captures for each ``key`` but those whose digest is that of the one before, in the order of their days."""
    digests: dict[str, str] = {}
    found = []
    for one in sorted(captures, key=lambda one: (one.captured_at, one.url)):
        name = key(one)
        if one.digest is not None and digests.get(name) == one.digest:
            continue
        digests[name] = one.digest or ""
        found.append(one)
    return found
