"""An audit tells the articles that only sections or only dated listings show, and what it could not see."""

from __future__ import annotations

import asyncio
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.comparison import key_of
from newscrawler.demo.truth import truth_of
from newscrawler.portals.audit import Audit, audit, tell
from newscrawler.portals.files import read_portal
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.survey import survey
from newscrawler.portals.writing import portal_toml
from pipelines.errors import SettingsError
from tests.portals.replicas import BASE, fetching


def found_portal(name: str, folder: Path) -> Portal:
    fetch = fetching(open_portal(name, n_articles=60, seed=7), [])
    file = folder / "found.toml"
    file.write_text(portal_toml(asyncio.run(survey(f"{BASE}/", fetch)), "found", date(2026, 1, 1)), encoding="utf-8")
    return read_portal(file)


@pytest.mark.parametrize("name", ["kontum", "mic", "webforms"])
def test_an_article_published_late_is_known_by_date_only(name: str, tmp_path: Path) -> None:
    replica = open_portal(name, n_articles=60, seed=7)
    truth = truth_of(replica)
    late = next(one for one in truth["articles"] if one["trap"] == "back_dated")
    first = date.fromisoformat(late["published_at"][:10]).replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    asked: list[str] = []
    found = asyncio.run(audit(found_portal(name, tmp_path), first, last, fetching(replica, asked)))
    assert [key_of(truth, one.where.url) for one in found.only_dated] == [late["key"]]
    assert not found.only_sectional
    assert not found.incomplete
    assert found.n_pages <= len(asked)
    assert "only by date: 1" in list(tell(found))
    assert not any(key_of(truth, url) for url in asked)


def test_what_could_not_be_had_is_told(tmp_path: Path) -> None:
    portal = found_portal("kontum", tmp_path)

    async def silent(url: str, form: dict[str, str] | None = None, /) -> SeenPage | None:
        return None

    found = asyncio.run(audit(portal, date(2016, 1, 1), date(2016, 1, 31), silent))
    assert len(found.incomplete) == 9
    assert "could not be had" in found.incomplete[0]


def test_without_dated_listings_there_is_nothing_to_audit_by(tmp_path: Path) -> None:
    portal = found_portal("vnpt", tmp_path)
    with pytest.raises(SettingsError, match="none to audit by"):
        asyncio.run(
            audit(portal, date(2016, 1, 1), date(2016, 1, 31), fetching(open_portal("vnpt", n_articles=60), []))
        )


def test_an_audit_of_two_equal_ways_has_nothing_to_tell() -> None:
    assert list(tell(Audit("a", date(2016, 1, 1), date(2016, 1, 2))))[1:] == ["only by section: 0", "only by date: 0"]
