"""A portal that has gone over to its successor: redirects there are seen for what they are, and not followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.portal import Portal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.serving.messages import Reply, Request, redirect
from tests.crawl.running import crawl_arguments, newscrawler, table


class Succeeded:
    """Kon Tum's replica after the merger: its older articles lead to the successor."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def respond(self, request: Request) -> Reply:
        if "post.aspx" in request.path.lower():
            return redirect("http://quangngai.gov.vn/trang-chu")
        return self.portal.respond(request)


@pytest.mark.timeout(180)
def test_redirects_to_the_successor_are_no_articles_and_no_requests(tmp_path: Path) -> None:
    with DemoServer(Succeeded(open_portal("kontum", n_articles=60, seed=7))) as server:
        done = newscrawler(*crawl_arguments(server, tmp_path, "--workers", "1"))
    assert done.returncode == 3, done.stderr  # unhealthy: most of the portal is gone, and it says so
    outcomes = table(tmp_path, "outcomes")
    led_away = [row for row in outcomes if "post.aspx" in row["url"]]
    assert len(led_away) > 40
    assert {(row["outcome"], row["reason"]) for row in led_away} == {("gone", "redirected_home")}
    assert all("/pages/detail/" in row["url"] for row in table(tmp_path, "articles"))
