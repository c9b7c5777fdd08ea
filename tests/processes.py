"""Processes of their own that start in no time: forked from one that has imported everything.

A command in a process of its own imports for two seconds before it does anything, and each of its workers for half of
one. What a test sees of it is the same: arguments, environment, folder, output, exit code. Tests of the start itself,
and of what signals and a closed output do to a crawl, run ``python -m newscrawler``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.forkserver import _forkserver
from pathlib import Path

from newscrawler.__main__ import main
from pipelines.extraction.workers import Workers

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.imported"])


def forked(target: Callable[..., object], *arguments: object) -> int:
    """Run ``target(*arguments)`` in a process of its own; how it ended: below zero, the signal that killed it."""
    child = _context.Process(target=target, args=arguments)
    child.start()
    try:
        child.join()
    finally:
        child.kill()  # of use when a test is given up: Python would wait for the process at its own end
    assert child.exitcode is not None
    return child.exitcode


def command(
    arguments: Sequence[str | Path], program: Callable[[], object] = main, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What ``newscrawler``, or another ``program``'s main function, does with ``arguments`` to its end."""
    words = [str(one) for one in arguments]
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "stdout"), Path(folder, "stderr")
        code = forked(_become, program, words, {**os.environ, **environment}, Path.cwd(), said, _server())
        return subprocess.CompletedProcess(words, code, *(file.read_text("utf-8") for file in said))


def killed_once(reached: Callable[[], bool], arguments: Sequence[str | Path]) -> None:
    """Run ``newscrawler`` with ``arguments`` until ``reached`` says so, or to its end.

    It is killed with its workers, as a machine that loses power takes all of them.
    """
    nowhere = Path(os.devnull), Path(os.devnull)
    words = [str(one) for one in arguments]
    child = _context.Process(target=_become, args=(main, words, dict(os.environ), Path.cwd(), nowhere, None))
    child.start()
    while child.is_alive() and not reached():
        time.sleep(0.002)  # waits for what the process does, not for time
    assert child.pid is not None
    with suppress(ProcessLookupError):  # it has ended
        os.killpg(child.pid, signal.SIGKILL)
    child.join()


def _server() -> Mapping[str, object]:
    """Where the process that forks is found."""
    _forkserver.ensure_running()
    found = vars(_forkserver)
    return {name: found[name] for name in ("_forkserver_address", "_forkserver_authkey") if name in found}


def _become(
    program: Callable[[], object],
    words: list[str],
    environment: dict[str, str],
    cwd: Path,
    said: tuple[Path, Path],
    server: Mapping[str, object] | None,
) -> None:
    """Workers come from ``server``; without one they belong to this process, which leads a group of its own then."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number, file in enumerate(said, start=1):
        with file.open("wb") as stream:
            os.dup2(stream.fileno(), number)
    sys.argv = ["newscrawler", *words]
    if server is None:
        os.setsid()
    else:
        Workers.start_method = "forkserver"
        # Python knows where it is in the process that started it only, and would start another one here.
        vars(_forkserver).update(server, ensure_running=lambda: None)
    sys.exit(program())  # type: ignore[arg-type]
