"""Monitors of what share of a run's articles came to nothing."""

from __future__ import annotations

from newscrawler.runs.monitors.run_monitor import RunMonitor
from pipelines.deduplication.guard import Guard
from pipelines.records import Outcome

FEW = 5
"""So few articles of a kind are never too many."""


MAY_VANISH = 0.05
"""Largest share of a portal's articles that may be found removed in one run."""


class _Share(RunMonitor):
    """Judges a share of the articles whose outcome the run decided."""

    def share_holds(self, n_found: int, most: float, what: str) -> None:
        """Whether at most the share ``most`` of the decided articles is ``n_found``; a handful always is."""
        n_decided = sum(self.report.decided.values())
        if not n_decided:
            self.skip("nothing was to be decided in this run")
        self.holds(
            n_found < FEW or n_found <= most * n_decided,
            expected=f"at most {most:.0%} {what}",
            found=f"{n_found} of {n_decided}",
        )


class Blocked(_Share):
    """The portal lets us read."""

    key = "blocked"
    advice = (
        "The portal answers with challenge, login or maintenance pages. They are tried again; if it stays, crawl more "
        "slowly (delay_s in the portal file) or write to the portal's keepers."
    )

    def test(self) -> None:
        """``[expect] max_blocked_share`` of the articles decided in this run."""
        n_blocked = self.report.decided.get(Outcome.BLOCKED.value, 0)
        self.share_holds(n_blocked, self.expect.max_blocked_share, "of the articles blocked")


class Errors(_Share):
    """Articles can be fetched and read."""

    key = "errors"
    advice = "See detail in `newscrawler query \"SELECT reason, detail, url FROM outcomes WHERE outcome = 'error'\"`."

    def test(self) -> None:
        """``[expect] max_error_share`` of the articles decided in this run."""
        n_errors = self.report.decided.get(Outcome.ERROR.value, 0)
        self.share_holds(n_errors, self.expect.max_error_share, "of the articles in error")


class Rejected(_Share):
    """What is taken for an article is one."""

    key = "rejections"
    advice = (
        "Article pages bring no text: read one with `newscrawler extract URL`. The portal may have been redesigned, or "
        "article_url in its file takes other pages for articles."
    )

    def test(self) -> None:
        """``[expect] max_rejected_share`` of the articles decided in this run."""
        n_rejected = self.report.decided.get(Outcome.REJECTED.value, 0)
        self.share_holds(n_rejected, self.expect.max_rejected_share, "of the articles rejected")


class Removed(RunMonitor):
    """Articles do not vanish from the portal in numbers."""

    key = "gone"
    advice = (
        "Open some of them: `newscrawler query \"SELECT url FROM outcomes WHERE outcome = 'gone'\"`. When the portal "
        "has moved them, its file needs the new address form. Their texts stay in the dataset."
    )

    def test(self) -> None:
        """:data:`MAY_VANISH` of all articles found removed in one run is a move, not housekeeping."""
        n_gone, n_known = self.report.decided.get(Outcome.GONE.value, 0), self.report.n_discovered
        self.holds(
            n_gone < FEW or n_gone <= MAY_VANISH * n_known,
            expected=f"at most {MAY_VANISH:.0%} of the portal's articles removed at once",
            found=f"{n_gone} of {n_known}",
        )


class Repeats(RunMonitor):
    """Articles do not repeat each other."""

    key = "duplicates"
    advice = (
        "Compare two of them with `newscrawler duplicates`: when bodies are menus or notices, the container is taken "
        "wrongly; mend the layout and run `newscrawler rebuild`."
    )

    def test(self) -> None:
        """``[expect] max_duplicate_share`` of a run's articles may repeat articles of their own portal."""
        n_repeats, n_articles = self.report.n_repeats, sum(self.report.decided.values())
        guard = Guard(max_share=self.expect.max_duplicate_share)
        if n_articles < guard.min_articles:
            self.skip(f"fewer than {guard.min_articles} articles in this run")
        self.holds(
            not guard.stops(n_repeats, n_articles),
            expected=f"at most {guard.max_share:.0%} of the articles repeating others of the portal",
            found=f"{n_repeats} of {n_articles}",
        )
