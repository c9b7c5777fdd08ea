"""A cluster for people: each follower beside its leader, what differs marked.

Pure functions of the printed texts: where the texts come from is the caller's business.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from rapidfuzz.distance import LCSseq

from pipelines.deduplication.alignment import MAX_WORDS
from pipelines.deduplication.differences import values_only_in
from pipelines.deduplication.words import read_words
from pipelines.extraction.text import fold

LEFT_MARK = ("[-", "-]")
"""Around words that only the leader has."""
RIGHT_MARK = ("{+", "+}")
"""Around words that only the follower has."""
KEPT_WORDS = 8
"""Words of common text shown on each side of a difference."""
_LEFT_OUT = "…"
_PUNCTUATION = ".,;:!?…“”\"'’‘()[]–-"


@dataclass(frozen=True, slots=True)
class Version:
    """One article of a cluster."""

    article_id: str
    portal: str
    published_at: datetime | None
    title: str
    lead: str | None
    body: str

    @property
    def text(self) -> str:
        """Title, lead and body, one paragraph a line."""
        return "\n".join(part for part in (self.title, self.lead, self.body) if part)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of both texts: the same words (``same``), or what stands in each other's place."""

    same: bool
    left: str
    """The leader's words; empty where only the follower has some."""
    right: str
    """The follower's words; empty where it left something out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A follower beside its leader."""

    leader: Version
    follower: Version
    segments: tuple[Segment, ...]
    """Both texts from start to end; joined by spaces, the left or right sides give the words of each text."""
    only_leader: tuple[str, ...]
    """Numbers, dates and names that only the leader has."""
    only_follower: tuple[str, ...]
    """Those that only the follower has."""


def describe_cluster(versions: Sequence[Version]) -> list[Comparison]:
    """Every further version beside the first, which is the leader; empty for a cluster of one."""
    return [_compare(versions[0], follower) for follower in versions[1:]]


def _compare(leader: Version, follower: Version) -> Comparison:
    left, right = read_words(leader.text), read_words(follower.text)
    return Comparison(
        leader,
        follower,
        segments(leader.text, follower.text),
        values_only_in(left.codes, left.values, right.codes),
        values_only_in(right.codes, right.values, left.codes),
    )


def segments(left: str, right: str) -> tuple[Segment, ...]:
    """``left`` and ``right`` cut where they begin or cease to differ; case, spacing and punctuation do not count.

    What follows the first :data:`~pipelines.deduplication.alignment.MAX_WORDS` words is one last segment.
    """
    here, there = left.split(), right.split()
    blocks = LCSseq.editops(_keys(here[:MAX_WORDS]), _keys(there[:MAX_WORDS])).as_matching_blocks()
    found: list[Segment] = []
    at = other_at = 0
    for start, other_start, size in blocks:
        if start > at or other_start > other_at:
            found.append(Segment(False, " ".join(here[at:start]), " ".join(there[other_at:other_start])))
        if size:
            end, other_end = start + size, other_start + size
            found.append(Segment(True, " ".join(here[start:end]), " ".join(there[other_start:other_end])))
        at, other_at = start + size, other_start + size
    rest = " ".join(here[MAX_WORDS:]), " ".join(there[MAX_WORDS:])
    return tuple(found) if rest == ("", "") else (*found, Segment(rest[0] == rest[1], *rest))


def _keys(words: list[str]) -> list[str]:
    return [fold(word).strip(_PUNCTUATION) for word in words]


def columns(comparison: Comparison, width: int = 118) -> list[str]:
    """``comparison`` as lines of two columns, at most ``width`` characters; long common passages are left out."""
    column = (width - 3) // 2
    left = [part for segment in comparison.segments for part in _side(segment, segment.left, LEFT_MARK)]
    right = [part for segment in comparison.segments for part in _side(segment, segment.right, RIGHT_MARK)]
    rows = zip_longest(
        [*_head(comparison.leader, column), *textwrap.wrap(" ".join(left), column)],
        [*_head(comparison.follower, column), *textwrap.wrap(" ".join(right), column)],
        fillvalue="",
    )
    return [f"{one:<{column}} │ {other}".rstrip() for one, other in rows]


def _head(version: Version, column: int) -> list[str]:
    day = f"{version.published_at:%Y-%m-%d %H:%M}" if version.published_at else "no date"
    return [f"{version.article_id}  {day}"[:column], "─" * column]


def _side(segment: Segment, text: str, mark: tuple[str, str]) -> list[str]:
    if not text:
        return []
    if not segment.same:
        return [f"{mark[0]}{text}{mark[1]}"]
    words = text.split(" ")
    if len(words) <= 2 * KEPT_WORDS + 1:
        return [text]
    return [*words[:KEPT_WORDS], _LEFT_OUT, *words[-KEPT_WORDS:]]
