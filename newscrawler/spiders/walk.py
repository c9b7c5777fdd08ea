"""How far to walk a listing: a walk ends by evidence only, and says why it is incomplete otherwise (DESIGN §3.4).

While a walk is on, the listing moves. Articles published meanwhile push others down to the next page, where they are
met again. Articles removed meanwhile pull others up, onto a page that was read already: those are missed. Therefore a
walk *looks back*: pages whose last article was new, so that another new one may have slipped up behind it, are read
again from the last to the first; going that way, nothing that moves up can be missed.
"""

from __future__ import annotations

from collections.abc import Collection, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pipelines.ledger import SectionWalk

MAX_PAGES = 10_000
"""Pages of one listing after which a walk is cut: no portal has so many, a calendar trap has."""

STALE_PAGES = 2
"""Pages in a row without a link not yet met that show a pager to be clamped or circular. One is not enough: items
that shift to the next page while the walk is on make such a page too."""

DATE_MARGIN = timedelta(days=3)
"""How far past ``since`` a listing is walked: items are not always in order."""


class End(StrEnum):
    """Why a walk ended."""

    LAST_PAGE = "no next page after a page with items"
    CLAMPED = "two pages in a row that brought no new link"
    UNCHANGED = "not modified since an earlier walk read it whole"
    ALL_KNOWN = "only known articles on the last pages"
    PAST_SINCE = "items older than asked for"
    LIMIT = "the limit of articles was reached"


@dataclass(frozen=True, slots=True)
class ReadPage:
    """How a listing page was asked for, to ask again."""

    url: str
    form: dict[str, str] | None
    """Fields posted; ``None`` for a plain GET."""


@dataclass(slots=True)
class Walk:
    """The state of walking one listing, page by page."""

    portal: str
    section: str
    """Name of the section, or ``dated:<first day>`` for a dated listing."""
    generation: str
    stop_when_known: int | None
    """End after so many pages in a row whose items are all known; ``None`` walks to the end."""
    since: date | None = None
    """End when all dates printed on a page are before this; ``None`` for no bound."""
    section_name: str | None = None
    """The section that articles found here belong to; ``None`` for listings that mix sections."""
    may_be_empty: bool = False
    """A day or month without articles is no error."""
    days: tuple[date, date] | None = None
    """First and last day that a dated listing covers; ``None`` for other listings."""
    looks_back: bool = False
    """Whether pages are read again as said above; not needed where dated listings show the same articles again."""
    doubtful: list[ReadPage] = field(default_factory=list)
    """Pages to look back at, in the order of the walk."""
    last_page: Sequence[str] = ()
    """Identities on the page read last, before looking back."""
    n_pages: int = 0
    n_articles: int = 0
    """Article links met, each once."""
    end: End | None = None
    incomplete: str | None = None
    """Why the walk broke off; ``None`` while it goes on and when it ended by evidence."""
    repeats: SectionWalk | None = None
    """The earlier walk whose validators were sent with the request of a feed or sitemap; ``None`` when none were."""
    etag: str | None = None
    """Validator of the page read last, as received."""
    last_modified: str | None = None
    """Likewise."""
    _known_in_a_row: int = 0
    _stale_in_a_row: int = 0
    _seen: MutableSet[str] = field(default_factory=set)

    def remember_in(self, keys: MutableSet[str]) -> None:
        """Keep the identities met in ``keys``, empty so far, instead of in memory."""
        self._seen = keys

    @property
    def complete(self) -> bool:
        """Whether the walk ended by evidence."""
        return self.end is not None and self.end is not End.LIMIT and self.incomplete is None

    @property
    def whole(self) -> bool:
        """Whether the walk is complete and went to the listing's last page."""
        return self.complete and self.end in (End.LAST_PAGE, End.CLAMPED)

    @property
    def seen(self) -> AbstractSet[str]:
        """Identities met."""
        return self._seen

    def repeat(self) -> None:
        """The one page of the listing is still that of the walk it :attr:`repeats`: its links have all been met."""
        assert self.repeats is not None
        self.n_pages, self.n_articles, self.end = self.repeats.n_pages, self.repeats.n_articles, End.UNCHANGED

    def doubt(self, page: ReadPage) -> None:
        """The last article of ``page`` is new, and there is a next page: look back at it when the walk has ended."""
        if self.looks_back:
            self.doubtful.append(page)

    def look_back(self) -> ReadPage | None:
        """The next page to read again, each once; ``None`` when there is none, or the walk was broken off."""
        return self.doubtful.pop() if self.doubtful and self.complete else None

    def looked(self, keys: Sequence[str]) -> None:
        """Take in a page that was read again."""
        self._seen |= set(keys)
        self.n_articles = len(self._seen)

    def close(self) -> None:
        """Give back the room of what was met: a long crawl has many walks, and they stay in its report."""
        self._seen.clear()
        self._seen, self.last_page = set(), ()

    def break_off(self, why: str) -> None:
        """The walk cannot go on; what lies behind is unknown. The first reason stays."""
        self.incomplete = self.incomplete or why

    def check_days(self, printed: Collection[date]) -> None:
        """Break off when the first page of a dated listing prints dates, and none of its days is among them: the portal
        does not list by day as its file says. A day's margin: SharePoint's days are those of Greenwich."""
        if self.days is None or self.n_pages or not printed:
            return
        first, last = self.days[0] - timedelta(days=1), self.days[1] + timedelta(days=1)
        if not any(first <= day <= last for day in printed):
            self.break_off(f"it shows articles of {min(printed)} to {max(printed)}, not of the days asked for")

    def page(self, keys: Sequence[str], n_new: int, newest: date | None, has_next: bool) -> bool:
        """Take in a listing page and say whether to go on.

        ``keys`` are the identities on it, ``n_new`` how many of them still have to be fetched, ``newest`` the latest
        date printed beside them (``None``: no dates).
        """
        self.n_pages += 1
        self.last_page = keys
        items = frozenset(keys)
        fresh = [key for key in items if key not in self._seen]
        self._seen |= items
        self.n_articles = len(self._seen)
        if not items:
            self._empty_page()
            return False
        self._stale_in_a_row = 0 if fresh else self._stale_in_a_row + 1
        self._known_in_a_row = 0 if n_new else self._known_in_a_row + 1
        if not has_next:
            self.end = End.LAST_PAGE
        elif self._stale_in_a_row >= STALE_PAGES:
            self.end = End.CLAMPED
        elif self.stop_when_known is not None and self._known_in_a_row >= self.stop_when_known:
            self.end = End.ALL_KNOWN
        elif self.since and newest and newest < self.since - DATE_MARGIN:
            self.end = End.PAST_SINCE
        elif self.n_pages >= MAX_PAGES:
            self.break_off(f"{MAX_PAGES} pages and no end")
        return self.end is None and self.incomplete is None

    def _empty_page(self) -> None:
        if self.n_pages == 1 and self.may_be_empty:
            self.end = End.LAST_PAGE
        else:
            self.break_off(f"page {self.n_pages} has no article links")
