"""Oracle WebCenter: addresses and home page classes after one saved page; the rest is ours.

/webcenter/portal/nganh/trang-chu                              home
/webcenter/portal/nganh/tin-tuc?mucHienThi=N&trang=P           a section (the paging parameter is ours)
/webcenter/portal/nganh/chi-tiet-tin?dDocName=TAND<id>         an article
…&_afrLoop=…&_afrWindowMode=0&_adf.ctrl-state=…                the same pages as menus and "Xem thêm" link them: the
                                                               values differ on every page, so following them never ends
"""

from __future__ import annotations

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

HOME = "/webcenter/portal/nganh/trang-chu"
LIST = "/webcenter/portal/nganh/tin-tuc"
DETAIL = "/webcenter/portal/nganh/chi-tiet-tin"


class WebCenter(SectionedReplica):
    """Session parameters in links."""

    key_pattern = (r"dDocName=TAND(\d+)", "TAND{}")
    forbidden = (r"_afrLoop=", r"_adf\.ctrl-state=", r"/in-tin\?")
    counts_views = False
    page_size = 10

    def respond(self, request: Request) -> Reply | None:
        """Answer by path and parameters; session parameters change nothing."""
        if request.path == "/":
            return redirect(HOME)
        if request.path == HOME:
            return self.home()
        if request.path == DETAIL:
            number = request.query.get("ddocname", "").removeprefix("TAND")
            return self.article_reply(request, int(number)) if number.isdigit() else None
        if request.path == LIST and (section := self.section(request.query.get("muchienthi", ""))):
            page = page_number(request.query.get("trang"))
            return self.listing(section, page) if page else None
        return None

    def key(self, article: Article) -> str:
        """``TAND150600``."""
        return f"TAND{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        return f"{DETAIL}?dDocName=TAND{self.shelf.library.number(index)}"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"{LIST}?mucHienThi={section.number}" + (f"&trang={page}" if page > 1 else "")

    def dynamic(self) -> dict[str, bytes]:
        """A session's parameters, new with every page."""
        loop = 10_000_000_000 + self.n_requests * 7_919
        return {"session": f"_afrLoop={loop}&amp;_afrWindowMode=0&amp;_adf.ctrl-state={loop % 99_991:x}_4".encode()}
