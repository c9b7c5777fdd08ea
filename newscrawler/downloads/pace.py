"""Retries with backoff, Retry-After and a breaker per host.

A host that answers 429 or 5xx, or not at all, rests: no request is sent to it before its rest is over. Each failure in
a row lengthens the rest (exponential, with jitter); Retry-After is kept where the server gives one. After
``BREAKER_FAILURES`` in a row the breaker opens: one request probes the host after each rest, the others wait; when
``BREAKER_PROBES`` probes have failed, the host is given up for this run and its requests fail at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import tenacity
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Status codes that may be otherwise next time."""

BREAKER_FAILURES = 8
BREAKER_PROBES = 4
PROBE = "newscrawler_probe"
"""Key in ``request.meta``: whether the request was sent to see if its host is well again."""
PROBED_AGAIN_S = 0.05
"""How often a request that waits for another one's probe looks."""
LONGEST_PROBE_S = 90.0
"""A probe that has not ended by then is taken for lost: longer than any download may take."""
NOTICE_S = 1.0
"""Within so many seconds a resting request notices that the run is being stopped."""
MAX_REST_S = 120.0
"""A server that asks for a longer rest is given up for this run."""


class HostGivenUp(IgnoreRequest):
    """The breaker of this host stays open; ``fact`` says what was last seen."""

    def __init__(self, host: str, fact: str) -> None:
        self.host, self.fact = host, fact
        super().__init__(f"{host} is given up for this run: {fact}")


class RunStopped(IgnoreRequest):
    """The run was told to stop while this request waited for its host: it was never sent."""


@dataclass(slots=True)
class Gate:
    """What is known of one host's health."""

    failures: int = 0
    """In a row."""
    failed_probes: int = 0
    rest_until: float = 0.0
    """Monotonic time before which no request is sent."""
    probing_until: float = 0.0
    """Monotonic time until which a probe may be under way; 0 when none is."""
    given_up: str | None = None
    """Why; ``None`` while there is hope."""

    @property
    def is_probed(self) -> bool:
        """Whether a probe is under way."""
        return self.is_open and self.probing_until > time.monotonic()

    @property
    def is_open(self) -> bool:
        """Whether the breaker is open: only probes pass."""
        return self.failures >= BREAKER_FAILURES


class Pace:
    """Downloader middleware in the place of Scrapy's RetryMiddleware (550)."""

    def __init__(self, crawler: Crawler, base_s: float, max_s: float) -> None:
        self._crawler = crawler
        self._gates: dict[str, Gate] = defaultdict(Gate)
        self._backoff = tenacity.wait_random_exponential(multiplier=base_s, max=max_s)
        self._exceptions = tuple(load_object(name) for name in crawler.settings.getlist("RETRY_EXCEPTIONS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        """Settings: BACKOFF_BASE_S and BACKOFF_MAX_S, seconds."""
        return cls(crawler, crawler.settings.getfloat("BACKOFF_BASE_S"), crawler.settings.getfloat("BACKOFF_MAX_S"))

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked. Raises HostGivenUp."""
        host = urlparse_cached(request).hostname or ""
        gate = self._gates[host]
        while True:
            if gate.given_up:
                raise HostGivenUp(host, gate.given_up)
            if self._is_stopping():
                raise RunStopped(f"{request.url}: the run is being stopped")
            wait_s = (gate.probing_until if gate.is_probed else gate.rest_until) - time.monotonic()
            if wait_s <= 0:
                break
            await asyncio.sleep(min(wait_s, PROBED_AGAIN_S if gate.is_probed else NOTICE_S))
        request.meta[PROBE] = gate.is_open
        if gate.is_open:
            gate.probing_until = time.monotonic() + LONGEST_PROBE_S

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Note the host's health; transient answers are asked again as long as retries are left."""
        gate = self._gates[urlparse_cached(request).hostname or ""]
        if response.status not in TRANSIENT:
            self._healthy(gate)
            return response
        fact = f"HTTP {response.status}"
        self._failed(gate, fact, retry_after_s(response), is_probe=bool(request.meta.get(PROBE)))
        return self._again(request, fact) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The same for connections that failed."""
        if isinstance(exception, IgnoreRequest):
            return None
        gate = self._gates[urlparse_cached(request).hostname or ""]
        fact = type(exception).__name__
        self._failed(gate, fact, None, is_probe=bool(request.meta.get(PROBE)))
        return self._again(request, fact) if isinstance(exception, self._exceptions) else None

    def _is_stopping(self) -> bool:
        return not self._crawler.crawling or getattr(self._crawler.spider, "failure", None) is not None

    def _again(self, request: Request, fact: str) -> Request | None:
        assert self._crawler.spider is not None
        if request.meta.get("dont_retry"):
            return None
        return get_retry_request(request, spider=self._crawler.spider, reason=fact)

    def _healthy(self, gate: Gate) -> None:
        if gate.is_open:
            self._count("breaker/closed")
        gate.failures = gate.failed_probes = 0
        gate.rest_until = gate.probing_until = 0.0

    def _failed(self, gate: Gate, fact: str, retry_after: float | None, *, is_probe: bool) -> None:
        was_open = gate.is_open
        gate.failures += 1
        gate.failed_probes += is_probe  # what was under way when the breaker opened is no probe
        self._count("pace/failures")
        if gate.is_open and not was_open:
            self._count("breaker/opened")
        rest_s = self._rest_s(gate.failures) if retry_after is None else retry_after
        if rest_s > MAX_REST_S:
            gate.given_up = f"{fact}, asked to wait {rest_s:.0f} s"
        elif gate.failed_probes >= BREAKER_PROBES:
            gate.given_up = f"{fact}, {gate.failures} failures in a row"
        gate.rest_until = max(gate.rest_until, time.monotonic() + rest_s)
        if is_probe:
            gate.probing_until = 0.0

    def _rest_s(self, failures: int) -> float:
        state: Any = tenacity.RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]  # waiting asks for the number alone
        state.attempt_number = failures
        return float(self._backoff(state))

    def _count(self, key: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(key)


def retry_after_s(response: Response) -> float | None:
    """Seconds the server asks to wait (RFC 9110, 10.2.3), ``None`` when it says nothing readable."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    value = header.decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
