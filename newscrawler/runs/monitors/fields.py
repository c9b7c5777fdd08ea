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
    """Judges the last articles by those before them, across the borders of small runs, each generation for itself."""

    def windows(self) -> list[tuple[str, Coverage, Coverage]]:
        """Generation, recent and earlier coverage; skips when there is too little of all."""
        if not self.report.n_extracted:
            self.skip("no article was extracted in this run")
        found = [(name, *windows) for name in self.report.coverage if (windows := self._windows(name))]
        if not found:
            self.skip(f"fewer than {EARLIER_ARTICLES} articles of earlier runs to judge by")
        return found

    def _windows(self, generation: str) -> tuple[Coverage, Coverage] | None:
        past = (run.coverage.get(generation) for run in self.past)
        runs = [self.report.coverage[generation], *(one for one in past if one)]
        n_recent = _so_many(runs, RECENT_ARTICLES)
        n_earlier = _so_many(runs[n_recent:], EARLIER_ARTICLES)
        recent, earlier = pooled(runs[:n_recent]), pooled(runs[n_recent : n_recent + n_earlier])
        enough = recent.n_articles >= RECENT_ARTICLES and earlier.n_articles >= EARLIER_ARTICLES
        return (recent, earlier) if enough else None


class FieldCoverage(_Pooled):
    """Articles have the fields they used to have."""

    key = "fields"
    advice = (
        "Read an article with `newscrawler extract URL`: the portal was probably redesigned. Mend the layout in its "
        "file and run `newscrawler rebuild`; nothing needs to be fetched again."
    )

    def test(self) -> None:
        """Share of articles with each watched field, recent beside earlier."""
        windows = self.windows()
        fallen = [
            f"{name} {recent.share(name):.0%}, before {earlier.share(name):.0%} ({generation})"
            for generation, recent, earlier in windows
            for name in WATCHED
            if _fell(recent, earlier, name)
        ]
        self.holds(
            not fallen,
            expected="fields as often as in the articles before",
            found=f"in the last {_n_recent(windows)} articles: {'; '.join(fallen)}" if fallen else "as often as before",
        )


class BodyLength(_Pooled):
    """Bodies are as long as they used to be."""

    key = "length"
    advice = FieldCoverage.advice

    def test(self) -> None:
        """Median characters of the bodies, recent beside earlier."""
        windows = self.windows()
        odd = [
            f"{recent.median_characters:.0f} characters, before {earlier.median_characters:.0f} ({generation})"
            for generation, recent, earlier in windows
            if not SHORTER <= (recent.median_characters or 0) / max(earlier.median_characters or 0, 1) <= LONGER
        ]
        self.holds(
            not odd,
            expected=f"bodies between {SHORTER:g} and {LONGER:g} times as long as before",
            found=f"in the last {_n_recent(windows)} articles: {'; '.join(odd)}" if odd else "as long as before",
        )


def _n_recent(windows: Iterable[tuple[str, Coverage, Coverage]]) -> int:
    return sum(recent.n_articles for _, recent, _ in windows)


def _so_many(runs: Iterable[Coverage], n_articles: int) -> int:
    """How many of ``runs``, from the first, hold ``n_articles`` together; all when they do not."""
    sums = list(accumulate(run.n_articles for run in runs))
    return min(bisect_left(sums, n_articles) + 1, len(sums))


def _fell(recent: Coverage, earlier: Coverage, name: str) -> bool:
    before, now = earlier.share(name) or 0.0, recent.share(name) or 0.0
    chance = DEVIATIONS * sqrt(before * (1 - before) / recent.n_articles)
    return now < before - max(LEAST_FALL, chance)
