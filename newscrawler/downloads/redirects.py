"""Redirects: without a Referer, since portals need not know how we came, and never off the portal."""

from __future__ import annotations

from collections.abc import Collection

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached


class PlainRedirect(RedirectMiddleware):
    """Scrapy's redirects; the referer middleware it would ask is switched off.

    A redirect to another site (a portal's successor) is not followed: the answer itself goes on, with its Location.
    """

    def process_response(  # type: ignore[override]  # Scrapy's third argument is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """The request that follows the redirect, or ``response`` when there is none or it leads off the portal."""
        following = super().process_response(request, response)
        domains = getattr(self.crawler.spider, "allowed_domains", None)
        if isinstance(following, Request) and domains and not _is_of(following, domains):
            return response
        return following

    def _engine_started(self) -> None:
        """Scrapy would warn here that nothing handles Referer; nothing should."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)


def _is_of(request: Request, domains: Collection[str]) -> bool:
    """Whether the request stays on one of ``domains`` or below, whatever its port."""
    host = (urlparse_cached(request).hostname or "").lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
