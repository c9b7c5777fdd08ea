"""What users and machines get wrong: a clear message, the right exit code, nothing lost."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.__main__ import main
from newscrawler.demo.server import DemoServer, serve
from pipelines.workspace import Workspace
from tests.crawl.running import crawl_arguments, differences, newscrawler
from tests.processes import command


@pytest.fixture(scope="module")
def replica() -> Iterator[DemoServer]:
    with serve("kontum", n_articles=60) as server:
        yield server


def test_an_unknown_portal() -> None:
    done = newscrawler("crawl", "kontun")
    assert done.returncode == 2
    assert "no portal is called 'kontun'. Did you mean kontum?" in done.stderr


def test_a_broken_portal_file(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('title = "x"\nbase_url = "http://a.vn"\n', encoding="utf-8")
    done = newscrawler("crawl", file)
    assert done.returncode == 2
    assert f"{file}: generations: " in done.stderr


def test_an_output_folder_that_is_no_dataset(replica: DemoServer, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    done = newscrawler(*crawl_arguments(replica, tmp_path))
    assert done.returncode == 2
    assert "is not a newscrawler dataset" in done.stderr
    assert "thesis.docx" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_second_run_at_the_same_time(replica: DemoServer, tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "out").lock("crawling kontum"):
        done = newscrawler(*crawl_arguments(replica, tmp_path / "out"))
    assert done.returncode == 5
    assert "another run is using" in done.stderr
    assert "crawling kontum" in done.stderr


def test_a_port_in_use(replica: DemoServer, tmp_path: Path) -> None:
    done = newscrawler("demo", "--port", replica.port, "--output", tmp_path / "demo")
    assert done.returncode == 2
    assert f"port {replica.port}" in done.stderr


def test_wrong_days_and_sections(replica: DemoServer, tmp_path: Path) -> None:
    done = newscrawler(*crawl_arguments(replica, tmp_path, "--since", "21/04/2017"))
    assert done.returncode == 2
    assert "--since: expected a day like 2017-04-21 or a month like 2017-04, found '21/04/2017'" in done.stderr
    done = newscrawler(*crawl_arguments(replica, tmp_path, "--section", "Thể thao"))
    assert done.returncode == 2
    assert "kontum has no section 'Thể thao'; it has " in done.stderr


def test_a_public_portal_is_not_crawled_by_nobody(tmp_path: Path) -> None:
    done = newscrawler("crawl", "kontum", "--output", tmp_path / "out", NEWSCRAWLER_CONTACT="")
    assert done.returncode == 2
    assert "NEWSCRAWLER_CONTACT" in done.stderr


def test_a_portal_that_does_not_answer_is_no_success(tmp_path: Path) -> None:
    done = newscrawler("crawl", "kontum", "--base-url", "http://127.0.0.1:9", "--output", tmp_path, "--limit", "1")
    assert done.returncode == 3
    assert "unhealthy" in done.stderr


def with_small_files_only() -> None:
    """The command where no file may grow beyond what a crawl needs."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    main()


def test_a_full_disk_stops_the_run_and_loses_nothing(replica: DemoServer, tmp_path: Path) -> None:
    done = command(crawl_arguments(replica, tmp_path / "out"), with_small_files_only)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "run the command again" in done.stderr
    again = newscrawler(*crawl_arguments(replica, tmp_path / "out"))
    assert again.returncode in (0, 3), again.stderr
    assert differences(replica, tmp_path / "out") == []
