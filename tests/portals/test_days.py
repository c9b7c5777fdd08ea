"""An article that only the listing of its day shows is found by ordinary crawls, within a bound of requests each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from newscrawler.demo.comparison import compare, forbidden_requests, key_of
from newscrawler.demo.content.library import Library
from newscrawler.demo.content.portals import MIC, WEBFORMS
from newscrawler.demo.content.records import Edition
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.portal import Portal as ReplicaPortal
from newscrawler.demo.replicas.mic.replica import Mic
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.replicas.webforms.replica import WebForms
from newscrawler.demo.server import DemoServer
from newscrawler.demo.truth import truth_of
from newscrawler.portals.files import load_portal
from newscrawler.portals.model import Portal
from newscrawler.runs.options import CrawlOptions
from newscrawler.spiders.days import DAYS_A_ROUND, EMPTY_SHARE, Met, rounds_of_days
from newscrawler.spiders.entrances import Entrance
from newscrawler.spiders.met import KeySets
from newscrawler.spiders.walk import Walk
from newscrawler.spiders.walks import Asked, Walks
from pipelines.ledger import Decision, Ledger, Published, SectionWalk
from pipelines.records import Outcome
from tests.crawl.running import newscrawler, table
from tests.ledger.samples import NOON, discovery, key, page

N_DAYS = 60
"""Days in which the sparse replica's articles were published: two runs' worth, the late one dated in the older half."""
SECTIONS = 2
SLOW_WEBFORMS = pytest.param(WEBFORMS, WebForms, marks=pytest.mark.slow)


def replica_of(edition: Edition, template: type[Replica]) -> ReplicaPortal:
    """A portal with an article a day: too few for a run to read all its days at once."""
    sparse = replace(edition, end=edition.start + timedelta(days=N_DAYS), sections=edition.sections[:SECTIONS])
    return ReplicaPortal(edition.portal, [template(Shelf(Library(sparse, 60, 7)))], "User-agent: *\nDisallow: /x/\n")


@pytest.mark.timeout(900)  # three crawls
@pytest.mark.parametrize(("edition", "template"), [(MIC, Mic), SLOW_WEBFORMS])
def test_a_late_article_is_found_by_ordinary_crawls(edition: Edition, template: type[Replica], tmp_path: Path) -> None:
    portal = replica_of(edition, template)
    truth = truth_of(portal)
    late = next(one["key"] for one in truth["articles"] if one["trap"] == "back_dated")
    with DemoServer(portal) as server:
        asked = []
        for _ in range(3):
            server.forget_requests()
            done = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1")
            assert done.returncode == 0, done.stderr
            asked.append([one for one in server.requests if one.target != "/robots.txt"])
    fetched = [Counter(key_of(truth, one.target) for one in requests) for requests in asked]
    assert [counts[late] for counts in fetched] == [0, 1, 0]
    assert not compare(truth_of(portal), table(tmp_path, "articles"))
    assert not forbidden_requests(truth, [one.target for requests in asked for one in requests])
    listings = [counts[None] for counts in fetched]
    assert listings[1] <= SECTIONS * (2 + 1 + DAYS_A_ROUND)  # two pages, the page with the form, a month of days
    assert listings[2] <= SECTIONS * 2 + 1  # nothing is left to read


@pytest.mark.slow
@pytest.mark.parametrize(("edition", "template"), [(MIC, Mic), (WEBFORMS, WebForms)])
def test_a_full_crawl_reads_every_day(edition: Edition, template: type[Replica], tmp_path: Path) -> None:
    portal = replica_of(edition, template)
    with DemoServer(portal) as server:
        full = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1", "--full")
        assert full.returncode == 0, full.stderr
    assert not compare(truth_of(portal), table(tmp_path, "articles"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def by_day(**facts: object) -> Portal:
    generation = {
        "name": "a",
        "sections": [{"name": "Kinh tế", "url": "/kinh-te"}, {"name": "Xã hội", "url": "/xa-hoi"}],
        "listing": {"dated": {"kind": "parameter", "parameters": {"date": "{start:%d/%m/%Y}"}}},
    }
    return Portal.model_validate(
        {"name": "a", "title": "A", "base_url": "http://a.example", "generations": [{**generation, **facts}]}
    )


def days(portal: Portal, ledger: Ledger, now: datetime, met: Met, **options: object) -> list[Entrance]:
    """Of a run that has nothing else to do."""
    rounds = rounds_of_days(portal, CrawlOptions(**options), ledger, now, met, lambda: Asked(0, 0, 0))  # type: ignore[arg-type]  # options by name
    return [entrance for some in rounds for entrance in some]


@pytest.mark.parametrize("n_days", [160, pytest.param(400, marks=pytest.mark.slow)])
def test_runs_of_every_day_read_each_day_at_doubling_ages(ledger: Ledger, n_days: int) -> None:
    began = datetime(2024, 1, 1, 5, tzinfo=UTC)
    read: dict[tuple[str, date], list[int]] = {}
    for run in range(n_days):
        now = began + timedelta(days=run)
        today = now.date()
        chosen = days(by_day(), ledger, now, lambda names, last=today: (began.date(), last))
        assert len(chosen) <= 2 * 2 * DAYS_A_ROUND
        for number, entrance in enumerate(chosen):
            assert entrance.dated is not None
            day = entrance.dated.first_day
            read.setdefault((entrance.walk.section_name or "", day), []).append((today - day).days)
            walk = SectionWalk("a", entrance.walk.section, f"run-{run}", now, now + timedelta(minutes=number))
            ledger.record_section_walk(replace(walk, complete=True))
    assert len(read) == 2 * n_days
    ages = read["Kinh tế", date(2024, 1, 1)]
    assert ages[:4] == [0, 1, 3, 7]
    assert all(later <= 2 * earlier + 2 for earlier, later in pairwise(ages))
    assert sum(map(len, read.values())) <= 2 * n_days * (n_days.bit_length() + 1)


def test_an_unknown_past_is_read_from_its_newest_days_on(ledger: Ledger) -> None:
    now = datetime(2024, 6, 1, 5, tzinfo=UTC)
    span = (date(2014, 6, 1), date(2024, 5, 20))

    def chosen(portal: Portal, **options: object) -> list[date]:
        found = days(portal, ledger, now, lambda names: span, **options)
        return [entrance.dated.first_day for entrance in found if entrance.dated and "Kinh" in entrance.walk.section]

    assert chosen(by_day()) == [date(2024, 5, 20) - timedelta(days=ago) for ago in range(DAYS_A_ROUND)]
    assert len(chosen(by_day(), full=True)) == (span[1] - span[0]).days + 1
    assert chosen(by_day(first_day=date(2024, 5, 18))) == [date(2024, 5, day) for day in (20, 19, 18)]
    assert chosen(by_day(), limit=5) == []
    assert chosen(by_day(), until=date(2024, 5, 1)) == []


def test_without_a_day_known_none_is_asked_for(ledger: Ledger) -> None:
    now = datetime(2024, 6, 1, 5, tzinfo=UTC)
    assert days(by_day(), ledger, now, lambda names: None) == []
    assert days(by_day(), ledger, now, lambda names: None, full=True) == []


@pytest.mark.parametrize(
    ("n_otherwise", "share_shown", "n_rounds"),
    [
        (0, 1.0, 1),  # an hourly run: a month of days of each section
        (100_000, 0.0, 118),  # all of ten years
        (10_000, 1.0, 118),
        (7_000, 1.0, 112),  # at most as many days as other requests
        (4_000, 0.5, 41),  # n/2 + 62 empty ones are at most a quarter of 4,000 + n/2: n is at most 2,501
        (1_000, 0.0, 4),
    ],
)
def test_a_run_reads_as_many_days_as_its_other_work_bears(
    n_otherwise: int, share_shown: float, n_rounds: int, ledger: Ledger
) -> None:
    now, span = datetime(2024, 6, 1, 5, tzinfo=UTC), (date(2014, 6, 1), date(2024, 5, 31))
    rounds: list[list[Entrance]] = []

    def asked() -> Asked:
        n_days = sum(map(len, rounds))
        n_shown = int(share_shown * n_days)
        return Asked(n_otherwise, n_shown, n_days - n_shown)

    for some in rounds_of_days(by_day(), CrawlOptions(), ledger, now, lambda names: span, asked):
        rounds.append(some)  # noqa: PERF402  # what was asked for is read between two rounds
    assert len(rounds) == n_rounds
    end = asked()
    assert n_rounds == 1 or end.n_empty <= EMPTY_SHARE * (n_otherwise + end.n_shown)
    read = [(one.walk.section_name, one.dated.first_day) for some in rounds for one in some if one.dated]
    assert len(set(read)) == len(read)
    for name in ("Kinh tế", "Xã hội"):
        of_section = [day for section, day in read if section == name]
        assert of_section == [span[1] - timedelta(days=ago) for ago in range(len(of_section))]
    assert len({len([1 for section, _ in read if section == name]) for name in ("Kinh tế", "Xã hội")}) == 1


def test_a_run_knows_what_it_asked_for(ledger: Ledger) -> None:
    walks = Walks(by_day(), CrawlOptions(), ledger, KeySets(), "run", NOON)
    for name, days_of, keys in (
        ("Kinh tế", None, [["1", "2"], ["3"]]),
        ("Kinh tế dated 2026-11-23", (NOON.date(), NOON.date()), [["4"]]),
        ("Kinh tế dated 2026-11-22", (NOON.date(), NOON.date()), [[]]),
        ("Kinh tế dated 2026-11-21", (NOON.date(), NOON.date()), []),
    ):
        walk = Walk("a", name, "a", stop_when_known=None, section_name="Kinh tế", may_be_empty=True, days=days_of)
        walks.begin(walk)
        for page_of_keys in keys:
            walk.page(page_of_keys, len(page_of_keys), None, has_next=page_of_keys is not keys[-1])
        if not keys:
            walk.break_off("timed out")
        walks.finish(walk)
    assert walks.asked(4) == Asked(n_otherwise=4 + 2, n_shown=1, n_empty=2)


def test_a_day_of_a_section_says_nothing_of_the_sections_other_articles(ledger: Ledger) -> None:
    for number in (1, 2):
        ledger.discover("kontum", [discovery(number)], NOON)
        ledger.record_fetch(page(number))
        where = Published(key(number), "kontum", 2026, 11, "hash", 1, page(number).fetched_at, NOON)
        stored = Decision(key(number), Outcome.STORED, "run-1")
        ledger.apply_publish(f"p-{number}", [where], [stored], [page(number).archive_ref])  # type: ignore[list-item]
    ledger.note_listed("kontum", "Tin tức", [key(1), key(2)], NOON, newer_than=None)
    later = NOON + timedelta(minutes=5)
    walks = Walks(load_portal("kontum"), CrawlOptions(), ledger, KeySets(), "run-2", later)
    for name in ("Tin tức dated 2026-11-23", "Tin tức"):
        walk = Walk("kontum", name, "2017", stop_when_known=None, section_name="Tin tức")
        walks.begin(walk)
        walk.page([key(1)], 0, None, has_next=False)
        walks.finish(walk)
        missed = [visit.discovery.article_id for visit in ledger.due("kontum", later)]
        assert missed == ([key(2)] if name == "Tin tức" else []), name
