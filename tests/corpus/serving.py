"""What tests of the web page need; importing it skips them where the extra ``web`` is not installed."""

from __future__ import annotations

import warnings

import pytest

for library in ("fastapi", "jinja2", "tantivy", "httpx"):
    pytest.importorskip(library)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client's own dependencies deprecate each other
    from starlette.testclient import TestClient

    from newscrawler.corpus.web.app import create_app
    from newscrawler.corpus.web.console import ConsoleLimits

__all__ = ["ConsoleLimits", "TestClient", "create_app"]
