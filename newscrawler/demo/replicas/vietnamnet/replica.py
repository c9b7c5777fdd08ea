"""VietNamNet type: zero-based numbers in the path and `link rel=next`, after saved pages; fragments are ours.

/                                 home
/<section>, /<section>-page1      a section: -page1 is the SECOND page
/<slug>-<id>.html                 an article
/jsx/<section>/more?offset=N      what "Xem thêm" loads by script: the next page's items without a frame
/print/<id>.html                  linked and never to be requested

The pager's list shows numbers from 1 on, whose links end in one less; the next page stands in the head only.
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica
from newscrawler.demo.serving.messages import Reply, Request

_ARTICLE = re.compile(r"/[a-z0-9-]+-(\d{6,})\.html")
_SECTION = re.compile(r"/([a-z-]+?)(?:-page(\d+))?")
_MORE = re.compile(r"/jsx/([a-z-]+)/more")


class VietNamNet(SectionedReplica):
    """``-page1`` is the second page."""

    key_pattern = (r"-(\d{6,})\.html", "vnn-{}")
    forbidden = (r"/print/\d+", r"/login")
    counts_views = False
    page_size = 18

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        path = request.path.rstrip("/")
        if path == "":
            return self.home()
        if match := _ARTICLE.fullmatch(path):
            return self.article_reply(request, int(match[1]))
        if (match := _MORE.fullmatch(path)) and (section := self.section(match[1])):
            offset = request.query.get("offset", "")
            return self._more(section, int(offset)) if offset.isdigit() else None
        if (match := _SECTION.fullmatch(path)) and (section := self.section(match[1])):
            return self.listing(section, int(match[2] or 0) + 1)
        return None

    def key(self, article: Article) -> str:
        """``vnn-2010300``."""
        return f"vnn-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/{slugify(library.title(index)).lower()}-{library.number(index)}.html"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section, numbers from zero."""
        return f"/{section.slug.lower()}" + (f"-page{page - 1}" if page > 1 else "")

    def _more(self, section: Section, offset: int) -> Reply:
        page = offset // self.page_size + 1
        values = {"section": section, **self.listing_values(self.shelf.in_section(section.number), page)}
        return self.cached_page("fragment.html", ("more", section.number, page), lambda: values)
