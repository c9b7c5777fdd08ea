"""A walk ends by evidence; an error, an empty page or a cut is never the end."""

from datetime import date

from newscrawler.spiders.walk import End, Walk


def a_walk(**facts: object) -> Walk:
    return Walk("kontum", "Kinh tế", "2017", **{"stop_when_known": 2, **facts})  # type: ignore[arg-type]


def test_the_last_page_has_items_and_no_next_link() -> None:
    walk = a_walk()
    assert walk.page(["a", "b"], 2, None, has_next=True)
    assert not walk.page(["c"], 1, None, has_next=False)
    assert (walk.end, walk.complete, walk.n_articles) == (End.LAST_PAGE, True, 3)


def test_a_clamped_pager_repeats_its_last_page() -> None:
    walk = a_walk()
    walk.page(["a", "b"], 2, None, has_next=True)
    walk.page(["c"], 1, None, has_next=True)
    assert walk.page(["c"], 0, None, has_next=True)
    assert not walk.page(["c"], 0, None, has_next=True)
    assert (walk.end, walk.complete) == (End.CLAMPED, True)


def test_items_that_shift_by_a_whole_page_do_not_end_the_walk() -> None:
    walk = a_walk(stop_when_known=None)
    walk.page(["a", "b"], 2, None, has_next=True)
    assert walk.page(["a", "b"], 0, None, has_next=True)
    assert walk.page(["c", "d"], 2, None, has_next=True)


def test_a_pager_that_runs_in_a_circle_ends() -> None:
    walk = a_walk(stop_when_known=None)
    walk.page(["a", "b"], 2, None, has_next=True)
    walk.page(["c"], 1, None, has_next=True)
    assert walk.page(["a", "b"], 0, None, has_next=True)
    assert not walk.page(["c"], 0, None, has_next=True)
    assert walk.end is End.CLAMPED


def test_an_empty_page_is_no_end() -> None:
    walk = a_walk()
    walk.page(["a"], 1, None, has_next=True)
    assert not walk.page([], 0, None, has_next=False)
    assert (walk.end, walk.complete) == (None, False)
    assert walk.incomplete == "page 2 has no article links"


def test_a_day_without_articles_is_complete() -> None:
    walk = a_walk(may_be_empty=True)
    assert not walk.page([], 0, None, has_next=False)
    assert walk.complete


def test_known_pages_end_an_incremental_walk_only_in_a_row() -> None:
    walk = a_walk()
    assert walk.page(["a"], 0, None, has_next=True)
    assert walk.page(["b", "c"], 1, None, has_next=True)
    assert walk.page(["d"], 0, None, has_next=True)
    assert not walk.page(["e"], 0, None, has_next=True)
    assert (walk.end, walk.complete) == (End.ALL_KNOWN, True)


def test_a_full_sweep_walks_on_through_known_pages() -> None:
    walk = a_walk(stop_when_known=None)
    assert all(walk.page([str(n)], 0, None, has_next=True) for n in range(20))


def test_since_ends_with_margin() -> None:
    walk = a_walk(since=date(2017, 4, 10))
    assert walk.page(["a"], 1, date(2017, 4, 12), has_next=True)
    assert walk.page(["b"], 1, date(2017, 4, 8), has_next=True)
    assert not walk.page(["c"], 1, date(2017, 4, 6), has_next=True)
    assert walk.end is End.PAST_SINCE


def test_a_walk_broken_off_is_not_complete() -> None:
    walk = a_walk()
    walk.page(["a"], 1, None, has_next=True)
    walk.break_off("HTTP 503 on page 2")
    walk.break_off("later")
    assert (walk.complete, walk.incomplete) == (False, "HTTP 503 on page 2")


def test_a_dated_listing_that_shows_other_days_is_broken_off() -> None:
    days = (date(2017, 4, 21), date(2017, 4, 21))
    walk = a_walk(stop_when_known=None, days=days)
    walk.check_days([date(2024, 5, 1), date(2024, 4, 30)])
    assert not walk.page(["a", "b"], 2, date(2024, 5, 1), has_next=True)
    assert not walk.complete
    assert "2024-04-30 to 2024-05-01" in (walk.incomplete or "")


def test_a_dated_listing_may_run_into_other_days() -> None:
    walk = a_walk(stop_when_known=None, days=(date(2017, 4, 21), date(2017, 4, 21)))
    walk.check_days([date(2017, 4, 22), date(2017, 4, 3)])
    assert walk.page(["a", "b"], 2, date(2017, 4, 21), has_next=True)
    walk.check_days([date(2017, 4, 3)])
    assert walk.page(["c"], 1, date(2017, 4, 3), has_next=True)
    walk.check_days([])
    assert walk.incomplete is None
