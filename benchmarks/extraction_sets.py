"""The page sets of the extraction benchmark, and how an extraction is measured against their gold."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Where the development sets stand: beside the repository."""

_WORD = re.compile(r"\w+")
Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One saved page and what an ideal extraction says."""

    name: str
    url: str
    body: bytes
    gold: dict[str, Any]
    """``text`` (lead and body) always; ``title``, ``lead``, ``authors`` … where the set has them."""


def read_set(name: str, shared: Path = SHARED) -> list[GoldPage]:
    """``pages``: real Vietnamese article pages with every field; ``articles``: the article-extraction benchmark."""
    return (
        _read_pages(shared / "pages") if name == "pages" else _read_articles(shared / "benchmarks/article-extraction")
    )


def _read_pages(folder: Path) -> list[GoldPage]:
    found = []
    for file in sorted(folder.glob("*/article-*.html.gz")):
        gold = json.loads(file.with_name(file.name.replace(".html.gz", ".json")).read_text(encoding="utf-8"))
        gold["text"] = "\n".join([*([gold["lead"]] if gold["lead"] else []), *gold["body"]])
        name = f"{file.parent.name}/{file.name.removesuffix('.html.gz')}"
        found.append(GoldPage(name, gold["url"], gzip.decompress(file.read_bytes()), gold))
    return found


def _read_articles(folder: Path) -> list[GoldPage]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        GoldPage(
            key,
            entry["url"],
            gzip.decompress((folder / f"html/{key}.html.gz").read_bytes()),
            {"text": entry["articleBody"]},
        )
        for key, entry in sorted(truth.items())
    ]


_JSON_LD = re.compile(rb"<script[^>]*ld\+json.*?</script>", re.IGNORECASE | re.DOTALL)
_META = re.compile(rb"<meta [^>]*(?:property|name|itemprop)=[^>]*>", re.IGNORECASE)
_NAMES = re.compile(rb"\s(?:class|id)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_PARAGRAPHS = re.compile(rb"<(/?)p(?=[\s>])", re.IGNORECASE)
_LANDMARKS = re.compile(
    rb"<(/?)(?:article|main|header|footer|aside|nav|section|figure|figcaption|time)(?=[\s>])", re.IGNORECASE
)


def _without_claims(html: bytes) -> bytes:
    return _META.sub(b"", _JSON_LD.sub(b"", html))


def _without_names(html: bytes) -> bytes:
    return _NAMES.sub(b"", html)


def _as_divisions(html: bytes) -> bytes:
    return _LANDMARKS.sub(rb"<\1div", _PARAGRAPHS.sub(rb"<\1div", html))


STRIPPED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda html: html,
    "no meta tags, no JSON-LD": _without_claims,
    "no class, no id": _without_names,
    "neither": lambda html: _without_names(_without_claims(html)),
    "neither, and only div": lambda html: _as_divisions(_without_names(_without_claims(html))),
}
"""What a page of unknown make may lack. The gold stays: rules that lean on what one template offers are seen here."""


def stripped(pages: list[GoldPage], what: str) -> list[GoldPage]:
    """The pages without what the key of :data:`STRIPPED` names."""
    return [replace(page, body=STRIPPED[what](page.body)) for page in pages]


def shingles(text: str, n: int = 4) -> Shingles:
    """Multiset of ``n``-word shingles; a shorter text is one shingle."""
    words = _WORD.findall(text)
    return Counter(tuple(words[max(0, i) : i + n]) for i in range(max(1, len(words) - n + 1)))


@dataclass(frozen=True, slots=True)
class Match:
    """Precision and recall of one text against its gold."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 when both are 0."""
        return f1(self.precision, self.recall)


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def match(gold: str, text: str) -> Match:
    """Shared 4-word shingles, as https://github.com/scrapinghub/article-extraction-benchmark counts them."""
    expected, found = shingles(gold), shingles(text)
    shared = sum((expected & found).values())
    return Match(shared / max(1, found.total()) if text.strip() else 0.0, shared / max(1, expected.total()))


def right_fields(gold: dict[str, Any], found: dict[str, Any]) -> dict[str, bool]:
    """Field by field, whether what was found is what the gold says."""
    at, expected_at = found.get("published_at") or "", gold["published_at"] or ""
    return {
        "title": found.get("title") == gold["title"],
        "lead": found.get("lead") == gold["lead"],
        "day": at[:10] == expected_at[:10],
        "time": at[: len(expected_at)] == expected_at,
        "authors": list(found.get("authors") or []) == gold["authors"],
        "captions": list(found.get("captions") or []) == gold["captions"],
        "section": found.get("section") == gold["section"],
        "tags": list(found.get("tags") or []) == gold["tags"],
        "documents": list(found.get("documents") or []) == gold["documents"],
        "no noise": not any(noise in found["text"] for noise in gold["noise"]),
    }
