from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.partitions import Partition
from pipelines.dataset.revisions import Version, history


def version(n: int, text: str, batch: int | None = 0) -> Version:
    return Version("kontum-1", Partition("kontum", 2024, 4), None, n, ("w", n), text, f"mục {n}", "run-1", batch)


def places(*versions: Version) -> list[tuple[int, str, int, bool]]:
    return [(one.fetched_at, one.content_hash, place.revision, place.current) for one, place in history(versions)]


def test_each_new_text_is_a_revision_and_the_last_is_current() -> None:
    found = places(version(1, "a"), version(2, "a"), version(3, "b"), version(4, "a"))
    assert found == [(1, "a", 1, False), (3, "b", 2, False), (4, "a", 3, True)]


def test_history_begins_with_the_first_fetch() -> None:
    _, place = history([version(5, "b"), version(2, "a")])[-1]
    assert (place.first_fetched_at, place.listed_section) == (2, "mục 2")


def test_a_record_that_stands_already_is_kept_as_it_stands() -> None:
    ((kept, _),) = history([version(1, "a", batch=3), version(1, "a", batch=None)])
    assert kept.batch is None


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(texts: list[str], random: object) -> None:
    versions = [version(n, text) for n, text in enumerate(texts)]
    shuffled = versions * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert history(shuffled) == history(versions)
