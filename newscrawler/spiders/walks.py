"""The walks of one run: which are on, how they ended, and what the ledger learns of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.asking import is_unseen
from newscrawler.spiders.entrances import is_sweep_due
from newscrawler.spiders.met import KeySets
from newscrawler.spiders.streams import validators_to_keep
from newscrawler.spiders.walk import Walk
from pipelines.ledger import Ledger, SectionWalk

MODIFIED_MARGIN = timedelta(days=1)
"""How far a portal's clock, which dates its sitemaps, may be off."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many requests of which kind a run has made so far."""

    n_otherwise: int
    """Articles, and pages of listings that are not dated."""
    n_shown: int
    """Dated listings that showed an article."""
    n_empty: int
    """Dated listings that showed none, or did not come."""


class Walks:
    """Walks in the order in which they began."""

    def __init__(
        self, portal: Portal, options: CrawlOptions, ledger: Ledger, met: KeySets, run_id: str, now: datetime
    ) -> None:
        """``now`` is when the run began, by this machine's clock."""
        self._portal, self._options, self._ledger, self._run_id, self._now = portal, options, ledger, run_id, now
        self._met = met
        self._begun: dict[int, tuple[Walk, datetime]] = {}
        self._n_open = 0
        self._ended = asyncio.Event()

    def __iter__(self) -> Iterator[Walk]:
        return (walk for walk, _ in self._begun.values())

    def __len__(self) -> int:
        return len(self._begun)

    @property
    def are_complete(self) -> bool:
        """Whether every walk so far has ended by evidence."""
        return all(walk.complete for walk in self)

    def asked(self, n_articles: int) -> Asked:
        """What the run has asked for, ``n_articles`` among it; walks that are on are counted as far as they came."""
        dated = [walk for walk in self if walk.days]
        n_shown = sum(walk.n_articles > 0 for walk in dated)
        n_pages = sum(walk.n_pages for walk in self if not walk.days)
        return Asked(n_articles + n_pages, n_shown, len(dated) - n_shown)

    def begin(self, walk: Walk) -> None:
        """The first page of ``walk`` is about to be asked for."""
        self._n_open += 1
        walk.remember_in(self._met.new_set())
        self._begun[id(walk)] = (walk, datetime.now(UTC))

    def finish(self, walk: Walk) -> None:
        """``walk`` is over: the ledger remembers how it ended and what it saw."""
        self._n_open -= 1
        self._ended.set()
        is_unbounded = not (self._options.since or self._options.until)
        self._ledger.record_section_walk(
            SectionWalk(
                walk.portal,
                walk.section,
                self._run_id,
                self._begun[id(walk)][1],
                datetime.now(UTC),
                walk.n_pages,
                walk.n_articles,
                walk.complete and is_unbounded,
                walk.incomplete or (walk.end.value if walk.end and not walk.complete else None),
                walk.whole and is_unbounded,
                *validators_to_keep(walk),
            )
        )
        if walk.complete and is_unbounded and walk.section == walk.section_name:
            self._note_listed(walk, walk.section)
        walk.close()

    async def all_ended(self) -> None:
        """Wait for the walks that have begun."""
        while self._n_open:
            self._ended.clear()
            await self._ended.wait()

    def not_covered(self, keys: list[str], walk: Walk) -> set[str]:
        """Articles that no complete walk of this listing has met: those decide whether an incremental walk goes on."""
        last = self._ledger.section_walk(walk.portal, walk.section, complete=True, before=self._now)
        if last is None or last.finished_at is None:
            return set(keys)
        states = self._ledger.states(keys)
        return {key for key, one in states.items() if one.discovered_at > last.finished_at or is_unseen(one)}

    def was_read(self, listing: str, modified_at: datetime | None) -> bool:
        """Whether a sitemap was read whole since it was modified, and no sweep is due."""
        last = self._ledger.section_walk(self._portal.name, listing, whole=True, before=self._now)
        if self._options.full or last is None or modified_at is None:
            return False
        return last.started_at > modified_at + MODIFIED_MARGIN and not is_sweep_due(
            self._portal, self._ledger, listing, self._now
        )

    def _note_listed(self, walk: Walk, section: str) -> None:
        """Remember what the section shows; what it no longer shows is visited at the end of the run."""
        reached = None
        if not walk.whole:
            states = self._ledger.states(walk.last_page)
            reached = max((one.published_at for one in states.values() if one.published_at), default=self._now)
        self._ledger.note_listed(self._portal.name, section, walk.seen, self._now, newer_than=reached)
