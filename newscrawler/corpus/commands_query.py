"""``newscrawler query``, ``duplicates`` and ``history``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from newscrawler.corpus.choices import Format
from newscrawler.corpus.questions import QUESTIONS, find
from newscrawler.output_folder import Output
from newscrawler.runs.options import option_date
from pipelines.errors import NewscrawlerError, QueryError, SettingsError

if TYPE_CHECKING:
    from newscrawler.corpus.database import Database, Scope
    from newscrawler.corpus.query import Limits

Portals = Annotated[list[str] | None, typer.Option("--portal", "-p", help="Only this portal; may be repeated.")]
Since = Annotated[str | None, typer.Option(help="Only articles published from then on: 2017-04-21 or 2017-04.")]
Until = Annotated[str | None, typer.Option(help="Only articles published until then, included: 2017-04-30 or 2017-04.")]
Form = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
To = Annotated[Path | None, typer.Option(help="Write the answer to this file instead of standard output.")]
TABLE_ROWS = 1_000
"""Rows a table shows unless ``--max-rows`` says otherwise; other formats give all."""


def register_query(app: typer.Typer) -> None:
    """Add the three commands to ``app``."""
    app.command("query")(query)
    app.command("duplicates")(duplicates)
    app.command("history")(history)


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


def duplicates(
    article: Annotated[str | None, typer.Argument(help="article_id; without it, all pairs.")] = None,
    output: Output = Path("output"),
    portal: Portals = None,
    form: Form = Format.TABLE,
    to: To = None,
) -> None:
    """Show which articles repeat which, how alike they are, and what only one of them says.

    Of one article, the whole cluster stands below the table, side by side with the differences marked.

    \b
    Examples:
      newscrawler duplicates
      newscrawler duplicates kontum-0f3a… --format json
    """
    text = find("duplicates").sql
    if article:
        text = f"SELECT * FROM ({text}) WHERE $article IN (earlier_id, later_id)"
    _ask_about(text, article, output, portal, form, to)
    if article and form is Format.TABLE and to is None:
        _tell_cluster(article, output)


def history(
    article: Annotated[str, typer.Argument(help="article_id or address of the article.")],
    output: Output = Path("output"),
    form: Form = Format.TABLE,
    to: To = None,
) -> None:
    """Show every revision of one article, the current one last; below the table, what each changed.

    \b
    Examples:
      newscrawler history kontum-0f3a…
      newscrawler history "http://kontum.gov.vn/tintuc/lists/posts/post.aspx?ItemID=14904"
    """
    article = _article_id(article, output)
    text = """
        SELECT revision, fetched_at, title, n_words, content_hash, archive_file, archive_offset, run_id
        FROM (SELECT * FROM revisions UNION ALL BY NAME SELECT * FROM articles)
        WHERE article_id = $article ORDER BY revision"""
    if _ask_about(text, article, output, None, form, to) == 0:
        typer.echo(f"newscrawler: no article has the id or address {article!r}", err=True)
        raise typer.Exit(2)
    if form is Format.TABLE and to is None:
        _tell_changes(article, output)


def _article_id(asked: str, output: Path) -> str:
    """``asked``, or the id of the article whose canonical address it is."""
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits, ask

    if "/" not in asked:
        return asked
    sql = "SELECT article_id FROM articles WHERE url = $url OR url = $bare"
    with errors_said(), closing(Database(output, scope(None, None, None))) as database:
        asked_for = {"url": asked, "bare": asked.partition("#")[0]}
        found = ask(database, sql, asked_for, Limits(30.0, 1)).table.to_pylist()
    return str(found[0]["article_id"]) if found else asked


def _tell_changes(article: str, output: Path) -> None:
    from newscrawler.corpus.articles import revisions
    from newscrawler.corpus.changes import changes
    from newscrawler.corpus.database import Database

    with errors_said(), closing(Database(output, scope(None, None, None))) as database:
        for line in changes(revisions(database, article)):
            typer.echo(line)


def _tell_cluster(article: str, output: Path) -> None:
    from newscrawler.corpus.clusters import side_by_side
    from newscrawler.corpus.database import Database

    with errors_said(), closing(Database(output, scope(None, None, None))) as database:
        for line in side_by_side(database, article, min(shutil.get_terminal_size((118, 24)).columns, 160)):
            typer.echo(line)


def _ask_about(
    text: str, article: str | None, output: Path, portal: list[str] | None, form: Format, to: Path | None
) -> int:
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits

    with errors_said(), closing(Database(output, scope(portal, None, None))) as database:
        return answer(database, text, form, to, Limits(), parameters={"article": article} if article else None)


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
            n = _write_file(to, lambda out: write(batches, form, out, keep_formulas=keep_formulas))
            typer.echo(f"{n} rows written to {to}", err=True)
    if batches.truncated:
        typer.echo(f"first {n} rows only; --max-rows N or --format csv gives more", err=True)
    return n


def _write_file(path: Path, write_to: Callable[[BinaryIO], int]) -> int:
    """Write beside and rename, so that a failed query leaves no half file."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            n = write_to(out)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return n


def converse(database: Database, limits: Limits) -> None:
    """Read queries from the terminal until its end; a query ends with a semicolon."""
    import readline  # noqa: F401 -- gives input() editing and history

    from newscrawler.corpus.database import VIEWS

    typer.echo(f"Tables: {', '.join(VIEWS)}. End a query with ; and leave with Ctrl-D.", err=True)
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
        if not text.endswith(";"):
            continue
        lines = []
        database.refresh()
        try:
            answer(database, text, Format.TABLE, None, limits)
        except QueryError as error:
            typer.echo(str(error), err=True)


def scope(portals: list[str] | None, since: str | None, until: str | None) -> Scope:
    """Make the scope the options say; raise QueryError for what is no day."""
    from newscrawler.corpus.database import Scope

    return Scope(tuple(portals or ()), day(since, "--since"), day(until, "--until", last=True))


def day(text: str | None, option: str, *, last: bool = False) -> date | None:
    """``text`` as a day, or as a month's first or ``last`` one. Raises QueryError naming ``option``."""
    try:
        return option_date(text, option, last=last)
    except SettingsError as error:
        raise QueryError(str(error)) from error


@contextmanager
def errors_said() -> Iterator[None]:
    """Say an expected error on standard error and end with its exit code; a closed pipe ends quietly."""
    try:
        yield
    except NewscrawlerError as error:
        typer.echo(f"newscrawler: {error}", err=True)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError:
        # What reads the answer (head, less) has enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
