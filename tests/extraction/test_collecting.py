"""The garbage collector waits while a page is read, and has nothing to find afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.extraction.collecting import collecting_later
from pipelines.extraction.extract import extract
from tests.extraction.test_extract_pages import FIXTURES, page_of


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was_found(is_on: bool) -> None:
    if not is_on:
        gc.disable()
    with collecting_later():
        assert not gc.isenabled()
    assert gc.isenabled() == is_on


def test_a_failure_does_not_leave_it_off() -> None:
    with pytest.raises(ValueError, match="broken"), collecting_later():
        raise ValueError("broken")
    assert gc.isenabled()


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*/page.html")), ids=lambda file: file.parent.name)
def test_a_page_that_was_read_leaves_no_cycle_behind(file: Path) -> None:
    page = page_of(file.read_bytes(), "https://huyen.example.gov.vn/tin/1.html")
    extract(page)  # what is remembered from now on is no garbage
    gc.disable()
    gc.freeze()  # so that the collector only goes over what comes now
    extract(page)
    assert gc.collect() == 0
