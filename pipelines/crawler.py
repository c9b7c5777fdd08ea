"""The shape of a Scrapy crawler that the stages need: its spider carries the run's session.

Each stage says in a protocol of its own what it takes from that session; none of them imports Scrapy.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

SessionT = TypeVar("SessionT", covariant=True)
"""What a stage needs of the session."""


class HasSession(Protocol[SessionT]):
    """A crawler whose spider carries the run's session."""

    @property
    def spider(self) -> Spider[SessionT]:
        """The crawler's spider."""


class Spider(Protocol[SessionT]):
    """A spider with a session."""

    @property
    def session(self) -> SessionT:
        """The run's session."""
