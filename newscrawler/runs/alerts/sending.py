"""Alerts on their way: HTTP and mail, tried again within bounds, and honest about what was not delivered."""

from __future__ import annotations

import http.client
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

LONGEST_WAIT_S = 30.0
"""A receiver that asks for a longer pause than this gets it no longer than this."""

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP answers after which the same message may be accepted later."""


class Undelivered(Exception):
    """A receiver did not take the message. The message never holds the receiver's address, which is a secret."""

    def __init__(self, why: str, *, may_pass: bool, retry_after_s: float | None = None) -> None:
        self.may_pass, self.retry_after_s = may_pass, retry_after_s
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a message is tried."""

    attempts: int = 4
    first_wait_s: float = 1.0
    """Upper bound of the first pause; each further one is twice as long, and random below its bound."""
    timeout_s: float = 10.0
    """Of one attempt's connection and of each read."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A receiver that has moved is an error: its new address would get the secret."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def deliver(send: Callable[[float], None], patience: Patience) -> None:
    """Call ``send(timeout_s)`` until it succeeds. Raises Undelivered."""
    random_wait = wait_random_exponential(multiplier=patience.first_wait_s, max=LONGEST_WAIT_S)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after_s if isinstance(error, Undelivered) else None
        return random_wait(state) if asked is None else min(asked, LONGEST_WAIT_S)

    trying = Retrying(
        stop=stop_after_attempt(patience.attempts),
        wait=wait,
        retry=retry_if_exception(lambda error: isinstance(error, Undelivered) and error.may_pass),
        reraise=True,
    )
    trying(send, patience.timeout_s)


def post(url: str, payload: dict[str, Any], timeout_s: float) -> None:
    """Send ``payload`` as JSON; any answer of 2xx is taken for delivered. Raises Undelivered."""
    opener = urllib.request.build_opener(_NoRedirect)
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newscrawler"}
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with opener.open(request, timeout=timeout_s):
            return
    except urllib.error.HTTPError as error:
        with error:
            why = f"HTTP {error.code} {error.reason}"
            raise Undelivered(
                why, may_pass=error.code in _PASSING, retry_after_s=_seconds(error.headers.get("Retry-After"))
            ) from None
    except http.client.HTTPException as error:  # its text may quote the address
        raise Undelivered(f"no HTTP answer: {type(error).__name__}", may_pass=True) from None
    except OSError as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise Undelivered(f"no answer: {reason}", may_pass=True) from None


def mail(server: str, password: str | None, message: EmailMessage, timeout_s: float) -> None:
    """Send ``message`` by ``server`` (``smtp://user@host:587``, ``smtps://…``). Raises Undelivered."""
    try:
        _mail(server, password, message, timeout_s)
    except smtplib.SMTPAuthenticationError as error:
        raise Undelivered(f"the mail server refuses the login ({error.smtp_code})", may_pass=False) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise Undelivered(f"the mail server refuses {', '.join(error.recipients)}", may_pass=False) from None
    except smtplib.SMTPResponseException as error:
        told = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise Undelivered(f"SMTP {error.smtp_code} {told}", may_pass=error.smtp_code < 500) from None
    except OSError as error:  # connection, time-out, TLS, and smtplib's other errors
        raise Undelivered(f"no mail server: {error}", may_pass=True) from None


def _mail(server: str, password: str | None, message: EmailMessage, timeout_s: float) -> None:
    parts = urlsplit(server)
    host, user = parts.hostname or "", unquote(parts.username or "")
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout_s, context=trusted)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=timeout_s)
    with connection:
        secure = parts.scheme == "smtps"
        connection.ehlo()
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=trusted)
            connection.ehlo()
            secure = True
        if user and password:
            if not secure:
                raise Undelivered("the mail server offers no TLS: the password was not sent", may_pass=False)
            connection.login(user, password)
        connection.send_message(message)


def _seconds(retry_after: str | None) -> float | None:
    """Seconds of a ``Retry-After`` header; ``None`` without one or when it is a date."""
    return float(retry_after) if retry_after and retry_after.strip().isdigit() else None
