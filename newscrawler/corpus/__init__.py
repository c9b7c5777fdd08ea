"""Answers from the dataset: SQL, full text, charts, a web page and exports. It reads published Parquet and writes none.

>>> from newscrawler import corpus
>>> with corpus.open("output") as data:  # doctest: +SKIP
...     data.sql("SELECT count(*) AS n FROM articles").to_pylist()
"""

from __future__ import annotations

from newscrawler.corpus.opened import Corpus

open = Corpus  # noqa: A001 -- corpus.open("output") reads as open("file") does
"""Open a dataset: see :class:`Corpus` for the arguments."""

__all__ = ["Corpus", "open"]
