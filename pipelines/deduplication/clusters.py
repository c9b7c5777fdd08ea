"""Who leads and who follows among articles whose texts are related.

The order of articles is a rule, never the order of arrival: the earlier day of publication leads (in Vietnam's time,
since some portals print no hour); on one day the portal that the others name in "Nguồn" or "Theo"; then the earlier
hour; then the smaller article_id. Articles without a date come last.
An article follows a leader only if the two texts themselves are related, so nobody is marked for resembling a follower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize as unicode_form

from pipelines.deduplication.relations import KINDS
from pipelines.deduplication.verification import Kind
from pipelines.extraction.text import fold

UNDATED = 1 << 62
"""Stands for a missing ``published_us``; later than every date."""

_DAY_US = 86_400_000_000
_VIETNAM_US = 7 * 3_600_000_000
_NOT_LETTERS = re.compile("[^a-z0-9]")

SAME_TEXT = -1
"""Number of the relation between two articles that share one text."""

LEAST_PART = 0.5
"""A later, longer article that holds an earlier one whole follows it only if that is at least half of its words;
a digest of many notices is nobody's duplicate."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a cluster, as far as the rule asks."""

    number: int
    article_id: str
    portal: str
    source: str | None
    published_us: int
    """Microseconds since 1970, :data:`UNDATED` when unknown."""
    text: int
    n_words: int


@dataclass(frozen=True, slots=True)
class Mark:
    """That an article follows a leader."""

    leader: int
    """Number of the leading article."""
    relation: int
    """Number of the relation between their texts, or :data:`SAME_TEXT`."""
    kind: Kind
    similarity: float


Related = Callable[[int], Sequence[tuple[int, int, Kind, float]]]
"""Text → (related text, number, kind, similarity) of each relation."""


def marks(members: Sequence[Member], related: Related) -> dict[int, Mark]:
    """Who of ``members`` follows whom, by article number; leaders and singles are missing."""
    leaders: dict[int, tuple[int, Member]] = {}  # by text: of one text only the first can lead
    found: dict[int, Mark] = {}
    for place, member in enumerate(in_order(members)):
        choices = [
            (KINDS.index(kind), -similarity, *leaders[text], number)
            for text, number, kind, similarity in [(member.text, SAME_TEXT, Kind.EXACT, 1.0), *related(member.text)]
            if text in leaders and (kind is not Kind.CONTAINMENT or _is_part(member, leaders[text][1]))
        ]
        if not choices:
            leaders[member.text] = place, member
            continue
        rank, similarity, _, leader, number = min(choices, key=lambda choice: choice[:3])
        found[member.number] = Mark(leader.number, number, KINDS[rank], -similarity)
    return found


def _is_part(member: Member, leader: Member) -> bool:
    return member.n_words <= leader.n_words or leader.n_words >= LEAST_PART * member.n_words


def in_order(members: Sequence[Member]) -> list[Member]:
    """``members`` from the first that may lead to the last."""
    named = _named_portals(members)

    def key(member: Member) -> tuple[int, bool, int, str]:
        if member.published_us == UNDATED:
            return UNDATED, member.portal not in named, UNDATED, member.article_id
        day = (member.published_us + _VIETNAM_US) // _DAY_US
        return day, member.portal not in named, member.published_us, member.article_id

    return sorted(members, key=key)


def _named_portals(members: Sequence[Member]) -> set[str]:
    portals = {member.portal for member in members}
    return {named for member in members if (named := named_portal(member, portals)) is not None}


def named_portal(member: Member, portals: Collection[str]) -> str | None:
    """Which of ``portals``, its own left out, an article names as its source; ``None`` when it names none of them."""
    if not member.source:
        return None
    source = squashed(member.source)
    hits = [portal for portal in portals if portal != member.portal and squashed(portal) in source]
    return max(hits, key=lambda portal: (len(portal), portal), default=None)


@lru_cache(maxsize=4_096)
def squashed(name: str) -> str:
    """``name`` in plain letters and digits: ``Cổng TTĐT Kon Tum`` and ``kontum.gov.vn`` both hold ``kontum``."""
    plain = unicode_form("NFD", fold(name).replace("đ", "d"))
    return _NOT_LETTERS.sub("", plain)
