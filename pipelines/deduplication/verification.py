"""Whether two texts are duplicates, decided by the texts themselves: a pure function of the pair.

The keys of :mod:`pipelines.deduplication.minhash` only propose pairs. What is decided here depends on nothing but the
two texts, so neither the order of arrival nor the parameters of the keys can change a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipelines.deduplication.alignment import Bag, bag, gaps, n_value_changes, only_values_replaced
from pipelines.deduplication.differences import values_only_in
from pipelines.deduplication.shingles import Hashes, containment, distinct, n_shared, resemblance, shingles
from pipelines.deduplication.words import Codes

NEAR = 0.65
"""Least resemblance of a near-duplicate. On real portals hardly anything stands between 0.65 and 0.95, and follow-up
stories, which must stay apart, stand between 0.5 and 0.6."""

CONTAINED = 0.9
"""Least share of the shorter text's shingles that the longer has."""

MIN_CONTAINED_SHINGLES = 30
"""A shorter text is a phrase, and being inside another says nothing."""

TEMPLATE_SHARE = 0.4
"""From this share of all changes on, values put in the place of values mean one template filled in twice."""
TEMPLATE_EXCESS = 4
"""The same from two such changes on, when they are this many times as frequent among changes as values among words:
an editor changes words of any sort."""


class Kind(StrEnum):
    """How two texts are the same."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINMENT = "containment"


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of one text."""

    exact: bytes
    skeleton: int
    codes: Codes
    values: tuple[str, ...]
    shingles: Hashes
    """Distinct and sorted."""
    bag: Bag
    """Counts of words, whatever their order."""

    @classmethod
    def of(cls, exact: bytes, skeleton: int, codes: Codes, values: tuple[str, ...]) -> Text:
        """A text with what is computed from its words."""
        return cls(exact, skeleton, codes, values, distinct(shingles(codes)), bag(codes))


@dataclass(frozen=True, slots=True)
class Relation:
    """Two texts that are the same or nearly."""

    kind: Kind
    similarity: float
    """Resemblance; containment for that kind; 1 for exact."""
    only_one: tuple[str, ...]
    """Numbers, dates and names that only the first text has."""
    only_other: tuple[str, ...]
    """Those that only the second has."""


def relate(one: Text, other: Text) -> Relation | None:
    """How ``one`` and ``other`` are the same; ``None`` when they are two texts (also two from one template)."""
    if one.exact == other.exact:
        return Relation(Kind.EXACT, 1.0, (), ())
    if one.skeleton == other.skeleton:
        return None
    kind, similarity = _measure(one.shingles, other.shingles)
    if kind is None:
        return None
    if only_values_replaced(one.bag, other.bag) or _is_refilled(*sorted((one, other), key=lambda text: text.exact)):
        return None
    return Relation(
        kind,
        similarity,
        values_only_in(one.codes, one.values, other.codes),
        values_only_in(other.codes, other.values, one.codes),
    )


def _is_refilled(one: Text, other: Text) -> bool:
    """Whether so many changes put a value in a value's place that one template was filled in twice.

    Texts come in a fixed order: of several longest common subsequences which is found depends on which comes first.
    """
    between = gaps(one.codes, other.codes)
    n_values = n_value_changes(one.codes, other.codes, between)
    if n_values < 2:
        return n_values > 0 and n_values >= TEMPLATE_SHARE * len(between)
    by_chance = (len(between) - n_values) * (len(one.values) + len(other.values)) / (len(one.codes) + len(other.codes))
    return n_values >= min(TEMPLATE_SHARE * len(between), TEMPLATE_EXCESS * by_chance)


def _measure(one: Hashes, other: Hashes) -> tuple[Kind | None, float]:
    shared = n_shared(one, other)
    alike = resemblance(shared, len(one), len(other))
    if alike >= NEAR:
        return Kind.NEAR, alike
    inside = containment(shared, len(one), len(other))
    if inside >= CONTAINED and min(len(one), len(other)) >= MIN_CONTAINED_SHINGLES:
        return Kind.CONTAINMENT, inside
    return None, alike
