"""Replicas whose articles have one plain address each and whose sections are numbered pages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Reply

N_RELATED = 5


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a listing."""

    index: int
    href: str
    title: str
    at: datetime | None
    lead: str | None = None


class SectionedReplica(Replica):
    """Home page, sections in numbered pages, articles with newer and older ones of their section."""

    @abstractmethod
    def href(self, index: int) -> str:
        """Address of an article."""

    @abstractmethod
    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section's listing."""

    def addresses(self, article: Article) -> tuple[str, ...]:
        """One form only."""
        return (self.href(article.index),)

    def listings(self) -> tuple[str, ...]:
        """First pages of all sections."""
        return tuple(self.section_href(section) for section in self.sections)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The edition's sections in menu order."""
        return self.shelf.library.edition.sections

    def section(self, wanted: str) -> Section | None:
        """The section of that number or slug (any case); ``None`` for an unknown one."""
        wanted = wanted.lower()
        return next((s for s in self.sections if wanted in (str(s.number), s.slug.lower())), None)

    def rows(self, indices: Iterable[int], *, lead: bool = False) -> list[Row]:
        """Articles as listings print them."""
        library = self.shelf.library
        return [
            Row(
                i, self.href(i), library.title(i), library.published_at(i), self.shelf.article(i).lead if lead else None
            )
            for i in indices
        ]

    def article_values(self, article: Article) -> dict[str, Any]:
        """Newer and older articles of the section."""
        newer, older = self.shelf.around(article, N_RELATED)
        return {"at": article.published_at, "newer": self.rows(newer), "older": self.rows(older)}

    def home(self) -> Reply:
        """The newest articles and some of each section."""

        def values() -> dict[str, Any]:
            blocks = [(s, self.rows(self.shelf.in_section(s.number)[:5])) for s in self.sections]
            return {"newest": self.rows(self.shelf.newest(6), lead=True), "blocks": blocks}

        return self.cached_page("home.html", ("home",), values)

    def listing(self, section: Section, page: int) -> Reply:
        """A page of a section's listing."""

        def values() -> dict[str, Any]:
            return {"section": section, **self.listing_values(self.shelf.in_section(section.number), page)}

        return self.cached_page("listing.html", (section.number, page), values)

    def listing_values(self, indices: list[int], page: int) -> dict[str, Any]:
        """Rows and numbers of a page of any list of articles."""
        cut = self.cut(indices, (page - 1) * self.page_size, self.page_size)
        n_pages = max(1, -(-len(indices) // self.page_size))
        return {"rows": self.rows(cut.indices, lead=True), "page": page, "n_pages": n_pages, "more": cut.more}


def page_number(text: str | None) -> int | None:
    """A page number from an address; 1 for none, ``None`` for nonsense."""
    if text is None or text == "":
        return 1
    return int(text) if text.isdigit() and int(text) > 0 else None
