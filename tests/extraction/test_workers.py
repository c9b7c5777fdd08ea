"""One page's failure is one rejection: workers that crash, hang or eat memory cost nothing else."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from pipelines.extraction.workers import Limits, Workers
from pipelines.records import Article, Page, PageKind, Reason, Rejection

TEXT = "<p>" + "Ủy ban nhân dân tỉnh giao các sở, ngành triển khai kế hoạch đã ban hành. " * 8 + "</p>"


def a_page(title: str) -> Page:
    html = f"<html><body><article><h1>{title}</h1>{TEXT * 3}</article></body></html>"
    return Page(
        portal="test",
        url="http://a.vn/1",
        requested_url="http://a.vn/1",
        identity="1",
        canonical_url="http://a.vn/1",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched_at=datetime(2024, 5, 6, tzinfo=UTC),
        kind=PageKind.ARTICLE,
        run_id="r",
    )


def misbehave(article: Article) -> str:
    """Runs in the worker, beside the extraction."""
    if "chết" in article.title:
        os.kill(os.getpid(), signal.SIGKILL)
    while "treo" in article.title:
        time.sleep(0.01)
    if "ngốn" in article.title:
        return "x" * 3 * 1024**3
    return article.title.upper()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, also=misbehave, limits=Limits(timeout_s=1.5, max_memory_bytes=2 * 1024**3)) as pool:
        pool.warm()
        yield pool


def test_an_article_comes_back_without_its_page_s_body(workers: Workers) -> None:
    extracted = workers.submit(a_page("Hội nghị tổng kết công tác năm")).result()
    assert isinstance(extracted.found, Article)
    assert extracted.found.title == "Hội nghị tổng kết công tác năm"
    assert extracted.found.page.body == b""
    assert extracted.also == "HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Trang làm chết tiến trình", Reason.EXTRACTOR_FAILED),
        ("Trang làm treo tiến trình", Reason.EXTRACTOR_TIMEOUT),
        ("Trang ngốn hết bộ nhớ", Reason.EXTRACTOR_FAILED),
    ],
)
def test_a_page_that_breaks_its_worker_is_rejected_and_others_go_on(
    workers: Workers, title: str, reason: Reason
) -> None:
    good = [workers.submit(a_page(f"Tin tức số {n}")) for n in range(3)]
    bad = workers.submit(a_page(title)).result()
    assert isinstance(bad.found, Rejection)
    assert bad.found.reason is reason
    assert all(isinstance(one.result().found, Article) for one in good)
    assert isinstance(workers.submit(a_page("Tin tức sau đó")).result().found, Article)


def test_unread_futures_end_with_the_pool() -> None:
    submitted: list[Callable[[], object]] = []
    with Workers(1) as pool:
        submitted += [pool.submit(a_page(f"Tin {n}")).result for n in range(4)]
    assert all(result() for result in submitted)
