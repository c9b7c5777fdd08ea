"""``newscrawler portals``: list, show, check. What they need is imported when they run: help stays quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from pipelines.errors import SettingsError

portals = typer.Typer(no_args_is_help=True, help="The portals that are known: list, show, check.")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(portals, name="portals")
    app.add_typer(portals, name="portal", hidden=True)


@portals.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of the portal's front page.")],
    folder: Annotated[Path, typer.Option(help="Where the portal file is written.")] = Path("portals"),
    name: Annotated[str | None, typer.Option(help="The portal's name; by default made from its host.")] = None,
    samples: Annotated[bool, typer.Option(help="Save sample pages and a draft of what they hold.")] = True,
) -> None:
    """Look at a portal and write its file: its family, its sections, its feeds, each with the reason.

    Sample pages are saved beside the file, with drafts of the expected JSON to be corrected by reading.

    Example: newscrawler portals add https://portal.example/ --folder portals
    """
    from newscrawler.portals.adding import add_portal

    add_portal(url, folder, name, samples=samples)


@portals.command("list")
def list_portals() -> None:
    """List the known portals.

    Example: newscrawler portals list
    """
    from newscrawler.portals.files import load_portal, portal_files

    table = Table("name", "portal", "address", "generations", "sections", box=None, pad_edge=False)
    for name in portal_files():
        portal = load_portal(name)
        generations = ", ".join(generation.name for generation in portal.generations)
        table.add_row(name, portal.title, portal.base_url, generations, str(len(list(portal.sections()))))
    Console(soft_wrap=True).print(table)


@portals.command()
def show(name: Annotated[str, typer.Argument(help="Name of a portal, or path of a portal file.")]) -> None:
    """Print a portal's facts as they are used: defaults and family filled in, as JSON.

    Example: newscrawler portals show kontum | jq .generations[0].layout
    """
    from newscrawler.portals.files import load_portal

    typer.echo(load_portal(name).model_dump_json(indent=2))


@portals.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Names or paths; all known portals without any.")] = None,
) -> None:
    """Check portal files and say what is wrong where. Ends with 2 when one is faulty.

    Example: newscrawler portals check ./quangngai.toml
    """
    from newscrawler.portals.files import load_portal, portal_files

    faults = 0
    for name in names or list(portal_files()):
        try:
            portal = load_portal(name)
        except SettingsError as error:
            faults += 1
            typer.echo(str(error))
        else:
            n_sections = len(list(portal.sections()))
            typer.echo(f"{portal.name}: {len(portal.generations)} generations, {n_sections} sections: good")
    if faults:
        raise typer.Exit(2)
