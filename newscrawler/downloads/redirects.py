"""Redirects without a Referer: portals need not know how we came."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response


class PlainRedirect(RedirectMiddleware):
    """Scrapy's redirects; the referer middleware it would ask is switched off."""

    def _engine_started(self) -> None:
        """Scrapy would warn here that nothing handles Referer; nothing should."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)
