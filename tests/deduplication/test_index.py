"""The index: what it marks, over runs, and what it looks like afterwards."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.dataset.clusters import pair_table
from pipelines.deduplication.fingerprint import Fingerprint
from pipelines.deduplication.guard import Guard
from pipelines.deduplication.index import Assignment, DuplicateIndex
from pipelines.errors import DatasetDamaged
from pipelines.schema import DUPLICATES
from tests.deduplication.texts import START, TITLE, article, edited, prose

BODY = prose(1)


def marked(index: DuplicateIndex) -> dict[str, str | None]:
    return {one.article_id: one.duplicate_of for one in index.assignments()}


def test_a_later_run_finds_the_earlier_runs_articles(tmp_path: Path) -> None:
    first = DuplicateIndex.open(tmp_path)
    assert first.update([article("kontum-1", BODY), article("kontum-2", prose(2))]) == []
    first.commit("one")
    second = DuplicateIndex.open(tmp_path)
    assert second.last_publish_id == "one"
    (found,) = second.update([article("quangngai-1", BODY, day=1)])
    assert found == Assignment("quangngai-1", "kontum-1", "exact", 1.0)  # type: ignore[arg-type]
    second.commit("two")
    assert marked(DuplicateIndex.open(tmp_path)) == {"quangngai-1": "kontum-1"}
    assert len(DuplicateIndex.open(tmp_path)) == 3


def test_an_earlier_article_that_comes_later_takes_the_lead(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path)
    index.update([article("b-1", BODY, day=5), article("c-1", BODY, day=7)])
    index.commit("one")
    found = index.update([article("a-1", BODY, day=1)])
    assert {one.article_id: one.duplicate_of for one in found} == {"b-1": "a-1", "c-1": "a-1"}
    index.commit("two")
    assert index.update([]) == []


def test_an_edited_article_leaves_its_cluster(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path)
    index.update([article("a-1", BODY, fetched=0), article("b-1", BODY, day=1, fetched=0)])
    index.commit("one")
    (found,) = index.update([article("b-1", prose(3), day=1, fetched=1)])
    assert found == Assignment("b-1")
    assert index.update([article("b-1", BODY, day=1, fetched=0)]) == [found], "an older text does not come back"
    index.commit("two")
    assert marked(index) == {}


def test_a_leader_that_is_edited_sets_its_followers_free(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path)
    index.update([article("a-1", BODY), article("b-1", BODY, day=1), article("c-1", edited(BODY, 4), day=2)])
    index.commit("one")
    assert marked(index) == {"b-1": "a-1", "c-1": "a-1"}
    index.update([article("a-1", "Bài viết đã được gỡ.")])
    index.commit("two")
    assert marked(index) == {"c-1": "b-1"}


def test_pairs_tell_kind_scope_and_what_differs(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path)
    fact = "\nHội nghị có 125 đại biểu của xã Đăk Tô.\n"
    index.update(
        [
            article("kontum-1", prose(1) + fact + prose(2)),
            article("quangngai-1", edited(prose(1), 1) + "\nHội nghị có đại biểu của xã Đăk Tô.\n" + prose(2), day=1),
            article("kontum-2", prose(1) + fact + prose(2), day=2),
            article("gialai-1", f"{prose(11, 900)}\n{prose(1)}{fact}{prose(2)}", day=3),
        ]
    )
    index.commit("one")
    table = pair_table(index)
    assert table.schema.equals(DUPLICATES, check_metadata=True)
    rows = {(row["article_id"], row["of"]): row for row in table.to_pylist()}
    reprint = rows["quangngai-1", "kontum-1"]
    assert (reprint["kind"], reprint["scope"]) == ("near", "reprint")
    assert (reprint["only_here"], reprint["only_there"]) == ([], ["125"])
    assert 0.65 < reprint["similarity"] < 1
    repeat = rows["kontum-2", "kontum-1"]
    assert (repeat["kind"], repeat["scope"], repeat["similarity"]) == ("exact", "repeat", 1.0)
    digest = rows["gialai-1", "kontum-1"]
    assert (digest["kind"], digest["scope"]) == ("containment", "reprint")
    assert "gialai-1" not in marked(index), "a digest holds more than what it quotes"


def test_a_named_source_is_followed_to_its_article(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path)
    index.update(
        [
            article("quangngai-1", BODY),
            article("kontum-1", edited(BODY, 1), day=1),
            article("gialai-1", edited(BODY, 1), day=2, source="Theo Cổng TTĐT Kon Tum"),
            article("daklak-1", BODY, day=3, source="Báo Phú Yên"),
        ]
    )
    assert marked(index) == {"kontum-1": "quangngai-1", "gialai-1": "quangngai-1", "daklak-1": "quangngai-1"}
    assert {(pair.article_id, pair.of, pair.kind.value) for pair in index.pairs()} == {
        ("kontum-1", "quangngai-1", "near"),
        ("gialai-1", "quangngai-1", "near"),
        ("gialai-1", "kontum-1", "exact"),
        ("daklak-1", "quangngai-1", "exact"),
    }


def test_the_same_pairs_give_the_same_file(tmp_path: Path) -> None:
    articles = [article("a-1", BODY), article("b-1", BODY, day=1), article("c-1", edited(BODY, 2), day=2)]
    files = []
    for name, order in (("one", articles), ("other", articles[::-1])):
        index = DuplicateIndex.open(tmp_path / name)
        index.update(order)
        pq.write_table(pair_table(index), tmp_path / f"{name}.parquet")
        files.append((tmp_path / f"{name}.parquet").read_bytes())
    assert files[0] == files[1]


def row(one: Fingerprint, body: str, day: int) -> dict[str, object]:
    published = START.replace(day=START.day + day)
    return {
        "article_id": one.article_id, "portal": one.portal, "title": TITLE, "lead": None, "body": body,
        "published_at": published, "source": None, "fetched_at": published,
    }  # fmt: skip


def test_a_lost_or_damaged_index_is_made_anew_from_the_dataset(tmp_path: Path) -> None:
    bodies = {"a-1": (BODY, 0), "b-1": (BODY, 1), "c-1": (edited(BODY, 3), 2), "d-1": (prose(9), 3)}
    articles = [article(name, body, day=day) for name, (body, day) in bodies.items()]
    index = DuplicateIndex.open(tmp_path)
    index.update(articles)
    index.commit("one")
    expected = sorted(index.assignments(), key=lambda one: one.article_id)
    rows = [row(one, *bodies[one.article_id]) for one in articles]

    def again() -> list[Assignment]:
        assert DuplicateIndex.rebuild_from(tmp_path, rows, "two").last_publish_id == "two"
        return sorted(DuplicateIndex.open(tmp_path).assignments(), key=lambda one: one.article_id)

    assert again() == expected
    (tmp_path / "texts.codes").write_bytes(b"")
    with pytest.raises(DatasetDamaged, match=r"texts\.codes"):
        DuplicateIndex.open(tmp_path)
    assert again() == expected
    (tmp_path / "manifest.json").write_text('{"algorithm": "another"}')
    with pytest.raises(DatasetDamaged, match="another"):
        DuplicateIndex.open(tmp_path)
    assert again() == expected
    (tmp_path / "manifest.json").unlink()
    assert DuplicateIndex.open(tmp_path).last_publish_id is None
    assert again() == expected


def test_rows_of_an_arrow_table_rebuild_it_too(tmp_path: Path) -> None:
    table = pa.Table.from_pylist([row(article("a-1", BODY), BODY, 0), row(article("b-1", BODY), BODY, 1)])
    index = DuplicateIndex.rebuild_from(tmp_path, table.to_pylist(), "one")
    assert marked(index) == {"b-1": "a-1"}


def test_the_guard_stops_marking_when_a_portal_repeats_itself(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path, guard=Guard(max_share=0.5, min_articles=10))
    index.update([article(f"a-{number}", prose(number)) for number in range(10)])
    assert index.stopped is None
    index.commit("one")
    broken = [article(f"a-{number}", prose(99), day=number) for number in range(10, 20)]
    assert index.update(broken) == []
    assert index.stopped is not None
    assert (index.stopped.n_repeats, index.stopped.n_articles) == (9, 10)
    assert "9 of 10" in str(index.stopped)
    index.commit("two")
    assert marked(DuplicateIndex.open(tmp_path)) == {}
    again = DuplicateIndex.open(tmp_path)
    again.update(broken)
    assert len(marked(again)) == 9, "taken in again without a guard they are marked"


def test_a_portal_that_takes_over_another_is_no_broken_template(tmp_path: Path) -> None:
    index = DuplicateIndex.open(tmp_path, guard=Guard(max_share=0.5, min_articles=10))
    index.update([article(f"kontum-{number}", prose(number)) for number in range(20)])
    index.commit("one")
    index.update([article(f"quangngai-{number}", prose(number), day=1) for number in range(20)])
    assert index.stopped is None
    assert len(marked(index)) == 20


def test_a_formula_shared_by_many_proposes_nothing(tmp_path: Path) -> None:
    formula = prose(50, 120)
    articles = [article("a-0", formula)]
    articles += [
        article(f"a-{n}", f"{prose(n, 400)}\n{formula}\n{prose(1_000 + n, 300)}", day=n) for n in range(1, 300)
    ]
    few = DuplicateIndex.open(tmp_path / "few")
    few.update(articles[:20])
    assert len(list(few.pairs())) == 19
    seen = set()
    for name, order in (("one", articles), ("two", articles[::-1])):
        index = DuplicateIndex.open(tmp_path / name)
        for start in range(0, 300, 70):
            index.update(order[start : start + 70])
            index.commit(str(start))
        seen.add(frozenset(index.pairs()))
    index = DuplicateIndex.open(tmp_path / "three")
    index.update(articles)
    seen.add(frozenset(index.pairs()))
    assert len(seen) == 1
    assert len(seen.pop()) < 30, "only those that share a band by chance"
