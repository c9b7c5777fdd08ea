"""What every replica template shares: rendering with cached pieces, article pages with traps, view counters."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newscrawler.demo.content import dates
from newscrawler.demo.content.records import Article, Trap
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.replicas import disguises
from newscrawler.demo.serving.composition import Chunk, Composed, Slot, mark, split_marks
from newscrawler.demo.serving.messages import Reply, Request

COOKIE_STUB = (
    b'<html><body><script>document.cookie="D1N=5f0c1b7a9d2e4c6b8a"+"; expires=Fri, 31-Dec-2037 23:59:59 GMT; path=/";'
    b"window.location.reload(true);</script></body></html>"
)
"""A cookie challenge as small as those seen: 200, no text, a script that sets a cookie and reloads."""
N_UNAVAILABLE = 2
"""So many requests of an unavailable article answer 503 before the page comes."""

Pieces = tuple[Chunk | Slot, ...]


class Paging(StrEnum):
    """How a listing behaves at its end."""

    HONEST = "honest"
    """The last page has no next link."""
    CLAMPED = "clamped"
    """Pages after the last show the last again; there is always a next link."""
    ENDLESS = "endless"
    """Pages after the last show nothing; there is always a next link."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a listing."""

    indices: list[int]
    more: bool
    """Whether the page links a next one."""


class Replica(ABC):
    """One template over one shelf. Subclasses give routes, addresses and the values their templates print."""

    article_template = "article.html"
    charset = "utf-8"
    page_size = 15
    """Articles on a page of a section's listing."""
    counts_views = True
    """Whether the article page prints a view counter."""
    prints_section = True
    """Whether the article page prints its section."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        folder = Path(inspect.getfile(type(self))).parent
        self._env = Environment(
            loader=FileSystemLoader([folder, Path(__file__).parent]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters |= {"day": dates.day, "minute": dates.minute, "weekday": dates.weekday}
        self._env.globals["slot"] = lambda name: Markup(mark(name))
        self._env.globals["shared"] = lambda name: Markup(mark("#" + name))
        self._env.globals["edition"] = shelf.library.edition
        self._env.globals["replica"] = self
        self._shared: dict[str, tuple[int, Chunk]] = {}
        self._pages: Callable[..., Pieces] = lru_cache(maxsize=8192)(self._compose)
        self._tries: dict[int, int] = {}
        self.paging = Paging.HONEST
        self.base = "http://127.0.0.1"
        """Scheme and host of the last request, for the absolute addresses that some templates print."""
        self.n_requests = 0

    @abstractmethod
    def respond(self, request: Request) -> Reply | None:
        """The reply, or ``None`` when the address is none of this replica's."""

    @abstractmethod
    def article_values(self, article: Article) -> dict[str, Any]:
        """What the article's template prints beside the article: date line, related lists."""

    @abstractmethod
    def key(self, article: Article) -> str:
        """What makes the article one, whatever address it was reached by: ``ItemID=14904``."""

    def printed_at(self, article: Article) -> datetime | None:
        """The publication date as precisely as the article page prints it."""
        return article.published_at

    @abstractmethod
    def addresses(self, article: Article) -> tuple[str, ...]:
        """Every form of address (from ``/`` on) under which pages link the article; the first is the plainest."""

    @property
    @abstractmethod
    def key_pattern(self) -> tuple[str, str]:
        """Regular expression that finds the key in any address, and the key with ``{}`` for its group 1."""

    @property
    @abstractmethod
    def forbidden(self) -> tuple[str, ...]:
        """Regular expressions of addresses that pages link but no crawler may request: print, mail, counters."""

    @abstractmethod
    def listings(self) -> tuple[str, ...]:
        """First pages of all sections, in menu order."""

    def n_listing_pages(self) -> int:
        """How many pages the listings of all sections have together."""
        sizes = [len(self.shelf.in_section(section.number)) for section in self.shelf.library.edition.sections]
        return sum(max(1, -(-size // self.page_size)) for size in sizes)

    def n_dated_pages(self) -> int:
        """How many listings of single days or months show an article; 0 where nothing is listed by date."""
        return 0

    def dynamic(self) -> dict[str, bytes]:
        """Values of the slots every page has: clocks and hit counters."""
        return {}

    def cut(self, indices: list[int], start: int, size: int) -> Cut:
        """The page of a listing that begins at place ``start``, as :attr:`paging` has it."""
        if self.paging is Paging.CLAMPED and start >= len(indices):
            start = (len(indices) - 1) // size * size
        return Cut(indices[start : start + size], self.paging is not Paging.HONEST or start + size < len(indices))

    def render(self, article: Article) -> bytes:
        """The page of any article, on the shelf or not, in UTF-8, its counter at its base."""
        values = {"article": article, **self.article_values(article)}
        views = {"views": str(article.view_base).encode()}
        return Composed(
            self._split(self.article_template, values, "utf-8"), {"base": self.base.encode(), **self.dynamic(), **views}
        ).plain()

    def page(self, template: str, status: int = 200, **values: Any) -> Reply:
        """A rendered page that is not cached."""
        return self._reply(self._split(template, values, "utf-8"), {}, status)

    def cached_page(self, template: str, key: tuple[Any, ...], values: Callable[[], dict[str, Any]]) -> Reply:
        """A rendered page kept until the shelf changes; ``values`` is called when it is not there yet."""
        return self._reply(self._pages(template, key, self.shelf.stamp, _Values(values)), {}, 200)

    def article_reply(self, request: Request, number: int) -> Reply | None:
        """The article's page with its trap and its counter; ``None`` when there is no such article."""
        article = self.shelf.find(number)
        if article is None or article.trap is Trap.MISSING:
            return None
        if article.trap is Trap.COOKIE_STUB:
            return Reply(body=COOKIE_STUB, content_type="text/html")
        if article.trap is Trap.UNAVAILABLE and self._tries.setdefault(article.index, 0) < N_UNAVAILABLE:
            self._tries[article.index] += 1
            return Reply(503, b"<h1>Service Unavailable</h1>", headers=(("Retry-After", "1"),))
        etag = f'W/"{article.number}.{self.shelf.versions.get(article.index, 0)}"'
        modified_at = self.shelf.modified_at(article.index)
        validators = (("ETag", etag), ("Last-Modified", format_datetime(modified_at.astimezone(UTC), usegmt=True)))
        if request.matches(etag, modified_at):
            return Reply(304, headers=validators)
        views = article.view_base + self.shelf.requests[article.index]
        if request.method == "GET":
            self.shelf.requests[article.index] += 1
        charset = disguises.charset(article, self.charset)
        values = _Values(lambda: {"article": article, **self.article_values(article)})
        pieces = self._pages(self.article_template, (article.index,), self.shelf.stamp, values, charset)
        return self._reply(pieces, {"views": str(views).encode()}, 200, charset, validators)

    def _reply(
        self,
        pieces: Pieces,
        slots: dict[str, bytes],
        status: int,
        charset: str = "utf-8",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Reply:
        self.n_requests += 1
        return Reply(
            status,
            Composed(pieces, {"base": self.base.encode(), **self.dynamic(), **slots}),
            f"text/html; charset={charset}",
            headers,
        )

    def _compose(
        self, template: str, key: tuple[Any, ...], stamp: int, values: _Values, charset: str = "utf-8"
    ) -> Pieces:
        return self._split(template, values.make(), charset)

    def _split(self, template: str, values: dict[str, Any], charset: str) -> Pieces:
        article = values.get("article")
        text = self._env.get_template(template).render(
            **values, charset=charset, t=disguises.printed_as(article) if article else Markup.escape
        )
        if charset == "utf-8":
            return tuple(split_marks(text, self._shared_chunk, str.encode))
        encode = disguises.encoder(charset)
        return tuple(split_marks(text, lambda name: Chunk(encode(self._render_shared(name))), encode))

    def _shared_chunk(self, name: str) -> Chunk:
        stamp, chunk = self._shared.get(name, (-1, Chunk(b"")))
        if stamp != self.shelf.stamp:
            chunk = Chunk(self._render_shared(name).encode())
            self._shared[name] = (self.shelf.stamp, chunk)
        return chunk

    def _render_shared(self, name: str) -> str:
        return self._env.get_template(f"{name}.html").render()

    def now(self) -> datetime:
        """The portal's clock: the day after the newest article of the start, a second later with each request."""
        end = self.shelf.library.listed_at(self.shelf.library.n_articles)
        return end + timedelta(days=1, seconds=self.n_requests)


class _Values:
    """A page's values, made when needed; equal to any other, so that it never splits a cache."""

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self.make = make

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Values)

    def __hash__(self) -> int:
        return 0
