"""Whatever order articles come in and however they are split into runs, the clusters are the same."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.index import DuplicateIndex
from tests.deduplication.texts import article, edited, prose

PORTALS = ("kontum", "quangngai", "gialai")
SOURCES = (None, "Theo kontum.gov.vn", "Báo Quảng Ngãi")


def variants(seed: int) -> list[str]:
    """Texts that are related to each other in every way."""
    body = prose(seed)
    words = body.split(" ")
    return [
        body,
        body.upper(),
        edited(body, 1),
        edited(body, 2, 0.12),
        " ".join(words[:150]),
        f"{body}\n{prose(seed + 1_000)}",
        f"{prose(seed + 2_000, 500)}\n{body}",
        edited(edited(body, 1), 3, 0.12),
    ]


@st.composite
def collections(draw: st.DrawFn) -> list[Fingerprint]:
    seeds = draw(st.lists(st.integers(0, 50), min_size=1, max_size=3, unique=True))
    bodies = [body for seed in seeds for body in variants(seed)]
    chosen = draw(st.lists(st.sampled_from(bodies), min_size=2, max_size=14))
    return [
        article(
            f"{draw(st.sampled_from(PORTALS))}-{number}",
            body,
            day=draw(st.integers(0, 3)),
            source=draw(st.sampled_from(SOURCES)),
            dated=draw(st.integers(0, 9)) > 0,
            fetched=0,
        )
        for number, body in enumerate(chosen)
    ]


def outcome(runs: list[list[Fingerprint]]) -> frozenset[object]:
    with tempfile.TemporaryDirectory() as folder:
        for number, run in enumerate(runs):
            index = DuplicateIndex.open(Path(folder))
            index.update(run)
            index.commit(str(number))
        index = DuplicateIndex.open(Path(folder))
        return frozenset(index.assignments()) | frozenset(index.pairs())


def split(articles: list[Fingerprint], cuts: list[int]) -> list[list[Fingerprint]]:
    bounds = [0, *sorted(cut % (len(articles) + 1) for cut in cuts), len(articles)]
    return [articles[start:end] for start, end in pairwise(bounds)]


@settings(max_examples=settings.default.max_examples // 2)
@given(st.data(), collections())
def test_order_and_runs_do_not_matter(data: st.DataObject, articles: list[Fingerprint]) -> None:
    shuffled = data.draw(st.permutations(articles))
    cuts = data.draw(st.lists(st.integers(0, 20), max_size=3))
    assert outcome(split(shuffled, cuts)) == outcome([articles])


@settings(max_examples=settings.default.max_examples // 4)
@given(st.data(), collections())
def test_taking_articles_in_again_changes_nothing(data: st.DataObject, articles: list[Fingerprint]) -> None:
    again = data.draw(st.lists(st.sampled_from(articles), max_size=5))
    assert outcome([articles, again]) == outcome([articles])


@settings(max_examples=settings.default.max_examples // 4)
@given(st.data(), collections())
def test_only_the_latest_text_of_an_article_counts(data: st.DataObject, articles: list[Fingerprint]) -> None:
    first = data.draw(st.sampled_from(articles))
    later = article(first.article_id, data.draw(st.sampled_from(variants(7))), day=1, fetched=5)
    current = [later if one is first else one for one in articles]
    everything = data.draw(st.permutations([*articles, later]))
    cuts = data.draw(st.lists(st.integers(0, 20), max_size=2))
    assert outcome(split(everything, cuts)) == outcome([current])
