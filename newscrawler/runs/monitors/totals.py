"""Monitors of what a run brought altogether."""

from __future__ import annotations

from datetime import timedelta

from newscrawler.runs.monitors.run_monitor import RunMonitor

MAY_SHRINK_BY = 0.1
"""Share of rows that may go from one run to the next (a better extractor rejects some); rows do not vanish by
themselves."""


class Ended(RunMonitor):
    """The run came to its own end."""

    key = "ended"
    advice = "Run it again: what was fetched is kept. If nobody stopped it, look for the reason in the log."

    def test(self) -> None:
        """A run stopped from outside has not seen everything."""
        reason = self.report.failure or self.report.finish_reason
        well = self.report.failure is None and self.report.finish_reason == "finished"
        self.holds(well, expected="a run that comes to its own end", found=reason)


class Walked(RunMonitor):
    """Something was walked."""

    key = "walked"
    advice = "Name a section, feed or sitemap in the portal file; `newscrawler portal show kontum` shows one that does."

    def test(self) -> None:
        """A portal file without entrances brings nothing and no error."""
        n_walks = len(self.report.walks)
        self.holds(n_walks > 0, expected="at least one listing, feed or sitemap to walk", found=str(n_walks))


class LinksFound(RunMonitor):
    """Listings had article links."""

    key = "links"
    advice = (
        "Look at a listing page with `newscrawler portal try URL`: the portal may have been redesigned, or blocks us."
    )

    def test(self) -> None:
        """No link on any listing is an error until shown otherwise."""
        self.skip_when_bounded()
        n_links = sum(walk["n_articles"] for walk in self.report.walks)
        self.holds(n_links > 0, expected="article links on the listings", found=f"{n_links} on all of them")


class EnoughArticles(RunMonitor):
    """The dataset holds as many articles as the portal file expects."""

    key = "articles"
    advice = "Compare with the portal: either its listings are no longer read, or [expect] min_articles is too high."

    def test(self) -> None:
        """``[expect] min_articles`` of the portal file; never fewer than one."""
        self.skip_when_bounded()
        least, found = max(self.expect.min_articles, 1), self.report.n_stored
        self.holds(found >= least, expected=f"at least {least} articles in the dataset", found=str(found))


class NoLoss(RunMonitor):
    """Rows do not vanish."""

    key = "rows"
    advice = "Run `newscrawler verify`; if it finds nothing, an extractor now rejects what it used to keep."

    def test(self) -> None:
        """Fewer rows than after the run before."""
        before = next((past.n_stored for past in self.past if past.n_stored), None)
        if before is None:
            self.skip("no earlier run with rows")
        least = round((1 - MAY_SHRINK_BY) * before)
        self.holds(
            self.report.n_stored >= least,
            expected=f"about the {before} articles of the run before, at least {least}",
            found=str(self.report.n_stored),
        )


class NotSilent(RunMonitor):
    """The portal still publishes."""

    key = "silence"
    advice = (
        "Open the portal in a browser. If it has newer articles, its listings are no longer read; if it has moved or "
        "fallen asleep, say so in its file (succeeded_by, [expect] max_silent_days)."
    )

    def test(self) -> None:
        """``[expect] max_silent_days`` since the newest article."""
        bound, newest = self.expect.max_silent_days, self.report.newest_article_at
        if bound is None:
            self.skip("the portal file has no [expect] max_silent_days")
        if newest is None:
            self.skip("no article is known")
        silent = self.report.finished_at - newest
        self.holds(
            silent <= timedelta(days=bound),
            expected=f"an article within {bound} days",
            found=f"the newest is of {newest:%Y-%m-%d}, {silent.days} days ago",
        )


class NoFuture(RunMonitor):
    """Articles are not dated in the future."""

    key = "future"
    advice = "Read one with `newscrawler extract URL`: day and month may be swapped, or an event's date taken."

    def test(self) -> None:
        """More than one in a hundred, and more than one, is not a typing error of the portal."""
        n_future, n_articles = self.report.n_future, self.report.n_extracted
        if not n_articles:
            self.skip("no article was extracted in this run")
        self.holds(
            n_future <= max(1, n_articles // 100),
            expected="articles dated no later than a day after their fetch",
            found=f"{n_future} of {n_articles} dated in the future",
        )
