"""Tân Dân's SharePoint portal: addresses and class names from scraper configurations; all else is ours.

/portal/Pages/<section>.aspx?PageIndex=N             a section; the menu links it without PageIndex
/portal/pages/<yyyy-m-d>/<Slug>-<six letters>.aspx   an article: day and month unpadded, the letters say which
/portal/Pages/print.aspx?UrlPrint=                   linked and never to be requested
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

_ARTICLE = re.compile(r"/portal/pages/\d{4}-\d\d?-\d\d?/[^/]*-([0-9a-z]{6})\.aspx", re.I)
_SECTION = re.compile(r"/portal/pages/([a-z-]+)\.aspx", re.I)
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


class TanDan(SectionedReplica):
    """``PageIndex`` paging and dates in article addresses."""

    key_pattern = (r"(?i)/portal/pages/\d{4}-\d\d?-\d\d?/[^/]*-([0-9a-z]{6})\.aspx", "tandan-{}")
    forbidden = (r"(?i)print\.aspx", r"(?i)/_layouts/")
    counts_views = False
    page_size = 10

    def respond(self, request: Request) -> Reply | None:
        """Answer by path, case-insensitive as IIS is."""
        if request.path == "/":
            return redirect("/portal/Pages/default.aspx")
        if request.path.lower() == "/portal/pages/default.aspx":
            return self.home()
        if match := _ARTICLE.fullmatch(request.path):
            return self.article_reply(request, int(match[1], 36))
        if (match := _SECTION.fullmatch(request.path)) and (section := self.section(match[1])):
            page = page_number(request.query.get("pageindex"))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``tandan-0zzzz1``."""
        return f"tandan-{_base_36(article.number)}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        at = library.listed_at(index)
        slug = slugify(library.title(index))[:40].strip("-")
        return f"/portal/pages/{at.year}-{at.month}-{at.day}/{slug}-{_base_36(library.number(index))}.aspx"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"/portal/Pages/{section.slug}.aspx" + (f"?PageIndex={page}" if page > 1 else "")


def _base_36(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 36)
        letters = _LETTERS[rest] + letters
    return letters.rjust(6, "0")
