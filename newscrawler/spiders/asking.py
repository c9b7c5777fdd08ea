"""Which articles a run asks for: each at most once, new ones, those left over, and known ones whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator, MutableSet, Sequence
from datetime import UTC, date, datetime, timedelta

from newscrawler.listings.forbidden import is_forbidden
from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.links import FoundArticle
from newscrawler.spiders.met import KeySets
from newscrawler.spiders.visits import modified
from pipelines.extraction.dates import EARLIEST_YEAR, VIETNAM
from pipelines.ledger import Discovery, Known, Ledger, Visit
from pipelines.records import Outcome, PageKind

_FAILED = frozenset({Outcome.ERROR, Outcome.BLOCKED})
"""Outcomes after which an article is asked for again: at the end of the run, when its time has come; when only part of
the portal is walked, where it is met."""

FIRST_DAY = date(EARLIEST_YEAR, 1, 1)
"""Earlier days are misread."""


class Asking:
    """What one run asks for; who is told to ask for an article here is told so once."""

    def __init__(self, portal: Portal, options: CrawlOptions, ledger: Ledger, met: KeySets, now: datetime) -> None:
        """``now`` is when the run began, by this machine's clock."""
        self._portal, self._options, self._ledger, self._now = portal, options, ledger, now
        self._asked: MutableSet[str] = met.new_set()
        self._days: dict[str, tuple[date, date]] = {}

    def __len__(self) -> int:
        """Articles asked for."""
        return len(self._asked)

    def __contains__(self, article_id: str) -> bool:
        """Whether this run has asked for the article."""
        return article_id in self._asked

    @property
    def limit_reached(self) -> bool:
        """Whether as many articles were asked for as the options allow."""
        return self._options.limit is not None and len(self._asked) >= self._options.limit

    def left_over(self) -> Iterator[Discovery]:
        """Articles that an earlier run discovered and did not ask for; none when only part of the portal is walked."""
        for left in self._ledger.discoveries(self._portal.name, [Outcome.PENDING]):
            if not self._options.is_bounded and self.claim(left.article_id):
                yield left

    def new_on(
        self, found: Sequence[FoundArticle], section: str | None, found_on: str, kind: PageKind
    ) -> Iterator[Discovery]:
        """Articles met on a listing page of ``section``: the ledger hears of all of them, those to fetch come out.

        Those that a sitemap calls modified are asked for at the end of the run.
        """
        wanted = [one for one in found if one.within(self._options.since, self._options.until)]
        self._note_days(section, [one.day for one in wanted if one.day])
        discoveries = [one.discovery(section, found_on) for one in wanted]
        self._ledger.discover(self._portal.name, discoveries, datetime.now(UTC))
        states = self._ledger.states([one.article_id for one in discoveries])
        for one in discoveries:
            if self.is_to_fetch(states[one.article_id]) and not is_forbidden(one.url) and self.claim(one.article_id):
                yield one
        if kind is PageKind.SITEMAP and (changed := modified(wanted, states)):
            self._ledger.schedule_visits(changed, self._now)

    def days_met(self, sections: Sequence[str]) -> tuple[date, date] | None:
        """First and last day printed beside articles met so far in ``sections``; ``None`` when none was printed.

        Days to come are left out: they are misread, or announced.
        """
        spans = [self._days[name] for name in sections if name in self._days]
        return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None

    def _note_days(self, section: str | None, days: Sequence[date]) -> None:
        past = [day for day in days if FIRST_DAY <= day <= self._now.astimezone(VIETNAM).date()]
        if section is not None and past:
            known = self._days.get(section, (past[0], past[0]))
            self._days[section] = (min(known[0], *past), max(known[1], *past))

    def visits(self, *, may_confirm: bool) -> Iterator[Visit]:
        """Whom to ask for again at the end of the run; ``may_confirm`` when its walks show the portal to be well."""
        ledger, name, now, full = self._ledger, self._portal.name, datetime.now(UTC), self._options.full
        visits = ledger.retries(name, now, everything=full)
        sweep = timedelta(days=self._portal.full_sweep_days)
        visits += ledger.due(name, now, self._options.revisits, confirm=may_confirm, everything=full, sweep=sweep)
        return (visit for visit in visits if self.claim(visit.discovery.article_id))

    def is_to_fetch(self, state: Known) -> bool:
        """Whether an article that is met again has to be fetched."""
        return is_unseen(state) or (self._options.is_bounded and state.outcome in _FAILED)

    def claim(self, article_id: str) -> bool:
        """Whether this run asks for the article; says yes once."""
        if article_id in self._asked or self.limit_reached:
            return False
        self._asked.add(article_id)
        return True


def is_unseen(state: Known) -> bool:
    """Whether an article was discovered and never archived."""
    return state.outcome is Outcome.PENDING and not state.awaits_publish
