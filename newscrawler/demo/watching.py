"""A crawl of a replica, judged: the dataset against the truth, the requests against what nobody may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.dataset as ds

from newscrawler.demo.comparison import Difference, compare, forbidden_requests, repeated_requests
from newscrawler.demo.portal import Portal
from newscrawler.demo.server import DemoServer
from newscrawler.demo.truth import truth_of


def differences_of(server: DemoServer, output: Path) -> Sequence[Difference]:
    """What a first crawl of ``server`` into ``output`` did otherwise than an ideal one; empty when nothing."""
    assert isinstance(server.portal, Portal)
    truth = truth_of(server.portal)
    targets = [request.target for request in server.requests]
    rows = ds.dataset(output / "articles", partitioning="hive").to_table().to_pylist()
    outcomes = ds.dataset(output / "outcomes", partitioning="hive").to_table().to_pylist()
    repeated = [Difference(key, "requested", 1, n) for key, n in repeated_requests(truth, targets).items()]
    return [*compare(truth, rows, outcomes), *forbidden_requests(truth, targets), *repeated]
