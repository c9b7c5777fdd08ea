"""A saved page file as a Page."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from pipelines.errors import SettingsError
from pipelines.records import Page, PageKind
from pipelines.urls import ArticleForm, address

UNKNOWN_URL = "http://unknown.invalid/"
"""Stands for a page's address when neither the user nor the page says it."""

_TAG = re.compile(rb"<(?:link|meta)\b[^>]{0,2000}>", re.IGNORECASE)
_SAYS_URL = re.compile(rb"""(?:rel=["']?canonical|property=["']?og:url)["'\s/>]""", re.IGNORECASE)
_ADDRESS = re.compile(rb"""(?:href|content)=["']([^"']{1,2000})["']""", re.IGNORECASE)


def read_saved(file: str) -> bytes:
    """Content of ``file``, unpacked when it is gzipped; ``-`` is standard input. Raises SettingsError."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror or error}") from error
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise SettingsError(f"{file}: expected a whole gzip file: {error}") from error


def own_url(content: bytes) -> str:
    """The address a page gives for itself (canonical link, ``og:url``), else :data:`UNKNOWN_URL`."""
    for tag in _TAG.findall(content[:200_000]):
        if _SAYS_URL.search(tag) and (found := _ADDRESS.search(tag)):
            url = urljoin(UNKNOWN_URL, unescape(found[1].decode("utf-8", "replace")).strip())
            if url.startswith(("http://", "https://")) and url != UNKNOWN_URL:
                return url
    return UNKNOWN_URL


def saved_page(
    content: bytes, url: str, portal: str, forms: tuple[ArticleForm, ...] = (), drop: tuple[str, ...] = ()
) -> Page:
    """``content`` as if it had just been fetched from ``url``. Raises SettingsError when that is no web address."""
    try:
        where = address(url, forms, drop)
    except ValueError as error:
        raise SettingsError(f"--url: {error}") from error
    return Page(
        portal=portal,
        url=url,
        requested_url=url,
        identity=where.identity,
        canonical_url=where.url,
        status=200,
        headers=(),
        body=content,
        fetched_at=datetime.now(UTC),
        kind=PageKind.ARTICLE,
        run_id="saved",
    )
