"""An alert as each receiver wants it. Findings quote pages and addresses, so they are escaped or marked as plain."""

from __future__ import annotations

from typing import Any

from newscrawler.runs.alerts.alert import RECOVERED, TRIAL, Alert

SLACK_CHARACTERS = 3_000
DISCORD_CHARACTERS = 2_000
TELEGRAM_CHARACTERS = 4_096
"""Longest messages by the receivers' own documentation (Discord's ``content``, Telegram's ``text``); Slack cuts off
much later, but nobody reads more."""


def headline(alert: Alert) -> str:
    """The alert in one line."""
    if alert.state == TRIAL:
        return f"newscrawler: a trial alert about {alert.portal}; nothing happened"
    if alert.state == RECOVERED:
        return f"newscrawler: {alert.portal} is well again"
    names = ", ".join(finding.monitor for finding in alert.findings)
    return f"newscrawler: {alert.portal} {alert.state}" + (f" ({names})" if names else "")


def plain_text(alert: Alert) -> str:
    """The whole alert as text: headline, findings with advice, where the report is."""
    lines = [headline(alert)]
    if alert.failure:
        lines.append(f"ended by {alert.failure}")
    for finding in alert.findings:
        lines += [f"- {finding.told}", f"  {finding.advice}"]
    if alert.report:
        lines.append(f"report: {alert.report}")
    lines.append(f"{alert.at:%Y-%m-%d %H:%M} UTC")
    return "\n".join(lines)


def generic(alert: Alert) -> dict[str, Any]:
    """JSON for a receiver of one's own."""
    return {
        "portal": alert.portal,
        "state": alert.state,
        "at": alert.at.isoformat(),
        "run_id": alert.run_id,
        "headline": headline(alert),
        "failure": alert.failure,
        "findings": [
            {"monitor": one.monitor, "expected": one.expected, "found": one.found, "advice": one.advice}
            for one in alert.findings
        ],
        "report": alert.report,
    }


def slack(alert: Alert) -> dict[str, Any]:
    """Slack's incoming webhook: ``&``, ``<`` and ``>`` are its control characters."""
    text = _cut(plain_text(alert), SLACK_CHARACTERS)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return {"text": text, "unfurl_links": False}


def discord(alert: Alert) -> dict[str, Any]:
    """Discord's webhook; nobody is mentioned, whatever a page says."""
    return {"content": _cut(plain_text(alert), DISCORD_CHARACTERS), "allowed_mentions": {"parse": []}}


def telegram(alert: Alert, chat: str) -> dict[str, Any]:
    """Telegram's ``sendMessage`` to ``chat``, without a parse mode: the text is plain."""
    text = _cut(plain_text(alert), TELEGRAM_CHARACTERS)
    return {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2] + " …"
