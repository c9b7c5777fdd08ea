from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from pipelines.ledger import Decision, Ledger, Published
from pipelines.records import ArchiveRef, Outcome

from .samples import NOON, discovery, key, page

_FAILURES = [Outcome.ROBOTS, Outcome.ERROR, Outcome.BLOCKED]


class OutcomesSum(RuleBasedStateMachine):
    """Whatever happens in whatever order: every discovered article has exactly one outcome."""

    articles = Bundle("articles")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger.open(Path(self._folder.name) / "ledger.sqlite")
        self.outcomes: dict[str, Outcome] = {}
        self.in_dataset: set[str] = set()
        self.waiting: list[ArchiveRef] = []
        self.place = 0

    @rule(target=articles, number=st.integers(0, 20), again=st.booleans())
    def discover(self, number: int, again: bool) -> int:
        new = self.ledger.discover("kontum", [discovery(number)] * (1 + again), NOON)
        assert new == {key(number)} - self.outcomes.keys()
        self.outcomes.setdefault(key(number), Outcome.PENDING)
        return number

    @rule(target=articles, number=st.integers(0, 30))
    def fetch_what_was_never_discovered(self, number: int) -> int:
        self.fetch(number)
        return number

    @rule(number=articles)
    def fetch(self, number: int) -> None:
        self.place += 1
        one = page(number, self.place)
        assert one.archive_ref is not None
        assert self.ledger.record_fetches([one, one]) == 1
        self.waiting.append(one.archive_ref)
        if key(number) not in self.in_dataset:
            self.outcomes[key(number)] = Outcome.PENDING

    @rule(number=articles, outcome=st.sampled_from(_FAILURES))
    def fail(self, number: int, outcome: Outcome) -> None:
        self.ledger.record_failure(key(number), outcome, "why", None, None, NOON, "run-1")
        if key(number) not in self.in_dataset:
            self.outcomes[key(number)] = outcome

    @rule(number=articles, outcome=st.sampled_from(Outcome), stored=st.booleans(), twice=st.booleans())
    def publish(self, number: int, outcome: Outcome, stored: bool, twice: bool) -> None:
        self.place += 1
        places = [Published(key(number), "kontum", 2026, 11, "hash", 1, NOON)] if stored else []
        for attempt in range(1 + twice):
            decisions = [Decision(key(number), outcome, "run-1")]
            done = self.ledger.apply_publish(f"p-{self.place}", places, decisions, self.waiting)
            assert done == (attempt == 0)
        self.waiting.clear()
        self.outcomes[key(number)] = outcome
        if stored:
            self.in_dataset.add(key(number))

    @rule()
    def open_again(self) -> None:
        path = self.ledger.path
        self.ledger.close()
        self.ledger = Ledger.open(path)

    @invariant()
    def every_article_has_one_outcome(self) -> None:
        rows = list(self.ledger.outcome_rows("kontum"))
        assert {row["article_id"]: row["outcome"] for row in rows} == self.outcomes
        assert len(rows) == len(self.outcomes) == self.ledger.n_discovered("kontum")
        assert self.ledger.counts("kontum") == dict(Counter(self.outcomes.values()))
        assert list(self.ledger.unpublished("kontum")) == self.waiting

    def teardown(self) -> None:
        self.ledger.close()
        self._folder.cleanup()


OutcomesSum.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestOutcomesSum = OutcomesSum.TestCase
