"""``newscrawler schedule``: systemd timers or cron lines for crawls that come back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newscrawler.talking import Talk
from pipelines.errors import SettingsError


class Scheduler(StrEnum):
    """Who starts the crawls."""

    SYSTEMD = "systemd"
    CRON = "cron"


_talk = Talk(markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(schedule)


def schedule(
    portals: Annotated[list[str], typer.Argument(help="Names of portals, or portal files.")],
    every: Annotated[str, typer.Option(help="Between two crawls of a portal: 15m, hourly, 6h, daily.")] = "hourly",
    full: Annotated[str, typer.Option(help="Between two full sweeps, or never.")] = "weekly",
    output: Annotated[Path, typer.Option(help="Folder of the dataset.")] = Path("output"),
    by: Annotated[Scheduler, typer.Option(help="Who starts the crawls.")] = Scheduler.SYSTEMD,
    jitter: Annotated[int, typer.Option(min=0, help="Random delay of each start, at most, in seconds.")] = 300,
    wait: Annotated[int, typer.Option(min=0, help="Seconds that a crawl waits for another in the folder.")] = 3600,
    environment: Annotated[
        Path, typer.Option(help="File of NAME=value lines: the contact, the alert settings.")
    ] = Path("/etc/newscrawler/environment"),
    write: Annotated[
        Path | None, typer.Option(help="Write the files into this folder; without it they are printed.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print, even with --write.")] = False,
) -> None:
    """Make systemd timers or cron lines: staggered, jittered, one crawl at a time, missed starts made up for.

    They are checked before they are printed or written; nothing is installed or started. Ends with 2 at a fault.

    Example: newscrawler schedule kontum quangngai --every hourly --write ./units
    """
    from newscrawler.portals.files import load_portal  # every command imports this module: help stays quick
    from newscrawler.runs.schedule.cron import crontab
    from newscrawler.runs.schedule.invocation import Invocation
    from newscrawler.runs.schedule.plan import interval, jobs
    from newscrawler.runs.schedule.systemd import units

    named = [(load_portal(one).name, str(Path(one).resolve()) if one.endswith(".toml") else one) for one in portals]
    planned = jobs(named, interval(every), None if full == "never" else interval(full))
    invocation = Invocation(output.resolve(), wait, jitter, environment.absolute())
    if by is Scheduler.CRON:
        files = {"newscrawler.crontab": crontab(planned, invocation)}
    else:
        files = units(planned, invocation)
        _verify(files)
    if write is None or dry_run:
        for name, text in files.items():
            typer.echo(f"# {name}\n{text}")
    else:
        _write(files, write)


def _verify(files: dict[str, str]) -> None:
    from newscrawler.runs.schedule.systemd import verify

    said = verify(files)
    if said is None:
        _talk.print("systemd-analyze is not installed: the units were not checked")
    elif said:
        raise SettingsError(f"systemd-analyze finds fault with the units:\n{said}")
    else:
        _talk.print(f"{len(files)} unit files, in which systemd-analyze finds no fault")


def _write(files: dict[str, str], folder: Path) -> None:
    from newscrawler.runs.report import write_whole

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(folder / name, text)
    _talk.print(f"wrote {len(files)} files to {folder}; docs/scheduling.md says how to install them")
