"""Liferay 6.x: addresses, paging parameters and portlet classes as observed; the theme around them is ours.

/web/guest/home                                   home
/web/guest/<section>?p_p_id=101_INSTANCE_…&…_cur=N  a section; beyond the last page Liferay shows the last again
/web/guest/xem-chi-tiet/-/asset_publisher/Content/<slug>?<id>  an article: the bare number alone says which
…/pop_up?_101_INSTANCE_…_viewMode=print           print view, linked and never to be requested

Traps of the template: titles are shortened into slugs that several articles share, og:url is written in hexadecimal
references, and section addresses come with and without the portlet's parameters.
"""

from __future__ import annotations

import re

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.replica import Cut
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

INSTANCE = "zcQxvSlDWtY1"
PORTLET = f"101_INSTANCE_{INSTANCE}"
CONTENT = "/web/guest/xem-chi-tiet/-/asset_publisher/Content/"
_SLUG_WORDS = 4


class Liferay6(SectionedReplica):
    """Asset publisher with ``_cur`` paging and mandatory bare query numbers."""

    key_pattern = (r"/asset_publisher/Content/[^/?]*\?(\d+)", "asset-{}")
    forbidden = (r"/pop_up\?", r"viewMode=print", r"/c/portal/login")
    counts_views = False
    portlet = PORTLET
    page_size = 20

    def respond(self, request: Request) -> Reply | None:
        """Answer by path; an article without its number does not exist."""
        path = request.path.rstrip("/")
        if path == "":
            return redirect("/web/guest/home")
        if path == "/web/guest/home":
            return self.home()
        if path.startswith(CONTENT) and "/pop_up" not in path:
            number = next((name for name in request.query if name.isdigit()), "")
            return self.article_reply(request, int(number)) if number else None
        if path.startswith("/web/guest/") and (section := self.section(path.removeprefix("/web/guest/"))):
            page = page_number(request.query.get(f"_{PORTLET}_cur".lower()))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``asset-170402``."""
        return f"asset-{article.number}"

    def href(self, index: int) -> str:
        """Address of an article; the slug is the title's first words."""
        words = slugify(self.shelf.library.title(index)).lower().split("-")[:_SLUG_WORDS]
        return f"{CONTENT}{'-'.join(words)}?{self.shelf.library.number(index)}"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section; the first is bare."""
        bare = f"/web/guest/{section.slug.lower()}"
        if page == 1:
            return bare
        state = f"p_p_id={PORTLET}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-2&p_p_col_count=1"
        own = f"_{PORTLET}_delta={self.page_size}&_{PORTLET}_keywords=&p_r_p_564233524_resetCur=false"
        return f"{bare}?{state}&{own}&_{PORTLET}_cur={page}"

    def cut(self, indices: list[int], start: int, size: int) -> Cut:
        """Beyond the end Liferay's search container shows the last page."""
        last = max(0, (len(indices) - 1) // size * size)
        return super().cut(indices, min(start, last), size)

    def print_href(self, article: Article) -> str:
        """The print view."""
        path = re.sub(r"\?\d+$", "", self.href(article.index))
        return f"{path}/pop_up?_{PORTLET}_viewMode=print&_{PORTLET}_languageId=vi_VN"

    def hexadecimal(self, text: str) -> str:
        """Everything but letters and digits as hexadecimal references, as Liferay's HtmlUtil writes attributes."""
        return "".join(c if c.isalnum() and c.isascii() else f"&#x{ord(c):x};" for c in text)
