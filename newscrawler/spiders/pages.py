"""From a Scrapy response to a Page, and from a failure to an outcome."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from newscrawler.downloads.guard import AddressRefused
from newscrawler.downloads.pace import HostGivenUp, RunStopped
from newscrawler.downloads.received import RECEIVED
from newscrawler.portals.model import Portal
from newscrawler.spiders.walk import ReadPage
from pipelines import ledger
from pipelines.records import Outcome, Page, PageKind, Reason
from pipelines.urls import Address


def page_of(
    response: Response,
    portal: Portal,
    run_id: str,
    kind: PageKind,
    where: Address,
    *,
    section: str | None = None,
    found_on: str | None = None,
    listed_title: str | None = None,
    listed_date_raw: str | None = None,
) -> Page:
    """``response`` as it was received; KeepReceived has kept it in the request's meta."""
    assert response.request is not None
    body, headers, fetched_at = response.request.meta[RECEIVED]
    chain: list[str] = response.request.meta.get("redirect_urls", [])
    return Page(
        portal=portal.name,
        url=response.url,
        requested_url=chain[0] if chain else response.url,
        identity=where.identity,
        canonical_url=where.url,
        status=response.status,
        headers=headers,
        body=body,
        fetched_at=fetched_at,
        kind=kind,
        run_id=run_id,
        section=section,
        found_on=found_on,
        listed_title=listed_title,
        listed_date_raw=listed_date_raw,
        blocked=Reason.REDIRECTED_HOME if kind is PageKind.ARTICLE and _led_home(response, chain, portal) else None,
    )


def _led_home(response: Response, chain: list[str], portal: Portal) -> bool:
    """Whether an article's address redirected to a front page, or anywhere on the portal's successor."""
    location = (response.headers.get("Location") or b"") if response.status in _REDIRECTS else b""
    leads_to = urlsplit(location.decode("latin-1"))
    if portal.succeeded_by and _is_host(portal.succeeded_by, leads_to.hostname or urlsplit(response.url).hostname):
        return True
    if not chain:
        return False
    parts = urlsplit(response.url)
    return parts.path in ("", "/") and not parts.query and urlsplit(chain[0]).path not in ("", "/")


def _is_host(site: str, host: str | None) -> bool:
    return host is not None and (host == site or host.endswith(f".{site}"))


def as_asked(response: Response) -> ReadPage:
    """How to ask for a listing page again."""
    request = response.request
    assert request is not None
    form = dict(parse_qsl(request.body.decode(), keep_blank_values=True)) if request.method == "POST" else None
    return ReadPage(response.url if form is None else request.url, form)


def why_no_listing(response: Response) -> str | None:
    """Why ``response`` is no listing page at all, ``None`` when it may be one."""
    if response.status == 200:
        return None
    led = response.headers.get("Location")
    return f"HTTP {response.status}" + (f" to {led.decode('latin-1')}" if led else "")


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses whose Location was not followed because it leads off the portal."""

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DNSLookupError, "dns"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "cut_off"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (UnsupportedURLSchemeError, "address_refused"),
    (OSError, "damaged_encoding"),
)
"""How failures are called in outcomes; others by the name of their exception."""


def failed_request(failure: Failure, article_id: str, run_id: str) -> ledger.Failure | None:
    """What the ledger is to know of an article's request that brought no page; ``None`` when it was never sent because
    the run was stopped: then the article waits for the next run."""
    if isinstance(failure.value, RunStopped):
        return None
    outcome, reason, detail = failure_of(failure)
    was_asked = not isinstance(failure.value, HostGivenUp)
    return ledger.Failure(article_id, outcome, reason, detail, None, datetime.now(UTC), run_id, was_asked)


def failure_of(failure: Failure) -> tuple[Outcome, str, str]:
    """Outcome, reason and detail of a request that brought no response."""
    error = failure.value
    detail = (str(error) or failure.getErrorMessage())[:300]
    if isinstance(error, AddressRefused):
        return Outcome.ROBOTS, "address_refused", detail
    if isinstance(error, HostGivenUp):
        return Outcome.ERROR, "host_given_up", detail
    if isinstance(error, RunStopped):
        return Outcome.ERROR, "run_stopped", detail
    if isinstance(error, IgnoreRequest):
        robots = "robots.txt" in detail
        return (Outcome.ROBOTS, "robots_txt", detail) if robots else (Outcome.ERROR, "ignored", detail)
    word = next((word for kind, word in _WORDS if isinstance(error, kind)), type(error).__name__)
    return Outcome.ERROR, word, detail
