"""The replica portals, whose templates were written by other hands: every section walked without a single fact.

Asked of the portals directly, without a network: this is about reading, not about crawling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from newscrawler.demo.catalogue import open_portal, portal_names
from newscrawler.demo.content.records import Section
from newscrawler.demo.portal import Portal
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Request
from newscrawler.listings import ListingPage, is_forbidden, read_listing

BASE = "http://portal.example"
N_ARTICLES = 120
MOST_PAGES = 40


def _ask(portal: Portal, url: str, form: dict[str, str] | None = None) -> bytes:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    method, body = ("GET", b"") if form is None else ("POST", urlencode(form).encode())
    reply = portal.respond(Request(method, target, {"host": "portal.example"}, body))
    return reply.body if isinstance(reply.body, bytes) else reply.body.plain()


def _walk(portal: Portal, start: str) -> Iterator[tuple[str, ListingPage]]:
    url, form = urljoin(BASE, start), None
    for _ in range(MOST_PAGES):
        page = read_listing(_ask(portal, url, form), url)
        yield url, page
        if page.next_page is None:
            return
        url, form = page.next_page.url, dict(page.next_page.form) if page.next_page.form else None


def _sections() -> Iterator[tuple[str, int]]:
    for name in portal_names():
        for number, _ in enumerate(open_portal(name, n_articles=N_ARTICLES).replicas):
            yield name, number


@pytest.fixture(params=list(_sections()), ids=lambda param: f"{param[0]}-{param[1]}")
def replica(request: pytest.FixtureRequest) -> tuple[Portal, Replica]:
    name, number = request.param
    portal = open_portal(name, n_articles=N_ARTICLES)
    return portal, portal.replicas[number]


def _keys(replica: Replica, page: ListingPage) -> list[str]:
    pattern, template = replica.key_pattern
    matches = [(link.url, re.search(pattern, link.url)) for link in page.articles]
    assert [url for url, match in matches if match is None] == []
    return [template.format(match[1]) for _, match in matches if match is not None]


def _published(replica: Replica, section: Section) -> set[str]:
    library = replica.shelf.library
    return {replica.key(library.article(index)) for index in replica.shelf.in_section(section.number)}


def test_every_section_is_found_whole_and_nothing_else(replica: tuple[Portal, Replica]) -> None:
    portal, template = replica
    n_pages = 0
    for section, start in zip(template.shelf.library.edition.sections, template.listings(), strict=True):
        found: set[str] = set()
        for url, page in _walk(portal, start):
            assert page.kind == "listing", url
            found |= set(_keys(template, page))
            n_pages += 1
        assert found == _published(template, section), section.name
    assert n_pages == template.n_listing_pages()


def test_articles_are_no_listings(replica: tuple[Portal, Replica]) -> None:
    portal, template = replica
    for index in range(0, template.shelf.library.n_articles, 9):
        article = template.shelf.library.article(index)
        url = urljoin(BASE, template.addresses(article)[0])
        body = _ask(portal, url)
        if article.trap is None:
            page = read_listing(body, url)
            assert (page.kind, page.articles, page.next_page) == ("article", (), None), url


def test_forbidden_addresses_are_known_and_articles_are_not_among_them(replica: tuple[Portal, Replica]) -> None:
    _, template = replica
    for index in range(0, template.shelf.library.n_articles, 5):
        for address in template.addresses(template.shelf.library.article(index)):
            assert is_forbidden(urljoin(BASE, address)) is None
