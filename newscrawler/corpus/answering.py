"""Answers on standard output or in a file, and the conversation on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from newscrawler.corpus.choices import Format
from newscrawler.corpus.whole_files import write_beside
from pipelines.errors import QueryError

if TYPE_CHECKING:
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits


def answer(
    database: Database,
    sql: str,
    form: Format,
    to: Path | None,
    limits: Limits,
    *,
    keep_formulas: bool = False,
    parameters: Mapping[str, object] | None = None,
) -> int:
    """Run ``sql`` and write its rows to ``to`` or standard output; return how many there were."""
    from newscrawler.corpus.formats import write
    from newscrawler.corpus.query import stream

    if form is Format.PARQUET and to is None and sys.stdout.isatty():
        raise QueryError("Parquet is binary: name a file with --to, or redirect standard output")
    with stream(database, sql, parameters, limits) as batches:
        if to is None:
            n = write(batches, form, sys.stdout.buffer, keep_formulas=keep_formulas)
            sys.stdout.buffer.flush()
        else:
            n = write_beside(to, lambda out: write(batches, form, out, keep_formulas=keep_formulas))
            typer.echo(f"{n} rows written to {to}", err=True)
    if batches.truncated:
        typer.echo(f"first {n} rows only; --max-rows N or --format csv gives more", err=True)
    return n


_HELP = """\
  DESCRIBE articles;                         the columns of a table
  SELECT title, url FROM articles LIMIT 5;   a query may go over several lines and ends with ;
  newscrawler query --list                   prepared questions; --ask NAME --show prints the SQL of one
  Ctrl-C forgets what was typed; exit, quit or Ctrl-D leaves."""


def converse(database: Database, limits: Limits) -> None:
    """Read queries from the terminal until its end; a query ends with a semicolon."""
    import readline  # noqa: F401 -- gives input() editing and history

    from newscrawler.corpus.database import VIEWS

    typer.echo(f"Tables: {', '.join(VIEWS)}. End a query with ; and leave with Ctrl-D. help says more.", err=True)
    lines: list[str] = []
    while True:
        try:
            lines.append(input("newscrawler> " if not lines else "         ...> "))
        except EOFError:
            typer.echo("", err=True)
            return
        except KeyboardInterrupt:
            lines = []
            typer.echo("", err=True)
            continue
        text = "\n".join(lines).strip()
        if text.rstrip(";").lower() in ("exit", "quit", ".exit", ".quit"):
            return
        if text.rstrip(";").lower() in ("help", "?", ".help", "\\?"):
            typer.echo(_HELP, err=True)
            lines = []
            continue
        if not text.endswith(";"):
            continue
        lines = []
        database.refresh()
        try:
            answer(database, text, Format.TABLE, None, limits)
        except QueryError as error:
            typer.echo(str(error), err=True)
