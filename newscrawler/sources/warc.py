"""WARC files (1.0 and 1.1) as a source: what a harvester, a browser extension or this program's own archive wrote.

Compressed files have one gzip member for each record, as the format's guidelines ask.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newscrawler.portals.model import Portal
from newscrawler.sources.captures import Capture, Captured, Download, is_of
from pipelines.errors import SettingsError


class WarcFiles:
    """The response records of WARC files, compressed record by record or not at all."""

    hosts: tuple[str, ...] = ()
    every_capture = True

    def __init__(self, files: tuple[Path, ...]) -> None:
        for file in files:
            if not file.is_file():
                raise SettingsError(f"--from-warc: expected a WARC file, found none at {file}")
        self._files = files

    async def captures(self, portal: Portal, download: Download) -> AsyncIterator[Capture]:
        """The successful responses in file order; every file is read once."""
        for file in self._files:
            for record in _responses(ArchiveIterator(str(file), record_types=WarcRecordType.response)):
                url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
                status = record.http_headers.status_code if record.http_headers else None
                captured_at = _moment(str(record.headers.get("WARC-Date") or ""))
                if status == 200 and captured_at is not None and is_of(portal, url):
                    digest = record.headers.get("WARC-Payload-Digest")
                    yield Capture(url, captured_at, (str(file), str(record.stream_pos)), digest)

    async def read(self, capture: Capture, download: Download) -> Captured:
        """The record at the capture's place. Raises ValueError when none stands there."""
        file, position = capture.place
        with Path(file).open("rb") as stream:
            stream.seek(int(position))
            return read_record(stream)


def read_record(stream: BinaryIO) -> Captured:
    """The response record that begins ``stream``, transfer encoding undone. Raises ValueError when there is none."""
    records = ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="transfer")
    record = next(_responses(records), None)
    if record is None or record.http_headers is None:
        raise ValueError("expected a WARC response record with an HTTP response in it, found none")
    headers = [(str(name), str(value)) for name, value in record.http_headers]
    kept = tuple(pair for pair in headers if pair[0].lower() not in ("transfer-encoding", "content-length"))
    return Captured(record.http_headers.status_code or 0, kept, record.reader.read())


def _responses(records: Iterable[WarcRecord]) -> Iterator[WarcRecord]:
    """The readable records; a damaged rest of a file is no reason to lose what stands before it."""
    reading = iter(records)
    while True:
        try:
            yield next(reading)
        except (StopIteration, OSError):
            return


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return None
