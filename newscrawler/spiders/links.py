"""A listing's article links, understood: canonical URL, identity, day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from newscrawler.listings import ArticleLink
from newscrawler.portals.model import Portal
from pipelines.extraction.dates import first_date
from pipelines.ledger import Discovery
from pipelines.urls import Address, ArticleForm, address, article_id

MAX_URL_LENGTH = 2_000
"""Longer addresses are traps or errors and are not followed."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article met on a listing page."""

    link: ArticleLink
    where: Address
    article_id: str
    day: date | None
    """The day printed beside the link; ``None`` when none is, or it cannot be read."""

    def discovery(self, section: str | None, found_on: str) -> Discovery:
        """As the ledger remembers it."""
        return Discovery(
            self.article_id,
            self.where.identity,
            self.where.url,
            section,
            found_on,
            self.link.title,
            self.link.date_raw,
        )

    def within(self, since: date | None, until: date | None) -> bool:
        """Whether the printed day lies in the span; without a day it may."""
        return self.day is None or not ((since and self.day < since) or (until and self.day > until))


def found_articles(
    links: Iterable[ArticleLink], portal: Portal, forms: tuple[ArticleForm, ...], drop: tuple[str, ...]
) -> list[FoundArticle]:
    """``links`` that lead to the portal's own hosts, each article once, in page order."""
    hosts = set(portal.hosts)
    found: dict[str, FoundArticle] = {}
    for link in links:
        if len(link.url) > MAX_URL_LENGTH or urlsplit(link.url).netloc.lower() not in hosts:
            continue
        where = address(link.url, forms, drop)
        key = article_id(portal.name, where.identity)
        found.setdefault(key, FoundArticle(link, where, key, _day(link.date_raw)))
    return list(found.values())


def newest_date(found: Iterable[FoundArticle]) -> date | None:
    """The latest day printed beside ``found``; ``None`` when none is."""
    return max((one.day for one in found if one.day), default=None)


def _day(raw: str | None) -> date | None:
    found = first_date(raw) if raw else None
    return found.at.date() if found else None
