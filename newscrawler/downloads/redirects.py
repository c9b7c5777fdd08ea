"""Redirects: without a Referer, since portals need not know how we came, and never off the portal."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from scrapy.utils.url import url_is_from_any_domain


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
        if isinstance(following, Request) and domains and not url_is_from_any_domain(following.url, domains):
            return response
        return following

    def _engine_started(self) -> None:
        """Scrapy would warn here that nothing handles Referer; nothing should."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)
