from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.comparison import Difference, between, compare, forbidden_requests, key_of, repeated_requests
from newscrawler.demo.truth import truth_of, write_truth

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def truth() -> Truth:
    return truth_of(open_portal("kontum", n_articles=120, seed=7))


def perfect_rows(truth: Truth) -> list[dict[str, Any]]:
    return [
        {
            "article_id": f"kontum-{article['key']}",
            "url": "http://kontum.gov.vn" + article["paths"][0],
            "title": article["title"],
            "lead": article["lead"],
            "body": "\n".join(article["body"]),
            "section": article["section"],
            "authors": article["authors"],
            "source": article["source"],
            "published_at": article["published_at"] and datetime.fromisoformat(article["published_at"]),
            "view_count": article["view_base"],
            "documents": article["documents"],
            "captions": article["captions"],
            "attachments": [
                {"url": "http://kontum.gov.vn" + file["path"], "name": file["name"]} for file in article["attachments"]
            ],
            "tags": article["tags"],
            "duplicate_of": article["duplicate_of"] and f"kontum-{article['duplicate_of']}",
            "duplicate_kind": article["duplicate_kind"],
        }
        for article in truth["articles"]
    ]


def test_perfect_rows_do_not_differ(truth: Truth) -> None:
    assert compare(truth, perfect_rows(truth)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "khác"),
        ("lead", "khác"),
        ("body", "khác"),
        ("section", None),
        ("authors", ["khác"]),
        ("source", "khác"),
        ("published_at", None),
        ("view_count", None),
        ("documents", [{"number": "1/KH-X", "kind": None, "issuer": None}]),
        ("captions", ["khác"]),
        ("attachments", [{"url": "http://kontum.gov.vn/khac.pdf", "name": "khác"}]),
        ("duplicate_of", "kontum-khác"),
    ],
)
def test_each_wrong_field_is_a_difference(truth: Truth, field: str, value: object) -> None:
    rows = perfect_rows(truth)
    rows[7][field] = value
    (difference,) = compare(truth, rows)
    assert (difference.key, difference.field) == (truth["articles"][7]["key"], field)


def test_missing_superfluous_and_doubled_articles_are_differences(truth: Truth) -> None:
    rows = perfect_rows(truth)
    stranger = deepcopy(rows[0])
    stranger["url"] = "http://kontum.gov.vn/tintuc"
    fields = [difference.field for difference in compare(truth, [*rows[:-1], rows[3], stranger])]
    assert sorted(fields) == ["missing", "superfluous", "twice"]


def test_the_truth_of_some_days_holds_the_articles_of_those_days(truth: Truth) -> None:
    year = between(truth, date(2017, 1, 1), date(2017, 12, 31))
    assert 0 < year["totals"]["articles"] < truth["totals"]["articles"]
    assert {article["published_at"][:4] for article in year["articles"]} == {"2017"}


def test_outcomes_are_compared_with_the_traps(truth: Truth) -> None:
    perfect = {article["key"]: ("stored", article["paths"][0]) for article in truth["articles"]}
    perfect |= {trap["key"]: (trap["outcomes"][0], trap["paths"][0]) for trap in truth["traps"]}
    rows = [{"url": "http://kontum.gov.vn" + path, "outcome": outcome} for outcome, path in perfect.values()]
    assert compare(truth, perfect_rows(truth), rows) == []
    assert len(rows) == truth["totals"]["discovered"]
    stub = next(trap for trap in truth["traps"] if trap["trap"] == "cookie_stub")
    wrong = [{**row, "outcome": "stored"} if key_of(truth, row["url"]) == stub["key"] else row for row in rows]
    assert compare(truth, perfect_rows(truth), wrong) == [Difference(stub["key"], "outcome", ["blocked"], "stored")]


def test_forbidden_and_repeated_requests_are_found(truth: Truth) -> None:
    path = truth["articles"][0]["paths"]
    targets = [path[0], path[1], truth["listings"][0], "/tintuc/Lists/Posts/Print.aspx?ItemID=11000"]
    assert [difference.key for difference in forbidden_requests(truth, targets)] == [targets[3]]
    assert repeated_requests(truth, targets) == {truth["articles"][0]["key"]: 2}


def test_all_addresses_of_an_article_carry_its_key(truth: Truth) -> None:
    for article in truth["articles"]:
        assert {key_of(truth, path) for path in article["paths"]} == {article["key"]}


def test_the_truth_file_is_the_truth(truth: Truth, tmp_path: Path) -> None:
    file = tmp_path / "truth.json"
    write_truth(open_portal("kontum", n_articles=120, seed=7), file)
    assert json.loads(file.read_text(encoding="utf-8")) == truth
