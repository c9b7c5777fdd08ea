"""Texts that are right but served in a difficult form: decomposed, as character references, in windows-1258."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from markupsafe import Markup, escape

from newscrawler.demo.content.records import Article, Trap

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def charset(article: Article, usual: str) -> str:
    """The charset an article's page is served in."""
    return "windows-1258" if article.trap is Trap.WINDOWS_1258 else usual


def printed_as(article: Article) -> Callable[[str], Markup]:
    """How a template prints the article's own texts, escaped for HTML."""
    if article.trap is Trap.DECOMPOSED:
        return lambda text: escape(unicodedata.normalize("NFD", text))
    if article.trap is Trap.ENTITIES:
        return _as_references
    return escape


def encoder(name: str) -> Callable[[str], bytes]:
    """Encodes text in ``utf-8`` or ``windows-1258``; characters the latter lacks become references."""
    return encode_windows_1258 if name == "windows-1258" else str.encode


def encode_windows_1258(text: str) -> bytes:
    """windows-1258: letters the code page lacks as base letter and combining tone mark (Microsoft's CP1258 table)."""
    return "".join(_split_tone(character) for character in unicodedata.normalize("NFC", text)).encode(
        "cp1258", "xmlcharrefreplace"
    )


def _split_tone(character: str) -> str:
    try:
        character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in _TONES)
        base = "".join(part for part in parts if part not in _TONES)
        return unicodedata.normalize("NFC", base) + tones
    return character


def _as_references(text: str) -> Markup:
    return Markup("".join(str(escape(c)) if ord(c) < 128 else f"&#{ord(c)};" for c in text))
