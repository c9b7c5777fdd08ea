"""A keeper of captures on loopback that answers as the Wayback Machine and as Common Crawl do."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import datetime
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.portal import Portal
from newscrawler.demo.serving.messages import Reply, Request
from newscrawler.demo.truth import truth_of
from tests.portals.replicas import page_at

HOST = "tin.example.gov.vn"
"""Host that the kept pages were captured on: it exists no more."""
EARLIER, AGAIN, LATER = "20240203040506", "20240303040506", "20250203040506"
INDEX = "CC-MAIN-2025-08"


class Keeper:
    """Keeps every article of a replica (early captures, and later ones of some that were edited) and its front page."""

    def __init__(self, replica: str = "vnpt") -> None:
        portal = open_portal(replica, n_articles=60, seed=7, traps=False)
        paths = [article["paths"][0] for article in truth_of(portal)["articles"]]
        self.pages: dict[tuple[str, str], bytes] = {}
        for path in [*paths, "/"]:
            body = self._captured(portal, path)
            for stamp in (EARLIER, AGAIN):
                self.pages[stamp, f"http://{HOST}:80{path}"] = body
        self.edited = list(range(0, 60, 5))
        for index in self.edited:
            portal.replicas[0].shelf.edit(index)
            self.pages[LATER, f"http://www.{HOST}{paths[index]}"] = self._captured(portal, paths[index])
        self.truth = truth_of(portal)
        self.records = [warc_record(url, stamp, body) for (stamp, url), body in self.pages.items()]
        self.targets: list[str] = []

    @staticmethod
    def _captured(portal: Portal, path: str) -> bytes:
        page = page_at(portal, f"http://{HOST}{path}")
        assert page is not None
        return page.body

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
        lines = [[*found, digest(self.pages[found])] for found in self.pages][start : start + size]
        more: list[list[str]] = [[], [str(start + size)]] if start + size < len(self.pages) else []
        return self._json([["timestamp", "original", "digest"], *lines, *more])

    def _crawl_lines(self) -> list[str]:
        lines, offset = [], 0
        for ((stamp, url), _), record in zip(self.pages.items(), self.records, strict=True):
            facts = {"timestamp": stamp, "url": url, "mime": "text/html", "status": "200"}
            facts["digest"] = digest(self.pages[stamp, url])
            where = {"filename": "crawl-data/part.warc", "offset": str(offset), "length": str(len(record))}
            lines.append(json.dumps({**facts, **where}))
            offset += len(record)
        return lines

    @staticmethod
    def _json(value: object) -> Reply:
        return Reply(200, json.dumps(value).encode(), "application/json")

    def write_warc(self, file: Path, only: str = "") -> None:
        """The same captures (``only`` those of one time) as a WARC file, its tail torn."""
        kept = [record for (stamp, _), record in zip(self.pages, self.records, strict=True) if only in stamp]
        file.write_bytes(b"".join(kept) + b"WARC/1.1\r\nWARC-Type: resp")


def digest(body: bytes) -> str:
    """As both name a body: SHA-1 in base 32."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


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
