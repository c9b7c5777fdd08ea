"""The only ways text is normalised: :func:`normalize` for storing, :func:`fold` for comparing, :func:`lowered` for
searching.

They are called for every paragraph and every fingerprint, so the usual case (printable, composed text) is decided by
checks that run in C; the regular expressions only see what is unusual.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized
from unicodedata import normalize as unicode_form

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0001\U000e0020-\U000e007f]"
)
"""Characters that print nothing: controls, zero-width marks, soft hyphens, direction marks, lone surrogates."""

_TONED = {
    "a": "áàảãạ",
    "ă": "ắằẳẵặ",
    "â": "ấầẩẫậ",
    "e": "éèẻẽẹ",
    "ê": "ếềểễệ",
    "i": "íìỉĩị",
    "o": "óòỏõọ",
    "ô": "ốồổỗộ",
    "ơ": "ớờởỡợ",
    "u": "úùủũụ",
    "ư": "ứừửữự",
    "y": "ýỳỷỹỵ",
}
"""Each vowel with acute, grave, hook, tilde and dot below, in this order."""


_TONE_MOVES = {
    toned_first + second: first + toned_second
    for first, seconds in (("o", "ae"), ("u", "aăâeêioôơy"), ("i", "a"))
    for second in seconds
    for toned_first, toned_second in zip(_TONED[first], _TONED[second], strict=True)
}
_MISPLACED = re.compile(
    "[óòỏõọúùủũụíìỉĩị](?=[aeyăâêioôơ])(?:(?<=[óòỏõọ])[ae]|(?<=[úùủũụ])y|(?<=q[úùủũụ])[aăâeêioôơ]|(?<=(?<!n)g[íìỉĩị])a)"
)
"""A tone on the first vowel of oa, oe, uy; on the u of qu; on the i of gi (but not in ng, nghĩa)."""


def _one_line(text: str) -> str:
    """``text`` on one line with single spaces, composed, without invisible characters."""
    if text.isprintable():  # so its only white space is spaces, and nothing in it is invisible
        line = text.strip(" ") if "  " not in text else " ".join(text.split())
    else:
        line = " ".join(text.split())
        if not line.isprintable() and _INVISIBLE.search(line):
            line = " ".join(_INVISIBLE.sub("", text).split())
    return line if line.isascii() else unicode_form("NFC", line)


def normalize(text: str) -> str:
    """``text`` for storing: NFC, invisible characters gone, every kind of space one plain space, lines stripped.

    Lines stay lines (``\\r\\n`` and ``\\r`` become ``\\n``); empty lines at both ends go. Idempotent.
    """
    if "\n" not in text and "\r" not in text:
        return _one_line(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join([_one_line(line) for line in lines]).strip("\n")


def lowered(text: str) -> str:
    """``text`` in lower case, character by character: a place in it is the same place in ``text``.

    Patterns in lower case find in it what they would find in ``text`` without regard to case, in half the time.
    """
    return (text.replace("İ", "i") if "İ" in text else text).lower()  # the only letter that two would stand for


def fold(text: str) -> str:
    """``text`` for comparing, never for storing: one line, case folded, one place for each tone mark.

    ``hòa`` and ``hoà``, ``khỏe`` and ``khoẻ``, ``qúy`` and ``quý`` come out alike (the tone stands on the second
    vowel of oa, oe, uy and after qu and gi); the letter eth, often typed for đ, becomes đ. Digits, tones and
    punctuation stay. Idempotent, and the same for NFC and NFD.
    """
    line = _one_line(text).casefold()
    if line.isascii():
        return line
    if not is_normalized("NFC", line):
        line = _settled(line)
    if "ð" in line:
        line = line.replace("ð", "đ")
    return _MISPLACED.sub(_move_tone, line)


def _move_tone(match: re.Match[str]) -> str:
    return _TONE_MOVES[match[0]]


def _settled(line: str) -> str:
    """Case folding can undo NFC for a few Greek letters: repeat both until nothing changes."""
    for _ in range(4):
        again = unicode_form("NFC", line).casefold()
        if again == line:
            break
        line = again
    return unicode_form("NFC", line)
