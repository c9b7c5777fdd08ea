"""An HTTP client that neither follows redirects nor unpacks bodies."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from newscrawler.demo.server import DemoServer

Answer = tuple[int, dict[str, str], bytes]


class Client:
    def __init__(self, server: DemoServer, timeout_s: float = 10.0) -> None:
        self.server = server
        self._connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=timeout_s)

    def get(self, target: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("GET", target, None, named)

    def post(self, target: str, body: str = "") -> Answer:
        return self._send("POST", target, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, target: str, body: str | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, target, body=body, headers=headers)
        response = self._connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
