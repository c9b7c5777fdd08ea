from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from newscrawler.demo.content.library import Library
from newscrawler.demo.content.plants import SMALLEST, plan
from newscrawler.demo.content.portals import KONTUM_2017, MIC
from newscrawler.demo.content.records import Article, Trap
from newscrawler.demo.content.shelf import Shelf

N_ARTICLES = 350
RELATED = {Trap.REPRINT, Trap.NEAR_DUPLICATE, Trap.NUMBERS_ONLY}


def shingles(article: Article) -> set[tuple[str, ...]]:
    words = " ".join((article.title, article.lead or "", *article.body)).casefold().split()
    return {tuple(words[start : start + 3]) for start in range(len(words) - 2)}


def jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(KONTUM_2017, N_ARTICLES, seed=7)


def test_the_same_seed_gives_the_same_articles_and_another_seed_others(library: Library) -> None:
    again, other = Library(KONTUM_2017, N_ARTICLES, seed=7), Library(KONTUM_2017, N_ARTICLES, seed=8)
    assert [again.article(index) for index in range(40)] == [library.article(index) for index in range(40)]
    assert all(other.article(index).body != library.article(index).body for index in range(40))


def test_no_two_unrelated_articles_are_near_duplicates(library: Library) -> None:
    articles = [library.article(index) for index in range(N_ARTICLES)]
    plain = [shingles(article) for article in articles if article.trap not in RELATED]
    pairs = random.Random(1).sample(list(itertools.combinations(plain, 2)), 8000)
    assert max(itertools.starmap(jaccard, pairs)) < 0.35


def test_unrelated_articles_stay_apart_in_a_library_of_a_hundred_thousand() -> None:
    library = Library(KONTUM_2017, 100_000, seed=3, traps=False)
    chosen = random.Random(2).sample(range(100_000), 300)
    drawn = [shingles(library.article(index)) for index in chosen]
    pairs = random.Random(1).sample(list(itertools.combinations(drawn, 2)), 8000)
    assert max(itertools.starmap(jaccard, pairs)) < 0.35


def test_planted_copies_are_as_near_as_they_say(library: Library) -> None:
    for index, plant in library.plants.items():
        if plant.original is None or plant.original == index:
            continue
        near = jaccard(shingles(library.article(index)), shingles(library.article(plant.original)))
        if plant.trap is Trap.REPRINT:
            assert near == 1.0
        elif plant.trap is Trap.NEAR_DUPLICATE:
            assert 0.8 < near < 1.0
        else:
            assert near < 1.0


def test_notices_of_a_series_differ_in_tokens_with_digits_only(library: Library) -> None:
    series = [index for index, plant in library.plants.items() if plant.trap is Trap.NUMBERS_ONLY]
    assert len(series) == 8
    for index in series:
        first = library.article(library.plants[index].original or index)
        article = library.article(index)
        for one, other in zip(first.body, article.body, strict=True):
            words = zip(one.split(), other.split(), strict=True)
            assert all(any(map(str.isdigit, a)) for a, b in words if a != b)


def test_every_kind_of_trap_is_planted_in_the_smallest_library() -> None:
    assert {plant.trap for plant in plan(SMALLEST).values()} == set(Trap)
    with pytest.raises(ValueError, match="at least"):
        plan(SMALLEST - 1)


def test_articles_are_varied_and_whole(library: Library) -> None:
    articles = [library.article(index) for index in range(N_ARTICLES)]
    assert {len(article.body) for article in articles} >= set(range(4, 15))
    assert sum(bool(article.photos) for article in articles) > 100
    assert sum(bool(article.files) for article in articles) > 20
    assert {article.published_at.year for article in articles if article.published_at} == {2015, 2016, 2017, 2018}
    assert len({article.byline for article in articles}) > 200
    assert not any("{" in text for article in articles for text in (article.title, article.lead or "", *article.body))


def test_documents_are_cited_in_the_text_in_their_order(library: Library) -> None:
    for index in range(N_ARTICLES):
        article = library.article(index)
        text = "\n".join((article.title, article.lead or "", *article.body))
        places = [text.index(f"{document.kind} số {document.number}") for document in article.documents]
        assert places == sorted(places)


def test_listings_show_titles_without_composing_articles(library: Library) -> None:
    assert all(library.title(index) == library.article(index).title for index in range(N_ARTICLES))
    assert all(library.index_of(library.number(index)) == index for index in range(N_ARTICLES))
    known = {library.number(index) for index in range(N_ARTICLES)}
    gap = next(number for number in range(KONTUM_2017.first_id, KONTUM_2017.first_id + 100) if number not in known)
    assert library.index_of(gap) is None


def test_the_back_dated_article_stands_only_in_the_dated_listing(library: Library) -> None:
    shelf = Shelf(library)
    index = next(index for index, plant in library.plants.items() if plant.trap is Trap.BACK_DATED)
    listed = [i for section in KONTUM_2017.sections for i in shelf.in_section(section.number)]
    assert index not in listed
    assert len(listed) == N_ARTICLES - 1
    at = library.published_at(index)
    assert at is not None
    assert index in shelf.between(at.date(), at.date())


def test_back_dated_is_late_under_an_old_date_however_short_the_library() -> None:
    for edition, n_articles in ((MIC, 60), (MIC, 240), (MIC, 2_000), (KONTUM_2017, 60)):
        library = Library(edition, n_articles, seed=7)
        index = next(index for index, plant in library.plants.items() if plant.trap is Trap.BACK_DATED)
        printed, online = library.published_at(index), library.listed_at(index)
        assert printed is not None
        assert edition.start <= printed.date() < online.date()
        assert (printed.date() - edition.start).days <= 20


def test_an_edition_without_an_end_is_as_dense_when_small_as_when_large() -> None:
    for n_articles in (60, 600):
        library = Library(MIC, n_articles, seed=7)
        days = {library.listed_at(index).date() for index in range(n_articles)}
        assert (len(days), min(days), max(days)) == (
            n_articles // 6, MIC.start, MIC.start + timedelta(days=n_articles // 6 - 1),
        )  # fmt: skip
        assert library.listed_at(n_articles).date() == MIC.start + timedelta(days=n_articles // 6), "it goes on so"
    with pytest.raises(ValueError, match="articles a day"):
        Library(replace(MIC, articles_a_day=None), 60, seed=7)


def test_dated_listings_hold_every_dated_article_once(library: Library) -> None:
    shelf = Shelf(library)
    days = shelf.between(date(2015, 1, 1), date(2016, 6, 30)) + shelf.between(date(2016, 7, 1), date(2019, 1, 1))
    undated = [index for index, plant in library.plants.items() if plant.trap is Trap.NO_DATE]
    assert sorted(days + undated) == list(range(N_ARTICLES))


def test_switch_edits_and_removes_once(library: Library) -> None:
    shelf = Shelf(library)
    shelf.switch()
    stamp = shelf.stamp
    shelf.switch()
    assert shelf.stamp == stamp
    (removed,) = shelf.removed
    assert shelf.find(library.number(removed)) is None
    for index in shelf.versions:
        assert shelf.article(index).body != library.article(index).body
        assert shelf.article(index).title == library.article(index).title


def test_published_articles_come_after_the_known_ones(library: Library) -> None:
    shelf = Shelf(library)
    new = shelf.publish(3)
    assert new == [N_ARTICLES, N_ARTICLES + 1, N_ARTICLES + 2]
    assert shelf.newest(3) == new[::-1]
    assert library.listed_at(new[0]) > library.listed_at(N_ARTICLES - 1)
