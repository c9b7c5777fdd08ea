"""``newscrawler report``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from newscrawler.corpus.command_options import Portals, Since, Until, errors_said, scope
from newscrawler.output_folder import Output


def register_report(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("report")(report)


def report(
    output: Output = Path("output"),
    to: Annotated[Path, typer.Option(help="The page to write; the data card stands beside it.")] = Path("report.html"),
    portal: Portals = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Write the dataset as one page to read and print, with its data card.

    The page holds coverage calendar, articles over time, sections, authors, documents, duplicates, filled columns,
    outcomes, failures and runs; it needs nothing else to be shown.

    \b
    Examples:
      newscrawler report
      newscrawler report --portal kontum --since 2020-01-01 --to kontum.html
    """
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.report.writing import write_report

    with errors_said(), closing(Database(output, scope(portal, since, until))) as database:
        to.parent.mkdir(parents=True, exist_ok=True)
        card = write_report(database, to)
    typer.echo(str(to))
    typer.echo(str(card))
