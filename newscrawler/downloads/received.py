"""Keep responses as they were received: the archive stores what the portal sent, not what Scrapy made of it."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

RECEIVED = "newscrawler_received"
"""Key in ``request.meta`` under which the received body, headers and time stand."""


class KeepReceived:
    """Sits between decompression (590) and redirects (600), so that it sees the final answer still compressed."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Note body, headers and time of arrival in ``request.meta``; the response goes on unchanged."""
        headers = tuple(
            (name.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape"))
            for name, values in response.headers.items()
            for value in values
        )
        request.meta[RECEIVED] = (response.body, headers, datetime.now(UTC))
        return response
