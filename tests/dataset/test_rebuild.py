from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.dataset.rebuild import Progress, rebuild
from pipelines.errors import DatasetDamaged
from pipelines.extraction.workers import Workers

from .folders import TABLES, digests, opened, table
from .walks import first_run, second_run, third_run, walk


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as pool:
        yield pool


@pytest.fixture(scope="module")
def crawled(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: new articles and a reprint; edits, a moved date, a removal; its confirmation, an earlier original."""
    root = tmp_path_factory.mktemp("crawled")
    for run, pages in enumerate((first_run(), second_run(), third_run()), start=1):
        walk(root, workers, run, pages)
    return root


@pytest.fixture
def copy(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "copy"))


def test_the_runs_brought_what_the_rebuild_must_find(crawled: Path) -> None:
    rows = {row["url"].rpartition("-")[2]: row for row in table(crawled, "articles")}
    assert len(rows) == 10
    assert rows["2.html"]["revision"] == 2
    assert (rows["3.html"]["year"], rows["3.html"]["month"]) == (2024, 4)
    assert rows["5.html"]["revision"] == 1
    assert rows["6.html"]["gone_at"] is not None
    assert rows["1.html"]["duplicate_of"] == rows["4.html"]["duplicate_of"] == rows["50.html"]["article_id"]
    outcomes = sorted(str(row["outcome"]) for row in table(crawled, "outcomes"))
    assert outcomes == sorted(
        ["stored"] * 3 + ["updated"] * 2 + ["unchanged"] * 2 + ["duplicate_of"] * 2 + ["gone"] * 2 + ["rejected"]
    )


def test_a_rebuild_gives_the_bytes_that_the_runs_published_twice(copy: Path, workers: Workers) -> None:
    published = digests(copy)
    seen: list[Progress] = []
    for number in (1, 2):
        with opened(copy) as dataset:
            report = rebuild(dataset, workers, f"rebuild-{number}", progress=seen.append)
        assert report.n_pages == 18
        assert digests(copy) == published
    assert seen[-1].n_bytes == seen[-1].total_bytes > 0


def test_a_rebuild_needs_the_archive_only(copy: Path, workers: Workers) -> None:
    published = digests(copy)
    for name in (*TABLES, "state"):
        shutil.rmtree(copy / name)
    with opened(copy) as dataset:
        rebuild(dataset, workers, "rebuild-1")
    again = digests(copy)
    # When a URL was first discovered is known from its first fetch alone now; here that is the same.
    assert again == published


def test_a_run_after_a_rebuild_goes_on_as_before(copy: Path, crawled: Path, workers: Workers) -> None:
    with opened(copy) as dataset:
        rebuild(dataset, workers, "rebuild-1")
    walk(copy, workers, 4, [])
    assert digests(copy) == digests(crawled)


def test_a_damaged_archive_changes_nothing_unless_that_is_accepted(copy: Path, workers: Workers) -> None:
    published = digests(copy)
    file = copy / "archive/portal=kontum/run-1-0000.warc.gz"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    with opened(copy) as dataset:
        with pytest.raises(DatasetDamaged, match="nothing was changed"):
            rebuild(dataset, workers, "rebuild-1")
        assert digests(copy) == published
        report = rebuild(dataset, workers, "rebuild-2", accept_damage=True)
    assert len(report.damages) == 1
    assert report.n_pages == 17
    assert len(report.published.withdrawn) <= 1
