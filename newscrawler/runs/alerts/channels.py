"""The channels that the settings name, and an alert sent on all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import partial

from newscrawler.runs.alerts.alert import Alert
from newscrawler.runs.alerts.messages import discord, generic, headline, plain_text, slack, telegram
from newscrawler.runs.alerts.sending import Patience, Undelivered, deliver, mail, post
from newscrawler.runs.alerts.settings import AlertSettings
from newscrawler.runs.report import Delivery

Send = Callable[[float], None]
"""Sends one message once, within a time in seconds; raises Undelivered."""


def send_everywhere(alert: Alert, settings: AlertSettings, patience: Patience | None = None) -> list[Delivery]:
    """Send ``alert`` on every channel; one that fails keeps no other from being told. Failures are also printed."""
    deliveries = []
    for channel, send in _channels(alert, settings):
        try:
            deliver(send, patience or Patience())
        except Undelivered as error:
            deliveries.append(Delivery(channel, False, str(error)))
            print(f"newscrawler: the alert on {channel} was not delivered: {error}", file=sys.stderr)
        else:
            deliveries.append(Delivery(channel, True))
    return deliveries


def _channels(alert: Alert, settings: AlertSettings) -> Iterator[tuple[str, Send]]:
    for channel, url, payload in (
        ("webhook", settings.webhook, generic),
        ("slack", settings.slack, slack),
        ("discord", settings.discord, discord),
    ):
        if url:
            yield channel, partial(post, url.get_secret_value(), payload(alert))
    if settings.telegram_token and settings.telegram_chat:
        api, token = settings.telegram_url.get_secret_value(), settings.telegram_token.get_secret_value()
        url_of_bot = f"{api.rstrip('/')}/bot{token}/sendMessage"
        yield "telegram", partial(post, url_of_bot, telegram(alert, settings.telegram_chat))
    if settings.smtp and settings.mail_from:
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        yield "mail", partial(mail, settings.smtp.get_secret_value(), password, _letter(alert, settings))


def _letter(alert: Alert, settings: AlertSettings) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"] = headline(alert), settings.mail_from
    letter["To"] = ", ".join(settings.mail_to)
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    letter.set_content(plain_text(alert))
    return letter
