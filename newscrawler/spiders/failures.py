"""Requests that brought no response: what the ledger and the walks learn of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twisted.python.failure import Failure

from newscrawler.spiders.entrances import Entrance
from newscrawler.spiders.pages import failed_request, failure_of
from newscrawler.spiders.walk import Walk
from newscrawler.spiders.walks import Walks
from pipelines.ledger import Discovery
from pipelines.session import Session


class Failures:
    """The errbacks of one run's requests."""

    def __init__(self, walks: Walks, session: Session) -> None:
        self._walks, self._session = walks, session

    def article(self, failure: Failure) -> None:
        """No response came: the outcome says why."""
        discovery: Discovery = _arguments(failure)["discovery"]
        failed = failed_request(failure, discovery.article_id, self._session.run_id)
        if failed is not None:
            self._session.ledger.record_failures([failed])

    def listing(self, failure: Failure) -> None:
        """No listing page came: the walk is incomplete."""
        walk: Walk = _arguments(failure)["walk"]
        _, reason, detail = failure_of(failure)
        walk.break_off(f"{reason} on page {walk.n_pages + 1}: {detail}")
        self._walks.finish(walk)

    def form(self, failure: Failure) -> None:
        """The page with the form did not come: all walks that it opens are incomplete."""
        _, reason, detail = failure_of(failure)
        self.break_off(_arguments(failure)["posted"], f"{reason} for the page with the form: {detail}")

    def break_off(self, posted: Iterable[Entrance], why: str) -> None:
        """The walks that a form opens cannot begin."""
        for entrance in posted:
            entrance.walk.break_off(why)
            self._walks.finish(entrance.walk)


def _arguments(failure: Failure) -> dict[str, Any]:
    """What the request's callback would have been given."""
    arguments: dict[str, Any] = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy puts the request there
    return arguments
