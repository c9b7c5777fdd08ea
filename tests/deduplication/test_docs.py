"""The page about duplicates says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.deduplication import candidates, verification
from pipelines.deduplication.fingerprint import MIN_WORDS
from pipelines.deduplication.guard import Guard

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "duplicates.md").read_text(encoding="utf-8")
ADR = (DOCS / "adr/0004-near-duplicate-threshold-and-shingles.md").read_text(encoding="utf-8")


def test_its_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    exec(code, {})
    assert (tmp_path / "index/manifest.json").exists()


def test_its_numbers_are_the_codes() -> None:
    assert f"at least {verification.NEAR:.0%} of their three-word shingles" in PAGE.replace(" %", "%")
    assert f"at least {verification.CONTAINED:.0%} of the shorter text's" in PAGE.replace(" %", "%")
    assert MIN_WORDS == 10
    assert "fewer than ten words" in PAGE
    assert f"more\nthan half ({Guard().min_articles} articles" in PAGE.replace(
        "which more than half", "more\nthan half"
    )
    assert f"at least {verification.NEAR}" in ADR
    assert f"at least {verification.MIN_CONTAINED_SHINGLES}" in ADR
    assert f"more than {candidates.MAX_SHARING} texts share" in ADR
    assert f"when {verification.TEMPLATE_SHARE:.0%}".replace("%", " %") in ADR
    assert f"are {verification.TEMPLATE_EXCESS} times as frequent among the changes" in ADR
