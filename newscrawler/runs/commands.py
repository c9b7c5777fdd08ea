"""``newscrawler crawl``, ``rebuild``, ``status`` and ``verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from newscrawler.portals.files import load_portal
from newscrawler.runs.options import CrawlOptions, option_date

UNHEALTHY = 3
"""Exit code of a run that ended but is not well."""

Output = Annotated[Path, typer.Option(help="Folder of the dataset; made when it is new or empty.")]
_talk = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (crawl, rebuild, status, verify):
        app.command()(command)


def crawl(
    portal: Annotated[str, typer.Argument(help="Name of a portal (`newscrawler portals list`), or a portal file.")],
    since: Annotated[str | None, typer.Option(help="First day of publication: 2017-04-21 or 2017-04.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, included.")] = None,
    section: Annotated[list[str] | None, typer.Option(help="Only this section; may be given again.")] = None,
    limit: Annotated[int | None, typer.Option(help="Fetch at most so many articles.")] = None,
    output: Output = Path("output"),
    base_url: Annotated[str | None, typer.Option(help="Crawl the portal as served here (replica, mirror).")] = None,
    full: Annotated[bool, typer.Option("--full", help="Walk every listing to its end.")] = False,
    workers: Annotated[int | None, typer.Option(help="Extraction processes. Default: one per core.")] = None,
) -> None:
    """Crawl a portal into a dataset. What is already there is not fetched again.

    Examples: newscrawler crawl kontum ·
    newscrawler crawl kontum --since 2017-04 --until 2017-04-30 --section "Văn hóa xã hội"
    """
    from newscrawler.runs.crawl import crawl as run_crawl  # Scrapy installs a reactor on import

    options = CrawlOptions(
        output=output,
        base_url=base_url,
        since=option_date(since, "--since"),
        until=option_date(until, "--until"),
        sections=tuple(section or ()),
        limit=limit,
        full=full,
        workers=workers,
    )
    report = run_crawl(load_portal(portal, base_url=base_url), options)
    from newscrawler.runs.telling import tell_report

    tell_report(report, output)
    if report.faults:
        raise typer.Exit(UNHEALTHY)


def rebuild(
    output: Output = Path("output"),
    workers: Annotated[int | None, typer.Option(help="Extraction processes. Default: one per core.")] = None,
) -> None:
    """Make the dataset anew from the archive, without the network; the same archive gives the same bytes.

    Example: newscrawler rebuild --output output
    """
    from newscrawler.runs.rebuilding import rebuild_output

    rebuilt = rebuild_output(output, workers)
    _talk.print(rebuilt)


def status(
    portal: Annotated[str | None, typer.Argument(help="Only this portal.")] = None, output: Output = Path("output")
) -> None:
    """Say what the dataset holds and how the last runs went.

    Example: newscrawler status kontum
    """
    from newscrawler.runs.telling import tell_status

    tell_status(output, portal)


def verify(output: Output = Path("output")) -> None:
    """Check that dataset, ledger and archive agree and that every file can be read. Ends with 6 when they do not.

    Example: newscrawler verify --output output
    """
    from newscrawler.runs.verifying import verify_output

    findings = verify_output(output)
    for finding in findings:
        typer.echo(str(finding))
    if findings:
        raise typer.Exit(6)
    _talk.print(f"{output}: dataset, ledger and archive agree; every file is readable")
