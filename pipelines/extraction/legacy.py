"""Vietnamese text in encodings from before Unicode, and UTF-8 that was encoded twice.

Single-byte code pages (windows-1258, VISCII) are told apart by how many words come out as Vietnamese syllables. TCVN3
(ABC) and VNI were never code pages of the Web: their texts are Latin-1 letters shown by a special font, and stand so
even inside UTF-8 pages. They are converted run by run, and only where the page as a whole proves to be one of them:
good Unicode, in Vietnamese or any other language, is never touched.

Tables: TCVN 5712:1993 (VN3), VNI for Windows, RFC 1456 (VISCII).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from unicodedata import normalize as unicode_form

from pipelines.extraction.syllables import marked_words, valid_share

_TCVN3_CODES = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\xadư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị"
    "ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"
)
TCVN3 = str.maketrans(dict(zip(_TCVN3_CODES[::2], _TCVN3_CODES[1::2], strict=True)))
"""Letter shown by a TCVN3 font → Vietnamese letter."""

_VNI_PAIRS = {
    "a": "ùáøàûảõãïạêăéắèằúẳüẵëặââáấàầåẩãẫäậ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "ô": "ùớøờûởõỡïợ",
    "u": "ùúøùûủõũïụ",
    "ö": "ùứøừûửõữïự",
    "y": "ùýøỳûỷõỹ",
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base, pairs in _VNI_PAIRS.items():
        table.update({base + mark: letter for mark, letter in zip(pairs[::2], pairs[1::2], strict=True)})
    table.update({code.upper(): letter.upper() for code, letter in list(table.items())})
    capitals = {code[0].upper() + code[1]: letter.upper() for code, letter in table.items() if len(code) == 2}
    return {**capitals, **table}


VNI = _vni_table()
"""One or two letters shown by a VNI font → Vietnamese letter."""
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_TABLE = {0x80 + place: letter for place, letter in enumerate(_VISCII)}
_VISCII_TABLE |= {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_ENOUGH_WORDS = 8
"""Marked words below which nothing is concluded about a page."""
_MEAN_LENGTH = 2.4
"""Mean length of different words below which a text is signs and units (5 µm), not sentences."""
_VALID, _INVALID = 0.8, 0.55
"""Share of valid syllables from which a reading is right, and below which one is wrong."""
_SAMPLE = 400
"""Marked words looked at."""
_TAGS = re.compile(rb"<[^>]*>")
_SCRIPT = re.compile(rb"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def decode_single_byte(body: bytes, declared: str | None) -> tuple[str, str]:
    """(text, encoding) of bytes that are no UTF-8. ``declared`` is what the page claims, if any.

    Vietnamese readings are tried first; a font-encoded text is returned as windows-1252, for :func:`repair_text`.
    """
    visible = _TAGS.sub(b" ", _SCRIPT.sub(b" ", body[:400_000]))
    readings: dict[str, Callable[[bytes], str]] = {"cp1258": _cp1258, "viscii": _viscii}
    shares = {name: _share(read(visible)) for name, read in readings.items()}
    as_latin = visible.decode("cp1252", "replace")
    shares["cp1252"] = max(_share(as_latin), _share(_from_tcvn3(as_latin)), _share(_from_vni(as_latin)))
    best = max(shares, key=lambda name: (shares[name], name == declared, name == "cp1258"))
    if shares[best] >= _VALID:
        return (readings[best](body) if best in readings else body.decode("cp1252", "replace")), best
    if declared is not None:
        return (_cp1258(body) if declared == "cp1258" else body.decode(declared, "replace")), declared
    guessed = _guess(visible)
    return body.decode(guessed, "replace"), guessed


def _cp1258(body: bytes) -> str:
    return unicode_form("NFC", body.decode("cp1258", "replace"))


def _viscii(body: bytes) -> str:
    return body.decode("latin-1").translate(_VISCII_TABLE)


def _guess(visible: bytes) -> str:
    """Some other code page, by charset-normalizer; windows-1252 when it does not know either."""
    from charset_normalizer import from_bytes

    best = from_bytes(visible[:20_000]).best()
    return best.encoding if best is not None else "cp1252"


def _share(text: str) -> float:
    """Share of valid syllables among the marked words, 0.0 when there are too few."""
    words = marked_words(text)[:_SAMPLE]
    return valid_share(words) if len(words) >= _ENOUGH_WORDS else 0.0


def _from_tcvn3(text: str) -> str:
    converted = text.translate(TCVN3)
    letters = _ASCII_LETTERS.findall(text)
    if len(letters) >= _ENOUGH_WORDS and "".join(letters).isupper():
        return converted.upper()
    return _CAPITALS.sub(lambda word: word[0].upper(), converted)


def _from_vni(text: str) -> str:
    return _VNI_CODE.sub(lambda code: VNI[code[0]], text)


_ASCII_LETTERS = re.compile("[A-Za-z]")
_CAPITALS = re.compile(r"(?=[^\W\d_]*[^\W\d_A-Za-z])(?:[^\W\d_a-z]*[A-Z]){2}[^\W\d_a-z]*(?![^\W\d_])")
"""A word whose ASCII letters are all capitals: its other letters were shown as capitals by the font."""

_RUN = re.compile(r"(?<=>)[^<>]+(?=<)")
_SCRIPTS = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ONLY_VIETNAMESE = re.compile("[ơưƠƯđĐăĂ\u1ea0-\u1ef9]")
_LATIN_ENTITY = re.compile(r"&(?:#(?:1[6-9]\d|2[0-4]\d|25[0-5])|#[xX][aAbBcCdDeEfF][0-9a-fA-F]|[A-Za-z]{2,6}\d{0,2});")
_KEPT_ENTITIES = frozenset(("&lt;", "&gt;", "&amp;", "&quot;", "&nbsp;", "&#160;", "&apos;"))


def repair_text(text: str) -> tuple[str, str] | None:
    """``text`` of a page converted, and the name of what it was in; ``None`` when it is good as it is.

    Names: ``tcvn3``, ``vni``, ``double-utf-8``.
    """
    if _may_be_double(text):
        undone = _undo_double(text)
        if undone != text:
            return undone, "double-utf-8"
    if _may_be_tcvn3(text):
        return _convert(text, _from_tcvn3, "tcvn3")
    if _may_be_vni(text):
        return _convert(text, _from_vni, "vni")
    return None


def may_be_legacy(printed: str) -> bool:
    """Whether :func:`repair_text` is worth asking about a page that prints such text."""
    return "µ" in printed or _may_be_vni(printed) or _may_be_double(printed)


def _may_be_double(text: str) -> bool:
    """What most Vietnamese vowels (ạ to ỹ) begin with where UTF-8 was encoded twice."""
    return ("»" in text or "º" in text) and text.count("á»") + text.count("áº") >= _ENOUGH_WORDS


def _may_be_tcvn3(text: str) -> bool:
    """A cheap look for letters that are frequent in TCVN3 and rare in everything else (µ à, ¹ ạ, ¬ ơ, ª ê)."""
    if "µ" in text and sum(map(text.count, "µ¹¬ª")) >= _ENOUGH_WORDS:
        return True
    return "ạ" not in text and ("&micro;" in text or "&#181;" in text)


def _may_be_vni(text: str) -> bool:
    """VNI's đ, ư and grave together; no other language uses ñ, ö and ø in one text."""
    if "ø" in text and "ñ" in text and "ö" in text:
        return True
    return "ạ" not in text and "&ntilde;" in text and "&ouml;" in text and "&oslash;" in text


def _convert(text: str, from_font: Callable[[str], str], name: str) -> tuple[str, str] | None:
    visible = _plain("\n".join(_RUN.findall(_SCRIPTS.sub(" ", text))) or text)
    suspects = "\n".join(run for run in visible.split("\n") if not _ONLY_VIETNAMESE.search(run))
    words = set(marked_words(from_font(suspects)))
    if len(words) < _ENOUGH_WORDS or sum(map(len, words)) < _MEAN_LENGTH * len(words):
        return None
    before, after = _share_of_tokens(suspects), _share(from_font(suspects))
    if after < _VALID or before > _INVALID:
        return None
    converted = _Converter(from_font, is_whole=not _ONLY_VIETNAMESE.search(visible))
    return _RUN.sub(converted, text) if "<" in text else from_font(text), name


_TOKEN = re.compile(r"[^\s.,;:!?()\[\]\"'/<>]+")


def _share_of_tokens(text: str) -> float:
    """Share of valid syllables among tokens beyond ASCII, where signs like µ count as part of a word."""
    tokens = [token for token in _TOKEN.findall(text) if not token.isascii()][:_SAMPLE]
    return valid_share(tokens)


def _plain(text: str) -> str:
    """``text`` with entities of Latin-1 letters undone, markup's own entities kept."""
    if "&" not in text:
        return text
    return _LATIN_ENTITY.sub(lambda entity: entity[0] if entity[0] in _KEPT_ENTITIES else unescape(entity[0]), text)


class _Converter:
    """Converts the runs of text of a page in order; on a mixed page only those that read better converted."""

    def __init__(self, from_font: Callable[[str], str], *, is_whole: bool) -> None:
        self._from_font = from_font
        self._is_whole = is_whole
        self._last = is_whole

    def __call__(self, match: re.Match[str]) -> str:
        run = match[0]
        if run.isascii() and "&" not in run:
            return run
        plain = _plain(run)
        if plain.isascii() or _ONLY_VIETNAMESE.search(plain):
            return run
        converted = self._from_font(plain)
        if self._is_whole:
            return converted
        before, after = _share_of_tokens(plain), _share_of_tokens(converted)
        if before != after:
            self._last = after > before
        return converted if self._last else run


_MIXED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a"
    "\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)
"""A UTF-8 sequence whose bytes were read as windows-1252."""


def _undo_double(text: str) -> str:
    return _MIXED.sub(_undo_one, text)


def _undo_one(match: re.Match[str]) -> str:
    data = bytearray()
    for character in match[0]:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return match[0]
            data.append(ord(character))
    for end in range(len(data), 1, -1):
        try:
            return data[:end].decode("utf-8") + match[0][end:]
        except UnicodeDecodeError:
            continue
    return match[0]


def is_garbled(text: str) -> bool:
    """Whether so much of a text is undecodable that it is no text: more than one character in fifty is U+FFFD."""
    return "\ufffd" in text and text.count("\ufffd") * 50 > len(text)
