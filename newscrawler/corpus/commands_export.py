"""``newscrawler export``."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawler.corpus.choices import Format
from newscrawler.corpus.command_options import Portals, Since, Until, errors_said, scope
from newscrawler.output_folder import Output

if TYPE_CHECKING:
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.export.rows import Chosen


class ExportForm(StrEnum):
    """What is written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    HUGGINGFACE = "huggingface"
    SQLITE = "sqlite"
    DELTA = "delta"
    ICEBERG = "iceberg"


def register_export(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("export")(export)


def export(
    form: Annotated[ExportForm, typer.Argument(help="What to write.")],
    to: Annotated[
        Path, typer.Argument(help="File, or folder for huggingface, delta, iceberg and partitioned Parquet.")
    ],
    output: Output = Path("output"),
    portal: Portals = None,
    since: Since = None,
    until: Until = None,
    table: Annotated[str, typer.Option(help="Table for jsonl, csv and parquet.")] = "articles",
    column: Annotated[list[str] | None, typer.Option("--column", "-c", help="Only this column; repeatable.")] = None,
    duplicates: Annotated[bool, typer.Option(help="Whether articles that repeat an earlier one go along.")] = True,
    keep_formulas: Annotated[bool, typer.Option("--keep-formulas", help="In CSV, leave formula-like cells.")] = False,
) -> None:
    """Write the dataset, or part of it, in a form others read.

    Delta Lake and Iceberg tables are updated by a second export (merged on article_id); all else is written anew.

    \b
    Examples:
      newscrawler export jsonl articles.jsonl.gz --portal kontum
      newscrawler export parquet texts.parquet -c article_id -c title -c body --no-duplicates
      newscrawler export huggingface kontum-news --portal kontum
      newscrawler export sqlite corpus.db
      newscrawler export delta lake/articles
    """
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.export.merging import is_whole
    from newscrawler.corpus.export.rows import Chosen

    with errors_said():
        within = scope(portal, since, until)
        chosen = Chosen(table, tuple(column or ()), duplicates)
        whole = is_whole(within.portals, within.since, within.until) and duplicates
        with closing(Database(output, within)) as database:
            n = _export(database, chosen, form, to, whole=whole, keep_formulas=keep_formulas)
    typer.echo(f"{n} rows written to {to}", err=True)


def _export(database: Database, chosen: Chosen, form: ExportForm, to: Path, *, whole: bool, keep_formulas: bool) -> int:
    if form in (ExportForm.JSONL, ExportForm.CSV):
        from newscrawler.corpus.export.flat import export_text

        return export_text(database, chosen, to, Format(form.value), keep_formulas=keep_formulas)
    if form is ExportForm.PARQUET:
        from newscrawler.corpus.export.flat import export_parquet

        return export_parquet(database, chosen, to)
    if form is ExportForm.HUGGINGFACE:
        from newscrawler.corpus.export.huggingface import export_huggingface

        return export_huggingface(database, chosen, to)
    if form is ExportForm.SQLITE:
        from newscrawler.corpus.export.sqlite import export_sqlite

        return export_sqlite(database, chosen, to)
    if form is ExportForm.DELTA:
        from newscrawler.corpus.export.delta import export_delta

        return export_delta(database, chosen, to, whole=whole)
    from newscrawler.corpus.export.iceberg import export_iceberg

    return export_iceberg(database, chosen, to, whole=whole)
