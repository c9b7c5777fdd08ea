"""Alerts: a failing monitor, a failed run, and a recovery are told by webhook, chat and mail."""

from newscrawler.runs.alerts.settings import AlertSettings
from newscrawler.runs.alerts.telling import tell_people, telling_failures

__all__ = ["AlertSettings", "tell_people", "telling_failures"]
