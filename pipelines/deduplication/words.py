"""Text as a row of word codes: what is compared when two articles are compared.

A word is a run of letters and digits, folded by :func:`pipelines.extraction.text.fold`. Digits and tone marks stay;
case, spaces, punctuation and the tone's place do not count. Each word also knows whether it is a *value* (a number, a
date, a name): two notices from one template differ in their values, an edited reprint differs anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xxhash

from pipelines.extraction.text import fold, normalize

Codes = npt.NDArray[np.uint32]
"""One code a word: 31 bits of the folded word's hash, then one bit that is set when the word is a value."""

_NUMBER, _CAPITAL, _ALL_CAPITALS, _ENDS_SENTENCE, _SEVERAL = 1, 2, 4, 8, 16
_FLAG_BITS = 5
_FLAGS = (1 << _FLAG_BITS) - 1

_WITH_DIGITS = re.compile(r"[^\W_]+(?:(?:(?<=\d)[.,:](?=\d)|[/\-–])[^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:…][\"”'’)\]]*$")
_DIGIT = re.compile(r"\d")
_PARAGRAPH = "¶"

_NUMBER_WORDS = frozenset(
    ("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "ngàn", "triệu")
)
"""Spelled-out numbers, without those that mostly mean something else (``năm`` a year, ``tư`` in ``đầu tư``)."""

_MAX_REMEMBERED = 300_000
"""Distinct printed words remembered at a time: about 60 MB."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text."""

    codes: Codes
    """One code a word, in reading order."""
    wide: npt.NDArray[np.uint64]
    """59 bits of each folded word's hash, for the exact comparison."""
    values: tuple[str, ...]
    """The words that are values, in reading order; capitals as printed, tones in their one place."""


class _Codes(dict[str, int]):
    """Printed word → hash of the folded word, with what its letters say in the low bits; computed once a word."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, str] = {}
        self.several: list[list[int]] = []

    def __missing__(self, printed: str) -> int:
        code = self[printed] = self._code(printed)
        return code

    def _code(self, printed: str) -> int:
        if printed == _PARAGRAPH:
            return _ENDS_SENTENCE
        text = normalize(printed)
        parts = _parts(text)
        ends = _ENDS_SENTENCE if _SENTENCE_END.search(text) else 0
        codes = [self._of_word(part) for part in parts]
        if not codes:
            return _ENDS_SENTENCE  # a dash or bullet: what follows may begin with a capital anyway
        codes[-1] |= ends
        if len(codes) == 1:
            return codes[0]
        self.several.append(codes)
        return (len(self.several) - 1) << _FLAG_BITS | _SEVERAL

    def _of_word(self, word: str) -> int:
        folded = fold(word)
        code = (xxhash.xxh3_64_intdigest(folded.encode("utf-8", "surrogatepass")) | 1 << 63) & ~_FLAGS
        if _DIGIT.search(folded) or folded in _NUMBER_WORDS:
            code |= _NUMBER
        if word[:1].isupper():
            code |= _CAPITAL
        if len(word) > 1 and word.isupper():
            code |= _ALL_CAPITALS
        self.shown[code] = _spelled(folded, code)
        return code


def _spelled(folded: str, code: int) -> str:
    """A word as it is shown: one spelling for all printings that count as the same, whichever came first."""
    if code & _ALL_CAPITALS:
        return folded.upper()
    return folded[:1].upper() + folded[1:] if code & _CAPITAL else folded


def _parts(text: str) -> list[str]:
    """The words inside a run of non-space: ``TP.HCM`` is two, ``1075/KH-UBND`` and ``-5`` are one."""
    if not _DIGIT.search(text):
        return _LETTERS.findall(text)
    parts = _WITH_DIGITS.findall(text)
    if text[0] in "-−" and text[1:2].isdigit():
        parts[0] = "-" + parts[0]
    return parts


_codes = _Codes()


def read_words(text: str) -> Words:
    """The words of ``text``; the same for NFC and NFD, any case, any spacing, either tone placement."""
    known = _codes
    if len(known) > _MAX_REMEMBERED:
        _forget()
    raw = np.array(list(map(known.__getitem__, text.replace("\n", " ¶ ").split())), dtype=np.uint64)
    if (raw & np.uint64(_SEVERAL)).any():
        raw = _expanded(raw)
    is_word = raw > np.uint64(_FLAGS)
    coded = raw[is_word]
    value = _values(coded, _starts(raw)[is_word])
    wide = coded >> np.uint64(_FLAG_BITS)
    codes = (wide.astype(np.uint32) << np.uint32(1)) | value
    shown = known.shown
    plain = coded[value] & ~np.uint64(_ENDS_SENTENCE)
    return Words(codes, wide, tuple([shown[code] for code in plain.tolist()]))


def _forget() -> None:
    _codes.clear()
    _codes.shown.clear()
    _codes.several.clear()


def _expanded(raw: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """``raw`` with the words that were printed without a space between them put in their places."""
    pieces: list[npt.NDArray[np.uint64]] = []
    done = 0
    for place in np.flatnonzero(raw & np.uint64(_SEVERAL)).tolist():
        inside = _codes.several[int(raw[place]) >> _FLAG_BITS]
        pieces += [raw[done:place], np.array(inside, dtype=np.uint64)]
        done = place + 1
    return np.concatenate([*pieces, raw[done:]])


def _starts(raw: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which words begin a sentence or paragraph, where a capital letter does not make a name."""
    starts = np.ones(len(raw), dtype=np.bool_)
    np.not_equal(raw[:-1] & np.uint64(_ENDS_SENTENCE), 0, out=starts[1:])
    return starts


def _values(coded: npt.NDArray[np.uint64], starts: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which words are numbers or names; four words in capitals on end are a headline, not a name."""
    flags = coded.astype(np.uint8)
    capital = (flags & _CAPITAL) != 0
    first = starts
    first[:-1] &= ~capital[1:]
    name = capital & ~first
    shout = (flags & _ALL_CAPITALS) != 0
    pairs = shout[:-1] & shout[1:]
    run = pairs[:-2] & pairs[2:]
    if run.any():
        for shift in range(4):
            name[shift : len(run) + shift] &= ~run
    return np.asarray(name | ((flags & _NUMBER) != 0), dtype=np.bool_)
