"""Monitors: what a healthy run looks like, judged at its end. A failing monitor makes exit code 3 and an alert."""

from newscrawler.runs.monitors.suite import judge
from newscrawler.runs.monitors.verdict import Verdict

__all__ = ["Verdict", "judge"]
