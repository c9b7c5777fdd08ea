"""What reading a listing page gives: article links, next page, dated listings, each with the reason it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ListingKind = Literal["listing", "article", "empty", "feed", "sitemap", "sitemap-index"]


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link to an article."""

    url: str
    """Absolute address as the page has it, without a fragment."""
    title: str | None
    """Best title beside the link; ``None`` when the page prints none (sitemaps)."""
    date_raw: str | None
    """Date as printed beside the link, ``None`` when none is."""
    reason: str
    """Why it was taken, for people."""


@dataclass(frozen=True, slots=True)
class NextPage:
    """The listing's next page."""

    url: str
    """Address to request; for a postback, the address the form is sent to."""
    form: Mapping[str, str] | None
    """Form fields to POST, in page order; ``None``: a plain GET."""
    reason: str
    """Why it was taken, for people."""


@dataclass(frozen=True, slots=True)
class DatedLink:
    """A link to a dated listing (a day's or month's articles)."""

    url: str
    label: str
    """Text of the link."""
    reason: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A listing page as read."""

    articles: tuple[ArticleLink, ...] = ()
    """Articles in page order, each address once."""
    next_page: NextPage | None = None
    """``None``: the page leads on to no further page (its last page, or a pager that only a script drives)."""
    dated: tuple[DatedLink, ...] = ()
    """Dated listings linked from the page, in page order."""
    kind: ListingKind = "empty"
    """``listing``; ``article`` for an article page; ``empty`` when no stream of articles was found; ``feed``,
    ``sitemap`` and ``sitemap-index`` (its entries are sitemaps, not articles) for XML."""
