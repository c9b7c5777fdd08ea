"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Next = Callable[[Request], Awaitable[Response]]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Pages: nothing from elsewhere, no inline script or style, so an escaped-wrongly title could still not run."""

ORIGINAL_POLICY = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
"""Archived pages: an origin of their own, no script, no request to anywhere, no form; only their inline styles."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
}
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
_COOKIE = "newscrawler_token"


class Guard:
    """Middleware: checks host and token, sets the headers.

    Without a token only loopback names are answered, so that no page elsewhere can reach the server by a name of its
    own that resolves here (DNS rebinding).
    """

    def __init__(self, token: str | None) -> None:
        self._token = token

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer or refuse."""
        response = self._refusal(request) or self._entrance(request) or await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _refusal(self, request: Request) -> Response | None:
        if self._token is None:
            host = request.headers.get("host", "")
            name = host if host.endswith("]") else host.rsplit(":", 1)[0]
            if name.lower() in LOOPBACK_HOSTS:
                return None
            return PlainTextResponse("This server answers to loopback names only; start it with --token.\n", 421)
        if self._is_known(request) or request.url.path.startswith("/static/"):
            return None
        text = "A token is needed: add ?token=… to the address, or the header Authorization: Bearer ….\n"
        return PlainTextResponse(text, 401, {"WWW-Authenticate": "Bearer"})

    def _entrance(self, request: Request) -> Response | None:
        """Move a token from the address into a cookie, so that it stands in no history and no link."""
        if self._token is None or "token" not in request.query_params or request.url.path.startswith("/api/"):
            return None
        rest = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
        response = RedirectResponse(request.url.path + ("?" + urlencode(rest) if rest else ""), 303)
        response.set_cookie(
            _COOKIE, self._token, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response

    def _is_known(self, request: Request) -> bool:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        given = (
            value.strip() if scheme.lower() == "bearer" else "",
            request.query_params.get("token", ""),
            request.cookies.get(_COOKIE, ""),
        )
        return any(secrets.compare_digest(text.encode(), (self._token or "").encode()) for text in given if text)
