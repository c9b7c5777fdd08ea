"""The part of a text in which the words asked for stand, with those words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from newscrawler.corpus.search.grammar import Term
from newscrawler.corpus.search.words import WORD, bare_word, folded, matches, without_accents

_PARTED = re.compile(f"({WORD.pattern})")
"""Splits a text into what stands between words and words, in turn."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text."""

    text: str
    """As stored: to be escaped wherever it is shown."""
    marked: bool
    """True for a word that was asked for."""


def marked(text: str, terms: Iterable[Term]) -> tuple[Piece, ...]:
    """Give the whole of ``text``, cut into pieces."""
    return _pieces(text, _spans(text, terms), 0, len(text))


def snippet(text: str, terms: Iterable[Term], n_characters: int = 240) -> tuple[Piece, ...]:
    """Give about ``n_characters`` of ``text`` where most of what was asked for stands; its beginning when none does."""
    spans = _spans(text, terms)
    start, end = _window(text, spans, n_characters)
    pieces = _pieces(text, spans, start, end)
    if start > 0:
        pieces = (Piece("… ", False), *pieces)
    if end < len(text):
        pieces = (*pieces, Piece(" …", False))
    return pieces


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    term: int


def _spans(text: str, terms: Iterable[Term]) -> list[_Span]:
    """Find where the terms stand; of a phrase, all words in their order."""
    firsts: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for number, term in enumerate(terms):
        firsts.setdefault(without_accents(term.words[0]), []).append((number, term.words))
    # This runs over every word of every hit: it stays in C for all words but those that may be meant.
    parts = _PARTED.split(text)
    borders = list(accumulate(map(len, parts)))
    words = parts[1::2]
    found: list[_Span] = []
    for index, bare in enumerate(map(bare_word, words)):
        for number, phrase in firsts.get(bare, ()):
            last = index + len(phrase) - 1
            if last < len(words) and all(map(matches, map(folded, words[index : last + 1]), phrase)):
                found.append(_Span(borders[2 * index], borders[2 * last + 1], number))
    return found


def _window(text: str, spans: list[_Span], n_characters: int) -> tuple[int, int]:
    if len(text) <= n_characters:
        return 0, len(text)
    best, best_value = 0, -1.0
    for number, first in enumerate(spans):
        seen: dict[int, int] = {}
        for span in spans[number:]:
            if span.end > first.start + n_characters * 3 // 4:
                break
            seen[span.term] = seen.get(span.term, 0) + 1
        # Different terms count more than the same one again.
        value = len(seen) + 0.1 * sum(min(n, 3) for n in seen.values())
        if value > best_value:
            best, best_value = first.start, value
    start = max(0, min(best - n_characters // 8, len(text) - n_characters))
    return _at_space(text, start), _at_space(text, start + n_characters)


def _at_space(text: str, place: int) -> int:
    """Move ``place`` to a border of words not far after it."""
    if place <= 0 or place >= len(text):
        return max(0, min(place, len(text)))
    for nearby in range(place, min(place + 25, len(text))):
        if text[nearby - 1].isspace():
            return nearby
    return place


def _pieces(text: str, spans: list[_Span], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < at or span.end > end:
            continue
        if pieces and pieces[-1].marked and text[at : span.start] == " ":
            # Words found beside each other are one mark.
            pieces[-1] = Piece(pieces[-1].text + text[at : span.end], True)
            at = span.end
            continue
        if span.start > at:
            pieces.append(Piece(text[at : span.start], False))
        pieces.append(Piece(text[span.start : span.end], True))
        at = span.end
    if at < end:
        pieces.append(Piece(text[at:end], False))
    return tuple(pieces)
