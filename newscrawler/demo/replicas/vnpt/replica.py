"""VNPT portal: the list portlet's parameters, the iterator's id and the body's id were seen; all else is ours.

/web/guest/<section>?p_p_id=dsnews_WAR_…&_dsnews_WAR_…_cur=N   a section
/web/guest/chi-tiet/-/tin/<slug>-<id>                          an article
/c/portal/render_portlet?…viewMode=print                       linked and never to be requested
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

PORTLET = "dsnews_WAR_vnpteportalnewsportlet_INSTANCE_Zf7Qm"
_ARTICLE = re.compile(r"/web/guest/chi-tiet/-/tin/[^/]*-(\d+)")


class Vnpt(SectionedReplica):
    """News list portlet with a search container's pager."""

    key_pattern = (r"/-/tin/[^/?]*-(\d+)", "tin-{}")
    forbidden = (r"viewMode=print", r"/c/portal/")
    page_size = 15
    portlet = PORTLET

    def respond(self, request: Request) -> Reply | None:
        """Answer by path and the portlet's parameter."""
        path = request.path.rstrip("/")
        if path == "":
            return redirect("/web/guest/trang-chu")
        if path == "/web/guest/trang-chu":
            return self.home()
        if match := _ARTICLE.fullmatch(path):
            return self.article_reply(request, int(match[1]))
        if path.startswith("/web/guest/") and (section := self.section(path.removeprefix("/web/guest/"))):
            page = page_number(request.query.get(f"_{PORTLET}_cur".lower()))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``tin-3402118``."""
        return f"tin-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/web/guest/chi-tiet/-/tin/{slugify(library.title(index)).lower()}-{library.number(index)}"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section; the first is bare."""
        bare = f"/web/guest/{section.slug.lower()}"
        if page == 1:
            return bare
        state = f"p_p_id={PORTLET}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-2"
        return f"{bare}?{state}&_{PORTLET}_delta={self.page_size}&_{PORTLET}_cur={page}"
