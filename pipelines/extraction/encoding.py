"""Bytes as received → Unicode text: content encoding, then character encoding.

:func:`decoded_body` undoes gzip and deflate within a bound. :func:`decode_html` finds the character encoding; what the
bytes themselves prove (a byte order mark, valid UTF-8) goes before what headers and ``<meta>`` claim, because the
claims are wrong on many portals. Vietnamese legacy encodings are told apart in :mod:`pipelines.extraction.legacy`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipelines.extraction.compression import UndecodableBody, decoded_body
from pipelines.extraction.legacy import decode_single_byte, may_be_legacy, repair_text

__all__ = ["DecodedHtml", "UndecodableBody", "decode_html", "decoded_body", "may_be_utf8", "shows_damage"]


@dataclass(frozen=True, slots=True)
class DecodedHtml:
    """A page's markup as Unicode."""

    text: str
    """The markup, without NUL characters."""
    encoding: str
    """Name of the encoding used: a Python codec's, or ``utf-8+tcvn3`` or ``utf-8+vni`` when the
    bytes were UTF-8 and the text in them was made for a legacy font."""
    problems: tuple[str, ...]
    """What was wrong and how it was met, e.g. ``declared windows-1252, is utf-8``; empty for a clean page."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOMS_ALONE = tuple(mark for mark, _ in _BOMS)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:+-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:+-]{2,40})""", re.IGNORECASE)
_META_WITHIN = 1 << 15
"""Bytes in which a ``<meta charset>`` is looked for; browsers stop at 1,024, but portals put scripts before it."""

_WEB_NAMES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1258": "cp1258",
    "x-cp1258": "cp1258",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "unicode": "utf-8",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "utf-7": "cp1252",
}
"""Encoding labels as browsers read them (WHATWG Encoding Standard): Latin-1 means windows-1252, and so on. A label of
UTF-16 that could be read as ASCII cannot be true."""


def may_be_utf8(body: bytes) -> bool:
    """Whether a parser of UTF-8 may be given ``body`` as it is, which saves decoding it: it reads what is no UTF-8 as
    U+FFFD, and then :func:`shows_damage` tells that the page has to be decoded after all."""
    return not (b"\x00" in body or b"\x1b" in body or body.startswith(_BOMS_ALONE))


def decode_html(body: bytes, content_type: str | None = None) -> DecodedHtml:
    """``body`` as text. Never raises: what cannot be decoded becomes U+FFFD and is said in ``problems``.

    ``content_type`` is the header's value, e.g. ``text/html; charset=windows-1258``.
    """
    problems: list[str] = []
    declared = _declared(body, content_type, problems)
    text, encoding = _decode(body, declared, problems)
    if b"\x00" in body and "\x00" in text:
        problems.append(f"{text.count(chr(0))} NUL characters removed")
        text = text.replace("\x00", "")
    text = _undo_double_escapes(text, problems)
    if (repaired := repair_text(text)) is not None:
        text, found = repaired
        problems.append(f"text was {found}")
        encoding = f"{encoding}+{found}"
    return DecodedHtml(text, encoding, tuple(problems))


_ENOUGH_ESCAPES = 20
"""Letters written as ``&amp;#7871;`` from which a page counts as escaped twice."""
_ESCAPED = r"(#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z](?:acute|grave|circ|tilde|uml|cedil)|[AaOo]ring|[Dd]stroke);"
_ONCE, _TWICE = re.compile(f"&{_ESCAPED}"), re.compile(f"&amp;{_ESCAPED}")


def shows_damage(printed: str) -> bool:
    """Whether the text that a page prints as UTF-8 may need :func:`decode_html`: letters are missing, or so many are
    still escaped that the whole page was escaped twice, or letters stand in it as legacy fonts use them."""
    is_escaped = "&" in printed and len(_ONCE.findall(printed)) >= _ENOUGH_ESCAPES
    return is_escaped or "\ufffd" in printed or may_be_legacy(printed)


def _undo_double_escapes(text: str, problems: list[str]) -> str:
    """One level of escaping less where letters are escaped twice all over the page. A stray ``&amp;nbsp;`` in a good
    page stays: a browser shows it as it stands."""
    n_escaped = text.count("&amp;")
    if n_escaped < 3 * _ENOUGH_ESCAPES and (n_escaped < _ENOUGH_ESCAPES or text.count("&amp;#") < _ENOUGH_ESCAPES):
        return text
    undone, n_letters = _TWICE.subn(r"&\1;", text)
    if n_letters < _ENOUGH_ESCAPES:
        return text
    problems.append("letters were escaped twice")
    return undone.replace("&amp;nbsp;", "&nbsp;")


def _declared(body: bytes, content_type: str | None, problems: list[str]) -> str | None:
    """The codec that header, XML declaration or ``<meta>`` names, ``None`` if none names a known one."""
    names = []
    if content_type and (said := _HEADER_CHARSET.search(content_type)):
        names.append(said[1])
    head = body[:_META_WITHIN]
    said_inside = [pattern.search(head) for pattern in (_XML_ENCODING, _CHARSET)]
    names.extend(match[1].decode("ascii", "replace") for match in said_inside if match)
    for name in names:
        label = name.strip().lower()
        if label in _WEB_NAMES:
            return _WEB_NAMES[label]
        try:
            codec = codecs.lookup(label)
        except (LookupError, ValueError):
            problems.append(f"unknown charset {name}")
            continue
        if codec._is_text_encoding and codec.name not in ("idna", "punycode", "utf-7", "unicode_escape"):
            return codec.name
        problems.append(f"unknown charset {name}")
    return None


def _decode(body: bytes, declared: str | None, problems: list[str]) -> tuple[str, str]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], name, problems), name
    wide = _wide_without_mark(body)
    if wide is not None:
        problems.append(f"{wide} without a byte order mark")
        return _replacing(body, wide, problems), wide
    if body.isascii() and not (declared or "").startswith("iso2022"):
        return body.decode("ascii"), "utf-8"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared, problems)
    if declared not in (None, "utf-8"):
        problems.append(f"declared {declared}, is utf-8")
    return text, "utf-8"


def _wide_without_mark(body: bytes) -> str | None:
    """UTF-16 told by the NUL that is half of every ASCII character."""
    head = body[:400]
    if len(head) < 20 or head.count(0) < len(head) * 0.3:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.35 and even < len(head) * 0.05:
        return "utf-16-le"
    if even > len(head) * 0.35 and odd < len(head) * 0.05:
        return "utf-16-be"
    return None


def _replacing(body: bytes, encoding: str, problems: list[str]) -> str:
    text = body.decode(encoding, "replace")
    if "\ufffd" in text:
        problems.append(f"{text.count(chr(0xFFFD))} undecodable characters")
    return text


_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_MOSTLY = 0.9
"""Share of the bytes above ASCII that must stand in valid sequences for a damaged page to count as UTF-8."""


def _not_utf8(body: bytes, declared: str | None, problems: list[str]) -> tuple[str, str]:
    """Bytes that are no valid UTF-8: damaged UTF-8, a declared encoding, or one found by its letters."""
    ignoring = body.decode("utf-8", "ignore")
    valid = len(ignoring.encode("utf-8")) - (len(body) - sum(map(len, _HIGH_RUNS.findall(body))))
    high = sum(map(len, _HIGH_RUNS.findall(body)))
    if valid >= high * _MOSTLY:
        if declared not in (None, "utf-8"):
            problems.append(f"declared {declared}, is utf-8")
        return _replacing(body, "utf-8", problems), "utf-8"
    if declared is not None and declared not in ("utf-8", "cp1252", "cp1258"):
        return _replacing(body, declared, problems), declared
    text, encoding = decode_single_byte(body, declared)
    if declared is None:
        problems.append(f"no charset declared, read as {encoding}")
    elif declared != encoding:
        problems.append(f"declared {declared}, read as {encoding}")
    if "\ufffd" in text:
        problems.append(f"{text.count(chr(0xFFFD))} undecodable characters")
    return text, encoding
