"""Layouts of the hosts in ``../shared/pages``, as a portal's file would give them: what extraction costs with one."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipelines.extraction.layout import Layout

LAYOUTS = {
    "vnexpress.net": Layout(
        container=("section.page-detail", "div.sidebar-1"),
        title=("h1.title-detail",),
        lead=("p.description",),
        body=("article.fck_detail",),
        published=("span.date",),
    ),
    "vietnamnet.vn": Layout(
        container=("div.content-detail",),
        title=("h1.content-detail-title",),
        lead=("h2.content-detail-sapo",),
        body=("div.maincontent",),
        authors=(".article-detail-author__info .name",),
        tags=(".tag-cotnent h3 a",),
    ),
    "baochinhphu.vn": Layout(
        container=("div.detail-container",),
        title=("h1.detail-title",),
        lead=("h2.detail-sapo",),
        body=("div.detail-content",),
        published=("div.detail-time",),
    ),
    "baodautu.vn": Layout(
        container=("main.main_content div.col630",),
        title=("div.title-detail",),
        lead=("div.sapo_detail",),
        body=("div#content_detail_news",),
        published=("span.post-time",),
        authors=("a.author",),
    ),
    "baocantho.com.vn": Layout(
        container=("#colcate1",), title=("h1.margintopbot10",), body=("div#newscontents",), published=("span.pubdate",)
    ),
    "odp.cantho.gov.vn": Layout(
        container=("section.module-content",),
        title=("h1.page-heading",),
        body=("section.module-content > div",),
        published=("span.date",),
    ),
}


def layout_of(url: str) -> Layout | None:
    """The layout of the host of ``url``, ``None`` when it has none."""
    return LAYOUTS.get((urlsplit(url).hostname or "").removeprefix("www."))
