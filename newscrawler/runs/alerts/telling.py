"""Telling people about runs: those that ended, and those that failed before they began."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from newscrawler.runs.alerts.alert import Alert, alert_about, is_due, last_told
from newscrawler.runs.alerts.channels import send_everywhere
from newscrawler.runs.alerts.sending import Patience
from newscrawler.runs.alerts.settings import AlertSettings
from newscrawler.runs.history import Past
from newscrawler.runs.report import FAILED, Delivery, RunReport


@dataclass(frozen=True, slots=True)
class Told:
    """What people know after this run."""

    deliveries: list[Delivery]
    """What became of the alert on each channel; empty when none was due or nobody is to be told."""
    alerted: tuple[str, ...]
    """Failing monitors that people know of."""
    alerted_at: datetime | None
    """Since when; ``None`` when they know of none."""


def tell_people(
    report: RunReport, past: Sequence[Past], settings: AlertSettings, patience: Patience | None = None
) -> Told:
    """Send an alert about ``report`` when one is due; an alert that reached nobody is due again after the next run."""
    last = last_told(past)
    known, since = (last.alerted, last.alerted_at) if last else ((), None)
    deliveries = []
    if is_due(report, past, settings.repeat_after):
        deliveries = send_everywhere(alert_about(report, not report.failing), settings, patience)
        if any(delivery.delivered for delivery in deliveries):
            known, since = report.failing, report.finished_at
    still = known if not report.failing else tuple(name for name in known if name in report.failing)
    return Told(deliveries, still, since if still else None)


@contextmanager
def telling_failures(portal: str) -> Iterator[None]:
    """Tell people of an exception that leaves the block, unless it was the end of a run that has told them itself."""
    try:
        yield
    except Exception as error:
        if not getattr(error, "told", False):
            alert = Alert(portal, FAILED, datetime.now(UTC), failure=f"{type(error).__name__}: {error}")
            send_everywhere(alert, AlertSettings.from_environment(os.environ))
        raise
