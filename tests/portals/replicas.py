"""Pages of replica portals without a network, fetched as a survey fetches them."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin, urlsplit

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.portal import Portal
from newscrawler.demo.serving.composition import Composed
from newscrawler.demo.serving.messages import Request
from newscrawler.portals.recognition import SeenPage, target_of
from newscrawler.portals.survey import Fetch

BASE = "http://portal.example"


def page_at(portal: Portal, url: str, form: dict[str, str] | None = None) -> SeenPage | None:
    """The page, redirects followed, or the answer to ``form``; ``None`` for anything but 200."""
    host = {"host": urlsplit(BASE).netloc, "content-type": "application/x-www-form-urlencoded"}
    for _ in range(4):
        method, sent = ("POST", urlencode(form).encode()) if form else ("GET", b"")
        reply = portal.respond(Request(method, target_of(url), host, sent))
        if reply.status not in (301, 302):
            break
        url = urljoin(url, dict(reply.headers)["Location"])
    if reply.status != 200:
        return None
    return SeenPage(url, reply.body.plain() if isinstance(reply.body, Composed) else reply.body)


def fetching(portal: Portal, asked: list[str]) -> Fetch:
    """A survey's fetch that notes what was asked for."""

    async def fetch(url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        asked.append(url)
        return page_at(portal, url, form)

    return fetch


def front_page(name: str) -> SeenPage:
    """The replica's front page."""
    page = page_at(open_portal(name, n_articles=60, seed=7), f"{BASE}/")
    assert page is not None
    return page
