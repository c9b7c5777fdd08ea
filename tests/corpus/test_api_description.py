"""Schemathesis asks the API everything its OpenAPI description allows, and what it does not; nothing is a 5xx."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="Schemathesis is not installed")
uvicorn = pytest.importorskip("uvicorn")

from hypothesis import HealthCheck, given, settings  # noqa: E402 -- after the skip
from hypothesis.strategies import one_of  # noqa: E402

from .serving import ConsoleLimits, create_app  # noqa: E402

# Schemathesis generates from the schema what its checks are about; the one that matters here is the server's.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def address(dataset: Path) -> Iterator[str]:
    """A real server on a free port, in a thread."""
    app = create_app(dataset, limits=ConsoleLimits(timeout_s=1.0))
    app.state.service.wait_for_index()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_no_answer_is_a_server_error(address: str) -> None:
    api = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) > 12
    for operation in operations:
        strategies = [operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]

        @settings(
            max_examples=max(settings.default.max_examples // 4, 1),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        @given(case=one_of(strategies))
        def ask(case: Any) -> None:
            answer = case.call()
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)
            if answer.status_code == 200 and "json" in str(answer.headers.get("content-type")):
                answer.json()

        ask()
