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
from newscrawler.spiders.days import DAYS_A_RUN, days
from newscrawler.spiders.walk import Walk
from newscrawler.spiders.walks import Walks
from pipelines.ledger import Decision, Ledger, Published, SectionWalk
from pipelines.records import Outcome
from tests.crawl.running import newscrawler, table
from tests.ledger.samples import NOON, discovery, key, page

N_DAYS = 60
"""Days in which the replica's articles were published: two runs' worth, the late one dated in the older half."""
SECTIONS = 4


def replica_of(edition: Edition, template: type[Replica]) -> ReplicaPortal:
    short = replace(edition, end=edition.start + timedelta(days=N_DAYS))
    return ReplicaPortal(edition.portal, [template(Shelf(Library(short, 60, 7)))], "User-agent: *\nDisallow: /x/\n")


@pytest.mark.timeout(900)  # four crawls
@pytest.mark.parametrize(
    ("edition", "template"), [(MIC, Mic), pytest.param(WEBFORMS, WebForms, marks=pytest.mark.slow)]
)
def test_a_late_article_is_found_by_ordinary_crawls(edition: Edition, template: type[Replica], tmp_path: Path) -> None:
    portal = replica_of(edition, template)
    truth = truth_of(portal)
    late = next(one["key"] for one in truth["articles"] if one["trap"] == "back_dated")
    undated = [one["key"] for one in truth["articles"] if one["published_at"] is None]
    with DemoServer(portal) as server:
        asked = []
        for _ in range(3):
            server.forget_requests()
            done = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1")
            assert done.returncode == 0, done.stderr
            asked.append([one for one in server.requests if one.target != "/robots.txt"])
        server.forget_requests()
        full = newscrawler("crawl", f"{server.url}/", "--output", tmp_path / "full", "--workers", "1", "--full")
        assert full.returncode == 0, full.stderr
    fetched = [Counter(key_of(truth, one.target) for one in requests) for requests in asked]
    assert [counts[late] for counts in fetched] == [0, 1, 0]
    for output in (tmp_path, tmp_path / "full"):
        differing = compare(truth_of(portal), table(output, "articles"))
        assert not [one for one in differing if one.key not in undated], differing
    assert not forbidden_requests(truth, [one.target for requests in asked for one in requests])
    listings = [counts[None] for counts in fetched]
    assert listings[1] <= SECTIONS * (2 + 1 + DAYS_A_RUN)  # two pages, the page with the form, a month of days
    assert listings[2] <= SECTIONS * 2 + 1  # nothing is left to read


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


def test_runs_of_every_day_read_each_day_at_doubling_ages(ledger: Ledger) -> None:
    began = datetime(2024, 1, 1, 5, tzinfo=UTC)
    read: dict[tuple[str, date], list[int]] = {}
    for run in range(400):
        now = began + timedelta(days=run)
        today = now.date()
        chosen = list(days(by_day(), CrawlOptions(), ledger, now, lambda names, last=today: (began.date(), last)))
        assert len(chosen) <= 2 * 2 * DAYS_A_RUN
        for number, entrance in enumerate(chosen):
            assert entrance.dated is not None
            day = entrance.dated.first_day
            read.setdefault((entrance.walk.section_name or "", day), []).append((today - day).days)
            walk = SectionWalk("a", entrance.walk.section, f"run-{run}", now, now + timedelta(minutes=number))
            ledger.record_section_walk(replace(walk, complete=True))
    assert len(read) == 2 * 400
    ages = read["Kinh tế", date(2024, 1, 1)]
    assert ages[:4] == [0, 1, 3, 7]
    assert all(later <= 2 * earlier + 2 for earlier, later in pairwise(ages))
    assert sum(map(len, read.values())) <= 2 * 400 * 10


def test_an_unknown_past_is_read_from_its_newest_days_on(ledger: Ledger) -> None:
    now = datetime(2024, 6, 1, 5, tzinfo=UTC)
    span = (date(2014, 6, 1), date(2024, 5, 20))

    def chosen(portal: Portal, **options: object) -> list[date]:
        found = days(portal, CrawlOptions(**options), ledger, now, lambda names: span)  # type: ignore[arg-type]
        return [entrance.dated.first_day for entrance in found if entrance.dated and "Kinh" in entrance.walk.section]

    assert chosen(by_day()) == [date(2024, 5, 20) - timedelta(days=ago) for ago in range(DAYS_A_RUN)]
    assert len(chosen(by_day(), full=True)) == (span[1] - span[0]).days + 1
    assert chosen(by_day(first_day=date(2024, 5, 18))) == [date(2024, 5, day) for day in (20, 19, 18)]
    assert chosen(by_day(), limit=5) == []
    assert chosen(by_day(), until=date(2024, 5, 1)) == []


def test_without_a_day_known_none_is_asked_for(ledger: Ledger) -> None:
    now = datetime(2024, 6, 1, 5, tzinfo=UTC)
    assert list(days(by_day(), CrawlOptions(), ledger, now, lambda names: None)) == []
    assert list(days(by_day(), CrawlOptions(full=True), ledger, now, lambda names: None)) == []


def test_a_day_of_a_section_says_nothing_of_the_sections_other_articles(ledger: Ledger) -> None:
    for number in (1, 2):
        ledger.discover("kontum", [discovery(number)], NOON)
        ledger.record_fetch(page(number))
        where = Published(key(number), "kontum", 2026, 11, "hash", 1, page(number).fetched_at, NOON)
        stored = Decision(key(number), Outcome.STORED, "run-1")
        ledger.apply_publish(f"p-{number}", [where], [stored], [page(number).archive_ref])  # type: ignore[list-item]
    ledger.note_listed("kontum", "Tin tức", [key(1), key(2)], NOON, newer_than=None)
    later = NOON + timedelta(minutes=5)
    walks = Walks(load_portal("kontum"), CrawlOptions(), ledger, "run-2", later)
    for name in ("Tin tức dated 2026-11-23", "Tin tức"):
        walk = Walk("kontum", name, "2017", stop_when_known=None, section_name="Tin tức")
        walks.begin(walk)
        walk.page([key(1)], 0, None, has_next=False)
        walks.finish(walk)
        missed = [visit.discovery.article_id for visit in ledger.due("kontum", later)]
        assert missed == ([key(2)] if name == "Tin tức" else []), name
