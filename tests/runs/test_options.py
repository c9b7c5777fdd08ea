"""What a crawl is asked for."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from newscrawler.runs.options import CrawlOptions, option_date
from pipelines.errors import SettingsError


def test_a_month_means_all_of_it() -> None:
    assert option_date("2017-04", "--since") == date(2017, 4, 1)
    assert option_date("2016-02", "--until", last=True) == date(2016, 2, 29)
    assert option_date("2017-04-21", "--until", last=True) == date(2017, 4, 21)
    assert option_date(None, "--since") is None


@pytest.mark.parametrize("text", ["21/04/2017", "2017", "2017-13", "2017-04-31", "april"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected a day like 2017-04-21"):
        option_date(text, "--since")


def test_options_that_cannot_be_are_refused() -> None:
    with pytest.raises(SettingsError, match="is after"):
        CrawlOptions(since=date(2017, 5, 1), until=date(2017, 4, 1))
    with pytest.raises(SettingsError, match="at least 1"):
        CrawlOptions(limit=0)


def test_options_are_passed_on_as_arguments() -> None:
    options = CrawlOptions(
        output=Path("a b"), since=date(2017, 4, 1), sections=("Kinh tế", "Khoa giáo"), full=True, limit=3
    )
    arguments = options.arguments()
    pairs = list(pairwise(arguments))
    assert {("--output", "a b"), ("--since", "2017-04-01"), ("--limit", "3")} <= set(pairs)
    assert [value for name, value in pairs if name == "--section"] == ["Kinh tế", "Khoa giáo"]
    assert "--full" in arguments
    assert "--until" not in arguments
