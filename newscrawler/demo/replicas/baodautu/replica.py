"""Baodautu type: relative ``p2`` links, no h1, class names after saved pages; the rest is ours.

/                            home
/<section>-d<number>/, /<section>-d<number>/p2   a section; the pager writes "p2", relative to the page
/<slug>-d<id>.html           an article
/in-d<id>.html               print page, linked and never to be requested
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request

_ARTICLE = re.compile(r"/[a-z0-9-]+-d(\d{5,})\.html")
_SECTION = re.compile(r"/[a-z-]+-d(\d{1,3})/(?:p(\d+))?")


class BaoDauTu(SectionedReplica):
    """Relative pager links."""

    key_pattern = (r"(?<!/in)-d(\d{5,})\.html", "d{}")
    forbidden = (r"/in-d\d+\.html",)
    counts_views = False
    page_size = 20

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        if request.path == "/":
            return self.home()
        if (match := _ARTICLE.fullmatch(request.path)) and not request.path.startswith("/in-d"):
            return self.article_reply(request, int(match[1]))
        if (match := _SECTION.fullmatch(request.path)) and (section := self.section(match[1])):
            page = page_number(match[2])
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``d180050``."""
        return f"d{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/{slugify(library.title(index)).lower()}-d{library.number(index)}.html"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"/{section.slug.lower()}-d{section.number}/" + (f"p{page}" if page > 1 else "")
