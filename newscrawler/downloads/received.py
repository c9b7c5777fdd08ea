"""Keep responses as they were received: the archive stores what the portal sent, not what Scrapy made of it."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

RECEIVED = "newscrawler_received"
"""Key in ``request.meta`` under which the received body, headers and time stand."""

UNREAD = "newscrawler_unread"
"""Key in ``request.meta`` of requests whose answer nobody reads here: it stays compressed for the worker processes."""


class KeepReceived(HttpCompressionMiddleware):
    """Scrapy's decompression, which first notes body, headers and time of arrival in ``request.meta``."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Note what was received; decompress it for those who read it here (listings)."""
        headers = tuple(
            (name.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape"))
            for name, values in response.headers.items()
            for value in values
        )
        request.meta[RECEIVED] = (response.body, headers, datetime.now(UTC))
        return response if request.meta.get(UNREAD) else super().process_response(request, response)
