"""What changed between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST_PARAGRAPH = 4_000
"""Words and spaces beyond which a paragraph is shown as replaced instead of compared (difflib is quadratic)."""


class Change(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """Some text and what happened to it."""

    text: str
    change: Change


@dataclass(frozen=True)
class Row:
    """A paragraph before and after; empty on the side where it is missing."""

    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def is_same(self) -> bool:
        """True when nothing changed."""
        return all(stretch.change is Change.SAME for stretch in self.before + self.after)


def compare(before: str, after: str) -> list[Row]:
    """Align the paragraphs (lines) of two texts and mark what only one of them says."""
    old, new = before.split("\n"), after.split("\n")
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Stretch(line, Change.SAME),), (Stretch(line, Change.SAME),)) for line in old[a:b]]
        else:
            rows += _changed(old[a:b], new[c:d])
    return rows


def folded(rows: Sequence[Row], context: int = 1) -> list[Row | int]:
    """Keep the rows that changed and ``context`` rows around them; a number stands for as many unchanged rows."""
    near = {
        number + step for number, row in enumerate(rows) if not row.is_same for step in range(-context, context + 1)
    }
    kept: list[Row | int] = []
    for number, row in enumerate(rows):
        if number in near:
            kept.append(row)
        elif kept and isinstance(kept[-1], int):
            kept[-1] += 1
        else:
            kept.append(1)
    return kept


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else ""
        after = new[number] if number < len(new) else ""
        yield _within(before, after)


def _within(before: str, after: str) -> Row:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not old or not new or max(len(old), len(new)) > _LONGEST_PARAGRAPH:
        return Row(_stretch(before, Change.REMOVED), _stretch(after, Change.ADDED))
    left: list[Stretch] = []
    right: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left += _stretch("".join(old[a:b]), Change.SAME)
            right += _stretch("".join(new[c:d]), Change.SAME)
        else:
            left += _stretch("".join(old[a:b]), Change.REMOVED)
            right += _stretch("".join(new[c:d]), Change.ADDED)
    return Row(tuple(left), tuple(right))


def _stretch(text: str, change: Change) -> tuple[Stretch, ...]:
    return (Stretch(text, change),) if text else ()
