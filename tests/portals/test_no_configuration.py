"""``newscrawler crawl http://portal/`` on every replica, with no portal file: recall, precision, fields, requests.

Two replicas run by default; ``-m slow`` runs the others.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from newscrawler.demo.catalogue import portal_names
from newscrawler.demo.comparison import between, compare, forbidden_requests, repeated_requests
from newscrawler.demo.server import serve
from newscrawler.demo.truth import truth_of
from newscrawler.portals.files import found_folder
from tests.crawl.running import newscrawler, table

QUICK = ("webcenter",)
N_ARTICLES = {"mic": 240, "webforms": 240}
"""Of portals with an article that only the listing of its day shows: forty days, more than any run reads of a section,
and that article dated before the last 31. The others have 60."""


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in portal_names()]
)
def test_a_portal_without_a_file(name: str, tmp_path: Path) -> None:
    with serve(name, n_articles=N_ARTICLES.get(name, 60), seed=7) as server:
        first = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1")
        assert first.returncode == 0, first.stderr
        targets = [request.target for request in server.requests]
        truth = truth_of(server.portal)  # type: ignore[arg-type]
    assert "because" in first.stderr
    (file,) = found_folder(tmp_path).glob("*.toml")
    assert "family = " in file.read_text(encoding="utf-8")
    differing = compare(truth, table(tmp_path, "articles"))
    kinds = Counter(one.field for one in differing)
    assert not kinds["missing"], differing
    assert not kinds["superfluous"], differing
    assert not kinds["twice"], differing
    n_fields = 13 * len(truth["articles"])
    assert len(differing) <= 0.01 * n_fields, differing
    assert not forbidden_requests(truth, targets)
    assert not repeated_requests(truth, targets)
    totals = truth["totals"]
    n_worth_asking = totals["articles"] + totals["listing_pages"] + totals["dated_pages"]
    assert len(targets) <= 1.3 * n_worth_asking, (len(targets), totals)


@pytest.mark.parametrize(
    "name", ["mic", *(pytest.param(name, marks=pytest.mark.slow) for name in ("webforms", "wordpress"))]
)
def test_one_month_of_a_portal_without_a_file(name: str, tmp_path: Path) -> None:
    with serve(name, n_articles=120, seed=7) as server:
        truth = truth_of(server.portal)  # type: ignore[arg-type]
        listed_late = next((one for one in truth["articles"] if one["trap"] == "back_dated"), truth["articles"][40])
        first = date.fromisoformat(listed_late["published_at"][:10]).replace(day=1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        span = ("--since", f"{first:%Y-%m}", "--until", f"{first:%Y-%m}")
        done = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1", *span)
        assert done.returncode == 0, done.stderr
        targets = [request.target for request in server.requests]
        month = between(truth_of(server.portal), first, last)  # type: ignore[arg-type]
    assert not compare(month, table(tmp_path, "articles"))
    assert not forbidden_requests(truth, targets)
    n_listings = len(truth["listings"]) * (last.day + 2)
    assert len(targets) <= n_listings + len(month["articles"]) + 12


def test_the_next_crawl_uses_the_file_that_was_written(tmp_path: Path) -> None:
    with serve("vnpt", n_articles=60, seed=7) as server:
        newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--workers", "1", "--limit", "5")
        (file,) = found_folder(tmp_path).glob("*.toml")
        file.write_text(file.read_text(encoding="utf-8").replace('title = "', 'title = "Sửa tay: '), encoding="utf-8")
        server.forget_requests()
        again = newscrawler("crawl", f"{server.url}/", "--output", tmp_path, "--limit", "1", "--workers", "1")
        assert again.returncode == 0, again.stderr
        assert "because" not in again.stderr
    assert "Sửa tay" in file.read_text(encoding="utf-8")
    rebuilt = newscrawler("rebuild", "--output", tmp_path, "--workers", "1")
    assert rebuilt.returncode == 0, rebuilt.stderr
    methods = [row["methods"] for row in table(tmp_path, "articles")]
    assert methods
    assert all("layout" in str(one) for one in methods)
