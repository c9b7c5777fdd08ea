"""Monitors of the articles' fields: a redesign shows in what is suddenly missing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from math import sqrt

from newscrawler.runs.counting import WATCHED, Coverage
from newscrawler.runs.history import pooled
from newscrawler.runs.monitors.run_monitor import RunMonitor

RECENT_ARTICLES = 20
"""Articles that are judged: those of this run, filled up with those of the runs before it."""

EARLIER_ARTICLES = 50
"""Articles before those, at least, to judge by."""

LEAST_FALL = 0.2
"""A share that falls by less is chance or the topics of the day."""

DEVIATIONS = 3.0
"""Standard deviations of a share of so many articles (binomial: sqrt(p (1 - p) / n)) that are chance."""

SHORTER, LONGER = 0.4, 2.5
"""Bodies shorter or longer than the usual by this factor: text is lost, or menus came in."""


class _Pooled(RunMonitor):
    """Judges the last articles by those before them, across the borders of small runs."""

    def windows(self) -> tuple[Coverage, Coverage]:
        """Recent and earlier coverage; skips when there is too little of either."""
        if not self.report.coverage.n_articles:
            self.skip("no article was extracted in this run")
        runs = [self.report.coverage, *(past.coverage for past in self.past)]
        n_recent = _so_many(runs, RECENT_ARTICLES)
        recent, earlier = pooled(runs[:n_recent]), pooled(runs[n_recent:])
        if recent.n_articles < RECENT_ARTICLES or earlier.n_articles < EARLIER_ARTICLES:
            self.skip(f"fewer than {EARLIER_ARTICLES} articles of earlier runs to judge by")
        return recent, earlier


class FieldCoverage(_Pooled):
    """Articles have the fields they used to have."""

    key = "fields"
    advice = (
        "Read an article with `newscrawler extract URL`: the portal was probably redesigned. Mend the layout in its "
        "file and run `newscrawler rebuild`; nothing needs to be fetched again."
    )

    def test(self) -> None:
        """Share of articles with each watched field, recent beside earlier."""
        recent, earlier = self.windows()
        fallen = [name for name in WATCHED if _fell(recent, earlier, name)]
        found = "; ".join(f"{name} {recent.share(name):.0%}, before {earlier.share(name):.0%}" for name in fallen)
        self.holds(
            not fallen,
            expected=f"fields as often as in the {earlier.n_articles} articles before",
            found=f"in the last {recent.n_articles} articles: {found}" if fallen else "as often as before",
        )


class BodyLength(_Pooled):
    """Bodies are as long as they used to be."""

    key = "length"
    advice = FieldCoverage.advice

    def test(self) -> None:
        """Median characters of the bodies, recent beside earlier."""
        recent, earlier = self.windows()
        now, usual = recent.median_characters or 0.0, earlier.median_characters or 0.0
        self.holds(
            SHORTER * usual <= now <= LONGER * usual,
            expected=f"bodies of about {usual:.0f} characters",
            found=f"{now:.0f} characters in the last {recent.n_articles} articles",
        )


def _so_many(runs: Iterable[Coverage], n_articles: int) -> int:
    """How many of ``runs``, from the first, hold ``n_articles`` together; all when they do not."""
    sums = list(accumulate(run.n_articles for run in runs))
    return min(bisect_left(sums, n_articles) + 1, len(sums))


def _fell(recent: Coverage, earlier: Coverage, name: str) -> bool:
    before, now = earlier.share(name) or 0.0, recent.share(name) or 0.0
    chance = DEVIATIONS * sqrt(before * (1 - before) / recent.n_articles)
    return now < before - max(LEAST_FALL, chance)
