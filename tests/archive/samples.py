from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from pipelines.records import Page, PageKind, Reason

NOON = datetime(2026, 11, 23, 5, 0, 0, 123456, tzinfo=UTC)


def page(number: int = 1, **changes: Any) -> Page:
    """A small article page; ``number`` makes it differ from others."""
    url = f"http://www.kontum.gov.vn/pages/detail.aspx?ItemID={number}"
    plain = Page(
        portal="kontum",
        url=url + "&Source=/trang-chủ",
        requested_url=url + "&Source=/trang-chủ#top",
        identity=f"ItemID={number}",
        canonical_url=url,
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ),
        body=gzip.compress(f"<html><p>Bài số {number}</p></html>".encode(), mtime=0),
        fetched_at=NOON + timedelta(seconds=number),
        kind=PageKind.ARTICLE,
        run_id="run-1",
        section="Tin tức",
        found_on="http://www.kontum.gov.vn/pages/default.aspx",
        listed_title="Tiêu đề “số” " + str(number),
        listed_date_raw="(23/11/2026)",
    )
    return replace(plain, **changes)


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_maybe_text = st.none() | _text
_header_names = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789!#$%&'*+-.^_`|~", min_size=1, max_size=20)
_header_values = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=60)

pages = st.builds(
    Page,
    portal=st.just("kontum"),
    url=_text.map(lambda text: f"http://portal.example/{text}") | _text,
    requested_url=_text,
    identity=_text,
    canonical_url=_text,
    status=st.integers(100, 999),
    headers=st.lists(st.tuples(_header_names, _header_values), max_size=6).map(tuple),
    body=st.binary(max_size=2_000),
    fetched_at=st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    kind=st.sampled_from(PageKind),
    run_id=_text,
    section=_maybe_text,
    found_on=_maybe_text,
    listed_title=_maybe_text,
    listed_date_raw=_maybe_text,
    blocked=st.none() | st.sampled_from(Reason),
)
"""Any page a portal could send, printable or not."""
