"""A command imports what it needs, and waits for nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

_SAID_AND_IMPORTED = """
import sys
from newscrawler.cli import main
try:
    main()
except SystemExit:
    print([name for name in ("duckdb", "lxml", "numpy", "pydantic", "scrapy", "trafilatura") if name in sys.modules])
    import pyarrow
    pyarrow.array([0])
    print("pandas" in sys.modules)
"""


def test_saying_the_version_imports_nothing_heavy_and_converting_a_list_no_pandas() -> None:
    pytest.importorskip("pandas")
    command = [sys.executable, "-c", _SAID_AND_IMPORTED, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    version, heavy, has_pandas = done.stdout.splitlines()
    assert version.startswith("newscrawler ")
    assert (heavy, has_pandas) == ("[]", "False")
