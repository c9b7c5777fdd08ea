"""NukeViet: article and listing markup after the news module's own templates; the frame around them is ours.

/vi/                                     home
/vi/news/<section>/page-N/               a section (page 1 without page-1)
/vi/news/<section>/<alias>-<id>.html     an article; also served without /vi/news
/vi/news/rss/<section>/                  feed of the section's newest
/vi/news/print/… /sendmail/… /savefile/… linked and never to be requested

Traps of the template: hidden microdata that repeats date, author (the site's name where none is known) and lead;
"Xem tiếp..." under each item of a listing leads into the article and is not the pager.
"""

from __future__ import annotations

import re
from email.utils import format_datetime

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

_ARTICLE = re.compile(r"/(?:vi/news/)?([a-z0-9-]+)/[a-z0-9-]+-(\d+)\.html")
_SECTION = re.compile(r"/vi/news/([a-z0-9-]+)/(?:page-(\d+)/)?")
_FEED = re.compile(r"/vi/news/rss/([a-z0-9-]+)/")


class NukeViet(SectionedReplica):
    """The news module of NukeViet eGov."""

    key_pattern = (r"-(\d+)\.html", "news-{}")
    forbidden = (r"/news/print/", r"/news/sendmail/", r"/news/savefile/", r"nv_ajax")

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        path = request.path
        if path == "/":
            return redirect("/vi/")
        if path == "/vi/":
            return self.home()
        if match := _FEED.fullmatch(path):
            section = self.section(match[1])
            return self._feed(section) if section else None
        if match := _ARTICLE.fullmatch(path):
            return self.article_reply(request, int(match[2])) if self.section(match[1]) else None
        if match := _SECTION.fullmatch(path):
            section, page = self.section(match[1]), page_number(match[2])
            return self.listing(section, page) if section and page else None
        return None

    def key(self, article: Article) -> str:
        """``news-2101``."""
        return f"news-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        alias = slugify(library.title(index)).lower()
        return f"/vi/news/{library.section(index).slug.lower()}/{alias}-{library.number(index)}.html"

    def addresses(self, article: Article) -> tuple[str, ...]:
        """The usual form and the short one."""
        href = self.href(article.index)
        return (href, href.removeprefix("/vi/news"))

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"/vi/news/{section.slug.lower()}/" + (f"page-{page}/" if page > 1 else "")

    def _feed(self, section: Section) -> Reply:
        rows = self.rows(self.shelf.in_section(section.number)[:10], lead=True)
        dates = {row.index: format_datetime(row.at) if row.at else None for row in rows}
        reply = self.cached_page(
            "feed.xml", ("feed", section.number), lambda: {"section": section, "rows": rows, "dates": dates}
        )
        return Reply(reply.status, reply.body, "application/rss+xml; charset=utf-8")
