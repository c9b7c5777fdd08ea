"""Faults on demand: a portal wrapped so that chosen requests go wrong, in a stated way and a stated number of times.

``FaultyPortal(portal, [status("Category.aspx", 503, retry_after_s=1, times=2), …])`` serves like the portal otherwise.
Patterns are regular expressions searched in the request's target (path and query).
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from newscrawler.demo.portal import CONTROL, Portal
from newscrawler.demo.replicas.replica import COOKIE_STUB, Paging
from newscrawler.demo.serving.composition import Composed
from newscrawler.demo.serving.messages import Delivery, Reply, Request, redirect, text_reply

Twist = Callable[[Request, Callable[[], Reply]], Reply]
"""Makes the faulty reply; its second argument gives the honest one."""

ERROR_PAGE = (
    "<html><head><title>Lỗi</title></head><body><div id='ms-error'><h1>Đã xảy ra lỗi</h1><p>Có lỗi không mong đợi. "
    "Mã tương quan: 6f1d2a9e-0000.</p></div></body></html>"
).encode()
"""An error page that a portal sends with status 200."""


@dataclass(slots=True)
class Fault:
    """One way of going wrong. ``times`` is how often it still happens; ``None`` is for ever."""

    name: str
    pattern: re.Pattern[str]
    twist: Twist
    times: int | None = None
    share: float = 1.0
    """Share of the matching requests it happens to; which ones is a function of ``seed``, target and attempt."""
    seed: int = 0
    happened: int = 0
    """How often it happened."""
    _attempts: Counter[str] = field(default_factory=Counter)

    def applies(self, request: Request) -> bool:
        """Whether it happens to this request; counts attempts."""
        if (self.times is not None and self.happened >= self.times) or not self.pattern.search(request.target):
            return False
        attempt = self._attempts[request.target]
        self._attempts[request.target] += 1
        draw = zlib.crc32(f"{self.name}/{self.seed}/{request.target}/{attempt}".encode()) / 2**32
        return draw < self.share


class FaultyPortal:
    """A portal in which the first fault that applies to a request happens; ``faults`` may be changed meanwhile."""

    def __init__(self, portal: Portal, faults: Iterable[Fault] = ()) -> None:
        self.portal, self.faults = portal, list(faults)

    def respond(self, request: Request) -> Reply:
        """The portal's reply, or a faulty one."""
        if not request.path.startswith(CONTROL):
            for fault in self.faults:
                if fault.applies(request):
                    fault.happened += 1
                    return fault.twist(request, lambda: self.portal.respond(request))
        return self.portal.respond(request)


def _fault(name: str, pattern: str, twist: Twist, times: int | None) -> Fault:
    return Fault(name, re.compile(pattern), twist, times)


def _answers(name: str, pattern: str, reply: Reply, times: int | None) -> Fault:
    return _fault(name, pattern, lambda request, honest: reply, times)


def _bytes(reply: Reply) -> bytes:
    return reply.body.plain() if isinstance(reply.body, Composed) else reply.body


def _delivered(name: str, pattern: str, delivery: Delivery, times: int | None) -> Fault:
    return _fault(name, pattern, lambda request, honest: replace(honest(), delivery=delivery), times)


def status(pattern: str, code: int, *, retry_after_s: int | None = None, times: int | None = None) -> Fault:
    """Answers with an error status: 404, 410, 429, 500, 503 …"""
    headers = (("Retry-After", str(retry_after_s)),) if retry_after_s is not None else ()
    return _answers(f"status {code}", pattern, Reply(code, f"<h1>{code}</h1>".encode(), headers=headers), times)


def redirect_to(pattern: str, location: str, *, code: int = 302, times: int | None = None) -> Fault:
    """Redirects: to the home page (``/``), to a private address (``http://10.0.0.1/``), to another host."""
    return _answers(f"redirect to {location}", pattern, redirect(location, code), times)


def redirect_chain(pattern: str, hops: int) -> Fault:
    """``hops`` redirects with 301 before the page; each adds to the parameter ``hop``."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        done = int(request.query.get("hop", "0"))
        if done >= hops:
            return honest()
        bare = re.sub(r"[?&]hop=\d+", "", request.target)
        return redirect(f"{bare}{'&' if '?' in bare else '?'}hop={done + 1}", 301)

    return _fault(f"chain of {hops} redirects", pattern, twist, None)


def redirect_loop(pattern: str) -> Fault:
    """Redirects to itself with 301."""
    return _fault("redirect loop", pattern, lambda request, honest: redirect(request.target, 301), None)


def slow(pattern: str, seconds: float, *, times: int | None = None) -> Fault:
    """Waits before the first byte."""
    return _delivered("slow", pattern, Delivery(delay_s=seconds), times)


def slow_loris(pattern: str, *, n_bytes: int = 1, interval_s: float = 0.2, times: int | None = None) -> Fault:
    """Sends the body a few bytes at a time."""
    return _delivered("slow loris", pattern, Delivery(drip_bytes=n_bytes, drip_interval_s=interval_s), times)


def cut_body(pattern: str, *, at: int = 500, times: int | None = None) -> Fault:
    """Sends ``at`` bytes of the body, then closes, though Content-Length promised more."""
    return _delivered("cut body", pattern, Delivery(cut_at=at), times)


def cut_chunked(pattern: str, *, at: int = 500, times: int | None = None) -> Fault:
    """Sends ``at`` bytes of a chunked body, then closes without the last chunk."""
    return _delivered("cut chunked body", pattern, Delivery(cut_at=at, chunked=True), times)


def cut_gzip(pattern: str, *, at: int = 500, times: int | None = None) -> Fault:
    """Sends the first ``at`` bytes of a gzip stream as if they were all: the message is whole, its content is not."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        packed = gzip.compress(_bytes(honest()), mtime=0)[:at]
        return Reply(body=packed, headers=(("Content-Encoding", "gzip"),), compress=False)

    return _fault("cut gzip", pattern, twist, times)


def mislabelled(pattern: str, *, times: int | None = None) -> Fault:
    """Says ``Content-Encoding: gzip`` over a plain body."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        return Reply(body=_bytes(honest()), headers=(("Content-Encoding", "gzip"),), compress=False)

    return _fault("mislabelled body", pattern, twist, times)


def wrong_type(pattern: str, content_type: str = "application/pdf", *, times: int | None = None) -> Fault:
    """Names another media type than the page's."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        return replace(honest(), content_type=content_type)

    return _fault("wrong type", pattern, twist, times)


def reset(pattern: str, *, times: int | None = None) -> Fault:
    """Closes the connection without an answer."""
    return _answers("reset", pattern, Reply(delivery=Delivery(reset=True)), times)


def wrong_charset(pattern: str, charset: str = "iso-8859-1", *, times: int | None = None) -> Fault:
    """Names another charset in the header than the page is written in."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        return replace(honest(), content_type=f"text/html; charset={charset}")

    return _fault("wrong charset", pattern, twist, times)


def cookie_stub(pattern: str, *, times: int | None = None) -> Fault:
    """Answers 200 with a tiny script that sets a cookie."""
    return _answers("cookie stub", pattern, Reply(body=COOKIE_STUB, content_type="text/html"), times)


def error_page(pattern: str, *, times: int | None = None) -> Fault:
    """Answers 200 with an error page."""
    return _answers("error page", pattern, Reply(body=ERROR_PAGE), times)


def bomb(pattern: str, *, megabytes: int = 100, times: int | None = None) -> Fault:
    """A gzip body of a few kilobytes that unpacks to ``megabytes``."""
    packed = gzip.compress(b"<html><body>" + b" " * (megabytes * 1_000_000), 9, mtime=0)
    return _answers("bomb", pattern, Reply(body=packed, headers=(("Content-Encoding", "gzip"),), compress=False), times)


def huge(pattern: str, *, megabytes: int = 100, times: int | None = None) -> Fault:
    """A page of ``megabytes`` sent as it is."""
    body = b"<html><body>" + b"<p>x</p>" * (megabytes * 125_000)
    return _answers("huge", pattern, Reply(body=body, compress=False), times)


def robots(*, code: int = 200, text: str = "", times: int | None = None) -> Fault:
    """Another robots.txt: an error status, or a text that disallows or asks for a Crawl-delay."""
    return _answers("robots.txt", r"^/robots\.txt$", text_reply(text, status=code), times)


def shifting(portal: Portal, pattern: str, by: int, *, times: int = 1) -> Fault:
    """Publishes ``by`` articles just before a matching page is shown, so that items move on between two pages."""

    def twist(request: Request, honest: Callable[[], Reply]) -> Reply:
        portal.publish(by)
        return honest()

    return _fault(f"shifts by {by}", pattern, twist, times)


def endless_pager(portal: Portal) -> None:
    """Every listing goes on for ever: after its end come pages without items, each with a next link."""
    _set_paging(portal, Paging.ENDLESS)


def clamped_pager(portal: Portal) -> None:
    """Every listing's last page is shown again for every later page, always with a next link."""
    _set_paging(portal, Paging.CLAMPED)


def honest_pager(portal: Portal) -> None:
    """Listings end at their end again."""
    _set_paging(portal, Paging.HONEST)


def _set_paging(portal: Portal, paging: Paging) -> None:
    for replica in portal.replicas:
        replica.paging = paging
        replica.shelf.stamp += 1


def random_faults(share: float, seed: int, *, pattern: str = r"^(?!/robots\.txt)") -> list[Fault]:
    """Faults of six kinds that together hit ``share`` of all requests; a request tried again draws anew.

    All can be told from an honest answer by status or length, so a crawl that tries again ends with the truth.
    """
    kinds = [
        status(pattern, 500),
        status(pattern, 503, retry_after_s=0),
        status(pattern, 429, retry_after_s=0),
        cut_body(pattern),
        cut_chunked(pattern),
        reset(pattern),
    ]
    for fault in kinds:
        fault.share, fault.seed = share / len(kinds), seed
    return kinds
