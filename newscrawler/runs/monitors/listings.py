"""Monitors of the walks through listings."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from newscrawler.runs.history import Past
from newscrawler.runs.monitors.run_monitor import RunMonitor

NAMED = 3
"""Listings named in a finding; the report has all."""

THIN = 0.5
"""Share of its usual links per page below which a listing is thin."""

USUAL_LINKS = 5.0
"""Listings with fewer links per page vary too much to be judged."""

RUNS_TO_JUDGE_BY = 3
"""Earlier walks of a listing before it is judged by them."""


class Complete(RunMonitor):
    """Every listing was walked to an end that evidence shows."""

    key = "sections"
    advice = (
        "Usually the portal failed for a while: the next run walks them again. If it stays, look at the page with "
        "`newscrawler portal try URL`."
    )

    def test(self) -> None:
        """An error, an empty or a blocked page is never the end of a listing."""
        walks = self.report.walks
        broken = [walk for walk in walks if walk["why_incomplete"] and not walk["limited"]]
        found = "; ".join(f"{walk['section']}: {walk['why_incomplete']}" for walk in broken[:NAMED])
        more = f"; {len(broken) - NAMED} more" if len(broken) > NAMED else ""
        self.holds(
            not broken,
            expected=f"all {len(walks)} listings walked to their end",
            found=f"{len(broken)} incomplete: {found}{more}" if broken else f"{len(walks)} complete",
        )


class UsualLinks(RunMonitor):
    """Listings show as many links as they used to."""

    key = "links_per_page"
    advice = (
        "Look at the listing with `newscrawler portal try URL`: links that are no longer found mean that it was "
        "redesigned."
    )

    def test(self) -> None:
        """Links per page of each listing beside the median of its earlier walks."""
        judged = [(walk, usual) for walk in self.report.walks if (usual := _usual(self.past, walk["section"]))]
        if not judged:
            self.skip(f"no listing was walked {RUNS_TO_JUDGE_BY} times before")
        thin = [(walk, usual) for walk, usual in judged if _links(walk) < THIN * usual]
        found = "; ".join(f"{walk['section']}: {_links(walk):.1f}, usually {usual:.1f}" for walk, usual in thin[:NAMED])
        self.holds(
            not thin,
            expected=f"at least {THIN:.0%} of the usual links per page on {len(judged)} listings",
            found=f"fewer on {len(thin)}: {found}" if thin else "as usual",
        )


def _usual(past: Sequence[Past], section: str) -> float | None:
    """Median links per page of earlier walks; ``None`` when there is too little to judge by."""
    seen = [
        n_articles / n_pages for run in past for n_pages, n_articles in [run.sections.get(section, (0, 0))] if n_pages
    ]
    usual = median(seen) if len(seen) >= RUNS_TO_JUDGE_BY else 0.0
    return float(usual) if usual >= USUAL_LINKS else None


def _links(walk: dict[str, Any]) -> float:
    n_articles, n_pages = float(walk["n_articles"]), int(walk["n_pages"])
    return n_articles / max(n_pages, 1)
