"""Canonical URLs and article identity: one article, one key, however one came to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_plus, urljoin, urlsplit, urlunsplit

import xxhash

TRACKING_PARAMETERS = re.compile(
    r"(?i)^(?:utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|mc_[ce]id|_ga|_gl|igshid|yclid"
    r"|jsessionid|phpsessid|_afrloop|_afrwindowmode|_afrwindowid|_adf\.ctrl-state)$"
)
"""Query parameters that name the visit, not the article."""

_SESSION_PATH = re.compile(r"(?i);jsessionid=[^/?#]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/:@!$&'()*+,;=~%"
_QUERY_SAFE = _PATH_SAFE + "?"


def canonical_url(url: str, drop: Iterable[str] = ()) -> str:
    """``url`` in one spelling: RFC 3986 §6 normalisation, no fragment, no tracking or session parameters.

    ``drop`` names further query parameters of this portal that carry navigation, compared without case. A query without
    a name (Liferay's ``?4711``) is identity and stays. Parameters keep their order: some servers read it. Idempotent.
    Raises ValueError when ``url`` is no absolute http(s) address.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"expected an absolute http or https address, found {url!r}")
    host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
    if ":" in host:
        host = f"[{host}]"
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    path = _without_dots(_SESSION_PATH.sub("", _spell(parts.path, _PATH_SAFE))) or "/"
    dropped = {name.lower() for name in drop}
    query = "&".join(
        pair for pair in _spell(parts.query, _QUERY_SAFE).split("&") if pair and not _is_dropped(pair, dropped)
    )
    return urlunsplit((scheme, host, path, query, ""))


def _without_dots(path: str) -> str:
    """``path`` without ``.`` and ``..`` segments (RFC 3986, 5.2.4), which templates leave in absolute links."""
    if "/." not in path:
        return path
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    ends_in_folder = segments[-1] in (".", "..")
    return "/" + "/".join([*kept, ""] if ends_in_folder else kept)


def _is_dropped(pair: str, dropped: set[str]) -> bool:
    name, separator, _ = pair.partition("=")
    name = unquote_plus(name)
    return bool(separator) and (name.lower() in dropped or TRACKING_PARAMETERS.match(name) is not None)


def _spell(part: str, safe: str) -> str:
    """Percent-encode what must be, decode what need not be, hex digits in capitals."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[0][1:], 16))
        return character if character in _UNRESERVED else match[0].upper()

    encoded = quote(part, safe=safe)
    encoded = re.sub("%(?![0-9a-fA-F]{2})", "%25", encoded)
    return _PERCENT.sub(one, encoded)


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """One form of article addresses of a portal, and what in it is the identity."""

    pattern: str
    """Regular expression searched in path and query (``/a/b?c=d``) without case.

    Its named groups feed the templates."""
    identity: str
    """Template of the identity, e.g. ``ItemID={id}``."""
    canonical: str | None = None
    """Template of the canonical path and query; ``None`` keeps the address, normalised."""
    name: str = ""
    """The generation of the portal that this form belongs to; chooses layout and listing facts."""

    def match(self, url: str) -> re.Match[str] | None:
        """The match of this form in ``url``, ``None`` when it is another kind of address."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return _compiled(self.pattern).search(target)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An article's address, understood."""

    url: str
    """Canonical URL."""
    identity: str
    """What makes the article one."""
    form: str | None
    """Name of the form that matched; ``None`` when none did."""


def address(url: str, forms: Iterable[ArticleForm] = (), drop: Iterable[str] = ()) -> Address:
    """Canonical URL and identity of an article's ``url`` by the portal's ``forms``, else by the URL itself."""
    normal = canonical_url(url, drop)
    for form in forms:
        if match := form.match(normal):
            facts = match.groupdict("")
            where = urljoin(normal, form.canonical.format(**facts)) if form.canonical else normal
            return Address(canonical_url(where), form.identity.format(**facts), form.name or None)
    return Address(normal, normal, None)


def article_id(portal: str, identity: str) -> str:
    """Stable key of an article: the portal's name, a hyphen and 64 bits of xxh3 over both names in hex.

    Two of a million articles of one portal share a key with a probability below 3e-8.
    """
    return f"{portal}-{xxhash.xxh3_64_hexdigest(f'{portal} {identity}'.encode())}"
