"""``newscrawler serve``."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from newscrawler.corpus.command_options import errors_said
from newscrawler.corpus.extras import load
from newscrawler.output_folder import Output
from pipelines.errors import SettingsError

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register_serve(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("serve")(serve)


def serve(
    output: Output = Path("output"),
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless you mean others to see it.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8080,
    token: Annotated[
        str | None,
        typer.Option(
            help="What visitors must know; made up when the host is not loopback.", envvar="NEWSCRAWLER_TOKEN"
        ),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a visitor's SQL may take.")] = 10.0,
) -> None:
    """Open the dataset in the browser: search, articles, coverage, runs, SQL, and a JSON API.

    It reads only. Without --token it answers on this machine alone.

    \b
    Examples:
      newscrawler serve
      newscrawler serve --host 0.0.0.0 --token "$(openssl rand -hex 16)"
    """
    with errors_said():
        for library in ("fastapi", "jinja2", "uvicorn", "tantivy"):
            load(library, "web", "newscrawler serve")
        _serve(output, host, port, token, timeout)


def _serve(output: Path, host: str, port: int, token: str | None, timeout: float) -> None:
    import socket

    import uvicorn

    from newscrawler.corpus.web.app import create_app
    from newscrawler.corpus.web.console import ConsoleLimits

    if token is None and host not in _LOOPBACK:
        token = secrets.token_urlsafe(16)
    app = create_app(output, token=token, limits=ConsoleLimits(timeout_s=timeout))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(128)
        except OSError as error:
            app.state.service.close()
            raise SettingsError(
                f"cannot listen on {host}:{port}: {error.strerror}; name another with --port"
            ) from error
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/"
        typer.echo(f"{address}?token={token}" if token else address)
        typer.echo("Ctrl-C ends it", err=True)
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[listening])
