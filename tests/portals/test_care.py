"""Writing a portal file with samples, checking it against them, and seeing what a redesign broke."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newscrawler.cli import app
from newscrawler.demo.server import serve
from newscrawler.portals.care import check_saved, samples_of
from newscrawler.portals.files import read_portal
from newscrawler.portals.health import broken_selectors, judge
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.samples import sample_address
from newscrawler.portals.trying import tell_page
from tests.crawl.running import newscrawler


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portals")
    with serve("liferay7", n_articles=60, seed=7) as server:
        done = newscrawler("portal", "add", f"{server.url}/", "--folder", folder, "--name", "hoabinh")
        assert done.returncode == 0, done.stderr
    return folder / "hoabinh.toml"


def test_samples_bear_out_the_file_they_were_written_with(added: Path) -> None:
    portal = read_portal(added)
    samples = samples_of(str(added), portal)
    assert sorted(sample.kind for sample in samples) == ["article", "article", "listing"]
    assert not [one for one in check_saved(portal, samples) if one.fault]


def test_an_expectation_that_is_not_met_is_told(added: Path, tmp_path: Path) -> None:
    portal = read_portal(added)
    facts = added.parent / "hoabinh" / "02-article.json"
    drafted = facts.read_text(encoding="utf-8")
    corrected = json.loads(drafted)
    corrected["expected"]["title"] = "Một tiêu đề khác"
    facts.write_text(json.dumps(corrected), encoding="utf-8")
    try:
        done = newscrawler("portal", "check", added, "--saved")
    finally:
        facts.write_text(drafted, encoding="utf-8")
    assert done.returncode == 2
    assert "fault: 02-article.html: title: expected 'Một tiêu đề khác'" in done.stdout
    assert portal.name in done.stdout


def test_a_selector_that_matches_nothing_and_a_date_that_cannot_be_read(added: Path, tmp_path: Path) -> None:
    text = added.read_text(encoding="utf-8").replace(
        'family = "liferay7"', 'family = "liferay7"\nlayout = { body = ".khong-co", published = "#titleDetail" }'
    )
    file = tmp_path / "hoabinh.toml"
    file.write_text(text, encoding="utf-8")
    portal = read_portal(file)
    pages = [SeenPage(one.url, one.body) for one in samples_of(str(added), portal) if one.kind == "article"]
    found = [str(one) for one in judge(portal, pages, [])]
    assert any("liferay7.layout.body" in one and "match nothing in 2 pages" in one for one in found)
    assert any("is no date that can be read" in one for one in found)


def test_a_redesign_is_told_by_the_selectors_it_broke(added: Path) -> None:
    portal = read_portal(added)
    samples = samples_of(str(added), portal)
    renamed = [(one, SeenPage(one.url, one.body.replace(b"contentDetail", b"noi-dung"))) for one in samples]
    found = [one for one in broken_selectors(portal, renamed) if one.fault]
    assert {one.fact for one in found} == {"body: '#contentDetail' no longer matches"}
    assert [one.fact for one in broken_selectors(portal, [(samples[0], None)])] == ["can no longer be had"]
    assert not broken_selectors(portal, [(one, SeenPage(one.url, one.body)) for one in samples])


def test_trying_a_page_tells_each_field_with_its_method(added: Path) -> None:
    portal = read_portal(added)
    listing, article, _ = samples_of(str(added), portal)
    told = "\n".join(tell_page(portal, SeenPage(article.url, article.body)))
    assert "identity: bai-viet/" in told
    assert "[layout]" in told
    assert "candidate:" in told
    told = "\n".join(tell_page(portal, SeenPage(listing.url, listing.body)))
    assert "articles" in told
    assert "next page:" in told


def test_try_reads_a_saved_page_without_any_file(added: Path) -> None:
    page = added.parent / "hoabinh" / "02-article.html"
    done = newscrawler("portal", "try", page, "--at", "http://hoabinh.example/chi-tiet/-/bai-viet/a-30665-1.html")
    assert done.returncode == 0, done.stderr
    assert "generation liferay7" in done.stdout
    assert "identity: bai-viet/30665" in done.stdout


def test_a_sample_is_tried_at_its_own_address(added: Path) -> None:
    page = added.parent / "hoabinh" / "02-article.html"
    told = CliRunner().invoke(app, ["portal", "try", str(page), "--portal", str(added)]).output
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["url"] in told.splitlines()[0]
    assert sample_address(page.with_name("none.html")) is None


def test_checking_live_needs_a_portal(added: Path) -> None:
    done = newscrawler("portal", "check", "--live")
    assert done.returncode == 2
    assert "name it" in done.stderr


def test_the_older_name_of_the_command_still_works() -> None:
    run = CliRunner()
    shown = run.invoke(app, ["--help"]).output
    assert re.search(r"\bportal +Portal files", shown)
    assert "portals  " not in shown
    for name in ("portal", "portals"):
        listed = run.invoke(app, [name, "list"])
        assert listed.exit_code == 0, listed.output
        assert "kontum" in listed.output
