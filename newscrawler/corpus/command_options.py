"""Options that corpus commands share, narrowing and saying where the answer goes, and how their errors are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawler.corpus.choices import Format
from newscrawler.runs.options import option_date
from pipelines.errors import NewscrawlerError, QueryError, SettingsError

if TYPE_CHECKING:
    from newscrawler.corpus.database import Scope

Portals = Annotated[list[str] | None, typer.Option("--portal", "-p", help="Only this portal; may be repeated.")]
Since = Annotated[str | None, typer.Option(help="Only articles published from then on: 2017-04-21 or 2017-04.")]
Until = Annotated[str | None, typer.Option(help="Only articles published until then, included: 2017-04-30 or 2017-04.")]
Form = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
To = Annotated[Path | None, typer.Option(help="Write the answer to this file instead of standard output.")]


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
