"""Dated listings (*Xem theo ngày*): the requests that cover a span of days, and links to dated listings on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from newscrawler.listings.anchors import Anchor
from newscrawler.listings.facts import DatedParameters, DatedPostback, DatedUrls, ListingFacts
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import DatedLink
from pipelines.errors import PortalChanged


@dataclass(frozen=True, slots=True)
class PostedFields:
    """What to fill into a section page's form before sending it back; see ``form_for_postback``."""

    target: str
    argument: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class DatedPage:
    """One dated listing to request."""

    url: str
    """Address of the listing; with ``postback``, of the page whose form is sent."""
    postback: PostedFields | None
    """``None``: a plain GET of ``url``."""
    first_day: date
    """First day it covers."""
    last_day: date
    """Last day it covers, the same as ``first_day`` for a listing of one day."""


def dated_pages(facts: ListingFacts, base_url: str, since: date, until: date) -> Iterator[DatedPage]:
    """Dated listings that together cover ``since`` to ``until`` (both included), the latest first.

    ``base_url`` is the section's address (for listings that belong to the whole portal: any of its addresses). Months
    are asked for whole. Nothing when the facts know no dated listings or ``since`` is after ``until``.
    Raises PortalChanged when ``base_url`` does not have the form ``section_url`` states.
    """
    if facts.dated is None:
        return
    for first, last in _spans(since, until, facts.dated.granularity):
        yield _dated_page(facts.dated, base_url, first, last)


def _spans(since: date, until: date, granularity: str) -> Iterator[tuple[date, date]]:
    last = until
    while last >= since:
        if granularity == "day":
            yield last, last
            last -= timedelta(days=1)
            continue
        first = last.replace(day=1)
        yield first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        last = first - timedelta(days=1)


def _dated_page(
    dated: DatedUrls | DatedParameters | DatedPostback, base_url: str, first: date, last: date
) -> DatedPage:
    if isinstance(dated, DatedUrls):
        url = urljoin(base_url, dated.template.format(start=first, end=last, **_section_groups(dated, base_url)))
        return DatedPage(url.replace(" ", "%20"), None, first, last)
    if isinstance(dated, DatedParameters):
        values = {name: template.format(start=first, end=last) for name, template in dated.parameters.items()}
        return DatedPage(_with_parameters(base_url, values), None, first, last)
    fields = {name: template.format(start=first, end=last) for name, template in dated.fields.items()}
    return DatedPage(base_url, PostedFields(dated.target, dated.argument, fields), first, last)


def _section_groups(dated: DatedUrls, base_url: str) -> dict[str, str]:
    if dated.section_url is None:
        return {}
    match = re.search(dated.section_url, base_url)
    if match is None:
        raise PortalChanged(base_url, f"the section's address does not have the form {dated.section_url!r}")
    return {name: value or "" for name, value in match.groupdict().items()}


def _with_parameters(url: str, values: dict[str, str]) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and pair.split("=", 1)[0] not in values]
    kept += [f"{quote(name, safe='$_')}={quote(value, safe='/:-')}" for name, value in values.items()]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


_DATED_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("SharePoint blog date", re.compile(r"(?i)/date\.aspx\?.*startdatetime=")),
    ("day in the path", re.compile(r"(?i)/xemtheongay/.*\d{1,2}-\d{1,2}-\d{4}|/ngay-\d{1,2}-\d{1,2}-\d{4}\b")),
    (
        "day or month in a parameter",
        re.compile(r"(?i)[?&](?:date|ngay|thang|month|tungay|fromdate|m)=(?:\d{1,2}[-/%]|\d{4}[-/]?\d{2})"),
    ),
    ("month archive", re.compile(r"^https?://[^/]+(?:/[a-z0-9-]+)?/(?:19|20)\d\d/(?:0[1-9]|1[0-2])(?:/\d\d)?/?$")),
)


@lru_cache(maxsize=2_048)
def dated_form(url: str) -> str | None:
    """Which form of dated listing the address has, ``None`` when it has none."""
    return next((name for name, pattern in _DATED_FORMS if pattern.search(url)), None)


def dated_links(anchors: list[Anchor]) -> tuple[DatedLink, ...]:
    """Links of the page that lead to dated listings, each address once, by the forms such addresses have."""
    found: dict[str, DatedLink] = {}
    for anchor in anchors:
        url = anchor.url
        if url is None or url in found:
            continue
        form = dated_form(url)
        if form is not None and is_forbidden(url) is None:
            found[url] = DatedLink(url, anchor.text, f"its address has the form of a dated listing: {form}")
    return tuple(found.values())
