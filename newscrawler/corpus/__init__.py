"""Answers from the dataset: SQL, full text, charts, a web page and exports. It reads published Parquet and writes none.

``newscrawler.corpus.open("output")`` gives a :class:`~newscrawler.corpus.opened.Corpus`.
"""

from __future__ import annotations
