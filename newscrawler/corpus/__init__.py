"""Answers from the dataset: SQL, full text, charts, a web page and exports. It reads published Parquet and writes none.

>>> from newscrawler import corpus
>>> with corpus.open("output") as data:  # doctest: +SKIP
...     data.sql("SELECT count(*) AS n FROM articles").to_pylist()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawler.corpus.opened import Corpus

    open = Corpus  # noqa: A001 -- corpus.open("output") reads as open("file") does

__all__ = ["Corpus", "open"]


def __getattr__(name: str) -> object:
    """``Corpus`` and ``open``, loaded with DuckDB and Arrow when first asked for: the command line starts without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from newscrawler.corpus.opened import Corpus

    return Corpus
