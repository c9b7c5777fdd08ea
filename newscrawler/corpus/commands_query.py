"""``newscrawler query``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from newscrawler.corpus.answering import answer, converse
from newscrawler.corpus.choices import Format
from newscrawler.corpus.command_options import Form, Portals, Since, To, Until, errors_said, scope
from newscrawler.corpus.questions import QUESTIONS, find
from newscrawler.output_folder import Output
from pipelines.errors import QueryError

TABLE_ROWS = 1_000
"""Rows a table shows unless ``--max-rows`` says otherwise; other formats give all."""


def register_query(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("query")(query)


def query(
    sql: Annotated[str | None, typer.Argument(help="One SELECT; - reads it from standard input.")] = None,
    output: Output = Path("output"),
    portal: Portals = None,
    since: Since = None,
    until: Until = None,
    form: Form = Format.TABLE,
    to: To = None,
    ask: Annotated[str | None, typer.Option(help="Ask a prepared question instead of SQL; see --list.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the prepared questions and end.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the SQL of the question --ask names and end.")] = False,
    max_rows: Annotated[int | None, typer.Option(min=1, help=f"Rows at most; a table shows {TABLE_ROWS}.")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds until the query is stopped.")] = 300.0,
    keep_formulas: Annotated[
        bool, typer.Option("--keep-formulas", help="In CSV, leave cells that begin like a formula as they are.")
    ] = False,
) -> None:
    """Ask the dataset in SQL (DuckDB, read-only). Without SQL, on a terminal, it asks for queries one by one.

    Tables: articles, revisions, outcomes, documents, duplicates. Days and months are those of Vietnam.

    \b
    Examples:
      newscrawler query "SELECT count(*) FROM articles"
      newscrawler query --list
      newscrawler query --ask documents --portal kontum --since 2020-01-01 --format csv > cited.csv
      newscrawler query "SELECT * FROM articles" --format parquet --to subset.parquet
    """
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits

    if list_:
        width = max(len(question.name) for question in QUESTIONS)
        for question in QUESTIONS:
            typer.echo(f"{question.name:<{width}}  {question.asks}")
        return
    with errors_said():
        if ask and sql:
            raise QueryError("give either SQL or --ask, not both")
        text = find(ask).sql if ask else sql
        if show:
            typer.echo((text or "").strip())
            return
        with closing(Database(output, scope(portal, since, until))) as database:
            limits = Limits(timeout, max_rows or (TABLE_ROWS if form is Format.TABLE else None))
            if text is None and sys.stdin.isatty():
                converse(database, limits)
                return
            if text is None or text == "-":
                text = sys.stdin.read()
            answer(database, text, form, to, limits, keep_formulas=keep_formulas)
