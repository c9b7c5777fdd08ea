"""The links of a page, each resolved once: the material every way of reading a listing works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>]")
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:[/?][\w./?=&%+~,:@!$;*()\-]*)?", re.ASCII)
"""Absolute addresses that need no repair; dot segments are left to the server."""
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
MAX_LINKS = 5_000
"""Links of one page that are looked at."""
MAX_URL_LENGTH = 2_000
"""Longer addresses are traps (parameters that grow by one with every click); they are not followed."""


@dataclass(slots=True)
class Anchor:
    """One ``a[href]``."""

    node: LexborNode
    href: str
    """The attribute, outer blanks removed."""
    url: str | None
    """Absolute http(s) address without fragment; ``None`` for scripts, mail, in-page jumps and what is no address."""
    order: int
    """Position among the page's links."""
    _text: str | None = None

    @property
    def text(self) -> str:
        """Visible text on one line."""
        if self._text is None:
            self._text = squeeze(self.node.text())
        return self._text


def squeeze(text: str) -> str:
    """``text`` on one line, runs of blanks (no-break ones too) as one space, NUL and zero-width characters gone."""
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.replace("\x00", "").split())


class Resolver:
    """Turns ``href`` values of one page into absolute addresses; a page repeats many, so answers are remembered."""

    def __init__(self, url: str) -> None:
        self.base = url
        self._origin, self._scheme = _origin(url)
        self._known: dict[str, str | None] = {}

    def __call__(self, href: str) -> str | None:
        """Absolute http(s) address of ``href`` without fragment, ``None`` when it has none."""
        if href not in self._known:
            self._known[href] = self._resolve(href)
        return self._known[href]

    def _resolve(self, href: str) -> str | None:
        bare = href.split("#", 1)[0].strip()
        if not bare or len(bare) > MAX_URL_LENGTH:
            return None
        if _PLAIN.fullmatch(bare):
            return bare
        if bare.startswith("/") and not bare.startswith("//") and self._origin and "/." not in bare:
            return self._origin + _UNSAFE.sub(_encode, bare)
        if _SCHEME.match(bare) and not bare[:5].lower().startswith("http"):
            return None
        try:
            absolute = _UNSAFE.sub(_encode, urljoin(self.base, bare).split("#", 1)[0])
            parts = urlsplit(absolute)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            return None
        return absolute if usable else None


def _encode(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (
        f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
    ), parts.scheme


def base_address(tree: LexborHTMLParser, url: str) -> str:
    """What relative links are resolved against: ``<base href>`` where the page has a usable one, else ``url``."""
    base = tree.css_first("base[href]")
    if base is None:
        return url
    return Resolver(url)((base.attributes.get("href") or "").strip()) or url


def collect_anchors(tree: LexborHTMLParser, url: str) -> list[Anchor]:
    """All ``a[href]`` of the page in order, at most :data:`MAX_LINKS`."""
    resolve = Resolver(base_address(tree, url))
    anchors = []
    for order, node in enumerate(tree.css("a[href]")[:MAX_LINKS]):
        href = (node.attributes.get("href") or "").strip()
        anchors.append(Anchor(node, href, resolve(href), order))
    return anchors
