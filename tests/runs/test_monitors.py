"""Each monitor: what passes, what fails, and that the finding says enough to act on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.runs.monitors.run_monitor import RunMonitor
from newscrawler.runs.monitors.suite import RunSuite
from tests.runs.samples import NOON, a_coverage, a_past, a_report, a_walk, failing, verdicts


def test_a_healthy_first_run_passes() -> None:
    found = verdicts(a_report())
    assert not [one for one in found.values() if one.failed]
    assert found["fields"].state == "skipped"


def test_a_healthy_later_run_is_judged_by_history_too() -> None:
    found = verdicts(a_report(), [a_past(n) for n in range(1, 6)], max_silent_days=7)
    assert {one.state for one in found.values()} == {"passed"}


@pytest.mark.parametrize(
    ("monitor", "facts", "expect"),
    [
        ("ended", {"finish_reason": "shutdown"}, {}),
        ("ended", {"failure": "OSError(28, 'No space left on device')", "finish_reason": "failed"}, {}),
        ("walked", {"walks": []}, {}),
        ("links", {"walks": [a_walk(n_articles=0)]}, {}),
        ("articles", {"n_stored": 0}, {"min_articles": 0}),
        ("articles", {"n_stored": 99}, {"min_articles": 100}),
        ("sections", {"walks": [a_walk(complete=False, why_incomplete="HTTP 503 on page 2")]}, {}),
        ("silence", {"newest_article_at": NOON - timedelta(days=8)}, {"max_silent_days": 7}),
        ("blocked", {"decided": {"stored": 80, "blocked": 20}}, {}),
        ("errors", {"decided": {"stored": 80, "error": 20}}, {}),
        ("rejections", {"decided": {"stored": 60, "rejected": 40}}, {}),
        ("gone", {"decided": {"unchanged": 50, "gone": 50}}, {}),
        ("duplicates", {"decided": {"stored": 30, "duplicate_of": 70}, "n_repeats": 70}, {}),
        ("future", {"n_future": 2}, {}),
    ],
)
def test_a_fault_fails_its_monitor(monitor: str, facts: dict[str, Any], expect: dict[str, Any]) -> None:
    verdict = verdicts(a_report(**facts), **expect)[monitor]
    assert verdict.failed
    assert verdict.expected
    assert verdict.found
    assert verdict.advice


@pytest.mark.parametrize(
    "facts",
    [
        {"decided": {"stored": 3, "blocked": 4}},
        {"decided": {"stored": 3, "error": 4}},
        {"decided": {"gone": 4}},
        {"decided": {"stored": 20, "duplicate_of": 20}, "n_repeats": 20},
        {"decided": {}, "coverage": a_coverage(0)},
        {"n_future": 1},
    ],
)
def test_a_handful_is_no_fault(facts: dict[str, Any]) -> None:
    assert not failing(a_report(**facts))


def test_a_run_for_a_part_is_not_measured_by_the_whole() -> None:
    report = a_report(bounded=True, n_stored=3, walks=[a_walk(n_articles=0, limited=True, complete=False)])
    assert not failing(report, min_articles=100)


def test_only_a_few_of_many_incomplete_listings_are_named() -> None:
    walks = [a_walk(f"Mục {n}", complete=False, why_incomplete="HTTP 500 on page 1") for n in range(9)]
    found = verdicts(a_report(walks=walks))["sections"].found
    assert found.startswith("9 incomplete: Mục 0: HTTP 500 on page 1; ")
    assert found.endswith("; 6 more")


def test_a_listing_that_loses_most_of_its_links_was_redesigned() -> None:
    past = [a_past(n) for n in range(1, 5)]
    assert failing(a_report(walks=[a_walk(n_pages=2, n_articles=30)]), past) == []
    assert failing(a_report(walks=[a_walk(n_pages=2, n_articles=10)]), past) == ["links_per_page"]


def test_a_listing_is_not_judged_by_two_walks_or_by_few_links() -> None:
    thin = a_report(walks=[a_walk(n_articles=4)])
    assert not failing(thin, [a_past(1), a_past(2)])
    sparse = [a_past(n, sections={"Kinh tế": (4, 12)}) for n in range(1, 9)]
    assert not failing(thin, sparse)


def test_rows_do_not_vanish() -> None:
    assert failing(a_report(n_stored=359), [a_past()]) == ["rows"]
    assert failing(a_report(n_stored=360), [a_past()]) == []


def test_a_failed_run_before_does_not_hide_the_loss() -> None:
    assert failing(a_report(n_stored=100), [a_past(1, n_stored=0), a_past(2)]) == ["rows"]


@pytest.mark.parametrize("field", ["lead", "authors", "published_at", "section", "layout"])
def test_a_field_that_is_suddenly_missing_fails(field: str) -> None:
    report = a_report(coverage=a_coverage(**{field: 0.1}))
    verdict = verdicts(report, [a_past()])["fields"]
    assert verdict.failed
    assert f"{field} 10%, before 100%" in verdict.found


def test_small_runs_are_judged_together() -> None:
    small = a_coverage(4, lead=0.0)
    redesigned = [a_past(n, coverage=small) for n in range(1, 5)]
    before = [a_past(n, coverage=a_coverage(4)) for n in range(5, 40)]
    assert failing(a_report(coverage=small), redesigned + before) == ["fields"]
    assert failing(a_report(coverage=small), redesigned[:1] + before) == ["fields"]
    assert failing(a_report(coverage=small), before) == []


def test_generations_are_not_measured_by_each_other() -> None:
    old, new = a_coverage(1000), a_coverage(30, authors=0.0)
    first = replace(a_past(2), coverage={"2017": old, "2019": a_coverage(60, authors=0.0)})
    assert not failing(a_report(coverage=new), [first])
    assert failing(a_report(coverage=a_coverage(30, lead=0.0)), [first]) == ["fields"]


def test_what_was_long_ago_no_longer_counts() -> None:
    ago = a_past(9, coverage=a_coverage(5000))
    since = [a_past(n, coverage=a_coverage(30, authors=0.1)) for n in (1, 2)]
    assert failing(a_report(coverage=a_coverage(30, authors=0.1)), [ago]) == ["fields"]
    assert not failing(a_report(coverage=a_coverage(30, authors=0.1)), [*since, ago])


def test_a_field_that_is_often_missing_may_vary() -> None:
    past = [a_past(coverage=a_coverage(100, authors=0.5))]
    assert not failing(a_report(coverage=a_coverage(20, authors=0.3)), past)
    assert failing(a_report(coverage=a_coverage(100, authors=0.25)), past) == ["fields"]


@pytest.mark.parametrize(("median", "fails"), [(1500.0, False), (700.0, False), (500.0, True), (4000.0, True)])
def test_bodies_keep_their_length(median: float, fails: bool) -> None:
    assert (failing(a_report(coverage=a_coverage(median=median)), [a_past()]) == ["length"]) is fails


class Breaks(RunMonitor):
    """A monitor with a bug."""

    __test__ = False
    key = "breaks"
    advice = "none"

    def test(self) -> None:
        """Divides by nothing."""
        self.holds(1 / (self.report.n_stored * 0) > 0, expected="", found="")


def test_a_monitor_that_breaks_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunSuite, "monitors", [Breaks])
    verdict = verdicts(a_report())["breaks"]
    assert verdict.failed
    assert "ZeroDivisionError" in verdict.found


@given(
    n_articles=st.integers(0, 300),
    with_lead=st.floats(0, 1),
    n_before=st.integers(0, 300),
    lead_before=st.floats(0, 1),
    decided=st.dictionaries(st.sampled_from(["stored", "error", "blocked", "gone", "rejected"]), st.integers(0, 500)),
    n_stored=st.integers(0, 1000),
)
def test_no_run_breaks_a_monitor(
    n_articles: int, with_lead: float, n_before: int, lead_before: float, decided: dict[str, int], n_stored: int
) -> None:
    report = a_report(coverage=a_coverage(n_articles, lead=with_lead), decided=decided, n_stored=n_stored)
    past = [a_past(coverage=a_coverage(n_before, lead=lead_before))]
    assert not [one for one in verdicts(report, past).values() if one.expected == "a monitor that can judge"]
