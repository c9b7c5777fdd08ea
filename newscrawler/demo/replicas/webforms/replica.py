"""Plain ASP.NET WebForms: a list whose pages exist only as postbacks of its form.

/Default.aspx                          home
/News.aspx?MenuID=N                    a section's first page; the others are POSTs to it with
    __EVENTTARGET=…gvNews, __EVENTARGUMENT=Page$2 and the state of the page before (GridView paging)
    or day, month and year and btnXem  the section's articles of one day
/Introduction.aspx?MenuID=N&NewsID=N   an article; NewsID alone says which
/Print.aspx?NewsID=N                   linked and never to be requested

Known are the article's address form, "Lượt xem: 7370 | Gửi lúc: 05/12/2013 15:42:27" and date filters of day, month
and year selects; the rest follows what GridView renders.
"""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.replicas.sectioned import SectionedReplica
from newscrawler.demo.serving.messages import Reply, Request, redirect

GRID = "ctl00$ContentPlaceHolder1$gvNews"
_FAILED_VALIDATION = b"<h1>Server Error in '/' Application.</h1><h2>Invalid postback or callback argument.</h2>"


class WebForms(SectionedReplica):
    """GridView paging and a day filter, both by postback."""

    key_pattern = (r"(?i)Introduction\.aspx\?(?:.*&)?NewsID=(\d+)", "NewsID={}")
    forbidden = (r"(?i)/Print\.aspx", r"(?i)/Admin/")
    page_size = 12
    grid = GRID

    def respond(self, request: Request) -> Reply | None:
        """Answer by path; posts to a section page it or filter it."""
        path = request.path.lower()
        if path == "/":
            return redirect("/Default.aspx")
        if path == "/default.aspx":
            return self.home()
        if path == "/introduction.aspx" and (number := request.query.get("newsid", "")).isdigit():
            return self.article_reply(request, int(number))
        if path == "/news.aspx" and (section := self.section(request.query.get("menuid", ""))):
            return self._postback(section, request.form) if request.method == "POST" else self.listing(section, 1)
        return None

    def key(self, article: Article) -> str:
        """``NewsID=1220``."""
        return f"NewsID={article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/Introduction.aspx?MenuID={library.section(index).number}&NewsID={library.number(index)}"

    def addresses(self, article: Article) -> tuple[str, ...]:
        """From its section and from the home page, which links below another menu entry."""
        return (self.href(article.index), f"/Introduction.aspx?MenuID=1&NewsID={article.number}")

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a section: all its pages have one."""
        return f"/News.aspx?MenuID={section.number}"

    def n_dated_pages(self) -> int:
        """Days of sections on which an article was published."""
        library = self.shelf.library
        return len({(library.section(index).number, day) for index, day in self.shelf.dated()})

    def view_state(self, section: Section, page: int) -> str:
        """What ``__VIEWSTATE`` holds on a page of a section."""
        return base64.b64encode(f"/wEPDwUJ{section.number}/{page}ZGQYAQUe".encode()).decode()

    def event_validation(self, section: Section, page: int) -> str:
        """What ``__EVENTVALIDATION`` holds on a page of a section."""
        return base64.b64encode(f"/wEdAA{section.number}/{page}gvNews".encode()).decode()

    def years(self) -> list[int]:
        """Years the day filter offers."""
        library = self.shelf.library
        return list(range(library.listed_at(self.shelf.n_visible - 1).year, library.listed_at(0).year - 1, -1))

    def listing_values(self, indices: list[int], page: int) -> dict[str, Any]:
        """Rows and numbers; ``filtered`` only for one day's listing."""
        return {"filtered": False, **super().listing_values(indices, page)}

    def _postback(self, section: Section, form: dict[str, str]) -> Reply | None:
        pages = range(1, -(-len(self.shelf.in_section(section.number)) // self.page_size) + 2)
        state, validation = form.get("__VIEWSTATE"), form.get("__EVENTVALIDATION")
        if not any(
            state == self.view_state(section, p) and validation == self.event_validation(section, p) for p in pages
        ):
            return Reply(500, _FAILED_VALIDATION)
        if form.get("__EVENTTARGET") == GRID:
            wanted = form.get("__EVENTARGUMENT", "").removeprefix("Page$")
            return (
                self.listing(section, int(wanted))
                if wanted.isdigit() and int(wanted) > 0
                else Reply(500, _FAILED_VALIDATION)
            )
        return self._of_day(section, form) if "ctl00$ContentPlaceHolder1$btnXem" in form else self.listing(section, 1)

    def _of_day(self, section: Section, form: dict[str, str]) -> Reply:
        names = (f"ctl00$ContentPlaceHolder1$ddl{part}" for part in ("Nam", "Thang", "Ngay"))
        try:
            day = date(*(int(form[name]) for name in names))
        except (KeyError, ValueError):
            return Reply(500, _FAILED_VALIDATION)

        def values() -> dict[str, Any]:
            shown = [i for i in self.shelf.between(day, day) if self.shelf.library.section(i) == section]
            return {"section": section, **self.listing_values(shown, 1), "filtered": True, "more": False}

        return self.cached_page("listing.html", ("day", section.number, day), values)
