"""``newscrawler status``, ``runs`` and ``alert``: how things stand, and whether alerts would arrive."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newscrawler.output_folder import Output
from newscrawler.talking import Talk
from pipelines.errors import SettingsError

Json = Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (status, runs, alert):
        app.command()(command)


def status(
    portal: Annotated[str | None, typer.Argument(help="Only this portal.")] = None,
    output: Output = Path("output"),
    json: Json = False,
) -> None:
    """Say how each portal stands: its last run, what is wrong, what became of its articles.

    Example: newscrawler status kontum
    """
    from newscrawler.runs.status import as_json, portal_statuses
    from newscrawler.runs.status_tables import tell_statuses

    statuses = portal_statuses(output, portal)
    if json:
        typer.echo(as_json(statuses))
    else:
        tell_statuses(statuses)


def runs(
    portal: Annotated[str | None, typer.Argument(help="Only runs of this portal.")] = None,
    output: Output = Path("output"),
    limit: Annotated[int, typer.Option(min=1, help="The last so many.")] = 20,
    run: Annotated[str | None, typer.Option(help="Tell this run in full: its monitors and listings.")] = None,
    json: Json = False,
) -> None:
    """List the last runs, or tell one in full.

    Example: newscrawler runs kontum --limit 5
    """
    from newscrawler.runs.status import as_json, read_report, run_lines
    from newscrawler.runs.status_tables import tell_runs
    from newscrawler.runs.telling import tell_run

    if run:
        report = read_report(output, run)
        if report is None:
            raise SettingsError(f"{output / 'runs'}: no report of a run {run!r}; see `newscrawler runs`")
        tell_run(report)
        return
    lines = run_lines(output, portal, limit)
    if json:
        typer.echo(as_json(lines))
    else:
        tell_runs(lines)


def alert(
    portal: Annotated[str, typer.Argument(help="What the alert is about: a portal, or the name of a unit.")] = "trial",
    failure: Annotated[str | None, typer.Option(help="Say that this happened. Without it: a trial.")] = None,
) -> None:
    """Send an alert by every channel that is set up, to see whether it arrives. Ends with 1 when one does not.

    Example: newscrawler alert
    """
    from newscrawler.runs.alerts.alert import TRIAL, Alert
    from newscrawler.runs.alerts.channels import send_everywhere
    from newscrawler.runs.alerts.settings import PREFIX, AlertSettings
    from newscrawler.runs.report import FAILED

    told = Alert(portal, FAILED if failure else TRIAL, datetime.now(UTC), failure=failure)
    deliveries = send_everywhere(told, AlertSettings.from_environment(os.environ))
    talk = Talk(markup=False, soft_wrap=True)
    if not deliveries:
        raise SettingsError(f"no channel is set up: see docs/monitoring.md for the variables {PREFIX}…")
    if delivered := [delivery.channel for delivery in deliveries if delivery.delivered]:
        talk.print(f"delivered by {', '.join(delivered)}")
    if not all(delivery.delivered for delivery in deliveries):
        raise typer.Exit(1)
