"""A keeper of captures on loopback that answers as the Wayback Machine and as Common Crawl do."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.serving.messages import Reply, Request
from newscrawler.demo.truth import truth_of
from tests.portals.replicas import page_at

HOST = "tin.example.gov.vn"
"""Host that the kept pages were captured on: it exists no more."""
EARLIER, LATER = "20240203040506", "20250203040506"
INDEX = "CC-MAIN-2025-08"


class Keeper:
    """Keeps every article of a replica (an early capture of each, a later one of some) and its front page."""

    def __init__(self, replica: str = "vnpt") -> None:
        portal = open_portal(replica, n_articles=60, seed=7, traps=False)
        self.truth = truth_of(portal)
        paths = [article["paths"][0] for article in self.truth["articles"]]
        self.pages: dict[tuple[str, str], bytes] = {}
        for place, path in enumerate([*paths, "/"]):
            page = page_at(portal, f"http://{HOST}{path}")
            assert page is not None
            self.pages[EARLIER, f"http://{HOST}:80{path}"] = page.body
            if place % 5 == 0:
                self.pages[LATER, f"http://www.{HOST}{path}"] = page.body
        self.records = [warc_record(url, stamp, body) for (stamp, url), body in self.pages.items()]
        self.targets: list[str] = []

    def respond(self, request: Request) -> Reply:
        """Index questions, captures, and ranges of WARC files."""
        self.targets.append(request.path)
        if request.path == "/robots.txt":
            return Reply(404)
        if request.path == "/cdx/search/cdx":
            return self._wayback_index(request.query)
        if request.path.startswith("/web/"):
            stamp, _, url = request.target.removeprefix("/web/").partition("id_/")
            body = self.pages.get((stamp, url))
            return Reply(200, body, "text/html") if body is not None else Reply(404)
        if request.path == "/collinfo.json":
            return self._json([{"id": INDEX, "cdx-api": f"/{INDEX}-index"}, {"id": "CC-MAIN-2013-20"}])
        if request.path == f"/{INDEX}-index":
            return Reply(200, "\n".join(self._crawl_lines()).encode(), "text/x-ndjson")
        if request.path == "/data/crawl-data/part.warc":
            first, last = request.headers["range"].removeprefix("bytes=").split("-")
            return Reply(206, b"".join(self.records)[int(first) : int(last) + 1], "application/octet-stream")
        return Reply(404)

    def _wayback_index(self, query: dict[str, str]) -> Reply:
        start, size = int(query.get("resumekey") or 0), 40
        lines = [[stamp, url] for stamp, url in self.pages][start : start + size]
        more: list[list[str]] = [[], [str(start + size)]] if start + size < len(self.pages) else []
        return self._json([["timestamp", "original"], *lines, *more])

    def _crawl_lines(self) -> list[str]:
        lines, offset = [], 0
        for ((stamp, url), _), record in zip(self.pages.items(), self.records, strict=True):
            facts = {"timestamp": stamp, "url": url, "mime": "text/html", "status": "200"}
            where = {"filename": "crawl-data/part.warc", "offset": str(offset), "length": str(len(record))}
            lines.append(json.dumps({**facts, **where}))
            offset += len(record)
        return lines

    @staticmethod
    def _json(value: object) -> Reply:
        return Reply(200, json.dumps(value).encode(), "application/json")

    def write_warc(self, file: Path) -> None:
        """The same captures as a WARC file, its tail torn."""
        file.write_bytes(b"".join(self.records) + b"WARC/1.1\r\nWARC-Type: resp")


def warc_record(url: str, stamp: str, body: bytes) -> bytes:
    """One uncompressed response record, its body sent in one chunk."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Date"] = datetime.strptime(stamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007
    record.headers["WARC-Target-URI"] = url
    record.is_http = True
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    record.set_bytes_content(head + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")
    stream = io.BytesIO()
    record.write(stream)
    return stream.getvalue()
