"""Feeds and sitemaps, element by element: no entities expanded, nothing fetched, bounded in bytes and entries."""

from __future__ import annotations

import gzip
import io
import itertools
import re
import zlib
from collections.abc import Collection, Iterator

from lxml import etree

MAX_BYTES = 52_428_800
"""Uncompressed bytes read of one document: what the sitemap protocol (sitemaps.org) allows. The rest is left unread."""
MAX_ENTRIES = 50_000
"""Entries read of one document: what the sitemap protocol allows."""
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?!\?|!)\s*(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = {b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap"}


def xml_kind(body: bytes) -> str | None:
    """``feed`` or ``sitemap`` when ``body`` (gzip or plain) is such a document by its root element, else ``None``."""
    head = _head(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") or head[:15].lower().startswith((b"<!doctype html", b"<html")):
        return None
    root = _ROOT.search(re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL))
    return _ROOTS.get(root[1].lower()) if root is not None else None


def _head(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body[:4096]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, 4096)
    except zlib.error:
        return b""


def plain_bytes(body: bytes) -> bytes:
    """``body`` with gzip undone, at most :data:`MAX_BYTES`; a damaged stream gives what came before the damage."""
    if not body.startswith(_GZIP):
        return body[:MAX_BYTES]
    out = bytearray()
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
        try:
            while len(out) < MAX_BYTES and (chunk := stream.read(65_536)):
                out += chunk
        except (EOFError, OSError, zlib.error):
            pass
    return bytes(out[:MAX_BYTES])


def elements(body: bytes, names: Collection[str]) -> Iterator[etree._Element]:
    """Elements with one of the local ``names``, in order, each complete when it is given and emptied afterwards.

    Damaged XML gives the elements before the damage, and those behind it as far as the parser finds its way. Of a
    document that ends too early the last element is left out: what is cut off in it may be half an address.
    """
    plain = plain_bytes(body)
    last: etree._Element | None = None
    for element in itertools.islice(_ended(plain, names), MAX_ENTRIES):
        if last is not None:
            yield last
            if local_name(last) != "link":
                last.clear()
        last = element
    if last is not None and _is_whole(plain):
        yield last


def _ended(plain: bytes, names: Collection[str]) -> Iterator[etree._Element]:
    reader = etree.iterparse(
        io.BytesIO(plain),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in reader:
            yield element
    except etree.XMLSyntaxError:
        return


def _is_whole(plain: bytes) -> bool:
    """Whether the document's last tag closes its root."""
    root = _ROOT.search(re.sub(rb"<!--.*?-->", b"", plain[:4096], flags=re.DOTALL))
    closing = plain[-2048:].rpartition(b"</")[2].partition(b">")[0].strip()
    return root is not None and closing.rpartition(b":")[2] == root[1]


def local_name(element: etree._Element) -> str:
    """Tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child_texts(element: etree._Element) -> dict[str, str]:
    """Text of the child elements by local name, the first of each name, blanks squeezed."""
    texts: dict[str, str] = {}
    for child in element:
        text = " ".join("".join(map(str, child.itertext())).split())
        if text:
            texts.setdefault(local_name(child), text)
    return texts
