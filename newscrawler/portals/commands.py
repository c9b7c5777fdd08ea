"""``newscrawler portal``: portal files listed, shown, written, checked, tried. Imports wait until they are needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from newscrawler.output_folder import Output
from pipelines.errors import PortalChanged, SettingsError

if TYPE_CHECKING:
    from newscrawler.portals.model import Portal

UNHEALTHY = 3
"""Exit code when a portal's two ways of listing differ."""

portals = typer.Typer(no_args_is_help=True, help="Portal files: list, show, add, check, try, diff.")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(portals, name="portal")
    app.add_typer(portals, name="portals", hidden=True)
    app.command()(audit)


def audit(
    name: Annotated[str, typer.Argument(help="Name of a portal, or path of a portal file.")],
    since: Annotated[str, typer.Option(help="First day of publication: 2017-04-21 or 2017-04.")],
    until: Annotated[str | None, typer.Option(help="Last day, included. Default: the same day or month.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Audit the portal as served here (replica, mirror).")] = None,
    output: Output = Path("output"),
) -> None:
    """Compare what a portal's sections and its dated listings show of some days; tell what only one of them knows.

    Only listing pages are asked for, and nothing is stored. Ends with 3 when the two ways differ or one broke off.

    Example: newscrawler audit kontum --since 2017-04
    """
    from newscrawler.portals import audit as auditing
    from newscrawler.portals.files import load_portal
    from newscrawler.portals.visiting import visit
    from newscrawler.runs.options import option_date

    first, last = option_date(since, "--since"), option_date(until or since, "--until", last=True)
    assert first is not None
    assert last is not None
    portal = load_portal(name, base_url=base_url, output=output)
    found = visit(portal.base_url, lambda fetch: auditing.audit(portal, first, last, fetch))
    for line in auditing.tell(found):
        typer.echo(line)
    if found.only_sectional or found.only_dated or found.incomplete:
        raise typer.Exit(UNHEALTHY)


@portals.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of the portal's front page.")],
    folder: Annotated[Path, typer.Option(help="Where the portal file is written.")] = Path("portals"),
    name: Annotated[str | None, typer.Option(help="The portal's name; by default made from its host.")] = None,
    samples: Annotated[bool, typer.Option(help="Save sample pages and a draft of what they hold.")] = True,
) -> None:
    """Look at a portal and write its file: its family, its sections, its feeds, each with the reason.

    Sample pages are saved beside the file, with drafts of the expected JSON to be corrected by reading.

    Example: newscrawler portal add https://portal.example/ --folder portals
    """
    from newscrawler.portals.adding import add_portal

    add_portal(url, folder, name, samples=samples)


@portals.command("list")
def list_portals(output: Output = Path("output")) -> None:
    """List the known portals.

    Example: newscrawler portal list
    """
    from newscrawler.portals.files import load_portal, portal_files

    table = Table("name", "portal", "address", "generations", "sections", box=None, pad_edge=False)
    for name in portal_files(output):
        portal = load_portal(name, output=output)
        generations = ", ".join(generation.name for generation in portal.generations)
        table.add_row(name, portal.title, portal.base_url, generations, str(len(list(portal.sections()))))
    Console(soft_wrap=True).print(table)


@portals.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of a portal, or path of a portal file.")],
    output: Output = Path("output"),
) -> None:
    """Print a portal's facts as they are used: defaults and family filled in, as JSON.

    Example: newscrawler portal show kontum | jq .generations[0].layout
    """
    from newscrawler.portals.files import load_portal

    typer.echo(load_portal(name, output=output).model_dump_json(indent=2))


@portals.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Names or paths; all known portals without any.")] = None,
    saved: Annotated[bool, typer.Option("--saved", help="Also against the pages saved beside the file.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Also against the portal as it is now; one portal.")] = False,
    output: Output = Path("output"),
) -> None:
    """Check portal files and say what is wrong where. Ends with 2 when one is faulty.

    With --saved or --live also: selectors that match nothing, fields that stay empty, dates that cannot be read, and
    saved pages that are read otherwise than the JSON beside them expects.

    Examples: newscrawler portal check ./quangngai.toml · newscrawler portal check quangngai --saved
    """
    from newscrawler.portals.files import load_portal, portal_files

    if live and len(names or ()) != 1:
        raise SettingsError("--live checks one portal: name it")
    faults = 0
    for name in names or list(portal_files(output)):
        try:
            portal = load_portal(name, output=output)
        except SettingsError as error:
            faults += 1
            typer.echo(str(error))
            continue
        n_sections = len(list(portal.sections()))
        typer.echo(f"{portal.name}: {len(portal.generations)} generations, {n_sections} sections: good")
        if saved or live:
            faults += _check_pages(name, portal, saved, live, output)
    if faults:
        raise typer.Exit(2)


def _check_pages(name: str, portal: Portal, saved: bool, live: bool, output: Path) -> int:
    """Say what saved and live pages do not bear out; returns the number of faults."""
    from newscrawler.portals import care

    found = care.check_saved(portal, care.samples_of(name, portal, output)) if saved else []
    found += care.check_live(portal) if live else []
    for one in found:
        typer.echo(str(one))
    if not found:
        typer.echo(f"{portal.name}: the pages bear the file out")
    return sum(one.fault for one in found)


@portals.command("try")
def try_page(
    url: Annotated[str, typer.Argument(help="Address of an article or listing page, or a saved page.")],
    portal: Annotated[str | None, typer.Option(help="Portal file or name; by default the one that knows the host.")] = (
        None
    ),
    at: Annotated[
        str | None, typer.Option(help="Address of a saved page, when neither it nor the JSON beside it says so.")
    ] = None,
    output: Output = Path("output"),
) -> None:
    """Say what would be stored of one page, field by field with method and candidates; of a listing, its links.

    Example: newscrawler portal try https://portal.example/tin/1.html
    """
    from newscrawler.portals.care import page_of
    from newscrawler.portals.finding import portal_or_generic
    from newscrawler.portals.recognition import SeenPage
    from newscrawler.portals.samples import sample_address
    from newscrawler.portals.trying import tell_page
    from newscrawler.saved.files import own_url, read_saved

    if url.startswith(("http://", "https://")):
        page = page_of(url)
    else:
        content = read_saved(url)
        page = SeenPage(at or sample_address(Path(url)) or own_url(content), content)
    for line in tell_page(portal_or_generic(page, portal, output), page):
        typer.echo(line)


@portals.command()
def diff(
    name: Annotated[str, typer.Argument(help="Name of a portal, or path of a portal file.")],
    output: Output = Path("output"),
) -> None:
    """Compare the portal as it is now with its saved pages: which selectors a redesign broke. Ends with 4 then.

    Example: newscrawler portal diff quangngai
    """
    from newscrawler.portals import care
    from newscrawler.portals.files import load_portal

    portal = load_portal(name, output=output)
    found = care.changes_since(portal, care.samples_of(name, portal, output))
    for one in found:
        typer.echo(str(one))
    if any(one.fault for one in found):
        raise typer.Exit(PortalChanged.exit_code)
    typer.echo(f"{portal.name}: every selector still matches where it did")


@portals.command()
def units(
    on: Annotated[str | None, typer.Option(help="A day: 2025-06-30. Default: today.")] = None,
) -> None:
    """List the provinces and cities of a day with their codes, and what they were merged from.

    Example: newscrawler portal units --on 2025-06-30
    """
    from datetime import UTC, datetime

    from newscrawler.portals import provinces
    from newscrawler.runs.options import option_date

    table = Table("code", "name", "kind", "merged from", box=None, pad_edge=False)
    for unit in provinces.units(option_date(on, "--on") or datetime.now(UTC).date()):
        parts = ", ".join(f"{one.name} ({one.code})" for one in provinces.predecessors(unit) if one.name != unit.name)
        table.add_row(unit.code, unit.name, unit.kind, parts)
    Console(soft_wrap=True).print(table)
