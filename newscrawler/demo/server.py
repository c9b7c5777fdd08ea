"""Serve a replica portal on loopback: ``python -m newscrawler.demo.server --portal kontum --port 0 --articles 400``.

In tests and in the demo :class:`DemoServer` is a context manager that serves from a thread of the same process.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import sys
import threading
from pathlib import Path
from types import TracebackType

import uvloop

from newscrawler.demo.catalogue import open_portal, portal_names
from newscrawler.demo.faults import FaultyPortal, random_faults
from newscrawler.demo.serving.messages import Responder
from newscrawler.demo.serving.transport import AccessLog, HttpConnection, LoggedRequest
from newscrawler.demo.truth import write_truth
from pipelines.errors import SettingsError

HOST = "127.0.0.1"


class PortInUse(SettingsError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} of {HOST} is in use; name another with --port, or 0 for any free one")


class DemoServer:
    """Serves a portal on loopback from a thread of its own: ``with DemoServer(portal) as server: server.url``.

    ``port`` 0 takes any free one. Entering raises :class:`PortInUse`.
    """

    def __init__(self, portal: Responder, port: int = 0) -> None:
        self.portal, self.port = portal, port
        self._log = AccessLog()
        self._open: set[HttpConnection] = set()
        self._started = threading.Event()
        self._failure: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="demo-server", daemon=True)

    @property
    def url(self) -> str:
        """Base address without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def requests(self) -> list[LoggedRequest]:
        """The access log so far, in order of arrival (a copy)."""
        return list(self._log.entries)

    def forget_requests(self) -> None:
        """Empty the access log."""
        self._log.entries.clear()

    @property
    def n_connections(self) -> int:
        """Connections not yet seen closed; requests of a client that was killed may come in until it is 0."""
        return len(self._open)

    def __enter__(self) -> DemoServer:
        self._thread.start()
        self._started.wait()
        if self._failure:
            raise PortInUse(self.port) from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def wait(self) -> None:
        """Serve until interrupted."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            listening = await self._loop.create_server(self._connect, HOST, self.port, backlog=512)
        except OSError as error:
            self._failure = error
            self._started.set()
            if error.errno != errno.EADDRINUSE:
                raise
            return
        self.port = listening.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        listening.close()
        for connection in list(self._open):
            connection.close()
        await asyncio.sleep(0)  # lets aborted connections report their end before the loop goes

    def _connect(self) -> HttpConnection:
        connection = HttpConnection(self.portal, self._log, self._open.discard)
        self._open.add(connection)
        return connection


def serve(name: str, *, n_articles: int = 400, seed: int = 7, port: int = 0, traps: bool = True) -> DemoServer:
    """A server for the replica called ``name``, not yet entered; raises SettingsError for an unknown name."""
    return DemoServer(open_portal(name, n_articles=n_articles, seed=seed, traps=traps), port)


def main(arguments: list[str] | None = None) -> int:
    """Command line of the module; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m newscrawler.demo.server", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--portal", default="kontum", help=f"replica to serve: {', '.join(portal_names())}")
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0 takes a free one")
    parser.add_argument("--articles", type=int, default=400, help="number of articles")
    parser.add_argument("--seed", type=int, default=7, help="seed of the texts; same seed, same portal")
    parser.add_argument("--no-traps", action="store_true", help="plain articles only, for benchmarks")
    parser.add_argument("--fault-share", type=float, default=0.0, help="share of requests that go wrong, 0 to 1")
    parser.add_argument("--truth", type=Path, help="write what an ideal crawl must bring to this JSON file")
    given = parser.parse_args(arguments)
    try:
        portal = open_portal(given.portal, n_articles=given.articles, seed=given.seed, traps=not given.no_traps)
        if given.truth:
            write_truth(portal, given.truth)
        with DemoServer(FaultyPortal(portal, random_faults(given.fault_share, given.seed)), given.port) as server:
            print(server.url, flush=True)
            server.wait()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
