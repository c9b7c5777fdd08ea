"""Full text: what is found with and without accents, in which order, and how the index follows the dataset."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import Database
from newscrawler.corpus.search import compiling
from newscrawler.corpus.search.grammar import Term, parse
from newscrawler.corpus.search.index import SearchIndex
from newscrawler.corpus.search.searching import Filters, search
from newscrawler.corpus.search.snippets import marked, snippet
from newscrawler.corpus.search.words import is_accented, matches, without_accents, words
from pipelines import schema

from .conftest import CommandLine

tantivy = pytest.importorskip("tantivy")

TEXTS = {
    "dak-ha": "Lễ hội ở Đăk Hà khép lại",
    "dak-ha-tone": "Người dân Đắk Hạ họp thôn",
    "hoa-old": "Xã Hoà Bình sửa đường",
    "hoa-new": "Xã Hòa Bình sửa cầu",
    "hoa-flower": "Chợ hoa bình dân ngày Tết",
    "child": "Phòng ngừa lao động trẻ em ở vùng sâu",
    "child-apart": "Người lao động chăm trẻ, em nhỏ theo mẹ",
    "land": "Bán đất nền trái phép",
    "land-board": "Ban đất đai trả lời",
    "quy-old": "Quý một, quỹ vì người nghèo tăng",
    "khoe": "Chăm sóc sức khoẻ ban đầu",
    "khoe-new": "Sức khỏe học đường",
    "decomposed": "Thủy lợi Ia H'Drai",
    "document": "Theo Kế hoạch số 1075/KH-UBND ngày 3/4",
    "document-other": "Theo Kế hoạch số 1076/KH-UBND ngày 4/4",
    "duong": "Khánh thành đường Trường Sơn",
    "duong-name": "Ông Dương Văn Truong về hưu",
}

FOUND = [
    # typed, must find, must not find
    ("Đăk Hà", {"dak-ha"}, {"dak-ha-tone"}),
    ("dak ha", {"dak-ha", "dak-ha-tone"}, set()),
    ("DAK HA", {"dak-ha", "dak-ha-tone"}, set()),
    ('"dak ha"', {"dak-ha", "dak-ha-tone"}, set()),
    ("Đăk ha", {"dak-ha"}, {"dak-ha-tone"}),
    ('"Đăk ha"', {"dak-ha"}, {"dak-ha-tone"}),
    ("Đak Ha", set(), {"dak-ha", "dak-ha-tone"}),
    ("Hà Đăk", {"dak-ha"}, set()),
    ('"Hà Đăk"', set(), {"dak-ha"}),
    ("hoà bình", {"hoa-old", "hoa-new"}, {"hoa-flower"}),
    ("hòa bình", {"hoa-old", "hoa-new"}, {"hoa-flower"}),
    ('"Hoà Bình"', {"hoa-old", "hoa-new"}, {"hoa-flower"}),
    ("hoa binh", {"hoa-old", "hoa-new", "hoa-flower"}, set()),
    ("hoa bình", {"hoa-old", "hoa-new", "hoa-flower"}, set()),
    ("lao động trẻ em", {"child", "child-apart"}, set()),
    ('"lao động trẻ em"', {"child"}, {"child-apart"}),
    ('"lao dong tre em"', {"child"}, {"child-apart"}),
    ('"động trẻ em"', {"child"}, {"child-apart"}),
    ('"lao động trẻ em ở"', {"child"}, {"child-apart"}),
    ('"ngừa lao động trẻ em ở"', {"child"}, {"child-apart"}),
    ('"lao động em trẻ"', set(), {"child", "child-apart"}),
    ('"lao động chăm em"', set(), {"child-apart"}),
    ('"khép lại không có"', set(), {"dak-ha"}),  # where the title ends and the body begins
    ('"khep lai khong"', set(), {"dak-ha"}),
    ("bán đất", {"land"}, {"land-board"}),
    ("ban dat", {"land", "land-board"}, set()),
    ("ban đất", {"land", "land-board"}, set()),
    ("qúy", {"quy-old"}, set()),
    ("sức khỏe", {"khoe", "khoe-new"}, set()),
    ("suc khoe", {"khoe", "khoe-new"}, set()),
    ("thuỷ lợi", {"decomposed"}, set()),
    ("thu\u0309y lơ\u0323i", {"decomposed"}, set()),
    ("Ia H'Drai", {"decomposed"}, set()),
    ("1075/KH-UBND", {"document"}, {"document-other"}),
    ("document:1075/kh-ubnd", {"document"}, {"document-other"}),
    ("đường", {"duong"}, {"duong-name"}),
    ("duong", {"duong", "duong-name"}, set()),
    ("dương", {"duong-name"}, {"duong"}),
    ("truong", {"duong", "duong-name"}, set()),
    ("trường", {"duong"}, {"duong-name"}),
    ("title:dak", {"dak-ha", "dak-ha-tone"}, set()),
    ("author:diem", {"land"}, {"land-board"}),
    ('author:"Mỹ Diễm"', {"land"}, {"land-board"}),
    ("source:gia", {"land-board"}, {"land"}),
    ("đất -bán", {"land-board"}, {"land"}),
    ('"hoà bình" -cầu', {"hoa-old"}, {"hoa-new"}),
    ("cầu OR thôn", {"hoa-new", "dak-ha-tone"}, {"hoa-old"}),
    ("portal:thu khánh", {"duong"}, set()),
    ("portal:other khánh", set(), {"duong"}),
    ("ß İ ﬁ", set(), {"dak-ha"}),
]


def article(generator: ModuleType, name: str, title: str, **columns: object) -> dict[str, Any]:
    """One row with ``title`` as its whole text."""
    draw = generator.random.Random(name)
    row: dict[str, Any] = generator._article("thu", 1, datetime(2026, 1, 2, tzinfo=UTC), draw, 20)
    row |= {
        "article_id": name,
        "title": title,
        "lead": None,
        "body": "Không có gì thêm.",
        "authors": [],
        "source": None,
    }
    return row | {"documents": [], "section": "Tin", "listed_section": None, **columns}


def write(root: Path, rows: list[dict[str, Any]]) -> None:
    folder = root / "articles" / "portal=thu" / "year=2026" / "month=01"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "newscrawler.json").write_text('{"format": "newscrawler-dataset", "schema_version": 1}')
    pq.write_table(pa.Table.from_pylist(rows, schema=schema.ARTICLES), folder / "articles.parquet")


@pytest.fixture(scope="module")
def accents(tmp_path_factory: pytest.TempPathFactory, generator: ModuleType) -> Iterator[SearchIndex]:
    root = tmp_path_factory.mktemp("accents")
    more: dict[str, dict[str, object]] = {
        "land": {"authors": ["Mỹ Diễm"]},
        "land-board": {"source": "Báo Gia Lai"},
        "document": {"documents": [{"number": "1075/KH-UBND", "kind": "Kế hoạch", "issuer": "UBND"}]},
        "document-other": {"documents": [{"number": "1076/KH-UBND", "kind": "Kế hoạch", "issuer": "UBND"}]},
    }
    write(root, [article(generator, name, text, **more.get(name, {})) for name, text in TEXTS.items()])
    with closing(Database(root)) as database:
        index = SearchIndex(database)
        index.update()
        yield index


@pytest.mark.parametrize(("typed", "must", "must_not"), FOUND, ids=[row[0] for row in FOUND])
def test_accents(typed: str, must: set[str], must_not: set[str], accents: SearchIndex) -> None:
    found = {hit.article_id for hit in search(accents, typed, limit=100).hits}
    assert must <= found
    assert not must_not & found


def test_every_vietnamese_letter_loses_its_accent_alike_in_the_index_and_here(accents: SearchIndex) -> None:
    letters = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.ascii_fold()).build()
    assert analyzer.analyze(" ".join(letters)) == [without_accents(letter) for letter in letters]
    assert not any(is_accented(letter) for letter in "abcdeghiklmnopqrstuvxy0123456789")


def test_words_that_stand_together_come_first(accents: SearchIndex) -> None:
    for typed in ("lao động trẻ em", "lao dong tre em"):
        assert [hit.article_id for hit in search(accents, typed).hits] == ["child", "child-apart"]


def test_matching_in_a_snippet_is_matching_in_the_index() -> None:
    assert matches("hà", "ha")
    assert matches("hà", "hà")
    assert not matches("hạ", "hà")
    assert not matches("ha", "hà")


def test_snippets_mark_what_was_asked_for() -> None:
    text = "Mở đầu. " + "Không liên quan gì cả. " * 40 + "Xã Đăk Hà mở lớp. " + "Hết chuyện rồi. " * 40
    pieces = snippet(text, parse("dak ha").wanted, 120)
    assert [piece.text for piece in pieces if piece.marked] == ["Đăk Hà"]
    assert "".join(piece.text for piece in pieces).strip("… ") in text
    assert sum(len(piece.text) for piece in pieces) < 180
    assert "".join(piece.text for piece in marked("Đăk Hà", [Term(("dak",))])) == "Đăk Hà"
    beginning = snippet(text, parse("vắng").wanted, 120)
    assert beginning[0].text.startswith("Mở đầu.")


@pytest.mark.parametrize(
    "typed", ['"', "-", "OR", "OR OR", "-OR", ":", "title:", '-"', "title:-x", "((", "a OR", "\x00", "*"]
)
def test_nothing_typed_is_an_error(typed: str, accents: SearchIndex) -> None:
    search(accents, typed, facets=True)


def test_grammar() -> None:
    typed = parse('title:khánh "Đăk Hà" -sâm a OR b c d')
    assert [len(group) for group in typed.groups] == [1, 1, 1, 2, 1, 1]
    assert typed.groups[0][0] == Term(("khánh",), "title")
    assert typed.groups[1][0].quoted
    assert typed.groups[2][0].excluded
    assert typed.runs == [("c", "d")]
    assert words("HOÀ  Bình") == words("hòa bình")


@pytest.mark.parametrize("typed", ["lao động trẻ em", "lao dong tre em", "dak ha", "lao dong -rung", "Đăk ha"])
def test_looking_in_titles_first_finds_the_same_articles(
    typed: str, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = Filters(portals=("kontum", "gialai"))
    with closing(Database(dataset)) as database:
        index = SearchIndex(database)
        index.update()
        usual = search(index, typed, narrow, limit=1000, facets=True)
        assert usual.total == len(usual.hits) > 20
        monkeypatch.setattr(compiling, "_MANY_TITLES", 1)
        pages = [search(index, typed, narrow, offset=offset, limit=7) for offset in range(0, usual.total + 7, 7)]
        assert search(index, typed, narrow, limit=1, facets=True).facets == usual.facets
    assert {page.total for page in pages} == {usual.total}
    found = [hit for page in pages for hit in page.hits]
    assert sorted(hit.article_id for hit in found) == sorted(hit.article_id for hit in usual.hits)
    if "-" not in typed:
        wanted = [term.words[0] for term in parse(typed).wanted]
        has_all = [all(any(map(partial(matches, wanted=word), words(hit.title))) for word in wanted) for hit in found]
        assert has_all == sorted(has_all, reverse=True)
        assert any(has_all)


def test_filters_sorting_and_facets(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        index = SearchIndex(database)
        index.update()
        everything = search(index, "", limit=1000, facets=True)
        assert everything.total == 600 == len(everything.hits)
        assert sum(n for _, n in everything.facets["portal"]) == 600
        days = [hit.published_at for hit in everything.hits if hit.published_at]
        assert days == sorted(days, reverse=True)
        assert all(hit.published_at is None for hit in everything.hits[len(days) :])
        kept = Filters(("kontum",), ("Thông báo",), (), date(2026, 8, 1), date(2026, 8, 31))
        narrowed = search(index, "", kept, sort=Sort.OLDEST, limit=1000)
        assert narrowed.total == len(narrowed.hits) > 0
        for hit in narrowed.hits:
            assert hit.published_at is not None
            assert (hit.portal, hit.section, hit.published_at.month) == ("kontum", "Thông báo", 8)
        leaders = search(index, "", Filters(duplicates=False), limit=1000)
        assert 0 < leaders.total < 600
        assert all(hit.duplicate_of is None for hit in leaders.hits)
        by_year = search(index, "", Filters(years=(2026,)))
        assert by_year.total == dict(everything.facets["year"])["2026"]
        second = search(index, "sâm", offset=5, limit=5)
        assert second.hits == search(index, "sâm", limit=10).hits[5:]
        assert search(index, "sâm", offset=1_000_000, limit=5).hits == ()


def test_the_index_follows_the_dataset(tmp_path: Path, generator: ModuleType) -> None:
    rows = [article(generator, f"a{n}", f"Bài số {n}") for n in range(5)]
    write(tmp_path, rows)
    with closing(Database(tmp_path)) as database:
        index = SearchIndex(database)
        assert (index.update().added, index.update().added) == (5, 0)
        rows[1] |= {"title": "Bài đã sửa", "revision": 2, "content_hash": "new"}
        write(tmp_path, [*rows[:4], article(generator, "a9", "Bài mới")])
        assert database.refresh()
        assert not index.is_current()
        done = index.update()
        assert (done.added, done.removed, done.rebuilt) == (2, 1, False)
        assert index.is_current()
        assert {hit.article_id for hit in search(index, "bai").hits} == {"a0", "a1", "a2", "a3", "a9"}
        assert [hit.article_id for hit in search(index, "sửa").hits] == ["a1"]
        assert search(index, '"bài số 1"').total == 0


def test_a_broken_or_foreign_index_is_remade(tmp_path: Path, generator: ModuleType) -> None:
    write(tmp_path, [article(generator, "a1", "Bài số một")])
    with closing(Database(tmp_path)) as database:
        index = SearchIndex(database)
        index.update()
        old = tmp_path / "state" / "search" / "v0"
        old.mkdir()
        (index.folder / "tantivy" / "meta.json").write_text("{broken")
        assert search(SearchIndex(database), "một").total == 1
        assert not old.exists()
        shutil.rmtree(index.folder)
        assert search(SearchIndex(database), "một").total == 1


def test_an_update_cut_short_is_made_up_for(tmp_path: Path, generator: ModuleType) -> None:
    """The record of what is indexed is written last; without it the work is done again and nothing stands twice."""
    write(tmp_path, [article(generator, "a1", "Bài số một")])
    with closing(Database(tmp_path)) as database:
        index = SearchIndex(database)
        index.update()
        record = index.folder / "indexed.parquet"
        before = record.read_bytes()
        write(tmp_path, [article(generator, "a1", "Bài số một"), article(generator, "a2", "Bài số hai")])
        database.refresh()
        index.update()
        record.write_bytes(before)
        assert index.update().added == 1
        assert search(index, "bài số").total == 2


def test_a_dataset_without_articles(empty: Path) -> None:
    with closing(Database(empty)) as database:
        found = search(SearchIndex(database), "gì", facets=True)
    assert (found.total, found.hits) == (0, ())


def test_command(dataset: Path, command: CommandLine) -> None:
    facts = json.loads(command("search", "lao", "dong", "-o", dataset, "-f", "json", "--facets").stdout)
    assert facts["total"] > 0
    assert len(facts["hits"]) == 10
    assert set(facts["facets"]) == {"portal", "section", "year"}
    text = command("search", "lao dong", "-o", dataset, "-n", 3)
    assert "[lao động]" in text.stdout
    assert "articles found" in text.stderr
    lines = command("search", "lao dong", "-o", dataset, "-f", "jsonl", "--sort", "newest").stdout.splitlines()
    assert len(lines) == 10
    assert "600 articles added" in command("search", "--rebuild", "-o", dataset).stderr
    assert command("search", "x", "-o", dataset, "--since", "soon").exit_code == 2
