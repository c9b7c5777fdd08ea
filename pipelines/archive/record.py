"""A page as the bytes of one WARC 1.1 record, and back.

The HTTP response stands in the record's block as received. What only we know (portal, identity, section …) stands as
ASCII JSON in one WARC header, ``WARC-JSON-Metadata``, so the archive alone is enough to make the dataset anew.
Format: IIPC WARC 1.1, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote

from fastwarc.warc import WarcRecord, WarcRecordType

from pipelines.records import ArchiveRef, Page, PageKind, Reason

METADATA_HEADER = "WARC-JSON-Metadata"
_MAX_HINT_CHARS = 2_000
_NAMESPACE = uuid.UUID("6f3d3e0c-3b0a-5c59-9d41-2f6d0c8f7a11")
_PLAIN_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+")
_FACTS = ("portal", "identity", "canonical_url", "requested_url", "run_id", "section", "found_on")
_HINTS = ("listed_title", "listed_date_raw")


class NotARecord(ValueError):
    """Bytes that are no WARC record, or a response that no page can be read from."""


def record_urn(file: str, offset: int) -> str:
    """Record id of whatever starts at ``offset`` of ``file``: the place itself, hashed (UUID version 5).

    A record therefore proves that it stands where it was written. That keeps the search for the next whole record
    behind a damaged one from taking a page's payload, which a portal controls, for a record.
    """
    return f"uuid:{uuid.uuid5(_NAMESPACE, f'{file}#{offset}')}"


def page_to_record(page: Page, file: str, offset: int) -> bytes:
    """The uncompressed WARC record of ``page``, to stand at ``offset`` of ``file``.

    Line breaks and NUL inside header names or values become spaces: they cannot be written without forging a header.
    The hints ``listed_title`` and ``listed_date_raw`` are cut at 2,000 characters.
    """
    record = WarcRecord()
    record.init_headers(WarcRecordType.response, record_urn(file, offset).encode())
    record.headers["WARC-Date"] = _date(page.fetched_at)
    record.headers["WARC-Target-URI"] = page.url if _PLAIN_URI.fullmatch(page.url) else _quoted(page.url)
    record.headers[METADATA_HEADER] = json.dumps(_facts(page), separators=(",", ":"))
    record.is_http = True
    record.set_bytes_content(_http_head(page) + page.body)
    return _written(record, hashlib.sha1(page.body, usedforsecurity=False).digest())


def information_record(file: str, facts: dict[str, str], at: datetime) -> bytes:
    """The ``warcinfo`` record that opens ``file``; ``facts`` are its fields (software, format …)."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo, record_urn(file, 0).encode())
    record.headers["WARC-Date"] = _date(at)
    record.headers["WARC-Filename"] = file.rpartition("/")[2]
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content("".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode())
    return _written(record, None)


def looks_like_record(data: bytes) -> bool:
    """Whether ``data`` begins as a WARC record does."""
    return data.startswith(b"WARC/1.")


def stands_at(data: bytes, file: str, offset: int) -> bool:
    """Whether the record ``data`` says of itself that it was written to ``offset`` of ``file``."""
    head = data.partition(b"\r\n\r\n")[0]
    return looks_like_record(data) and f"<urn:{record_urn(file, offset)}>".encode() in head


def record_to_page(data: bytes, ref: ArchiveRef) -> Page | None:
    """The page in the WARC record ``data`` found at ``ref``; ``None`` for records that carry no page (``warcinfo``).

    Raises NotARecord when it is no record or one that this program did not write.
    """
    try:
        record = WarcRecord.from_bytes(data)
        if record.record_type != WarcRecordType.response:
            return None
        facts = json.loads(record.headers[METADATA_HEADER])
        status, headers, body = _http_parts(record.reader.read())
        return Page(
            **{name: facts.get(name) for name in (*_FACTS, *_HINTS)},
            url=facts.get("url", record.headers["WARC-Target-URI"]),
            kind=PageKind(facts["kind"]),
            blocked=Reason(facts["blocked"]) if facts.get("blocked") else None,
            status=status,
            headers=headers,
            body=body,
            fetched_at=datetime.fromisoformat(record.headers["WARC-Date"]),
            archive_ref=ref,
        )
    except (OSError, KeyError, ValueError) as error:
        raise NotARecord(f"{type(error).__name__}: {error}") from error


def _written(record: WarcRecord, payload_digest: bytes | None) -> bytes:
    out = io.BytesIO()
    record.write(out, checksum_data=True, payload_digest=payload_digest)
    return out.getvalue()


def _facts(page: Page) -> dict[str, str]:
    facts = {name: getattr(page, name) for name in _FACTS}
    facts |= {name: value[:_MAX_HINT_CHARS] for name in _HINTS if (value := getattr(page, name)) is not None}
    facts |= {"kind": page.kind.value, "blocked": page.blocked and page.blocked.value}
    if not _PLAIN_URI.fullmatch(page.url):
        facts["url"] = page.url
    return {name: value for name, value in facts.items() if value is not None}


def _http_head(page: Page) -> bytes:
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {page.status} {phrase}".encode()]
    # surrogateescape gives back the very bytes of headers that were not UTF-8.
    lines += [_one_line(f"{name}: {value}").encode("utf-8", "surrogateescape") for name, value in page.headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _http_parts(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    head, end, body = block.partition(b"\r\n\r\n")
    if not end:
        raise NotARecord("HTTP headers do not end")
    first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split(" ", 2)[1]), tuple((name, value.removeprefix(" ")) for name, _, value in pairs), body


_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\0": " "})


def _one_line(text: str) -> str:
    return text.translate(_BREAKS)


def _quoted(url: str) -> str:
    """``url`` as printable ASCII; the exact address stands in the metadata."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~", errors="replace") or "urn:none"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
