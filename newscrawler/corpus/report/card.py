"""The data card: what the dataset is, in Markdown, to stand beside any copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newscrawler.corpus import overview
from newscrawler.corpus.database import Database
from newscrawler.corpus.query import ask
from newscrawler.corpus.questions import find
from pipelines import schema

LICENCE = (
    "The articles are works of the portals that published them and of the authors named in them. Vietnam's Law on "
    "Intellectual Property (article 15) does not protect news that merely informs, nor administrative documents; other "
    "articles are protected. Whoever passes texts on must check this, name portal and authors, and keep `url`. "
    "The licence of the software that made the dataset says nothing about its contents."
)
_GAPS_SHOWN = 10


@dataclass(frozen=True)
class Facts:
    """What the card and other descriptions of the dataset say."""

    totals: dict[str, Any]
    portals: list[dict[str, Any]]
    filled: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    """Longest runs of days without an article."""

    @classmethod
    def gather(cls, database: Database) -> Facts:
        """Ask the dataset."""
        gaps = ask(database, f"SELECT * FROM ({find('silent-days').sql}) LIMIT {_GAPS_SHOWN}").table.to_pylist()
        return cls(
            overview.totals(database),
            overview.portals(database),
            overview.filled(database),
            overview.outcomes(database),
            gaps,
        )


def data_card(facts: Facts) -> str:
    """Write the card."""
    totals = facts.totals
    lines = [
        "# Data card: articles of Vietnamese provincial portals",
        "",
        f"{totals['articles']:,} articles of {totals['portals']} portals, published {_span(totals)}, "
        f"{totals['words'] or 0:,} words. Last fetched {_day(totals['last_fetched_at'])}. "
        f"Schema version {schema.SCHEMA_VERSION}.",
        "",
        "## Portals",
        "",
        _table(["portal", "articles", "first day", "last day", "sections"],
               [[row["portal"], row["articles"], _day(row["first_day"]), _day(row["last_day"]), row["sections"]]
                for row in facts.portals]),
        "",
        "## How it was made",
        "",
        "newscrawler fetched the portals' listing and article pages, kept every response in WARC files, and extracted "
        "title, lead, text and facts from them. One row is one article in its current revision; `extractor`, "
        "`archive_file` and `archive_offset` say what made it of which page. Articles with the same text, or nearly, "
        "are marked (`duplicate_of`, `similarity`), not deleted.",
        "",
        f"* duplicates: {totals['duplicates']:,}; edited after they were first seen: {totals['edited']:,}; removed by "
        f"the portal since: {totals['removed']:,}; without a date: {totals['undated']:,}",
        "",
        "## Licence",
        "",
        LICENCE,
        "",
        "## Known gaps",
        "",
        *_gaps(facts),
        "",
        "Share of articles that have a value:",
        "",
        _table(["column", *(row["portal"] for row in facts.filled)],
               [[name, *(f"{row[name]:.0%}" for row in facts.filled)] for name in overview.FILLED]),
        "",
        "## Columns",
        "",
        _table(["column", "type", "meaning"], [[row.name, str(row.type), _doc(row)] for row in schema.ARTICLES]),
        "",
        "`portal`, `year` and `month` (of `published_at` in Vietnam, 0 when unknown) stand in the path of each file.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _gaps(facts: Facts) -> list[str]:
    lost: dict[str, int] = {}
    for row in facts.outcomes:
        if row["outcome"] in ("rejected", "blocked", "robots", "error", "pending", "gone"):
            lost[row["outcome"]] = lost.get(row["outcome"], 0) + row["urls"]
    lines = (
        ["* URLs discovered that gave no article: " + ", ".join(f"{name} {n:,}" for name, n in lost.items())]
        if lost
        else []
    )
    lines += [
        f"* {row['portal']}: no article on {row['days']} days, {row['first_silent_day']} to {row['last_silent_day']}"
        for row in facts.gaps
    ]
    return lines or ["None is known."]


def _table(head: list[str], rows: list[list[object]]) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    body = [line([str(cell) for cell in row]) for row in rows]
    return "\n".join([line(head), "|" + " --- |" * len(head), *body])


def _span(totals: dict[str, Any]) -> str:
    return f"{_day(totals['first_day'])} to {_day(totals['last_day'])}"


def _day(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if value is not None else "unknown"


def _doc(field: Any) -> str:
    return str((field.metadata or {}).get(b"doc", b"").decode())
