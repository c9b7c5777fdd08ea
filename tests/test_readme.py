"""The README's code and commands run, against a replica portal."""

from __future__ import annotations

import contextlib
import gzip
import re
import shlex
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.demo.server import DemoServer, serve
from tests.crawl.running import newscrawler

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ").split("  #")[0].strip()
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ newscrawler")
]


@pytest.fixture(scope="module")
def replica() -> Iterator[DemoServer]:
    with serve("kontum", n_articles=120) as server:
        yield server


@pytest.fixture(scope="module")
def folder(replica: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a user's: the dataset in ``output``, a saved article page and a saved listing page."""
    home = tmp_path_factory.mktemp("home")
    run("newscrawler crawl kontum", home, replica)
    for name, path in (
        ("page.html.gz", "/tintuc/lists/posts/post.aspx?ItemID=11003"),
        ("listing.html", "/tintuc/Lists/Categories/Category.aspx?CategoryId=3"),
    ):
        page = urllib.request.urlopen(replica.url + path).read()
        (home / name).write_bytes(gzip.compress(page) if name.endswith(".gz") else page)
    return home


def run(command: str, home: Path, replica: DemoServer) -> int:
    words = shlex.split(command)[1:]
    if words[0] == "crawl":  # the README crawls the portal itself, a test its replica
        words += ["--base-url", replica.url]
    with contextlib.chdir(home):
        done = newscrawler(*words, NO_COLOR="1")
    assert done.returncode in (0, 3), f"{command}: {done.stdout}{done.stderr}"
    return done.returncode


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme(command: str, folder: Path, replica: DemoServer) -> None:
    run(command, folder, replica)


@pytest.mark.parametrize("code", PYTHON)
def test_code_of_the_readme(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    if "articles" in names:
        assert len(names["articles"]) > 100  # type: ignore[arg-type]


def test_every_document_the_readme_names_exists() -> None:
    root = Path(__file__).parent.parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (root / target).exists(), target
