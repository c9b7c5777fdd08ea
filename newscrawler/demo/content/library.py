"""A library: every article of one edition, composed when asked for; 100,000 cost no more than their indices."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from newscrawler.demo.content.bylines import compose_byline
from newscrawler.demo.content.edits import edit_paragraphs, edit_words
from newscrawler.demo.content.notices import compose_notice
from newscrawler.demo.content.plants import Plant, plan
from newscrawler.demo.content.records import VIETNAM, Article, Edition, Section, Trap
from newscrawler.demo.content.writing import compose_title, compose_writing
from newscrawler.demo.grammar.pools import province

_OPENS = time(7, 0)
_WORKING_MINUTES = 11 * 60


class Library:
    """The articles 0 … of an edition, oldest first; ``n_articles`` of them fall between its start and its end.

    Indices from ``n_articles`` on exist too: they are what the portal publishes later. Traps stand below it.
    """

    def __init__(self, edition: Edition, n_articles: int, seed: int, *, traps: bool = True) -> None:
        if n_articles < 1:
            raise ValueError(f"a library needs at least one article, not {n_articles}")
        self.edition, self.n_articles, self.seed = edition, n_articles, seed
        self.plants: dict[int, Plant] = plan(n_articles, edition.without) if traps else {}
        self._pace = _minutes_an_article(edition, n_articles)
        self._by_section: dict[int, list[int]] = {section.number: [] for section in edition.sections}
        self._indexed = 0
        self.article = lru_cache(maxsize=2048)(self._article)
        """``article(index, version=0)``: the article; from version 1 on its text is the edited one."""
        self.listed_at = lru_cache(maxsize=32_768)(self._listed_at)
        """``listed_at(index)``: when the article went online (+07:00); strictly in the order of indices."""
        self.title = lru_cache(maxsize=32_768)(self._title)
        """``title(index)``: the title alone, cheap enough for listings."""

    def number(self, index: int) -> int:
        """Identifier in addresses: grows with the index, with gaps."""
        return self.edition.first_id + 3 * index + self._hash(index, 1) % 3

    def index_of(self, number: int) -> int | None:
        """Index of the article with that identifier; ``None`` for a gap or a number before the first."""
        index = (number - self.edition.first_id) // 3
        return index if index >= 0 and self.number(index) == number else None

    def _listed_at(self, index: int) -> datetime:
        minutes = int((index + self._hash(index, 2) % 1000 / 1000) * self._pace)
        day = self.edition.start + timedelta(days=minutes // _WORKING_MINUTES)
        start = datetime.combine(day, _OPENS, tzinfo=VIETNAM)
        return start + timedelta(minutes=minutes % _WORKING_MINUTES)

    def published_at(self, index: int) -> datetime | None:
        """The printed date: when it went online; for the back-dated three weeks after the edition's start, or half of
        the days between when that is less; ``None`` for the undated.
        """
        plant = self.plants.get(index)
        if plant and plant.trap is Trap.NO_DATE:
            return None
        at = self.listed_at(index)
        if plant and plant.trap is Trap.BACK_DATED:
            n_days = (at.date() - self.edition.start).days
            early = self.edition.start + timedelta(days=min(20, n_days // 2))
            return at.replace(year=early.year, month=early.month, day=early.day)
        return at

    def section(self, index: int) -> Section:
        """The section an article stands in."""
        sections = self.edition.sections
        return sections[self._hash(index, 3) % len(sections)]

    def in_section(self, number: int, n_visible: int) -> list[int]:
        """Indices below ``n_visible`` that the section's listing shows, oldest first; back-dated ones are left out."""
        self._index_sections(n_visible)
        indices = self._by_section[number]
        return indices[: bisect_left(indices, n_visible)]

    def between(self, start: date, end: date, n_visible: int) -> list[int]:
        """Indices below ``n_visible`` published from ``start`` to ``end`` (both included), oldest first."""
        first = bisect_left(range(n_visible), start, key=lambda index: self.listed_at(index).date())
        after = bisect_left(range(n_visible), end + timedelta(days=1), key=lambda index: self.listed_at(index).date())
        moved = [index for index, plant in self.plants.items() if plant.trap in (Trap.BACK_DATED, Trap.NO_DATE)]
        indices = [index for index in range(first, after) if index not in moved]
        late = [(index, self.published_at(index)) for index in moved if index < n_visible]
        return [index for index, at in late if at and start <= at.date() <= end] + indices

    def _index_sections(self, n_visible: int) -> None:
        for index in range(self._indexed, n_visible):
            plant = self.plants.get(index)
            if plant is None or plant.trap is not Trap.BACK_DATED:
                self._by_section[self.section(index).number].append(index)
        self._indexed = max(self._indexed, n_visible)

    def _hash(self, index: int, salt: int) -> int:
        # splitmix64: one number per (seed, index, salt) without keeping any
        value = (self.seed * 0x9E3779B97F4A7C15 + index * 0xBF58476D1CE4E5B9 + salt * 0x94D049BB133111EB) % 2**64
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB % 2**64
        return value ^ (value >> 31)

    def _key(self, index: int) -> str:
        return f"{self.edition.name}/{self.seed}/{index}"

    def _topic(self, index: int) -> str:
        topics = self.section(index).topics
        return topics[self._hash(index, 4) % len(topics)]

    def _title(self, index: int) -> str:
        plant = self.plants.get(index)
        if plant and plant.trap in (Trap.REPRINT, Trap.NEAR_DUPLICATE) and plant.original is not None:
            return self._title(plant.original)
        if plant and plant.trap is Trap.NUMBERS_ONLY:
            return self.article(index).title
        return compose_title(self._key(index), self._topic(index), self.edition.province, self.listed_at(index).date())

    def _article(self, index: int, version: int = 0) -> Article:
        plant = self.plants.get(index)
        article = self._planted(index, plant) if plant else self._plain(index)
        if version:
            rng = Random(f"{self._key(index)}/edit/{version}")
            article = replace(article, body=edit_paragraphs(rng, article.body, version))
        return article

    def _plain(self, index: int) -> Article:
        key, day = self._key(index), self.listed_at(index).date()
        writing = compose_writing(key, self._topic(index), self.edition.province, day, tags=self.edition.tags)
        byline, authors, source = compose_byline(Random(f"{key}/byline"))
        return Article(
            index=index,
            number=self.number(index),
            title=writing.title,
            lead=writing.lead,
            body=writing.body,
            section=self.section(index),
            published_at=self.published_at(index),
            byline=byline,
            authors=authors,
            source=source,
            documents=writing.documents,
            photos=writing.photos,
            files=writing.files,
            tags=writing.tags,
            view_base=20 + self._hash(index, 5) % 4000,
        )

    def _planted(self, index: int, plant: Plant) -> Article:
        own = replace(self._plain(index), trap=plant.trap, original=plant.original)
        if plant.trap is Trap.NO_LEAD:
            printed = "\n".join((own.title, *own.body))
            return replace(own, lead=None, documents=tuple(one for one in own.documents if one.number in printed))
        if plant.trap is Trap.NO_AUTHOR:
            return replace(own, byline=None, authors=(), source=None)
        if plant.trap is Trap.NUMBERS_ONLY:
            day = self.listed_at(index).date()
            capital = province(self.edition.province).capital
            title, lead, body = compose_notice(plant.form, Random(f"{self._key(index)}/notice"), day, capital)
            empty = replace(own, title=title, lead=lead, body=body)
            return replace(empty, byline=None, authors=(), source=None, documents=(), photos=(), files=(), tags=())
        if plant.original is None:
            return own
        first = self._plain(plant.original)
        copy = replace(
            first, index=index, number=own.number, section=own.section, published_at=own.published_at,
            view_base=own.view_base, trap=plant.trap, original=plant.original,
        )  # fmt: skip
        if plant.trap is Trap.REPRINT:
            return copy
        return replace(copy, body=edit_words(Random(f"{self._key(index)}/near"), copy.body))


def _minutes_an_article(edition: Edition, n_articles: int) -> float:
    if edition.end is not None:
        return (edition.end - edition.start).days * _WORKING_MINUTES / n_articles
    if edition.articles_a_day is None:
        raise ValueError(f"{edition.name}: expected the last day or the number of articles a day")
    return _WORKING_MINUTES / edition.articles_a_day
