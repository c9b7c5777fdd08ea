"""CodeIgniter with broken markup, after the saved pages of one such site; paging is CodeIgniter's own library's.

/                                                 home
/category/dic/<section>/<number>.icd?per_page=N   a section; per_page is the number of articles before the page
/details/dic/<id>/<section>/<slug>/<number>.icd   an article
/search?q=                                        linked and never to be requested

What is broken: PHP notices printed inside attributes of the head, so that quotes do not match; unclosed elements;
whole bodies as excerpts of a listing, with h1 elements in them. Dates are days only: 2017-03-20.
"""

from __future__ import annotations

import re
from datetime import datetime

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica
from newscrawler.demo.serving.messages import Reply, Request

_DETAILS = re.compile(r"/details/dic/(\d+)/[^/]+/[^/]+/\d+\.icd")
_CATEGORY = re.compile(r"/category/dic/[^/]+/(\d+)\.icd")


class CodeIgniter(SectionedReplica):
    """Offset paging, day-precise dates, notices in attributes."""

    key_pattern = (r"/details/dic/(\d+)/", "details-{}")
    forbidden = (r"^/search",)
    counts_views = False
    page_size = 10

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        if request.path == "/":
            return self.home()
        if match := _DETAILS.fullmatch(request.path):
            return self.article_reply(request, int(match[1]))
        if match := _CATEGORY.fullmatch(request.path):
            section, offset = self.section(match[1]), request.query.get("per_page") or "0"
            return self.listing(section, int(offset) // self.page_size + 1) if section and offset.isdigit() else None
        return None

    def key(self, article: Article) -> str:
        """``details-1450``."""
        return f"details-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        section = library.section(index)
        slug = slugify(library.title(index)).lower()
        return f"/details/dic/{library.number(index)}/{section.slug}/{slug}/{section.number}.icd"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        offset = f"?per_page={(page - 1) * self.page_size}" if page > 1 else ""
        return f"/category/dic/{section.slug}/{section.number}.icd{offset}"

    def printed_at(self, article: Article) -> datetime | None:
        """The day only."""
        at = article.published_at
        return at.replace(hour=0, minute=0) if at else None
