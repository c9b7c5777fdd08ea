"""The reports that runs leave in ``runs/``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from newscrawler.corpus.database import TIME_ZONE


def run_reports(root: Path, limit: int = 200) -> list[dict[str, Any]]:
    """Return the reports as written, the newest first; a file that is no report is passed over.

    Counts that are no numbers are None. Three keys are added: ``duration_s`` (seconds, None when unknown), ``started``
    (the start as a time in Vietnam, None when it cannot be read) and ``n_incomplete`` (listings not walked to their
    end).
    """
    found = []
    for path in (root / "runs").glob("*.json"):
        try:
            report = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(report, dict) and isinstance(report.get("run_id"), str):
            walks = [walk for walk in report.get("walks") or [] if isinstance(walk, dict)]
            start, end = _time(report.get("started_at")), _time(report.get("finished_at"))
            report["started"] = start
            report["duration_s"] = (end - start).total_seconds() if start and end else None
            for name in ("n_new", "n_requests", "n_fetched", "n_stored", "n_discovered"):
                report[name] = report[name] if isinstance(report.get(name), int) else None
            for name in ("portal", "state", "failure"):
                report[name] = None if report.get(name) is None else str(report[name])
            report["faults"] = [str(fault) for fault in report.get("faults") or []]
            report["n_incomplete"] = sum(not walk.get("complete") for walk in walks)
            found.append(report)
    found.sort(key=lambda report: (str(report.get("started_at")), report["run_id"]), reverse=True)
    return found[:limit]


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone(ZoneInfo(TIME_ZONE))
    except ValueError:
        return None
