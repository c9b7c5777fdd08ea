"""Compares a crawl with the truth: what is missing, what is too much, which fields differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from newscrawler.demo.truth import Truth

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the truth says."""

    key: str
    """The article's key, or the address when it has none."""
    field: str
    """A column, or ``missing``, ``superfluous``, ``twice``, ``outcome``, ``forbidden``."""
    expected: Any
    found: Any


def key_of(truth: Truth, url: str) -> str | None:
    """The article key that an address carries by the truth's patterns; ``None`` for addresses of no article."""
    for pattern, form in truth["keys"]:
        if match := re.search(pattern, url):
            return str(form.format(match[1]))
    return None


def compare(truth: Truth, rows: Iterable[Row], outcomes: Iterable[Row] | None = None) -> list[Difference]:
    """Differences between the truth and the rows of ``articles`` (and of ``outcomes``, when given).

    Rows are mappings with the dataset's column names; times may be aware datetimes or ISO strings. An empty list means
    that the dataset is what an ideal crawl brings.
    """
    by_key: dict[str, Row] = {}
    differences: list[Difference] = []
    expected = {article["key"]: article for article in truth["articles"]}
    for row in rows:
        key = key_of(truth, row["url"])
        if key is None or key not in expected:
            differences.append(Difference(key or row["url"], "superfluous", None, row["title"]))
        elif key in by_key:
            differences.append(Difference(key, "twice", 1, 2))
        else:
            by_key[key] = row
    keys_by_id = {row["article_id"]: key for key, row in by_key.items() if "article_id" in row}
    for key, article in expected.items():
        if key in by_key:
            differences += _fields(key, article, by_key[key], keys_by_id)
        else:
            differences.append(Difference(key, "missing", article["title"], None))
    return differences + (_outcomes(truth, outcomes) if outcomes is not None else [])


def between(truth: Truth, first: date, last: date) -> Truth:
    """The truth of a crawl of the days from ``first`` to ``last`` (local, both included); undated articles left out.

    Traps stay as far as their article does; totals but ``articles`` are left out.
    """
    articles = [a for a in truth["articles"] if a["published_at"] and first <= _day(a["published_at"]) <= last]
    keys = {article["key"] for article in articles}
    traps = [trap for trap in truth["traps"] if trap["key"] in keys]
    return {**truth, "articles": articles, "traps": traps, "totals": {"articles": len(articles)}}


def forbidden_requests(truth: Truth, targets: Iterable[str]) -> list[Difference]:
    """Requested addresses that nobody may request."""
    return [
        Difference(target, "forbidden", pattern, target)
        for target in targets
        for pattern in truth["forbidden"]
        if re.search(pattern, target)
    ]


def repeated_requests(truth: Truth, targets: Iterable[str]) -> dict[str, int]:
    """Article keys requested more than once, with how often; the page that is unavailable at first is left out."""
    recovering = {trap["key"] for trap in truth["traps"] if trap["trap"] == "unavailable"}
    counts = Counter(key for target in targets if (key := key_of(truth, target)))
    return {key: count for key, count in counts.items() if count > 1 and key not in recovering}


def _fields(key: str, article: Truth, row: Row, keys_by_id: Mapping[str, str]) -> list[Difference]:
    documents = [(d["number"], d["kind"], d["issuer"]) for d in row.get("documents") or ()]
    pairs: list[tuple[str, Any, Any]] = [
        ("title", article["title"], _line(row["title"])),
        ("lead", article["lead"], _line(row["lead"]) if row["lead"] else None),
        ("body", article["body"], [_line(line) for line in row["body"].split("\n")]),
        ("section", article["section"], _last_level(row["section"])),
        ("authors", article["authors"], list(row["authors"] or ())),
        ("source", article["source"], row["source"]),
        ("published_at", _utc(article["published_at"]), _utc(row["published_at"])),
        ("documents", [(d["number"], d["kind"], d["issuer"]) for d in article["documents"]], documents),
        ("captions", article["captions"], [_line(caption) for caption in row["captions"] or ()]),
        (
            "attachments",
            [f["path"] for f in article["attachments"]],
            [_path(f["url"]) for f in row["attachments"] or ()],
        ),
        ("tags", article["tags"], list(row["tags"] or ())),
    ]
    if "duplicate_of" in row:
        leader = row["duplicate_of"] and keys_by_id.get(row["duplicate_of"], row["duplicate_of"])
        pairs.append(("duplicate_of", article["duplicate_of"], leader))
        pairs.append(("duplicate_kind", article["duplicate_kind"], row.get("duplicate_kind")))
    found = [Difference(key, field, wanted, got) for field, wanted, got in pairs if wanted != got]
    views, base = row["view_count"], article["view_base"]
    if (views is None) != (base is None) or (base is not None and not base <= views <= _most_views(article)):
        found.append(Difference(key, "view_count", (base, base and _most_views(article)), views))
    return found


def _most_views(article: Truth) -> int:
    # a truth written before the crawl knows no requests: then only the counter's base binds
    requests = article["view_requests"]
    return int(article["view_base"] + (requests if requests else 1_000_000))


def _outcomes(truth: Truth, outcomes: Iterable[Row]) -> list[Difference]:
    expected = {article["key"]: ["stored", "unchanged", "updated"] for article in truth["articles"]}
    expected |= {trap["key"]: trap["outcomes"] for trap in truth["traps"]}
    found: dict[str, str] = {}
    differences: list[Difference] = []
    for row in outcomes:
        key = key_of(truth, row["url"])
        if key is None or key not in expected:
            differences.append(Difference(key or row["url"], "superfluous", None, row["outcome"]))
        elif key in found:
            differences.append(Difference(key, "twice", 1, 2))
        else:
            found[key] = str(row["outcome"])
    for key, allowed in expected.items():
        if found.get(key) not in allowed:
            differences.append(Difference(key, "outcome", allowed, found.get(key)))
    return differences


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _last_level(section: str | None) -> str | None:
    return section.split(" > ")[-1].strip() if section else None


def _path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def _day(at: str) -> date:
    return datetime.fromisoformat(at).date()


def _utc(at: str | datetime | None) -> datetime | None:
    if at is None:
        return None
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(UTC)
