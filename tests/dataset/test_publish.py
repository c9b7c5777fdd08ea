from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.records import Outcome, Reason

from .folders import digests, opened, publish_items, table
from .samples import HANOI, START, article, rejection

TEXT = "Ủy ban nhân dân tỉnh ban hành kế hoạch phòng, chống dịch bệnh trên địa bàn năm nay và giao các sở thực hiện. "


def by_identity(root: Path, name: str = "articles") -> dict[str, dict[str, object]]:
    return {str(row["identity"]): row for row in table(root, name)}


def test_each_article_is_one_row_in_the_month_of_its_publication(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        report = publish_items(
            dataset,
            [
                article("a", n=1),
                article("b", n=2, text="Tin khác.", published_at=datetime(2023, 1, 1, tzinfo=HANOI)),
                article("c", n=3, text="Tin thứ ba.", published_at=None),
            ],
            "p1",
        )
    assert [file for file in report.written if file.startswith("articles")] == [
        "articles/portal=kontum/year=0/month=0/articles.parquet",
        "articles/portal=kontum/year=2023/month=1/articles.parquet",
        "articles/portal=kontum/year=2024/month=4/articles.parquet",
    ]
    rows = by_identity(tmp_path)
    assert {name: (row["year"], row["month"]) for name, row in rows.items()} == {
        "a": (2024, 4),
        "b": (2023, 1),
        "c": (0, 0),
    }
    assert {row["outcome"] for row in table(tmp_path, "outcomes")} == {"stored"}


def test_an_edit_becomes_a_revision_and_the_earlier_text_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("a", n=1, text="cũ", section="Tin mới")], "p1")
        publish_items(dataset, [article("a", n=2, text="mới", section="Chính trị")], "p2")
    (current,) = table(tmp_path, "articles")
    (earlier,) = table(tmp_path, "revisions")
    assert (current["body"], current["revision"], earlier["body"], earlier["revision"]) == ("mới", 2, "cũ", 1)
    assert current["first_fetched_at"] == START + timedelta(minutes=1)
    assert current["fetched_at"] == START + timedelta(minutes=2)
    assert current["listed_section"] == "Tin mới"
    assert table(tmp_path, "outcomes")[0]["outcome"] == "updated"


def test_an_article_whose_date_moves_leaves_its_old_partition(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("a", n=1, text="cũ")], "p1")
        moved = article("a", n=2, text="mới", published_at=datetime(2024, 6, 1, tzinfo=HANOI))
        report = publish_items(dataset, [moved], "p2")
    assert report.removed == ("articles/portal=kontum/year=2024/month=4/articles.parquet",)
    assert not (tmp_path / "articles/portal=kontum/year=2024/month=4").exists()
    assert [(row["year"], row["month"]) for row in table(tmp_path, "articles")] == [(2024, 6)]
    assert [(row["year"], row["month"]) for row in table(tmp_path, "revisions")] == [(2024, 4)]


def test_a_fetch_without_news_rewrites_nothing_but_its_outcome(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("a", n=1, view_count=1), article("b", n=2, text="khác")], "p1")
        before = digests(tmp_path)
        report = publish_items(dataset, [article("a", n=11, view_count=900)], "p2")
        assert (report.written, report.removed, report.n_partitions) == ((), (), 0)
        after = digests(tmp_path)
        assert {name for name in before if before[name] != after[name]} == {"outcomes/portal=kontum/outcomes.parquet"}
        publish_items(dataset, [], "p3")
    assert digests(tmp_path) == after
    assert by_identity(tmp_path)["a"]["view_count"] == 1
    assert [row["outcome"] for row in table(tmp_path, "outcomes") if row["url"].endswith("/a")] == ["unchanged"]


def test_outcomes_sum_to_what_was_discovered(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        items = [
            article("a", n=1),
            rejection("b", Reason.NO_TEXT, n=2),
            rejection("c", Reason.BLOCKED, n=3),
            rejection("d", Reason.GONE, n=4, status=404),
            rejection("e", Reason.HTTP_ERROR, n=5, status=503),
        ]
        publish_items(dataset, items, "p1")
        assert dataset.ledger.n_discovered() == 5
    rows = table(tmp_path, "outcomes")
    assert sorted(str(row["outcome"]) for row in rows) == ["blocked", "error", "gone", "rejected", "stored"]
    assert {row["detail"] for row in rows if row["outcome"] != "stored"} == {"the fact"}


def test_a_reprint_follows_the_earlier_article_and_an_earlier_one_found_later_leads(tmp_path: Path) -> None:
    text = TEXT * 4
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("b", n=1, text=text, published_at=datetime(2024, 5, 2, tzinfo=HANOI))], "p1")
        publish_items(dataset, [article("c", n=2, text=text, published_at=datetime(2024, 6, 3, tzinfo=HANOI))], "p2")
        assert by_identity(tmp_path)["c"]["duplicate_of"] == by_identity(tmp_path)["b"]["article_id"]
        report = publish_items(
            dataset, [article("a", n=3, text=text, published_at=datetime(2024, 1, 1, tzinfo=HANOI))], "p3"
        )
        assert sum(file.startswith("articles") for file in report.written) == 3
    rows = by_identity(tmp_path)
    leader = rows["a"]["article_id"]
    assert [rows[name]["duplicate_of"] for name in "abc"] == [None, leader, leader]
    outcomes = {row["article_id"]: (row["outcome"], row["duplicate_of"]) for row in table(tmp_path, "outcomes")}
    assert outcomes[rows["b"]["article_id"]] == ("duplicate_of", leader)
    assert {row["article_id"] for row in table(tmp_path, "duplicates")} >= {rows[name]["article_id"] for name in "bc"}


def test_a_removal_counts_when_a_second_run_confirms_it_and_ends_when_the_article_is_back(tmp_path: Path) -> None:
    story = article("a", n=1)
    first = rejection("a", Reason.GONE, n=2, status=404, run_id="run-2")
    second = rejection("a", Reason.GONE, n=3, status=404, run_id="run-3")
    with opened(tmp_path) as dataset:
        publish_items(dataset, [story], "p1")
        publish_items(dataset, [story, first], "p2")
        assert table(tmp_path, "articles")[0]["gone_at"] is None
        publish_items(dataset, [story, first, second], "p3")
        (row,) = table(tmp_path, "articles")
        assert row["gone_at"] == START + timedelta(minutes=3)
        assert row["body"] == story.body
        assert table(tmp_path, "outcomes")[0]["outcome"] == "gone"
        publish_items(dataset, [article("a", n=4, run_id="run-4")], "p4")
    assert table(tmp_path, "articles")[0]["gone_at"] is None
    assert table(tmp_path, "outcomes")[0]["outcome"] == "unchanged"


def test_a_failed_revisit_takes_nothing_from_an_article(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("a", n=1)], "p1")
        publish_items(dataset, [rejection("a", Reason.BLOCKED, n=2)], "p2")
        assert dataset.ledger.counts() == {Outcome.UNCHANGED: 1}
    assert len(table(tmp_path, "articles")) == 1
    assert table(tmp_path, "outcomes")[0]["reason"] == "blocked"


def test_a_publish_told_twice_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as dataset:
        publish_items(dataset, [article("a", n=1)], "p1")
        with pytest.raises(ValueError, match="'p1' is in the ledger"):
            publish_items(dataset, [article("b", n=2)], "p1")
