from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo import faults
from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.faults import FaultyPortal
from newscrawler.demo.server import DemoServer
from tests.demo.client import Client


@pytest.fixture
def faulty() -> FaultyPortal:
    return FaultyPortal(open_portal("kontum", n_articles=100, seed=7))


@pytest.fixture
def client(faulty: FaultyPortal) -> Iterator[Client]:
    with DemoServer(faulty) as server:
        client = Client(server)
        yield client
        client.close()


def listing(faulty: FaultyPortal) -> str:
    return faulty.portal.replicas[0].listings()[0]


def test_statuses_happen_as_often_as_said(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.status("Category", 429, retry_after_s=3, times=2)]
    answers = [client.get(listing(faulty)) for _ in range(3)]
    assert [status for status, _, _ in answers] == [429, 429, 200]
    assert answers[0][1]["retry-after"] == "3"
    assert faulty.faults[0].happened == 2


def test_redirects(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.redirect_chain("Category", 2)]
    target = listing(faulty)
    for _ in range(2):
        status, headers, _ = client.get(target)
        assert status == 301
        target = headers["location"]
    assert client.get(target)[0] == 200
    faulty.faults = [faults.redirect_loop("Category")]
    assert client.get(listing(faulty))[1]["location"] == listing(faulty)
    faulty.faults = [faults.redirect_to("Category", "http://10.0.0.1/")]
    assert client.get(listing(faulty))[1]["location"] == "http://10.0.0.1/"


def test_a_cut_body_is_shorter_than_promised(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.cut_body("Category", at=500)]
    with pytest.raises(http.client.IncompleteRead) as caught:
        client.get(listing(faulty))
    assert len(caught.value.partial) == 500


def test_bodies_that_are_not_what_their_headers_say(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.cut_chunked("Category", times=1), faults.cut_gzip("Category", times=1)]
    with pytest.raises(http.client.IncompleteRead):
        client.get(listing(faulty))
    client.close()
    _, headers, body = client.get(listing(faulty))
    assert headers["content-encoding"] == "gzip"
    with pytest.raises(EOFError):
        gzip.decompress(body)
    faulty.faults = [faults.mislabelled("Category", times=1), faults.wrong_type("Category")]
    _, headers, body = client.get(listing(faulty))
    assert headers["content-encoding"] == "gzip"
    assert body.startswith(b"<!DOCTYPE")
    assert client.get(listing(faulty))[1]["content-type"] == "application/pdf"


def test_a_reset_connection_gives_no_answer(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.reset("Category")]
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.get(listing(faulty))
    assert client.server.requests[-1].status == 0


def test_slow_answers_are_late_and_whole(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.slow("Category", 0.2), faults.slow_loris("robots", n_bytes=20, interval_s=0.02)]
    started = time.monotonic()
    assert client.get(listing(faulty))[0] == 200
    assert time.monotonic() - started >= 0.2
    assert client.get("/robots.txt")[2].startswith(b"User-agent")


def test_a_bomb_is_small_on_the_wire(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.bomb("Category", megabytes=5)]
    _, headers, body = client.get(listing(faulty))
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 20_000
    assert len(gzip.decompress(body)) > 5_000_000


def test_a_huge_page_comes_whole(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.huge("Category", megabytes=3)]
    assert len(client.get(listing(faulty))[2]) > 3_000_000


def test_pages_that_lie_on_status_200(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.cookie_stub("Category", times=1), faults.error_page("Category", times=1)]
    first, second, third = (client.get(listing(faulty)) for _ in range(3))
    assert [first[0], second[0], third[0]] == [200, 200, 200]
    assert b"D1N" in first[2]
    assert "Đã xảy ra lỗi".encode() in second[2]
    assert b"tieu-de" in third[2]
    faulty.faults = [faults.wrong_charset("Category")]
    assert client.get(listing(faulty))[1]["content-type"] == "text/html; charset=iso-8859-1"


def test_robots_txt_may_fail_or_ask_for_patience(client: Client, faulty: FaultyPortal) -> None:
    faulty.faults = [faults.robots(code=503, times=1), faults.robots(text="User-agent: *\nCrawl-delay: 2\n")]
    assert client.get("/robots.txt")[0] == 503
    assert b"Crawl-delay: 2" in client.get("/robots.txt")[2]


def follow(client: Client, start: str, most: int) -> list[list[str]]:
    pages: list[list[str]] = []
    target: str | None = start
    while target and len(pages) < most:
        tree = LexborHTMLParser(client.get(target)[2].decode())
        pages.append([str(link.attributes["href"]) for link in tree.css(".tieu-de a")])
        more = tree.css_first(".xem-tiep a")
        target = str(more.attributes["href"]) if more else None
    return pages


def test_pagers_without_end(client: Client, faulty: FaultyPortal) -> None:
    honest = follow(client, listing(faulty), 20)
    assert len(honest) < 5
    faults.clamped_pager(faulty.portal)
    clamped = follow(client, listing(faulty), 20)
    assert len(clamped) == 20
    assert clamped[-1] == clamped[-2] == honest[-1]
    faults.endless_pager(faulty.portal)
    endless = follow(client, listing(faulty), 20)
    assert len(endless) == 20
    assert endless[: len(honest)] == honest
    assert endless[-1] == []
    faults.honest_pager(faulty.portal)
    assert follow(client, listing(faulty), 20) == honest


def test_items_shift_between_two_pages(client: Client, faulty: FaultyPortal) -> None:
    portal = faulty.portal
    path = portal.replicas[-1].listings()[0]
    before = portal.replicas[-1].shelf.n_visible
    faulty.faults = [faults.shifting(portal, r"/pages/category/.*page=2", 4)]
    client.get(path)
    assert portal.replicas[-1].shelf.n_visible == before
    client.get(path + "?page=2")
    assert portal.replicas[-1].shelf.n_visible == before + 4


def test_random_faults_hit_their_share_and_spare_later_attempts(faulty: FaultyPortal) -> None:
    with DemoServer(faulty) as server:
        faulty.faults = faults.random_faults(0.2, seed=5, pattern="^/nowhere")
        for fault in faulty.faults:
            fault.twist = lambda request, honest: honest()
        client = Client(server)
        for number in range(400):
            client.get(f"/nowhere/{number}")
        client.close()
    assert 45 < sum(fault.happened for fault in faulty.faults) < 115
