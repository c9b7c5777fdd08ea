"""A small dataset as published, and the command line over it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner, Result

from newscrawler.corpus.commands import register

GENERATOR = Path(__file__).parents[2] / "benchmarks" / "corpus_generator.py"


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def generator() -> ModuleType:
    return load(GENERATOR)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory, generator: ModuleType) -> Path:
    """600 articles of three portals; nobody writes into it."""
    root = tmp_path_factory.mktemp("corpus") / "output"
    generator.write_dataset(root, 600, n_words=60)
    return root


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A dataset in which nothing is published yet."""
    root = tmp_path / "empty"
    root.mkdir()
    (root / "newscrawler.json").write_text('{"format": "newscrawler-dataset", "schema_version": 1}')
    return root


class CommandLine:
    """Runs corpus commands as the application does."""

    def __init__(self) -> None:
        self._app = typer.Typer()
        register(self._app)

    def __call__(self, *arguments: object, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(self._app, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture(scope="session")
def command() -> CommandLine:
    return CommandLine()
