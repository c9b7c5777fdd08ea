"""Whatever the order in which fetches come to be published, the dataset is the same: a function of the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dataset.disk import Disk
from pipelines.dataset.plan import incomplete_histories
from pipelines.dataset.publish import publish
from pipelines.dataset.staging import Staging
from pipelines.records import Article, Reason, Rejection
from pipelines.session import OpenDataset

from .folders import digests, opened
from .samples import HANOI, article, rejection
from .walks import text

Item = Article | Rejection
DATES = [datetime(2024, 3, 5, tzinfo=HANOI), datetime(2024, 9, 1, 7, tzinfo=HANOI), None]


@st.composite
def fetches(draw: st.DrawFn) -> list[Item]:
    """Fetches of up to three articles: texts that change and change back, dates that move, removals, failures."""
    items: list[Item] = []
    for n in range(draw(st.integers(1, 8))):
        name, run = draw(st.sampled_from("abc")), f"run-{n}"
        kind = draw(st.sampled_from(["text", "text", "text", "gone", "blocked"]))
        if kind == "gone":
            items.append(rejection(name, Reason.GONE, n=n, status=404, run_id=run))
        elif kind == "blocked":
            items.append(rejection(name, Reason.BLOCKED, n=n, run_id=run))
        else:
            seed, date = draw(st.integers(1, 3)), draw(st.sampled_from(DATES))
            items.append(article(name, n=n, text=text(seed), published_at=date, run_id=run, view_count=n))
    return items


def archive_holds(dataset: OpenDataset, items: Sequence[Item]) -> None:
    dataset.ledger.record_fetches(item.page for item in items)


def publish_with_histories(
    dataset: OpenDataset, batch: Sequence[Item], archive: Sequence[Item], publish_id: str
) -> None:
    """As the stage does: what is needed of earlier fetches comes along out of the archive."""
    by_record = {_record(item): item for item in archive}
    staging = Staging(dataset.workspace.staging / "test", max_batch_rows=2)
    for item in batch:
        staging.add(item)
    for ref in incomplete_histories(dataset.ledger, staging):
        staging.add(by_record[ref.file, ref.offset])
    publish(
        dataset.workspace,
        dataset.ledger,
        dataset.index,
        staging,
        publish_id,
        portals=("kontum",),
        disk=Disk(dataset.workspace.root),
    )


def _record(item: Item) -> tuple[str, int]:
    assert item.page.archive_ref is not None
    return item.page.archive_ref.file, item.page.archive_ref.offset


@settings(max_examples=settings.default.max_examples // 4)  # each publishes some times
@given(items=fetches(), order=st.randoms(use_true_random=False), cuts=st.sets(st.integers(0, 8), max_size=3))
def test_publishing_in_parts_and_in_any_order_gives_the_same_rows(
    items: list[Item], order: object, cuts: set[int]
) -> None:
    shuffled = list(items)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    bounds = [0, *sorted(cut for cut in cuts if 0 < cut < len(items)), len(items)]
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        with opened(Path(one)) as dataset:
            archive_holds(dataset, items)
            publish_with_histories(dataset, items, items, "all at once")
        with opened(Path(other)) as dataset:
            for number, (start, end) in enumerate(pairwise(bounds)):
                archive_holds(dataset, shuffled[start:end])
                publish_with_histories(dataset, shuffled[start:end], items, f"part {number}")
        tables = ("articles", "revisions", "duplicates")
        assert digests(Path(one), tables) == digests(Path(other), tables)
