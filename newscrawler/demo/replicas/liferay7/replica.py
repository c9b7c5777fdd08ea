"""Liferay 7, Hòa Bình type: article, listing and counter markup after the portlet's templates; addresses are ours.

/                                                 home
/chuyen-muc/<section>?<portlet>_categoryId=N&<portlet>_delta=20&<portlet>_cur=N   a section
/chi-tiet/-/bai-viet/<slug>-<id>-<section>.html   an article
…?p_p_state=pop_up&viewMode=print                 print view, linked and never to be requested
/chuyen-muc/<section>?p_p_lifecycle=2&p_p_resource_id=rss   feed of the section

The paginator is the "approximate" one: first, previous, next, but no numbers and no last page. The lead in a listing
is bare text after a line break, and the visitor counter prints one digit per element.
"""

from __future__ import annotations

import re
from email.utils import format_datetime

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request

PORTLET = "_vn_dtsoft_cms_portlet_TinTucPortlet_INSTANCE_k3Jr"
_ARTICLE = re.compile(r"/chi-tiet/-/bai-viet/.+-(\d+)-\d+\.html")


class Liferay7(SectionedReplica):
    """Custom news portlet with an approximate paginator."""

    key_pattern = (r"/bai-viet/[^?]+-(\d+)-\d+\.html", "bai-viet-{}")
    forbidden = (r"p_p_state=pop_up", r"viewMode=print", r"/c/portal/login")
    counts_views = False
    page_size = 20

    def respond(self, request: Request) -> Reply | None:
        """Answer by path and portlet parameters."""
        path = request.path.rstrip("/")
        if path == "":
            return self.home()
        if match := _ARTICLE.fullmatch(path):
            return self.article_reply(request, int(match[1]))
        if path.startswith("/chuyen-muc/") and (section := self.section(path.removeprefix("/chuyen-muc/"))):
            if request.query.get("p_p_resource_id") == "rss":
                return self._feed(section)
            page = page_number(request.query.get(f"{PORTLET}_cur".lower()))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``bai-viet-30511``."""
        return f"bai-viet-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        slug = slugify(library.title(index)).lower()
        return f"/chi-tiet/-/bai-viet/{slug}-{library.number(index)}-{library.section(index).number}.html"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section; the first is bare."""
        bare = f"/chuyen-muc/{section.slug.lower()}"
        if page == 1:
            return bare
        state = f"p_p_id={PORTLET.removeprefix('_')}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
        own = f"{PORTLET}_categoryId={section.number}&{PORTLET}_delta={self.page_size}&{PORTLET}_resetCur=false"
        return f"{bare}?{state}&{own}&{PORTLET}_cur={page}"

    def feed_href(self, section: Section) -> str:
        """The section's feed, a portlet resource."""
        return (
            f"/chuyen-muc/{section.slug.lower()}?p_p_id={PORTLET.removeprefix('_')}&p_p_lifecycle=2&p_p_resource_id=rss"
        )

    def dynamic(self) -> dict[str, bytes]:
        """The visitor counter, one digit per element."""
        digits = "".join(f"<span class='so'>{digit}</span>" for digit in str(5_120_334 + self.n_requests))
        return {"hits": digits.encode()}

    def _feed(self, section: Section) -> Reply:
        rows = self.rows(self.shelf.in_section(section.number)[:20], lead=True)
        dates = {row.index: format_datetime(row.at) if row.at else None for row in rows}
        values = {"section": section, "rows": rows, "dates": dates}
        reply = self.cached_page("feed.xml", ("feed", section.number), lambda: values)
        return Reply(reply.status, reply.body, "application/rss+xml; charset=utf-8")
