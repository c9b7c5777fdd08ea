"""``newscrawler crawl``, ``rebuild`` and ``verify``; the commands about runs and schedules are registered with them."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawler.output_folder import NewOutput, Output
from newscrawler.runs import commands_schedule, commands_status
from newscrawler.runs.options import CrawlOptions, option_date
from newscrawler.talking import Talk
from pipelines.errors import DatasetDamaged, SettingsError

if TYPE_CHECKING:
    from newscrawler.sources.captures import Source

UNHEALTHY = 3
"""Exit code of a run that ended but is not well."""

_talk = Talk(markup=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    for command in (crawl, rebuild, verify):
        app.command()(command)
    commands_status.register(app)
    commands_schedule.register(app)


def crawl(
    portals: Annotated[
        list[str],
        typer.Argument(help="Names of portals (`newscrawler portal list`), portal files, or addresses of portals."),
    ],
    since: Annotated[str | None, typer.Option(help="First day of publication: 2017-04-21 or 2017-04.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, included: 2017-04-30 or 2017-04.")] = None,
    section: Annotated[list[str] | None, typer.Option(help="Only this section; may be given again.")] = None,
    limit: Annotated[int | None, typer.Option(help="Fetch at most so many articles of each portal.")] = None,
    output: NewOutput = Path("output"),
    base_url: Annotated[str | None, typer.Option(help="Crawl the portal as served here (replica, mirror).")] = None,
    full: Annotated[bool, typer.Option("--full", help="Walk every listing to its end.")] = False,
    revisits: Annotated[
        int, typer.Option(help="Visit at most so many known articles again, when it is their turn; --full: or not.")
    ] = CrawlOptions().revisits,
    workers: Annotated[int | None, typer.Option(help="Extraction processes. Default: one per core.")] = None,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another run that uses the folder.")] = 0,
    jitter: Annotated[float, typer.Option(min=0, help="Begin after a random pause of up to so many seconds.")] = 0,
    from_warc: Annotated[list[Path] | None, typer.Option(help="Take articles from this WARC file; repeatable.")] = None,
    from_wayback: Annotated[bool, typer.Option("--from-wayback", help="Take them from the Wayback Machine.")] = False,
    from_commoncrawl: Annotated[bool, typer.Option("--from-commoncrawl", help="Take them from Common Crawl.")] = False,
    every_capture: Annotated[
        bool, typer.Option("--every-capture", help="All captures that differ, not the newest; WARC files always.")
    ] = False,
    archive_at: Annotated[str | None, typer.Option(help="Address of that archive, if not the public one.")] = None,
    metrics: Annotated[Path | None, typer.Option(help="Copy runs/metrics.prom here (node_exporter).")] = None,
) -> None:
    """Crawl portals into a dataset. What is already there is not fetched again.

    Several portals are crawled one after the other, each in a process of its own; the exit code is the worst.

    An address alone is enough: newscrawler looks at the portal, says what it recognised, and writes the portal file it
    worked with into OUTPUT/state/portals, where the next crawl finds it.

    Examples: newscrawler crawl kontum · newscrawler crawl https://portal.example/ ·
    newscrawler crawl kontum --since 2017-04 --until 2017-04-30 --section "Văn hóa xã hội"
    """
    options = CrawlOptions(
        output=output,
        base_url=base_url,
        since=option_date(since, "--since"),
        until=option_date(until, "--until", last=True),
        sections=tuple(section or ()),
        limit=limit,
        full=full,
        revisits=revisits,
        workers=workers,
    )
    source = source_of(from_warc or [], from_wayback, from_commoncrawl, archive_at, every_capture)
    if source is not None and (len(portals) != 1 or options.since or options.until or options.sections):
        raise SettingsError("--from-…: expected one portal, and no --since, --until or --section")
    if jitter:
        time.sleep(random.uniform(0, jitter))
    try:
        if len(portals) == 1:
            exit_code = _crawl_one(portals[0], options, wait, source)
        else:
            exit_code = _crawl_each(portals, options, wait)
    finally:
        if metrics and (output / "runs" / "metrics.prom").is_file():
            _copy_whole(output / "runs" / "metrics.prom", metrics)
    if exit_code:
        raise typer.Exit(exit_code)


def _crawl_one(name: str, options: CrawlOptions, wait_s: float, source: Source | None) -> int:
    from newscrawler.portals.files import load_portal
    from newscrawler.portals.finding import is_address, portal_at
    from newscrawler.runs.alerts import telling_failures
    from newscrawler.runs.crawl import crawl as run_crawl  # Scrapy installs a reactor on import
    from newscrawler.runs.telling import tell_report

    with telling_failures(name):
        known = portal_at(name, options.output) if is_address(name) else name
        portal = load_portal(known, base_url=options.base_url, output=options.output)
    report = run_crawl(portal, options, wait_s=wait_s, source=source)
    tell_report(report, options.output)
    return UNHEALTHY if report.faults else 0


def source_of(
    files: list[Path], wayback: bool, common_crawl: bool, address: str | None, every_capture: bool = False
) -> Source | None:
    """Whose captures are taken instead of asking the portal, ``None`` for the portal itself. Raises SettingsError."""
    if sum((bool(files), wayback, common_crawl)) > 1:
        raise SettingsError("--from-warc, --from-wayback, --from-commoncrawl: expected one of them")
    if every_capture and not (files or wayback or common_crawl):
        raise SettingsError(
            "--every-capture: expected an archive to take captures from; add --from-warc FILE, --from-wayback or "
            "--from-commoncrawl, or leave it out to crawl the portal itself"
        )
    if address and not (wayback or common_crawl):
        raise SettingsError("--archive-at: expected --from-wayback or --from-commoncrawl, whose address it is")
    if files:
        from newscrawler.sources.warc import WarcFiles

        return WarcFiles(tuple(files))
    if not wayback and not common_crawl:
        return None
    from newscrawler.sources.cdx import CommonCrawl, Wayback

    if wayback:
        return Wayback(address, every_capture=every_capture)
    return CommonCrawl(address, every_capture=every_capture)


def _crawl_each(names: list[str], options: CrawlOptions, wait_s: float) -> int:
    from newscrawler.runs.several import crawl_each, tell_crawled

    done, exit_code = crawl_each(names, [*options.arguments(), "--wait", f"{wait_s:g}"], options.output)
    tell_crawled(done)
    return exit_code


def _copy_whole(source: Path, target: Path) -> None:
    """Copy so that a reader sees the old file or the new one."""
    draft = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, draft)
    draft.replace(target)


def rebuild(
    output: Output = Path("output"),
    workers: Annotated[int | None, typer.Option(help="Extraction processes. Default: one per core.")] = None,
    accept_damage: Annotated[
        bool, typer.Option(help="Go on when archived pages cannot be read: they are lost.")
    ] = False,
) -> None:
    """Make the dataset anew from the archive, without the network; the same archive gives the same bytes.

    Example: newscrawler rebuild --output output
    """
    from newscrawler.runs.rebuilding import rebuild_output

    rebuilt = rebuild_output(output, workers, accept_damage=accept_damage)
    for damage in rebuilt.damages:
        _talk.print(f"lost: {damage.file} at byte {damage.offset}: {damage.fact}")
    n_files = len(rebuilt.published.written)
    _talk.print(f"{rebuilt.n_pages} archived article pages extracted anew, {n_files} files written")


def verify(output: Output = Path("output")) -> None:
    """Check that dataset, ledger and archive agree and that every file can be read. Ends with 6 when they do not.

    Example: newscrawler verify --output output
    """
    from pipelines.dataset.inspection import Level
    from pipelines.dataset.verify import verify as find_faults

    with _talk.status("verifying") as shown:
        findings = find_faults(output, progress=lambda file: shown.update(f"verifying {file}"))
    for finding in findings:
        typer.echo(f"{finding.level}: {finding.file}: {finding.fact}")
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(DatasetDamaged.exit_code)
    _talk.print(f"{output}: dataset, ledger and archive agree; every file is readable")
