"""Metadata of whole pages: a page per content system, the saved pages, and pages that are broken."""

from __future__ import annotations

from datetime import datetime

import pytest
from portal_pages import FETCHED, PAGES, PortalPage
from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.metadata import Metadata, read_metadata
from pipelines.records import Page, PageKind


def page_at(url: str, listed_raw: str | None = None, fetched: str = FETCHED) -> Page:
    return Page(
        "dakson",
        url,
        url,
        url,
        url,
        200,
        (),
        b"",
        datetime.fromisoformat(fetched),
        PageKind.ARTICLE,
        "run",
        listed_date_raw=listed_raw,
    )


def read(page: PortalPage) -> Metadata:
    return read_metadata(LexborHTMLParser(page.html), page_at(page.url, page.listed_raw))


def iso(metadata: Metadata, like: str | None) -> str | None:
    if metadata.published is None:
        return None
    at = metadata.published.at
    return at.date().isoformat() if like is not None and len(like) == 10 else at.isoformat()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
class TestPortalPages:
    def test_title(self, page: PortalPage) -> None:
        assert read(page).title == page.title

    def test_published(self, page: PortalPage) -> None:
        metadata = read(page)
        assert iso(metadata, page.published) == page.published
        if metadata.published is not None:
            assert (metadata.published.precision == "day") == (len(page.published or "") == 10)

    def test_updated(self, page: PortalPage) -> None:
        updated = read(page).updated_at
        assert (updated.isoformat() if updated else None) == page.updated

    def test_bylines(self, page: PortalPage) -> None:
        metadata = read(page)
        assert (list(metadata.authors), metadata.source) == (page.authors, page.source)

    def test_section(self, page: PortalPage) -> None:
        assert read(page).section == page.section

    def test_tags(self, page: PortalPage) -> None:
        assert list(read(page).tags) == page.tags

    def test_view_count(self, page: PortalPage) -> None:
        assert read(page).view_count == page.views

    def test_marked_lead(self, page: PortalPage) -> None:
        assert read(page).marked_lead == page.lead

    def test_attachments(self, page: PortalPage) -> None:
        assert [(file.url, file.name) for file in read(page).attachments] == page.attachments
