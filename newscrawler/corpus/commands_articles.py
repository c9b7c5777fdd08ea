"""``newscrawler duplicates`` and ``history``: what the dataset knows of one article beside its text."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawler.corpus.answering import answer
from newscrawler.corpus.choices import Format
from newscrawler.corpus.command_options import Form, Portals, To, errors_said, scope
from newscrawler.corpus.questions import find
from newscrawler.output_folder import Output
from pipelines.errors import QueryError

if TYPE_CHECKING:
    from newscrawler.corpus.database import Database


def register_articles(app: typer.Typer) -> None:
    """Add the two commands to ``app``."""
    app.command("duplicates")(duplicates)
    app.command("history")(history)


def duplicates(
    article: Annotated[
        str | None, typer.Argument(help="article_id or address of an article; without it, all pairs.")
    ] = None,
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
    from newscrawler.corpus.clusters import side_by_side
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits

    text = find("duplicates").sql
    with errors_said(), closing(Database(output, scope(portal, None, None))) as database:
        if article is None:
            answer(database, text, form, to, Limits())
            return
        article = _found(database, article)
        about = f"SELECT * FROM ({text}) WHERE $article IN (earlier_id, later_id)"
        answer(database, about, form, to, Limits(), parameters={"article": article})
        if form is Format.TABLE and to is None:
            for line in side_by_side(database, article, min(shutil.get_terminal_size((118, 24)).columns, 160)):
                typer.echo(line)


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
    from newscrawler.corpus.articles import revisions
    from newscrawler.corpus.changes import changes
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.query import Limits

    with errors_said(), closing(Database(output)) as database:
        article = _found(database, article)
        answer(database, _REVISIONS, form, to, Limits(), parameters={"article": article})
        if form is Format.TABLE and to is None:
            for line in changes(revisions(database, article)):
                typer.echo(line)


_REVISIONS = """
    SELECT revision, fetched_at, title, n_words, content_hash, archive_file, archive_offset, run_id
    FROM (SELECT * FROM revisions UNION ALL BY NAME SELECT * FROM articles)
    WHERE article_id = $article ORDER BY revision"""


def _found(database: Database, asked: str) -> str:
    """Return the id of the article whose id or address is ``asked``. Raises QueryError when there is none."""
    from newscrawler.corpus.query import Limits, ask

    column, value = ("url", asked.partition("#")[0]) if "/" in asked else ("article_id", asked)
    sql = f"SELECT article_id FROM articles WHERE {column} IN ($value, $asked)"
    found = ask(database, sql, {"value": value, "asked": asked}, Limits(30.0, 1)).table.to_pylist()
    if not found:
        raise QueryError(f"no article has the id or address {asked!r}")
    return str(found[0]["article_id"])
