"""The Wayback Machine and Common Crawl: captures found by their CDX indexes.

Formats: the Wayback CDX server's API (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server) and
Common Crawl's index server (https://index.commoncrawl.org/), which answers one JSON object a line.
"""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urlsplit

from newscrawler.portals.model import Portal
from newscrawler.sources.captures import Capture, Captured, Download, is_of
from newscrawler.sources.warc import read_record

WAYBACK = "https://web.archive.org"
COMMON_CRAWL = "https://index.commoncrawl.org"
COMMON_CRAWL_DATA = "https://data.commoncrawl.org"
LINES_A_PAGE = 5_000
"""Captures asked for at once."""
NEWEST_CRAWLS = 12
"""Crawls of Common Crawl that are asked, the newest first: about two years."""


class Wayback:
    """The Wayback Machine at ``address``."""

    def __init__(self, address: str | None = None, *, every_capture: bool = False) -> None:
        self.every_capture = every_capture
        self._address = (address or WAYBACK).rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The one that is asked."""
        return (urlsplit(self._address).hostname or "",)

    async def captures(self, portal: Portal, download: Download) -> AsyncIterator[Capture]:
        """Successful HTML captures of all the portal's hosts, page by page of the index."""
        for host in _hostnames(portal):
            resume = ""
            while True:
                asked = {
                    "url": f"{host}/*",
                    "output": "json",
                    "fl": "timestamp,original,digest",
                    "filter": ["statuscode:200", "mimetype:text/html"],
                    "showResumeKey": "true",
                    "limit": str(LINES_A_PAGE),
                    **({"resumeKey": resume} if resume else {}),
                }
                rows = json.loads(await download(f"{self._address}/cdx/search/cdx?{urlencode(asked, doseq=True)}", {}))
                lines, resume = _rows(rows)
                for timestamp, original, digest in lines:
                    if is_of(portal, original):
                        yield Capture(original, _moment(timestamp), (timestamp,), digest)
                if not resume:
                    break

    async def read(self, capture: Capture, download: Download) -> Captured:
        """The page as it was, without the machine's own frame (``id_``)."""
        (timestamp,) = capture.place
        body = await download(f"{self._address}/web/{timestamp}id_/{capture.url}", {})
        return Captured(200, (("Content-Type", "text/html"),), body)


class CommonCrawl:
    """Common Crawl's index at ``address``; its data stand at ``data``."""

    def __init__(self, address: str | None = None, data: str | None = None, *, every_capture: bool = False) -> None:
        self.every_capture = every_capture
        self._address = (address or COMMON_CRAWL).rstrip("/")
        self._data = (data or (address and f"{address.rstrip('/')}/data") or COMMON_CRAWL_DATA).rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The index's and the data's."""
        return tuple(urlsplit(one).hostname or "" for one in (self._address, self._data))

    async def captures(self, portal: Portal, download: Download) -> AsyncIterator[Capture]:
        """Successful captures of all the portal's hosts in the newest crawls."""
        crawls = json.loads(await download(f"{self._address}/collinfo.json", {}))
        for crawl in crawls[:NEWEST_CRAWLS]:
            for host in _hostnames(portal):
                asked = urlencode({"url": f"{host}/*", "output": "json", "filter": "=status:200"})
                try:
                    answer = await download(f"{self._address}/{crawl['id']}-index?{asked}", {})
                except FileNotFoundError:
                    continue  # the crawl has no page of that host
                for line in answer.splitlines():
                    found = json.loads(line)
                    if found.get("mime", "").startswith("text/html") and is_of(portal, found["url"]):
                        place = (found["filename"], found["offset"], found["length"])
                        at = _moment(found["timestamp"])
                        yield Capture(found["url"], at, tuple(map(str, place)), found.get("digest"))

    async def read(self, capture: Capture, download: Download) -> Captured:
        """The WARC record, cut out of its file by a range request."""
        file, offset, length = capture.place
        span = f"bytes={offset}-{int(offset) + int(length) - 1}"
        return read_record(io.BytesIO(await download(f"{self._data}/{quote(file)}", {"Range": span})))


def _hostnames(portal: Portal) -> Iterator[str]:
    """Hosts of the portal, each once: archives know ``www.`` as the same."""
    names = [(urlsplit(f"//{host}").hostname or "").removeprefix("www.") for host in portal.hosts]
    yield from dict.fromkeys(name for name in names if name)


def _rows(rows: list[list[str]]) -> tuple[list[tuple[str, str, str]], str]:
    """Captures and resume key: a header line, lines, and after an empty line the key."""
    lines = [(row[0], row[1], row[2]) for row in rows[1:] if len(row) >= 3]
    ends = len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1
    return lines, rows[-1][0] if ends else ""


def _moment(timestamp: str) -> datetime:
    return datetime.strptime(timestamp[:14].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
