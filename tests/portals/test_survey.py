"""A survey finds every section and nothing else, asks for little, and its portal file is a good one."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from newscrawler.demo.catalogue import open_portal, portal_names
from newscrawler.demo.comparison import forbidden_requests
from newscrawler.demo.truth import truth_of
from newscrawler.portals.files import read_portal
from newscrawler.portals.recognition import SeenPage, target_of
from newscrawler.portals.survey import survey
from newscrawler.portals.writing import portal_name, portal_toml
from pipelines.errors import PortalChanged
from tests.portals.replicas import BASE, fetching


@pytest.mark.parametrize("name", portal_names())
def test_sections_of_every_replica(name: str, tmp_path: Path) -> None:
    portal, asked = open_portal(name, n_articles=60, seed=7), list[str]()
    found = asyncio.run(survey(f"{BASE}/", fetching(portal, asked)))
    truth = truth_of(portal)
    sections = [target_of(section.url) for one in found.generations for section in one.sections]
    assert sorted(sections) == sorted(truth["listings"])
    assert len(asked) <= len(sections) + 8
    assert not forbidden_requests(truth, map(target_of, asked))
    file = tmp_path / "found.toml"
    file.write_text(portal_toml(found, "found", date(2026, 1, 1)), encoding="utf-8")
    read = read_portal(file)
    assert [section.url for _, section in read.sections()] == sections
    assert read.title == found.title


def test_an_older_site_still_served_is_a_generation_of_its_own() -> None:
    found = asyncio.run(survey(f"{BASE}/", fetching(open_portal("kontum", n_articles=60, seed=7), [])))
    newer, older = found.generations
    assert (newer.recognition.family, older.recognition.family) == ("kontum-2019", "sharepoint-blog")
    assert (older.first_day, older.last_day) == (date(2015, 1, 1), date(2018, 12, 31))
    assert older.dated_template is not None
    assert older.dated_template.startswith("/tintuc/Lists/Posts/Date.aspx?")


def test_a_portal_that_shows_nothing_is_said_to() -> None:
    async def silent(url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        return None

    async def empty(url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        return SeenPage(url, b"<title>Trang</title><p>Dang bao tri")

    with pytest.raises(PortalChanged, match="front page, found none"):
        asyncio.run(survey("http://a.example/", silent))
    with pytest.raises(PortalChanged, match="no listing"):
        asyncio.run(survey("http://a.example/", empty))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://quangngai.gov.vn/", "quangngai"),
        ("http://www.mic.gov.vn", "mic"),
        ("https://stnmt.kontum.gov.vn/tin", "stnmt-kontum"),
        ("http://baokontum.com.vn/", "baokontum-com-vn"),
        ("http://127.0.0.1:8080/", "127-0-0-1-8080"),
    ],
)
def test_names_come_from_hosts(url: str, name: str) -> None:
    assert portal_name(url) == name
