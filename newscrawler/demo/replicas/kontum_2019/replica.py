"""Kon Tum from 2019 on.

Known are the article's address, the clock strip, "Ngày đăng: …", "Mặc định Cỡ chữ" and centred captions.
The class names, the home page and the section listings are ours:

/                                          home
/pages/category/<section>/<Slug>.html?page=N   a section, numbered pages with a "Trang sau" link
/pages/detail/<id>/<Slug>.html             an article; only the number counts
"""

from __future__ import annotations

import re
from typing import Any

from newscrawler.demo.content import dates
from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Reply, Request

_DETAIL = re.compile(r"/pages/detail/(\d+)/")
_CATEGORY = re.compile(r"/pages/category/(\d+)/")


class Kontum2019(Replica):
    """The generation with /pages/detail addresses."""

    key_pattern = (r"/pages/detail/(\d+)/", "detail/{}")
    forbidden = (r"/pages/print/",)
    counts_views = False
    page_size = 10

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        if match := _DETAIL.match(request.path):
            return self.article_reply(request, int(match[1]))
        if match := _CATEGORY.match(request.path):
            return self._category(match[1], request.query.get("page", "1"))
        if request.path == "/":
            return self.cached_page("home.html", ("home",), self._home)
        return None

    def key(self, article: Article) -> str:
        """``detail/20100``."""
        return f"detail/{article.number}"

    def addresses(self, article: Article) -> tuple[str, ...]:
        """One form only."""
        return (self.href(article.index),)

    def listings(self) -> tuple[str, ...]:
        """First pages of all sections."""
        return tuple(self.category_href(section) for section in self.shelf.library.edition.sections)

    def dynamic(self) -> dict[str, bytes]:
        """The clock strip: ``Thứ 3, Ngày 16/07/2024 -``."""
        now = self.now()
        name = "Chủ nhật" if now.weekday() == 6 else f"Thứ {now.weekday() + 2}"
        return {"clock": f"{name}, Ngày {dates.day(now)} - {now:%H:%M:%S}".encode()}

    def href(self, index: int) -> str:
        """Address of an article."""
        return f"/pages/detail/{self.shelf.library.number(index)}/{slugify(self.shelf.library.title(index))}.html"

    def category_href(self, section: Section, page: int = 1) -> str:
        """A page of a section's listing."""
        return f"/pages/category/{section.number}/{section.slug}.html" + (f"?page={page}" if page > 1 else "")

    def row(self, index: int) -> dict[str, Any]:
        """An article as listings print it."""
        at = self.shelf.library.published_at(index)
        return {
            "href": self.href(index),
            "title": self.shelf.library.title(index),
            "date": dates.day(at) if at else None,
        }

    def _home(self) -> dict[str, Any]:
        sections = self.shelf.library.edition.sections
        blocks = [(s, [self.row(index) for index in self.shelf.in_section(s.number)[:6]]) for s in sections]
        return {"blocks": blocks}

    def _category(self, number: str, page: str) -> Reply | None:
        section = next((s for s in self.shelf.library.edition.sections if str(s.number) == number), None)
        if section is None or not page.isdigit() or int(page) < 1:
            return None
        place = (int(page) - 1) * self.page_size

        def values() -> dict[str, Any]:
            indices = self.shelf.in_section(section.number)
            n_pages = -(-len(indices) // self.page_size)
            cut = self.cut(indices, place, self.page_size)
            rows = [self.row(index) for index in cut.indices]
            return {"section": section, "rows": rows, "page": int(page), "n_pages": n_pages, "more": cut.more}

        return self.cached_page("listing.html", (number, page), values)

    def article_values(self, article: Article) -> dict[str, Any]:
        """Date line and other articles of the section."""
        at = article.published_at
        newest = self.shelf.in_section(article.section.number)[:7]
        others = [i for i in newest if i != article.index][:6]
        return {
            "posted": f"{dates.day(at)}  {dates.minute(at)}" if at else None,
            "others": [self.row(index) for index in others],
        }
