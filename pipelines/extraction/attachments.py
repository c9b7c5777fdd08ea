"""Files offered with an article."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from pipelines.extraction.lines import PageLines
from pipelines.extraction.text import normalize
from pipelines.records import Attachment

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|rar|7z|csv|txt|epub|xml)(?=$|[/?#&])", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"^(?:tải (?:về|xuống|file|tệp)|download|xem|tại đây|ở đây|here|file đính kèm|tệp đính kèm|đính kèm|view|pdf|.)$",
    re.IGNORECASE,
)


def find_attachments(page: PageLines, base_url: str) -> tuple[Attachment, ...]:
    """Files linked below the title, outside navigation, sidebars and related lists; absolute, each once."""
    found: dict[str, Attachment] = {}
    for mark in page.links:
        href = (mark.attributes.get("href") or "").strip()
        if "." not in href or (page.title_line is not None and mark.line <= page.title_line) or not _FILE.search(href):
            continue
        if page.is_elsewhere(mark) or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
            continue
        try:
            url = urljoin(base_url, href)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not (_FILE.search(parts.path) or _FILE.search(parts.query)):
            continue
        name = normalize(mark.node.text()).replace("\n", " ")
        if not name or _NO_NAME.match(name):
            name = _file_name(parts.path) or name or url
        found.setdefault(url, Attachment(url, name))
    return tuple(found.values())


def _file_name(path: str) -> str:
    pieces = [piece for piece in path.split("/") if _FILE.search(piece)]
    return normalize(unquote(pieces[-1])) if pieces else ""
