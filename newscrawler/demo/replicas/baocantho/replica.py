"""A provincial newspaper's own PHP, baocantho type: structure after two saved pages of one such paper.

/                             home
/<section>/, /<section>?p=N   a section
/<slug>-a<id>.html            an article
/print/<id>, /send-mail/<id>  linked and never to be requested (ours)

Traps of the template: the first h1 of every page is the section's name, the article's title is the second; "»" of the
pager leads to the last page, not to the next; side columns list other articles with pictures on every page.
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request

_ARTICLE = re.compile(r"/[a-z0-9-]+-a(\d+)\.html")


class BaoCanTho(SectionedReplica):
    """``?p=N`` paging."""

    key_pattern = (r"-a(\d+)\.html", "a{}")
    forbidden = (r"^(?:https?://[^/]+)?/print/", r"/send-mail/")
    counts_views = False
    page_size = 20

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        if request.path == "/":
            return self.home()
        if match := _ARTICLE.fullmatch(request.path):
            return self.article_reply(request, int(match[1]))
        if section := self.section(request.path.strip("/")):
            page = page_number(request.query.get("p"))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``a130400``."""
        return f"a{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/{slugify(library.title(index)).lower()}-a{library.number(index)}.html"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        slug = section.slug.lower()
        return f"/{slug}?p={page}" if page > 1 else f"/{slug}/"
