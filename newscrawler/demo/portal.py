"""A portal: one host with its replicas, robots.txt, and the switches a test or demo turns."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.serving.messages import Reply, Request, text_reply

_FILE = re.compile(r"\.(?:jpg|gif|png|css|js|ashx|docx?|pdf)$", re.I)
CONTROL = "/.demo/"
"""Addresses of the switches; no page links them."""


@dataclass(frozen=True, slots=True)
class DayChanges:
    """Keys of the articles that changed on one day."""

    new: list[str]
    edited: list[str]
    removed: list[str]


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
            replica.base = f"http://{request.headers.get('host', '127.0.0.1')}"
            if (reply := replica.respond(request)) is not None:
                return reply
        if _FILE.search(request.path):
            return Reply(body=b"%PDF-1.4\n%%EOF\n", content_type="application/octet-stream", compress=False)
        return self.replicas[0].page("not_found.html", status=404)

    def switch(self) -> None:
        """Let the planted changes happen: edits and removals."""
        for replica in self.replicas:
            replica.shelf.switch()

    def publish(self, n_articles: int) -> None:
        """Publish ``n_articles`` more in the portal's newest generation."""
        self.replicas[-1].shelf.publish(n_articles)

    def pass_day(self, *, n_new: int = 20, n_edited: int = 5, n_removed: int = 2, recent: int = 60) -> DayChanges:
        """A day of the newest generation: new articles, and some of the ``recent`` newest edited or removed.

        Raises ValueError when there are fewer recent articles than are to change.
        """
        replica = self.replicas[-1]
        shelf, planted = replica.shelf, replica.shelf.library.plants
        plain = [index for index in shelf.newest(recent) if index not in planted]
        if len(plain) < n_edited + n_removed:
            raise ValueError(f"only {len(plain)} recent articles for {n_edited} edits and {n_removed} removals")
        chosen = plain[:: len(plain) // (n_edited + n_removed)][: n_edited + n_removed]
        edited, removed = chosen[:n_edited], chosen[n_edited:]
        changes = [[replica.key(shelf.article(index)) for index in indices] for indices in (edited, removed)]
        for index in edited:
            shelf.edit(index)
        for index in removed:
            shelf.remove(index)
        new = [replica.key(shelf.article(index)) for index in shelf.publish(n_new)]
        return DayChanges(new, *changes)

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
