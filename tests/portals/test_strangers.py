"""Portals like none that is known, from their address alone: sections, every article, nothing else, fields right."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from newscrawler.listings import read_listing
from newscrawler.portals.files import read_portal
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import target_of
from newscrawler.portals.survey import survey
from newscrawler.portals.writing import portal_toml
from newscrawler.saved.files import saved_page
from newscrawler.spiders.links import found_articles
from pipelines.extraction.extract import extract
from pipelines.records import Article
from tests.portals.strangers import BASE, Stranger


async def walked(stranger: Stranger, portal: Portal) -> set[str]:
    """Path and query of the articles that the sections show, page by page to their ends."""
    found: set[str] = set()
    for generation, section in portal.sections():
        url: str | None = portal.absolute(section.url)
        while url is not None:
            page = await stranger.fetch(url)
            assert page is not None, url
            listing = read_listing(page.body, page.url, generation.listing)
            found |= {target_of(one.where.url) for one in found_articles(listing.articles, portal, (), ())}
            url = listing.next_page.url if listing.next_page else None
    return found


@pytest.mark.parametrize("name", ["table", "tailwind"])
def test_a_portal_like_none_that_is_known(name: str, tmp_path: Path) -> None:
    stranger = Stranger(name)
    found = asyncio.run(survey(f"{BASE}/", stranger.fetch))
    file = tmp_path / "found.toml"
    file.write_text(portal_toml(found, "found", date(2026, 1, 1)), encoding="utf-8")
    portal = read_portal(file)
    assert [section.url for _, section in portal.sections()] == stranger.listings()
    stranger.asked.clear()
    truth = stranger.truth()
    assert asyncio.run(walked(stranger, portal)) == set(truth)
    assert len(stranger.asked) <= len(truth) / 10 + len(stranger.listings())
    for target, article in truth.items():
        page = asyncio.run(stranger.fetch(BASE + target))
        assert page is not None
        row = extract(saved_page(page.body, page.url, "found"))
        assert isinstance(row, Article), target
        assert row.title == article.title
        assert row.published_at == article.published_at
        assert row.section == article.section.name
        text = [*(row.lead or "").splitlines(), *row.body.splitlines()]
        assert text == list(article.body), target
