"""The report and its data card."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

for library in ("altair", "vl_convert", "jinja2"):
    pytest.importorskip(library)

from newscrawler.corpus.database import Database  # noqa: E402 -- after the skip
from newscrawler.corpus.report.calendars import year_calendars  # noqa: E402
from newscrawler.corpus.report.card import Facts, data_card  # noqa: E402
from newscrawler.corpus.report.writing import write_report  # noqa: E402
from pipelines import schema  # noqa: E402

from .conftest import CommandLine  # noqa: E402
from .test_search import article, write  # noqa: E402


@pytest.fixture(scope="module")
def page(dataset: Path, tmp_path_factory: pytest.TempPathFactory, command: CommandLine) -> str:
    to = tmp_path_factory.mktemp("report") / "folder" / "report.html"
    result = command("report", "-o", dataset, "--to", to)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [str(to), str(to.with_name("report.data-card.md"))]
    return to.read_text("utf-8")


def test_the_page_needs_nothing_else(page: str) -> None:
    assert "<script" not in page
    assert "<link" not in page
    links = {link for link in re.findall(r'(?:src|href)="([^"#]*)"', page) if link}
    assert links == {"report.data-card.md"}
    assert not re.search(r"url\((?!data:|#)", page)
    assert "default-src 'none'" in page


def test_the_page_has_every_part(page: str) -> None:
    for part in ("Portals", "Coverage calendar", "Articles over time", "Sections", "Authors", "Documents", "Runs",
                 "Duplicates between portals", "Field coverage", "Outcomes", "Failures", "Licence"):  # fmt: skip
        assert f"<h2>{part}</h2>" in page
    assert page.count("<svg") >= 8 + 3
    assert page.count('role="img"') == page.count("<figure>")
    # Every chart's numbers are a table too, and its frame can be reached by keyboard.
    assert page.count("<summary>Numbers</summary>") == 8
    assert "Tin trong tỉnh" in page
    assert "503 on page 2" in page
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ET.fromstring(svg)


def test_the_same_dataset_gives_the_same_bytes(dataset: Path, page: str, tmp_path: Path) -> None:
    with closing(Database(dataset)) as database:
        write_report(database, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8") == page


def test_an_empty_dataset_has_a_report(empty: Path, tmp_path: Path) -> None:
    with closing(Database(empty)) as database:
        card = write_report(database, tmp_path / "r.html")
    assert "0 articles" in card.read_text("utf-8")


def test_the_data_card_describes_every_column(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        card = data_card(Facts.gather(database))
    for field in schema.ARTICLES:
        assert f"| {field.name} |" in card
    for heading in ("## Portals", "## Licence", "## Known gaps", "## Columns"):
        assert heading in card
    assert "600 articles of 3 portals" in card


def test_stored_markup_is_shown_as_text(tmp_path: Path, generator: ModuleType) -> None:
    script = "<script>alert(1)</script>"
    write(tmp_path, [article(generator, "thu-1", script, section=script, authors=[script])])
    with closing(Database(tmp_path)) as database:
        write_report(database, tmp_path / "r.html")
    assert "<script" not in (tmp_path / "r.html").read_text("utf-8")


def test_gaps_are_counted() -> None:
    rows = [{"section": "a", "day": date(2026, 3, day), "articles": 1} for day in (1, 2, 6)]
    (year,) = year_calendars("p", rows)
    assert (year.articles, year.silent_days) == (3, 3)
    assert len(re.findall(r"M[\d.]+ \d+h2v11h-2z", year.svg)) == 3
