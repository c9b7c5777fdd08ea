from __future__ import annotations

from pathlib import Path

from pipelines.dataset.columns import page
from pipelines.schema import ARTICLES


def test_the_page_of_columns_is_current() -> None:
    written = Path(__file__).parents[2] / "output/README.md"
    assert written.read_text(encoding="utf-8") == page(), "run: python -m pipelines.dataset.columns output/README.md"


def test_every_column_is_on_the_page() -> None:
    assert all(f"| `{name}` |" in page() for name in ARTICLES.names)
