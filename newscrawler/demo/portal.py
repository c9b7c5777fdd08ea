"""A portal: one host with its replicas, robots.txt, and the switches a test or demo turns."""

from __future__ import annotations

import json
from collections.abc import Callable

from newscrawler.demo.content import portals as editions
from newscrawler.demo.content.library import Library
from newscrawler.demo.content.records import Edition
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.replicas.kontum_2017.replica import Kontum2017
from newscrawler.demo.replicas.kontum_2019.replica import Kontum2019
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Reply, Request, text_reply
from pipelines.errors import SettingsError

CONTROL = "/.demo/"
"""Addresses of the switches; no page links them."""
SMALLEST_PORTAL = 60
"""Fewer articles leave no room for all traps."""


class Portal:
    """Several replicas on one host; the first that knows an address answers."""

    def __init__(self, name: str, replicas: list[Replica], robots: str) -> None:
        self.name, self.replicas, self.robots = name, replicas, robots

    def respond(self, request: Request) -> Reply:
        """The reply to one request."""
        if request.path.startswith(CONTROL):
            return self._control(request)
        if request.path == "/robots.txt":
            return text_reply(self.robots)
        for replica in self.replicas:
            if (reply := replica.respond(request)) is not None:
                return reply
        return self.replicas[0].page("not_found.html", status=404)

    def switch(self) -> None:
        """Let the planted changes happen: edits and removals."""
        for replica in self.replicas:
            replica.shelf.switch()

    def publish(self, n_articles: int) -> None:
        """Publish ``n_articles`` more in the portal's newest generation."""
        self.replicas[-1].shelf.publish(n_articles)

    def _control(self, request: Request) -> Reply:
        action = request.path.removeprefix(CONTROL)
        if action == "switch" and request.method == "POST":
            self.switch()
        elif action == "publish" and request.method == "POST":
            self.publish(int(request.query.get("n", "1")))
        elif action != "state":
            return text_reply(f"no switch {action!r}; there are: POST switch, POST publish?n=, GET state\n", status=404)
        state = {replica.shelf.library.edition.name: replica.shelf.n_visible for replica in self.replicas}
        return text_reply(json.dumps(state), "application/json")


def _open_kontum(n_articles: int, seed: int, traps: bool) -> Portal:
    n_later = n_articles // 8
    robots = "User-agent: *\nDisallow: /_layouts/\nDisallow: /tintuc/_layouts/\n"

    def shelf(edition: Edition, n: int, planted: bool) -> Shelf:
        return Shelf(Library(edition, n, seed, traps=planted))

    return Portal(
        "kontum",
        [
            Kontum2017(shelf(editions.KONTUM_2017, n_articles - n_later, traps)),
            Kontum2019(shelf(editions.KONTUM_2019, max(1, n_later), False)),
        ],
        robots,
    )


_PORTALS: dict[str, Callable[[int, int, bool], Portal]] = {"kontum": _open_kontum}


def portal_names() -> list[str]:
    """Names of the replica portals."""
    return sorted(_PORTALS)


def open_portal(name: str, *, n_articles: int = 400, seed: int = 7, traps: bool = True) -> Portal:
    """A fresh replica portal of about ``n_articles``; raises SettingsError for an unknown name or too few articles."""
    if n_articles < SMALLEST_PORTAL:
        raise SettingsError(f"a replica portal has at least {SMALLEST_PORTAL} articles, not {n_articles}")
    if name not in _PORTALS:
        raise SettingsError(f"no replica portal is called {name!r}; there are: {', '.join(portal_names())}")
    return _PORTALS[name](n_articles, seed, traps)
