"""Only public addresses are followed: by name, by DNS answer and by redirect. Loopback serves demo and tests alone."""

from __future__ import annotations

import ipaddress
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawler.listings.forbidden import is_forbidden


class AddressRefused(IgnoreRequest):
    """An address that is never requested; ``fact`` says why."""

    def __init__(self, url: str, fact: str) -> None:
        self.url, self.fact = url, fact
        super().__init__(f"{url}: {fact}")


def is_loopback(host: str) -> bool:
    """Whether ``host`` names this machine: ``localhost`` or a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses written as IPv6 ones (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether ``address`` (an IP address) is one host of the open internet, also when IPv6 wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.strip("[]"))
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _wrapped(ip)) is not None:
        ip = inner
    return ip.is_global and not ip.is_multicast


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class AddressGuard:
    """Downloader middleware: refuses private addresses, forbidden URLs and URLs of no use to a reader."""

    def __init__(self, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        """Setting: ALLOW_LOOPBACK."""
        return cls(crawler.settings.getbool("ALLOW_LOOPBACK"))

    def process_request(self, request: Request) -> None:
        """Raise AddressRefused for what is never asked for. Redirect targets pass here too."""
        host = (urlparse_cached(request).hostname or "").lower()
        if is_loopback(host):
            if not self._allow_loopback:
                raise AddressRefused(request.url, "an address of this machine")
        elif _is_ip(host) and not is_public(host):
            raise AddressRefused(request.url, "a private address")
        if (why := is_forbidden(request.url)) and not request.url.endswith("/robots.txt"):
            raise AddressRefused(request.url, why)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing names that resolve to private addresses.

    Hosts that are addresses themselves, and ``localhost``, have been judged by :class:`AddressGuard`.
    """

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        """Resolve ``name``; fails with DNSLookupError when the answer is not public."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if _is_ip(name) or is_loopback(name) or is_public(address):
            return address
        raise DNSLookupError(f"{name} resolves to {address}, which is not public")
