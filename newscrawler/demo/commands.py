"""``newscrawler demo``: crawl a replica portal and compare the dataset with what an ideal crawl would bring."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

FIRST_QUESTION = (
    "SELECT section, count(*) AS articles, min(published_at)::DATE AS first, max(published_at)::DATE AS last, "
    "count(duplicate_of) AS duplicates FROM articles GROUP BY section ORDER BY articles DESC"
)
_talk = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(demo)


def demo(
    output: Annotated[Path, typer.Option(help="Folder for the demo's dataset; an earlier demo in it is replaced.")] = (
        Path("demo-output")
    ),
    articles: Annotated[int, typer.Option(min=120, help="Articles of the replica portal.")] = 400,
    seed: Annotated[int, typer.Option(help="Seed of its texts: the same seed, the same portal.")] = 7,
    port: Annotated[int, typer.Option(help="Port on loopback; 0 takes a free one.")] = 0,
) -> None:
    """Serve a replica of Kon Tum's portal on loopback, crawl it with the real spider, and look at the dataset.

    Ends with 1 when the dataset differs from what an ideal crawl brings.

    Example: newscrawler demo --articles 1000
    """
    from newscrawler.demo.server import serve  # the replicas are heavy, and only this command needs them
    from newscrawler.demo.watching import differences_of

    _make_room(output)
    started = time.monotonic()
    with serve("kontum", n_articles=articles, seed=seed, port=port) as server:
        _talk.print(f"a replica of Kon Tum's portal with {articles} articles and traps is served at {server.url}")
        _run("crawl", "kontum", "--base-url", server.url, "--output", str(output))
        differences = differences_of(server, output)
        n_requests = len(server.requests)
    _run("query", FIRST_QUESTION, "--output", str(output))
    for one in differences[:20]:
        _talk.print(f"differs: {one.key} {one.field}: expected {one.expected!r}, found {one.found!r}", markup=False)
    if differences:
        _talk.print(f"{len(differences)} differences from what an ideal crawl brings", style="bold red")
        raise typer.Exit(1)
    _talk.print(
        f"the dataset in {output} is what an ideal crawl brings: every article once, every field right "
        f"({n_requests} requests, {time.monotonic() - started:.0f} s)",
        style="bold green",
    )
    _talk.print(f'ask it more: newscrawler query "SELECT …" --output {output}', markup=False)


def _make_room(output: Path) -> None:
    """Remove an earlier demo; anything else in ``output`` stays. Raises NotADataset then."""
    from pipelines.workspace import Workspace

    if output.exists() and any(output.iterdir()):
        Workspace.open(output, create=False)
        shutil.rmtree(output)


def _run(*arguments: str) -> None:
    """Run the real command as a user would, its output passed on; its failure is the demo's."""
    shown = " ".join(f'"{one}"' if " " in one else one for one in arguments)
    _talk.print(f"\n$ newscrawler {shown}", style="bold", markup=False)
    done = subprocess.run([sys.executable, "-m", "newscrawler", *arguments], check=False)
    if done.returncode:
        raise typer.Exit(done.returncode)
