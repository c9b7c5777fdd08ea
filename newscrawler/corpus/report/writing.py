"""Put the report together."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from newscrawler.corpus import overview
from newscrawler.corpus.database import Database
from newscrawler.corpus.extras import load
from newscrawler.corpus.query import ask
from newscrawler.corpus.questions import find
from newscrawler.corpus.report import charts
from newscrawler.corpus.report.calendars import YearCalendar, year_calendars
from newscrawler.corpus.report.card import LICENCE, Facts, data_card
from newscrawler.corpus.run_reports import run_reports

_TOP = 20


def write_report(database: Database, to: Path) -> Path:
    """Write one self-contained HTML page to ``to`` and the data card beside it; return the card's path.

    The page asks nothing of any server and holds no script. The same dataset gives the same bytes. Raises MissingExtra
    without the extra ``report``.
    """
    for library in ("altair", "vl_convert", "jinja2"):
        load(library, "report", "newscrawler report")
    facts = Facts.gather(database)
    card = to.with_name(to.stem + ".data-card.md")
    page = _render(database, facts, card.name)
    for path, text in ((to, page), (card, data_card(facts))):
        part = path.with_name(path.name + ".part")
        part.write_text(text, "utf-8")
        part.replace(path)
    return card


def _render(database: Database, facts: Facts, card: str) -> str:
    jinja2 = load("jinja2", "report", "newscrawler report")
    folder = Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    text: str = environment.get_template("report.html").render(
        totals=facts.totals,
        facts=facts,
        calendars=_calendars(database, [row["portal"] for row in facts.portals]),
        charts=_charts(database, facts),
        runs=run_reports(database.snapshot.root, 60),
        licence=LICENCE,
        card=card,
        style=(folder / "report.css").read_text("utf-8"),
    )
    return text


def _calendars(database: Database, portals: list[str]) -> dict[str, list[YearCalendar]]:
    sql = """
        SELECT portal, coalesce(listed_section, section, '') AS section, published_at::DATE AS day, count(*) AS articles
        FROM articles WHERE published_at IS NOT NULL GROUP BY ALL ORDER BY ALL"""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in ask(database, sql).table.to_pylist():
        rows[row["portal"]].append(row)
    return {portal: year_calendars(portal, rows[portal]) for portal in portals}


def _charts(database: Database, facts: Facts) -> list[charts.Chart]:
    """Draw every chart that has something to show."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return ask(database, sql).table.to_pylist()

    drawn: list[charts.Chart] = []
    if months := rows(_MONTHS):
        drawn.append(charts.timeline("Articles over time", "Articles published each month, by portal.", months))
    for title, says, sql, label in _RANKINGS:
        if found := rows(sql):
            drawn.append(charts.ranking(title, says, found, label, "articles"))
    if pairs := rows(_PAIRS):
        says = "Pairs of articles with the same text, or nearly: earlier portal down, later portal across."
        drawn.append(charts.flows("Duplicates between portals", says, pairs))
    filled = [
        {"portal": row["portal"], "column": name, "share": round(row[name], 4)}
        for name in overview.FILLED
        for row in facts.filled
    ]
    if filled:
        drawn.append(charts.shares("Field coverage", "Share of articles in which a column has a value.", filled))
    outcomes = [{"portal": row["portal"], "outcome": row["outcome"], "urls": row["urls"]} for row in facts.outcomes]
    if outcomes:
        says = "What became of every URL discovered."
        drawn.append(charts.stacked("Outcomes", says, outcomes, "portal", "urls", "outcome"))
    failures = [
        {"reason": " · ".join(filter(None, (row["portal"], row["outcome"], row["reason"]))), "urls": row["urls"]}
        for row in facts.outcomes
        if row["outcome"] not in ("stored", "unchanged", "updated", "duplicate_of")
    ]
    if failures:
        drawn.append(
            charts.ranking("Failures", "URLs that gave no article, and why.", failures[:_TOP], "reason", "urls")
        )
    return drawn


_MONTHS = """
    SELECT strftime(published_at, '%Y-%m-01') AS "month", portal, count(*) AS articles FROM articles
    WHERE published_at IS NOT NULL GROUP BY ALL ORDER BY ALL"""

_PAIRS = """
    SELECT of_portal AS earlier, portal AS later, count(*) AS pairs
    FROM duplicates GROUP BY ALL ORDER BY earlier, later"""

_RANKINGS = (
    (
        "Sections",
        "The largest sections.",
        f"""SELECT portal || ' · ' || coalesce(section, '(none)') AS section, articles
            FROM ({find("sections").sql}) LIMIT {_TOP}""",
        "section",
    ),
    (
        "Authors",
        "Who wrote most articles.",
        f"""SELECT author, sum(articles)::INT AS articles FROM ({find("authors").sql})
            GROUP BY author ORDER BY articles DESC, author LIMIT {_TOP}""",
        "author",
    ),
    (
        "Documents",
        "The official documents cited by most articles.",
        f"""SELECT concat_ws(' ', kind, number) AS document, articles FROM ({find("documents").sql}) LIMIT {_TOP}""",
        "document",
    ),
)
