"""The command line. Each verb calls one public function; data goes to standard output, talk to standard error."""

from __future__ import annotations

import sqlite3
import sys
from typing import Annotated, NoReturn

import typer

from newscrawler import __version__
from newscrawler.corpus import commands as corpus
from newscrawler.demo import commands as demo
from newscrawler.hiding import hide_pandas
from newscrawler.portals import commands as portals
from newscrawler.runs import commands as runs
from newscrawler.saved import commands as saved
from newscrawler.talking import Talk
from pipelines.errors import NewscrawlerError

EXIT_CODES = """Exit codes: 0 all is well · 1 something failed · 2 a wrong option, file or folder ·
3 the crawl is unhealthy (nothing found, far below what is expected) · 4 the portal is not what its file says ·
5 another run uses the folder · 6 the dataset or archive is damaged."""

_AGAIN = "{}. What was fetched is in the archive; mend this and run the command again."

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Complete, deduplicated Parquet corpora of what Vietnamese provincial portals publish.",
    epilog=EXIT_CODES,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newscrawler {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Options before the verb."""


for room in (demo, runs, saved, portals, corpus):
    room.register(app)


def main() -> None:
    """Run the command line; errors raised on purpose end it with their message and exit code."""
    hide_pandas()
    try:
        app()
    except NewscrawlerError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        _fail(_AGAIN.format(f"{error.filename}: {error.strerror}" if error.filename else str(error)), 1)
    except sqlite3.OperationalError as error:  # how SQLite says that the disk is full
        _fail(_AGAIN.format(f"the ledger: {error}"), 1)


def _fail(message: str, exit_code: int) -> NoReturn:
    Talk(markup=False, soft_wrap=True).print(f"newscrawler: {message}")
    sys.exit(exit_code)
