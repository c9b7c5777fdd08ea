"""Real listing and article pages kept beside the repository, where they are present; the targets of the project."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from newscrawler.listings import ListingPage, read_listing

SHARED = Path(__file__).parents[2].parent / "shared"
PAGES = sorted(SHARED.glob("pages/*/*.json")) if SHARED.is_dir() else []
LISTINGS = [path for path in PAGES if path.stem.startswith("listing") and path.with_suffix(".html.gz").exists()]
ARTICLES = [path for path in PAGES if path.stem.startswith("article") and path.with_suffix(".html.gz").exists()]
BENCHMARK = SHARED / "benchmarks" / "article-extraction"
absent = pytest.mark.skipif(not LISTINGS, reason="the shared pages are not here")


def _load(path: Path) -> tuple[dict[str, Any], ListingPage]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold, read_listing(gzip.decompress(path.with_suffix(".html.gz").read_bytes()), gold["url"])


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@absent
@pytest.mark.parametrize("path", LISTINGS, ids=_name)
def test_article_links(path: Path) -> None:
    gold, page = _load(path)
    wanted, found = {one["url"] for one in gold["articles"]}, {link.url for link in page.articles}
    assert page.kind == "listing"
    assert len(wanted & found) / len(wanted) >= 0.98
    assert len(wanted & found) / len(found) >= 0.95
    order = [link.url for link in page.articles if link.url in wanted]
    assert order == [one["url"] for one in gold["articles"] if one["url"] in found]


@absent
@pytest.mark.parametrize("path", LISTINGS, ids=_name)
def test_next_page(path: Path) -> None:
    gold, page = _load(path)
    assert (page.next_page.url if page.next_page else None) == gold["next_page"]


@absent
@pytest.mark.parametrize("path", LISTINGS, ids=_name)
def test_titles_and_dates(path: Path) -> None:
    gold, page = _load(path)
    wanted = {one["url"]: one for one in gold["articles"]}
    titles = [link.title == wanted[link.url]["title"] for link in page.articles if link.url in wanted]
    dates = [link.date_raw == wanted[link.url]["date_raw"] for link in page.articles if link.url in wanted]
    assert sum(titles) / len(titles) >= 0.98
    assert sum(dates) / len(dates) >= 0.98


@absent
@pytest.mark.parametrize("path", ARTICLES, ids=_name)
def test_an_article_is_no_listing(path: Path) -> None:
    _, page = _load(path)
    assert (page.kind, page.articles, page.next_page) == ("article", (), None)


@pytest.mark.skipif(not BENCHMARK.is_dir(), reason="the article benchmark is not here")
def test_articles_of_the_world_are_no_listings() -> None:
    truth = json.loads((BENCHMARK / "ground-truth.json").read_text(encoding="utf-8"))
    silent = 0
    for key, page in truth.items():
        html = gzip.decompress((BENCHMARK / "html" / f"{key}.html.gz").read_bytes())
        read = read_listing(html, page["url"])
        silent += not read.articles and read.next_page is None
    assert silent / len(truth) >= 0.98
