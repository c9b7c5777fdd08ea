"""SharePoint 2013 with WebForms, MIC type: addresses, ids and markup after the skeleton that was seen.

/Pages/trangchu.aspx                                             home
/Pages/ChuyenMuc/PhanTrang/<section>/<page>/<Slug>.html          a section, numbered pages
    POST of its form with hfDate and btnSubmit                   the section's articles of one day ("Xem theo ngày");
                                                                 needs __VIEWSTATE and __EVENTVALIDATION of the page
/Pages/ChuyenMuc/XemTheoNgay/<section>/<page>/<dd-mm-yyyy>/<Slug>.html   the same by address; pages build it in script
/Pages/TinTuc/<id>/<Slug>.html                                   an article, also below /solieubaocao
/Pages/tintuc/loadnews.aspx                                      POST: more news as a fragment of a page
/vi/rss.aspx?menuId=<section>                                    feed of the section
printpage.aspx, sendtofriend.aspx, TTS.aspx, tangLuotTruyCap.aspx, drawcaptcha.aspx   never to be requested

The section stands only in a breadcrumb that script fills, so the article page prints none; the counter's label
("Số lượt xem") is ours.
"""

from __future__ import annotations

import base64
import re
from datetime import date, datetime
from email.utils import format_datetime
from typing import Any

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

PART = "ctl00_ctl45_g_5d1f7a0e_93c4_4b7e_8a55_0c2f9be1d744"
_ARTICLE = re.compile(r"(?:/solieubaocao)?/pages/tintuc/(\d+)/[^/]+\.html", re.I)
_PAGED = re.compile(r"/pages/chuyenmuc/phantrang/(\d+)/(\d+)/[^/]+\.html", re.I)
_BY_DAY = re.compile(r"/pages/chuyenmuc/xemtheongay/(\d+)/(\d+)/(\d\d?-\d\d?-\d{4})/[^/]+\.html", re.I)
_FAILED_VALIDATION = b"<h1>Server Error in '/' Application.</h1><h2>Validation of viewstate MAC failed.</h2>"


class Mic(SectionedReplica):
    """Path paging and a day filter by postback."""

    key_pattern = (r"(?i)/Pages/TinTuc/(\d+)/", "TinTuc/{}")
    forbidden = (
        r"(?i)printpage\.aspx",
        r"(?i)sendtofriend",
        r"(?i)TTS\.aspx",
        r"(?i)tangLuotTruyCap",
        r"(?i)drawcaptcha",
    )
    prints_section = False
    part = PART
    page_size = 12

    def respond(self, request: Request) -> Reply | None:
        """Answer by path; posts to a section's page filter by day."""
        path = request.path
        if path == "/":
            return redirect("/Pages/trangchu.aspx")
        if path.lower() == "/pages/trangchu.aspx":
            return self.home()
        if match := _ARTICLE.fullmatch(path):
            return self.article_reply(request, int(match[1]))
        if match := _PAGED.fullmatch(path):
            section, page = self.section(match[1]), page_number(match[2])
            if section is None or page is None:
                return None
            return (
                self._postback(section, page, request.form) if request.method == "POST" else self.listing(section, page)
            )
        if match := _BY_DAY.fullmatch(path):
            section, page, day = self.section(match[1]), page_number(match[2]), _day(match[3])
            return self._by_day(section, page, day) if section and page and day else None
        if path.lower() == "/pages/tintuc/loadnews.aspx" and request.method == "POST":
            return self._more_news(request.form)
        if path.lower() == "/vi/rss.aspx" and (section := self.section(request.query.get("menuid", ""))):
            return self._feed(section)
        return None

    def key(self, article: Article) -> str:
        """``TinTuc/109120``."""
        return f"TinTuc/{article.number}"

    def href(self, index: int) -> str:
        """Address of an article."""
        library = self.shelf.library
        return f"/Pages/TinTuc/{library.number(index)}/{slugify(library.title(index))}.html"

    def addresses(self, article: Article) -> tuple[str, ...]:
        """On the main site and on its sub-site."""
        href = self.href(article.index)
        return (href, "/solieubaocao" + href)

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"/Pages/ChuyenMuc/PhanTrang/{section.number}/{page}/{section.slug}.html"

    def day_href(self, section: Section, day: date, page: int = 1) -> str:
        """Address of the section's articles of one day."""
        return f"/Pages/ChuyenMuc/XemTheoNgay/{section.number}/{page}/{day:%d-%m-%Y}/{section.slug}.html"

    def n_dated_pages(self) -> int:
        """Days of sections on which an article was published."""
        library = self.shelf.library
        return len({(library.section(index).number, day) for index, day in self.shelf.dated()})

    def view_state(self, section: Section) -> str:
        """What ``__VIEWSTATE`` holds on the section's pages."""
        return base64.b64encode(f"/wEPDwUKLTM4NzI2{section.number}ZGQ".encode()).decode()

    def event_validation(self, section: Section) -> str:
        """What ``__EVENTVALIDATION`` holds on the section's pages."""
        return base64.b64encode(f"/wEWBAL{section.number}hfDatebtnSubmit".encode()).decode()

    def field_name(self, control: str) -> str:
        """Name of a form field of the list's web part."""
        return "$".join((*PART.split("_", 2), "ctl00", control))

    def printed(self, at: datetime) -> str:
        """``21/04/2017 10:30 AM``: 24 hours and a marker, as its format string has it."""
        return f"{at:%d/%m/%Y %H:%M} {'AM' if at.hour < 12 else 'PM'}"

    def listing_values(self, indices: list[int], page: int) -> dict[str, Any]:
        """Rows and numbers; ``day`` only for one day's listing."""
        return {"day": None, **super().listing_values(indices, page)}

    def _postback(self, section: Section, page: int, form: dict[str, str]) -> Reply:
        if form.get("__VIEWSTATE") != self.view_state(section):
            return Reply(500, _FAILED_VALIDATION)
        if form.get("__EVENTVALIDATION") != self.event_validation(section):
            return Reply(500, _FAILED_VALIDATION)
        day = _day(form.get(self.field_name("hfDate"), "").replace("/", "-"))
        if self.field_name("btnSubmit") not in form or day is None:
            return self.listing(section, page)
        return self._by_day(section, 1, day)

    def _by_day(self, section: Section, page: int, day: date) -> Reply:
        def values() -> dict[str, Any]:
            shown = [i for i in self.shelf.between(day, day) if self.shelf.library.section(i) == section]
            return {"section": section, **self.listing_values(shown, page), "day": day}

        return self.cached_page("listing.html", ("day", section.number, day, page), values)

    def _more_news(self, form: dict[str, str]) -> Reply | None:
        number = form.get("IDTinTuc", "")
        article = self.shelf.find(int(number)) if number.isdigit() else None
        if article is None:
            return None
        older = self.shelf.around(article, 10)[1][5:]
        return self.cached_page("fragment.html", ("more", article.index), lambda: {"rows": self.rows(older)})

    def _feed(self, section: Section) -> Reply:
        rows = self.rows(self.shelf.in_section(section.number)[:10], lead=True)
        dates = {row.index: format_datetime(row.at) if row.at else None for row in rows}
        values = {"section": section, "rows": rows, "dates": dates}
        reply = self.cached_page("feed.xml", ("feed", section.number), lambda: values)
        return Reply(reply.status, reply.body, "text/xml; charset=utf-8")


def _day(text: str) -> date | None:
    try:
        day, month, year = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        return None
