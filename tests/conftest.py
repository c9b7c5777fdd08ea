"""Order and effort of the whole run: what waits for processes starts first, Hypothesis tries few examples or many."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# Slowness of an example is no fault on a machine under load: the time limit per test bounds it. The same examples
# every time, so that a red run tells of the change; `thorough` looks for new ones.
_PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("default", max_examples=40, deadline=None, derandomize=True, suppress_health_check=_PATIENT)
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

LONG_FIRST = ("tests/reliability/", "tests/crawl/", "tests/runs/test_crawls", "tests/portals/", "tests/test_readme")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules go first, so that no core waits for the other at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG_FIRST))
