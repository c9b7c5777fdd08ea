"""Kon Tum 2017: SharePoint's blog list.

What is known of the real site is its flattened page and its address form;
the markup around that follows SharePoint 2010/2013 blog pages, and where nothing is known it is ours: the classes
``post-lead``, ``post-category``, ``tin-moi-hon``, ``tin-da-dua`` and the month list behind "Xem theo ngày".

/tintuc                                                          home: newest articles, some of each section
/tintuc/Lists/Categories/Category.aspx?CategoryId=N&Name=…       a section, newest first, on by "Xem tiếp":
    …&Paged=TRUE&p_ID=<last ItemID shown>&PageFirstRow=<n>
/tintuc/Lists/Posts/Date.aspx?StartDateTime=…&EndDateTime=…&LMY= a day or a month, paged alike
/tintuc/lists/posts/post.aspx?…&ItemID=N…                        an article; only ItemID counts, in any case of the path
/tintuc/Lists/Posts/Print.aspx?ItemID=N                          print page, linked and never to be requested
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote_plus

from newscrawler.demo.content import dates
from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Reply, Request

POST = "/tintuc/lists/posts/post.aspx"
CATEGORY = "/tintuc/Lists/Categories/Category.aspx"
DATED = "/tintuc/Lists/Posts/Date.aspx"
N_RELATED = 5
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a listing."""

    href: str
    title: str
    date: str | None
    lead: str | None = None


class Kontum2017(Replica):
    """The SharePoint-blog generation."""

    key_pattern = (r"(?i)post\.aspx\?(?:.*&)?ItemID=(\d+)", "ItemID={}")
    forbidden = (r"(?i)/Lists/Posts/Print\.aspx", r"(?i)/_layouts/", r"(?i)HitCounter\.ashx")

    def respond(self, request: Request) -> Reply | None:
        """Answer by path, case-insensitive as IIS is."""
        path = request.path.lower().rstrip("/")
        query = request.query
        if path == POST:
            number = query.get("itemid", "")
            return self.article_reply(request, int(number)) if number.isdigit() else None
        if path == CATEGORY.lower():
            return self._category(query)
        if path == DATED.lower():
            return self._dated(query)
        if path in ("/tintuc", "/tintuc/default.aspx", "/tintuc/pages/default.aspx"):
            return self.cached_page("home.html", ("home",), self._home)
        if path == "/tintuc/lists/posts/print.aspx":
            return self.page("not_found.html")
        if path.startswith(("/tintuc/_layouts/search", "/hinhanh")):
            return self.page("not_found.html")
        return None

    def key(self, article: Article) -> str:
        """``ItemID=14904``."""
        return f"ItemID={article.number}"

    def addresses(self, article: Article) -> tuple[str, ...]:
        """The forms used by the home page, the section listing, the dated listing and related lists."""
        return (
            self.href(article.index, "home"),
            self.href(article.index, "category"),
            self.href(article.index, "dated"),
        )

    def listings(self) -> tuple[str, ...]:
        """First pages of all sections."""
        return tuple(self.category_href(section) for section in self.shelf.library.edition.sections)

    def n_dated_pages(self) -> int:
        """Pages of the months' listings."""
        months = Counter((day.year, day.month) for _, day in self.shelf.dated())
        return sum(-(-n // self.page_size) for n in months.values())

    def dynamic(self) -> dict[str, bytes]:
        """The hit counter, one digit per element, and the header's clock."""
        digits = "".join(f"<span class='digit'>{digit}</span>\n" for digit in str(3_828_958 + self.n_requests))
        now = self.now()
        clock = f"{dates.weekday(now)}, ngày {dates.day(now)} {now:%H:%M:%S}"
        return {"hits": digits.encode(), "clock": clock.encode()}

    def href(self, index: int, origin: str) -> str:
        """Address of an article as pages of that origin link it."""
        number = self.shelf.library.number(index)
        name = quote_plus(self.shelf.library.section(index).name + " ")
        if origin == "home":
            return f"{POST}?Source=%2Ftintuc&Category={name}&ItemID={number}&Mode=1"
        if origin == "category":
            section = self.shelf.library.section(index).number
            source = f"%2Ftintuc%2FLists%2FCategories%2FCategory%2Easpx%3FCategoryId%3D{section}"
            return f"/tintuc/Lists/Posts/Post.aspx?Source={source}&Category={name}&ItemID={number}&Mode=1"
        return f"/tintuc/Lists/Posts/Post.aspx?ItemID={number}&Mode=2"

    def category_href(self, section: Section) -> str:
        """First page of a section."""
        return f"{CATEGORY}?CategoryId={section.number}&Name={quote_plus(section.name + ' ')}"

    def dated_href(self, start: date, end: date) -> str:
        """Listing of the days from ``start`` to ``end``."""
        span = f"StartDateTime={start:%Y-%m-%d}T00:00:00Z&EndDateTime={end:%Y-%m-%d}T23:59:59Z"
        return f"{DATED}?{span}&LMY={_MONTHS[start.month - 1]}%20{start.year}"

    def month_hrefs(self) -> list[tuple[str, str]]:
        """(label, address) of every month's listing, newest first, for "Xem theo ngày"."""
        library = self.shelf.library
        first, last = library.listed_at(0), library.listed_at(self.shelf.n_visible - 1)
        months = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
        return [
            (
                f"Tháng {month % 12 + 1} {month // 12}",
                self.dated_href(
                    date(month // 12, month % 12 + 1, 1),
                    date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1]),
                ),
            )
            for month in months
        ]

    def day_hrefs(self) -> list[tuple[int, str]]:
        """(day, address) of the days of the newest month, for the calendar."""
        last = self.shelf.library.listed_at(self.shelf.n_visible - 1).date()
        return [(day, self.dated_href(last.replace(day=day), last.replace(day=day))) for day in range(1, last.day + 1)]

    def row(self, index: int, origin: str, *, lead: bool = False) -> Row:
        """An article as listings print it."""
        at = self.shelf.library.published_at(index)
        printed = f"{dates.weekday(at)}, {dates.day(at)}, {dates.minute(at)}" if at else None
        text = self.shelf.article(index).lead if lead else None
        return Row(self.href(index, origin), self.shelf.library.title(index), printed, text)

    def _home(self) -> dict[str, Any]:
        sections = self.shelf.library.edition.sections
        return {
            "newest": [self.row(index, "home", lead=True) for index in self.shelf.newest(8)],
            "blocks": [
                (section, [self.row(index, "home") for index in self.shelf.in_section(section.number)[:4]])
                for section in sections
            ],
        }

    def _category(self, query: dict[str, str]) -> Reply | None:
        number = query.get("categoryid", "")
        section = next((s for s in self.shelf.library.edition.sections if str(s.number) == number), None)
        if section is None:
            return None
        last, first_row = query.get("p_id", ""), query.get("pagefirstrow", "1")

        def values() -> dict[str, Any]:
            return self._listing(
                self.shelf.in_section(section.number),
                last,
                first_row,
                "category",
                self.category_href(section),
                section.name,
            )

        return self.cached_page("listing.html", ("category", number, last, first_row), values)

    def _dated(self, query: dict[str, str]) -> Reply | None:
        try:
            start, end = (_day(query[name]) for name in ("startdatetime", "enddatetime"))
        except (KeyError, ValueError):
            return None
        last, first_row = query.get("p_id", ""), query.get("pagefirstrow", "1")

        def values() -> dict[str, Any]:
            indices = self.shelf.between(start, end)
            label = f"Từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}"
            return self._listing(indices, last, first_row, "dated", self.dated_href(start, end), label)

        return self.cached_page("listing.html", ("dated", start, end, last, first_row), values)

    def _listing(
        self, indices: list[int], last: str, first_row: str, origin: str, base: str, heading: str
    ) -> dict[str, Any]:
        # SharePoint pages by the key of the last row shown, so rows that shift between two pages are not missed
        row = int(first_row) if first_row.isdigit() else 1
        after = self.shelf.library.index_of(int(last)) if last.isdigit() else None
        start = indices.index(after) + 1 if after is not None and after in indices else row - 1
        cut = self.cut(indices, start, self.page_size)
        more = None
        if cut.more:
            key = self.shelf.library.number(cut.indices[-1]) if cut.indices else 0
            more = f"{base}&Paged=TRUE&p_ID={key}&PageFirstRow={row + self.page_size}"
        return {"heading": heading, "rows": [self.row(i, origin, lead=True) for i in cut.indices], "next_page": more}

    def article_values(self, article: Article) -> dict[str, Any]:
        """Date line, newer and older articles of the section."""
        newer, older = self.shelf.around(article, N_RELATED)
        at = article.published_at
        return {
            "date_line": f"{dates.weekday(at)}, {dates.day(at)}, {dates.minute(at)}" if at else None,
            "newer": [self.row(i, "home") for i in newer],
            "older": [self.row(i, "home") for i in older],
            "category_href": self.category_href(article.section),
        }


def _day(stamp: str) -> date:
    # SharePoint writes local days with a Z that means nothing
    return datetime.strptime(stamp[:10], "%Y-%m-%d").date()  # noqa: DTZ007
