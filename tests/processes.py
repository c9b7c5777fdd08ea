"""Processes of their own that start in no time: forked from one that has imported what commands import.

A command in a process of its own imports for two seconds before it does anything. What a test sees of it is the same:
arguments, environment, folder, output, exit code. Tests of the start itself, and those that send signals to a crawl
or kill it together with its workers, run ``python -m newscrawler``.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from newscrawler.__main__ import main

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.imported"])


def forked(target: Callable[..., object], *arguments: object) -> int:
    """Run ``target(*arguments)`` in a process of its own; how it ended: below zero, the signal that killed it."""
    child = _context.Process(target=target, args=arguments)
    child.start()
    child.join()
    assert child.exitcode is not None
    return child.exitcode


def command(
    arguments: Sequence[str | Path], program: Callable[[], object] = main, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What ``newscrawler``, or another ``program``'s main function, does with ``arguments`` to its end."""
    words = [str(one) for one in arguments]
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "stdout"), Path(folder, "stderr")
        code = forked(_become, program, words, {**os.environ, **environment}, Path.cwd(), said)
        return subprocess.CompletedProcess(words, code, *(file.read_text("utf-8") for file in said))


def _become(
    program: Callable[[], object], words: list[str], environment: dict[str, str], cwd: Path, said: tuple[Path, Path]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number, file in enumerate(said, start=1):
        with file.open("wb") as stream:
            os.dup2(stream.fileno(), number)
    sys.argv = ["newscrawler", *words]
    sys.exit(program())  # type: ignore[arg-type]
