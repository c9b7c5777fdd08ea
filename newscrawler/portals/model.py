"""What a portal file may say, checked: unknown keys and wrong values are errors that name file, key and expectation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.facts import ListingFacts
from pipelines.extraction.layout import Layout
from pipelines.urls import ArticleForm


class Facts(BaseModel):
    """A table of a portal file: immutable, and every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _selector_lists(table: object) -> object:
    """Let a single selector stand without brackets."""
    if isinstance(table, dict):
        return {key: [value] if isinstance(value, str) else value for key, value in table.items()}
    return table


def _selectors_parse(layout: Layout) -> Layout:
    empty = LexborHTMLParser("<p></p>")
    for field in layout.__dataclass_fields__:
        for selector in getattr(layout, field):
            try:
                empty.css(selector)
            except Exception as error:
                raise ValueError(f"{field}: expected a CSS selector, found {selector!r}") from error
    return layout


class Section(Facts):
    """A section (chuyên mục) and where its listing starts."""

    name: str = Field(min_length=1)
    """As the portal prints it."""
    url: str = Field(min_length=1)
    """Address of the first listing page, absolute or relative to ``base_url``."""


class Expect(Facts):
    """What a healthy portal brings: monitors compare runs with it."""

    min_articles: int = Field(default=1, ge=0)
    """Articles a full crawl brings at least."""
    max_silent_days: int | None = Field(default=None, ge=1)
    """Days without a new article after which the portal, or its file, is taken for broken; ``None`` never."""
    max_blocked_share: float = Field(default=0.05, ge=0, le=1)
    """Largest share of a run's articles that may be answered by challenge, login or maintenance pages."""
    max_error_share: float = Field(default=0.1, ge=0, le=1)
    """Largest share of a run's articles that may fail to be fetched."""
    max_rejected_share: float = Field(default=0.3, ge=0, le=1)
    """Largest share of a run's article pages that may turn out to be no article."""
    max_duplicate_share: float = Field(default=0.5, ge=0, le=1)
    """Largest share of a run's articles that may repeat other articles of the same portal."""


class Generation(Facts):
    """One generation of the portal's software: its address forms, layout, listings and sections."""

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    """Short name, unique in the file, e.g. ``2017``."""
    family: str | None = None
    """Family (CMS) whose facts are the defaults of this generation."""
    article_url: str | None = None
    """Regular expression of article addresses, searched in path and query; its named groups feed the templates."""
    identity: str = "{id}"
    """Template of the identity. Without ``article_url`` the canonical URL is the identity."""
    canonical_url: str | None = None
    """Template of the canonical path and query; without it the address is normalised."""
    layout: Annotated[Layout, BeforeValidator(_selector_lists), Field(default_factory=Layout)]
    """Selectors of an article page."""
    listing: ListingFacts = ListingFacts()
    """Facts about listing pages."""
    sections: tuple[Section, ...] = ()
    """Sections to walk."""
    first_day: date | None = None
    """First day of publication in this generation: dated listings are walked from here. ``None`` leaves those of months
    out; those of days begin at the oldest article known."""
    last_day: date | None = None
    """Last day of publication in this generation; ``None`` while it is in use."""
    feeds: tuple[str, ...] = ()
    """Addresses of RSS or Atom feeds."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps or sitemap indexes."""

    @field_validator("layout")
    @classmethod
    def _layout(cls, layout: Layout) -> Layout:
        return _selectors_parse(layout)

    @field_validator("article_url")
    @classmethod
    def _pattern(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"expected a regular expression, found {pattern!r}: {error}") from error
        return pattern

    @model_validator(mode="after")
    def _templates(self) -> Generation:
        if self.article_url is None:
            return self
        groups = set(re.compile(self.article_url).groupindex)
        for key, template in (("identity", self.identity), ("canonical_url", self.canonical_url or "")):
            unknown = set(re.findall(r"\{(\w+)\}", template)) - groups
            if unknown:
                raise ValueError(f"{key} uses {{{unknown.pop()}}}, but article_url names only {sorted(groups)}")
        return self

    def article_form(self) -> ArticleForm | None:
        """This generation's form of article addresses, ``None`` when the file gives none."""
        if self.article_url is None:
            return None
        return ArticleForm(self.article_url, self.identity, self.canonical_url, self.name)


class Portal(Facts):
    """A portal file."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)
    """Name of the portal: the file's name, part of every path and key."""
    title: str = Field(min_length=1)
    """The portal's own name."""
    base_url: str = Field(pattern=r"^https?://[^/?#]+/?$")
    """Scheme and host."""
    aliases: tuple[str, ...] = ()
    """Further host names of the same portal."""
    succeeded_by: str | None = None
    """Host that a vanished portal redirects to; such a redirect is no article."""
    vietnamese_only: bool = False
    """Reject articles in other languages."""
    navigation_parameters: tuple[str, ...] = ()
    """Query parameters that tell how one came, not what is shown; they leave canonical URLs."""
    full_sweep_days: int = Field(default=30, ge=1)
    """Days after which a listing is walked to its end again, though its first pages hold nothing new, and within which
    every article is visited again, as far as ``--revisits`` allows."""
    delay_s: float = Field(default=1.0, ge=0.5, le=60)
    """Least time between two requests to the portal; robots.txt may ask for more, never less."""
    generations: tuple[Generation, ...] = Field(min_length=1)
    """Newest first."""
    expect: Expect = Expect()
    """What a healthy crawl brings."""

    @model_validator(mode="after")
    def _unique_generations(self) -> Portal:
        names = [generation.name for generation in self.generations]
        if len(set(names)) != len(names):
            raise ValueError(f"generations: expected different names, found {names}")
        return self

    @property
    def host(self) -> str:
        """Host and port of ``base_url``."""
        return urlsplit(self.base_url).netloc.lower()

    @property
    def hostname(self) -> str:
        """Host of ``base_url`` without a port."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts whose pages belong to the portal."""
        return (self.host, *(alias.lower() for alias in self.aliases))

    def absolute(self, url: str) -> str:
        """``url`` of the file on the base in use; an absolute one on the portal's own hosts moves there too."""
        parts = urlsplit(url)
        return urljoin(self.base_url, url) if not parts.netloc else url

    def article_forms(self) -> tuple[ArticleForm, ...]:
        """All forms of article addresses, newest generation first."""
        return tuple(form for generation in self.generations if (form := generation.article_form()))

    def generation(self, name: str | None) -> Generation:
        """The generation of that name, the newest for ``None`` or a name the file does not know."""
        return next((one for one in self.generations if one.name == name), self.generations[0])

    def generation_at(self, url: str) -> Generation:
        """The generation whose form an article's address has, else the newest."""
        form = next((form for form in self.article_forms() if form.match(url)), None)
        return self.generation(form.name if form else None)

    def layouts(self) -> dict[str, Layout]:
        """Layouts by name ``<portal>/<generation>``, without those that say nothing."""
        return {
            f"{self.name}/{generation.name}": generation.layout
            for generation in self.generations
            if generation.layout != Layout()
        }

    def layout_name(self, url: str) -> str | None:
        """Name, among :meth:`layouts`, of the one for the article at ``url``; ``None`` for the generic way."""
        generation = self.generation_at(url)
        return f"{self.name}/{generation.name}" if generation.layout != Layout() else None

    def sections(self) -> Iterator[tuple[Generation, Section]]:
        """Every section with its generation."""
        for generation in self.generations:
            for section in generation.sections:
                yield generation, section

    def at(self, base_url: str) -> Portal:
        """The same portal served elsewhere: a replica, a mirror."""
        return Portal.model_validate({**self.model_dump(exclude={"base_url"}, mode="python"), "base_url": base_url})


def first_fault(errors: list[Any]) -> tuple[str, str]:
    """Key and expectation of a pydantic error list, further faults counted."""
    first = errors[0]
    key = ".".join(str(part) for part in first["loc"]) or "(the whole file)"
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        message = "no such key; see `newscrawler portal show` for what a portal file may say"
    elif first["type"] != "value_error" and not isinstance(first.get("input"), dict | list):
        message = f"{message}, found {first.get('input')!r}"
    more = f" ({len(errors) - 1} more after that)" if len(errors) > 1 else ""
    return key, message + more
