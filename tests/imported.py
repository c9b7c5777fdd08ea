"""What the process from which :mod:`tests.processes` forks has imported."""

from __future__ import annotations

import gc
from importlib import import_module

import pyarrow as pa

from newscrawler.hiding import hide_pandas

hide_pandas()
pa.array([0])  # pyarrow looks for pandas once
for name in (
    "newscrawler.cli",
    "newscrawler.portals.finding",
    "newscrawler.runs.crawl",
    "newscrawler.runs.ending",
    "newscrawler.runs.rebuilding",
    "newscrawler.runs.telling",
    "pipelines.dataset.verify",
    "pipelines.extraction.extract",
    "scrapy.core.downloader.contextfactory",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.cookies",
    "tests.dataset.killing",
    "tests.reliability.crawl_with",
    "uvloop",
):
    import_module(name)

gc.collect()
gc.freeze()  # a crawl's own collection does not look at all this again
