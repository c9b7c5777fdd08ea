"""When to stop marking: so many repeats within one portal are a broken template, not reprints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """The share above which a run's articles are not marked.

    Only repeats within a portal count: when a portal is moved, every article of the new one is rightly a reprint.
    """

    max_share: float = 0.5
    """Largest share of a run's articles that may be repeats of their own portal's articles."""
    min_articles: int = 50
    """Smaller runs are never stopped."""

    def stops(self, n_repeats: int, n_articles: int) -> bool:
        """Whether that many repeats among ``n_articles`` are too many."""
        return n_articles >= self.min_articles and n_repeats > self.max_share * n_articles


@dataclass(frozen=True, slots=True)
class MarkingStopped:
    """The fact for the monitors: marking was stopped for the articles of this run."""

    n_repeats: int
    n_articles: int
    max_share: float

    def __str__(self) -> str:
        return (
            f"{self.n_repeats} of {self.n_articles} articles would be marked as repeats within their own portal, more "
            f"than {self.max_share:.0%}: none was marked. Look whether the bodies are what they should be; "
            "`newscrawler rebuild` marks them if they are."
        )
