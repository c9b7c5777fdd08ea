"""WordPress: addresses, feeds, sitemaps and classes as its core and default themes write them.

/                                   newest posts, also /page/N/
/category/<section>/page/N/         a section; /tag/<tag>/ lists a tag
/<yyyy>/<mm>/                       monthly archive, also with page/N/; /<yyyy>/<mm>/<dd>/ a day's
/<yyyy>/<mm>/<dd>/<slug>/           a post; /?p=<id> redirects to it
/feed/, /category/<section>/feed/   feeds (RSS 2.0)
/wp-sitemap.xml → /wp-sitemap-posts-post-1.xml   sitemaps
…?replytocom=, ?share=, /wp-login.php, /wp-comments-post.php   linked and never to be requested

Beyond the last page WordPress answers 404. Posts carry JSON-LD and article:published_time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date
from email.utils import format_datetime
from typing import Any

from newscrawler.demo.content.records import Article, Section
from newscrawler.demo.content.writing import slugify
from newscrawler.demo.replicas.replica import Paging
from newscrawler.demo.replicas.sectioned import SectionedReplica, page_number
from newscrawler.demo.serving.messages import Reply, Request, redirect

_PAGED = re.compile(r"(.*?/)(?:page/(\d+)/)?")
_POST = re.compile(r"/\d{4}/\d\d/\d\d/[a-z0-9-]+-(\d+)/")
_PERIOD = re.compile(r"/(\d{4})/(\d\d)/(?:(\d\d)/)?")
SITEMAP_SIZE = 2000


class WordPress(SectionedReplica):
    """Posts by date, categories, archives, feeds and sitemaps."""

    key_pattern = (r"(?:/\d{4}/\d\d/\d\d/[a-z0-9-]+-|[?&]p=)(\d+)", "post-{}")
    forbidden = (r"replytocom=", r"[?&]share=", r"wp-login", r"wp-comments-post", r"wp-admin", r"/xmlrpc\.php")
    counts_views = False
    page_size = 10

    def respond(self, request: Request) -> Reply | None:
        """Answer by path."""
        path = request.path
        if path == "/" and request.query.get("p", "").isdigit():
            article = self.shelf.find(int(request.query["p"]))
            return redirect(self.href(article.index), 301) if article else None
        if match := _POST.fullmatch(path):
            return self.article_reply(request, int(match[1]))
        if path.endswith("/feed/"):
            return self._feed(request, path.removesuffix("feed/"))
        if path.startswith("/wp-sitemap"):
            return self._sitemap(request)
        match = _PAGED.fullmatch(path)
        page = page_number(match[2]) if match else None
        return self._archive(match[1], page) if match and page else None

    def key(self, article: Article) -> str:
        """``post-410``."""
        return f"post-{article.number}"

    def href(self, index: int) -> str:
        """Address of a post; the slug ends in its number, as this site's permalink setting has it."""
        library = self.shelf.library
        slug = slugify(library.title(index)).lower()
        return f"/{library.listed_at(index):%Y/%m/%d}/{slug}-{library.number(index)}/"

    def section_href(self, section: Section, page: int = 1) -> str:
        """Address of a page of a section."""
        return f"/category/{section.slug.lower()}/" + (f"page/{page}/" if page > 1 else "")

    def month_hrefs(self) -> list[tuple[str, str]]:
        """(label, address) of the monthly archives, newest first."""
        first, last = self.shelf.library.listed_at(0), self.shelf.library.listed_at(self.shelf.n_visible - 1)
        months = range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1)
        return [(f"Tháng {m % 12 + 1} {m // 12}", f"/{m // 12}/{m % 12 + 1:02d}/") for m in months]

    def _archive(self, base: str, page: int) -> Reply | None:
        found = self._list(base)
        if found is None:
            return None
        heading, indices = found
        if self.paging is Paging.HONEST and (page - 1) * self.page_size >= max(1, len(indices)):
            return None

        def values() -> dict[str, Any]:
            return {"heading": heading, "base": base, **self.listing_values(indices, page)}

        return self.cached_page("listing.html", (base, page), values)

    def _list(self, base: str) -> tuple[str, list[int]] | None:
        """Heading and articles of an archive's address; ``None`` for none."""
        if base == "/":
            return self.shelf.library.edition.site_name, self.shelf.newest(self.shelf.n_visible)
        if base.startswith("/category/") and (section := self.section(base.split("/")[2])):
            return section.name, self.shelf.in_section(section.number)
        match = _PERIOD.fullmatch(base)
        if match is None or not 1 <= int(match[2]) <= 12:
            return None
        year, month = int(match[1]), int(match[2])
        first = int(match[3] or 1)
        last = int(match[3] or monthrange(year, month)[1])
        if not 1 <= first <= monthrange(year, month)[1]:
            return None
        return f"Lưu trữ {base.strip('/')}", self.shelf.between(date(year, month, first), date(year, month, last))

    def article_values(self, article: Article) -> dict[str, Any]:
        """Neighbours and the JSON-LD of the post."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "author": [{"@type": "Person", "name": name} for name in article.authors or ("admin",)],
            "publisher": {"@type": "Organization", "name": self.shelf.library.edition.site_name},
            "articleSection": article.section.name,
        }
        if article.published_at:
            data["datePublished"] = article.published_at.isoformat()
        return {"json_ld": data, **super().article_values(article)}

    def _feed(self, request: Request, base: str) -> Reply | None:
        found = self._list(base)
        if found is None:
            return None
        rows = self.rows(found[1][:10], lead=True)
        dates = {row.index: format_datetime(row.at) if row.at else None for row in rows}
        values = {"heading": found[0], "rows": rows, "dates": dates, "base": base}
        return self._stream(
            request, "feed.xml", [row.index for row in rows], lambda: values, "application/rss+xml; charset=UTF-8"
        )

    def _stream(
        self, request: Request, template: str, indices: list[int], values: Callable[[], dict[str, Any]], kind: str
    ) -> Reply:
        """A feed or sitemap with validators, or 304 when the client has it already."""
        etag = f'"{self.shelf.stamp}-{request.path}"'
        modified_at = max((self.shelf.modified_at(index) for index in indices), default=self.now())
        headers = (("ETag", etag), ("Last-Modified", format_datetime(modified_at.astimezone(UTC), usegmt=True)))
        if request.matches(etag, modified_at):
            return Reply(304, headers=headers)
        reply = self.cached_page(template, (request.path,), values)
        return Reply(reply.status, reply.body, kind, headers)

    def _sitemap(self, request: Request) -> Reply | None:
        path, kind = request.path, "application/xml; charset=UTF-8"
        n_maps = -(-self.shelf.n_visible // SITEMAP_SIZE)
        if path == "/wp-sitemap.xml":
            reply = self.cached_page("sitemap_index.xml", (path,), lambda: {"n_maps": n_maps})
            return Reply(reply.status, reply.body, kind)
        match = re.fullmatch(r"/wp-sitemap-posts-post-(\d+)\.xml", path)
        if match is None or not 1 <= int(match[1]) <= n_maps:
            return None
        start = (int(match[1]) - 1) * SITEMAP_SIZE
        stop = min(start + SITEMAP_SIZE, self.shelf.n_visible)
        shown = [index for index in range(start, stop) if index not in self.shelf.removed]
        entries = [(self.href(index), self.shelf.modified_at(index).isoformat()) for index in shown]
        return self._stream(request, "sitemap.xml", shown, lambda: {"entries": entries}, kind)
