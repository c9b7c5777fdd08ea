"""docs/monitoring.md names every monitor, variable and exit code, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from newscrawler.portals.model import Expect
from newscrawler.runs.alerts.settings import PREFIX, AlertSettings
from newscrawler.runs.monitors.suite import RunSuite
from newscrawler.runs.several import SEVERITY

DOCS = Path(__file__).parents[2] / "docs"
MONITORING = (DOCS / "monitoring.md").read_text("utf-8")


def table(heading: str) -> list[str]:
    """First cells of the first table under a heading."""
    section = MONITORING.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line.split("|")[1].strip(" `") for line in section.splitlines() if line.startswith("| ")][1:]


def test_every_monitor_is_documented() -> None:
    assert sorted(table("Monitors")) == sorted(monitor.key for monitor in RunSuite.monitors)


def test_every_alert_variable_is_documented() -> None:
    named = re.findall(rf"`{PREFIX}(\w+)`", "\n".join(MONITORING.split("## Alerts")[1].splitlines()))
    assert {name.lower() for name in named} == set(AlertSettings.model_fields)


def test_every_exit_code_is_documented() -> None:
    assert [int(code) for code in table("Exit codes of a crawl")] == sorted(SEVERITY)


def test_expectations_named_are_those_of_portal_files() -> None:
    assert set(re.findall(r"\[expect\] (\w+)`", MONITORING)) == set(Expect.model_fields)
