"""Portals whose markup is like none of the replicas', for what the generic reading makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader

from newscrawler.demo.content.library import Library
from newscrawler.demo.content.portals import MIC
from newscrawler.demo.content.records import Article
from newscrawler.demo.content.writing import slugify
from newscrawler.portals.recognition import SeenPage

BASE = "http://stranger.example"
N_ARTICLES, PAGE_SIZE = 70, 10
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


@dataclass(frozen=True)
class Row:
    """An article as a list shows it: without a day, but for the one beside its title in a list of other articles."""

    href: str
    title: str
    lead: str
    at: datetime


class Stranger:
    """``table``: ``/index.php?mod=news&cat=1&start=10``; ``tailwind``: ``/chuyen-muc/kinh-te?trang=2``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.library = Library(MIC, N_ARTICLES, 11, traps=False)
        self.asked: list[str] = []
        self._of = [
            [i for i in range(N_ARTICLES - 1, -1, -1) if self.library.section(i) == section] for section in MIC.sections
        ]

    def truth(self) -> dict[str, Article]:
        """Every article by its path and query."""
        return {self.href(index): self.library.article(index) for index in range(N_ARTICLES)}

    def listings(self) -> list[str]:
        """Paths of the sections' first pages."""
        return [self._section_href(number) for number in range(len(MIC.sections))]

    def href(self, index: int) -> str:
        """Path and query of an article."""
        number = self.library.number(index)
        if self.name == "table":
            return f"/index.php?mod=news&act=view&id={number}"
        return f"/bai-viet/{slugify(self.library.title(index)).lower()}-{number * 2654435761 % 2**24:06x}"

    async def fetch(self, url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        """The page at ``url``, as a survey asks for it."""
        self.asked.append(url)
        parts = urlsplit(url)
        values = self._values(parts.path, {name: value[0] for name, value in parse_qs(parts.query).items()})
        if values is None:
            return None
        sections = [
            {"name": one.name, "href": self._section_href(n), "newest": self._rows(self._of[n][:3])}
            for n, one in enumerate(MIC.sections)
        ]
        shared = {"title": "Trang chủ", "sections": sections, "newest": self._rows(range(N_ARTICLES - 1, 64, -1))}
        if "of" in values:
            shared["section"] = sections[values["of"]]
        return SeenPage(url, _PAGES.get_template(f"{self.name}.html").render(shared | values).encode())

    def _section_href(self, number: int) -> str:
        if self.name == "table":
            return f"/index.php?mod=news&cat={number + 1}"
        return f"/chuyen-muc/{MIC.sections[number].slug.lower()}"

    def _rows(self, indices: Any) -> list[Row]:
        rows = []
        for index in indices:
            article = self.library.article(index)
            lead = (article.lead or article.body[0])[:120]
            rows.append(Row(self.href(index), article.title, lead, self.library.listed_at(index)))
        return rows

    def _values(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        target = path + (f"?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else "")
        if path in ("/", "/index.php") and not query:
            return {"kind": "home"}
        if query.get("mod") == "intro" or path.startswith("/gioi-thieu/"):
            return {"kind": "intro", "title": "Giới thiệu", "body": self.library.article(3).body}
        page = int(query.pop("trang", "1")) + int(query.pop("start", "0")) // PAGE_SIZE
        first = re.sub(r"&start=\d+$|\?trang=\d+$", "", target)
        if first in self.listings():
            return self._listing(self.listings().index(first), page)
        index = next((index for index in range(N_ARTICLES) if self.href(index) == target), None)
        return None if index is None else self._article(index)

    def _listing(self, number: int, page: int) -> dict[str, Any]:
        indices = self._of[number]
        rows = self._rows(indices[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
        last = -(-len(indices) // PAGE_SIZE)
        title = MIC.sections[number].name
        return {"kind": "listing", "title": title, "of": number, "rows": rows, "page": page, "last": last}

    def _article(self, index: int) -> dict[str, Any]:
        article = self.library.article(index)
        number = MIC.sections.index(article.section)
        others = [other for other in self._of[number] if other != index][:4]
        assert article.published_at is not None
        return {
            "kind": "article", "title": article.title, "of": number, "body": article.body, "number": article.number,
            "at": article.published_at, "weekday": _WEEKDAYS[article.published_at.weekday()],
            "others": self._rows(others),
        }  # fmt: skip
