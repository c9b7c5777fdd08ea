"""A portal's facts against pages: selectors that match nothing, fields that stay empty, dates that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.listings import read_listing
from newscrawler.portals.model import Generation, Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.samples import Sample, article_facts, listing_facts
from pipelines.extraction.dates import first_date
from pipelines.extraction.text import normalize

NEEDED = frozenset({"container", "title", "body", "published", "item", "link"})
"""Facts that every page of their kind must answer to; of others a page may have nothing (tags, attachments)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a portal file that pages do not bear out."""

    fault: bool
    """Whether the file is wrong; otherwise it is worth a look."""
    where: str
    """Generation and key, or a page's address."""
    fact: str

    def __str__(self) -> str:
        return f"{'fault' if self.fault else 'look'}: {self.where}: {self.fact}"


def judge(portal: Portal, articles: Sequence[SeenPage], listings: Sequence[SeenPage]) -> list[Finding]:
    """What is wrong with ``portal``'s facts by these pages of it. Empty pages and missing kinds are findings too."""
    found: list[Finding] = []
    for generation in portal.generations:
        own = [page for page in articles if portal.generation_at(page.url).name == generation.name]
        found += _layout(generation, own)
    for page in articles:
        found += _article(portal, page)
    for page in listings:
        found += _listing(portal, page)
    return found


def compare_samples(portal: Portal, samples: Iterable[Sample]) -> list[Finding]:
    """What is read from saved pages otherwise than is expected of them."""
    found: list[Finding] = []
    for sample in samples:
        page = SeenPage(sample.url, sample.body)
        read = listing_facts(portal, page) if sample.kind == "listing" else article_facts(portal, page)
        for key, wanted in sample.expected.items():
            if read.get(key) != wanted:
                fact = f"{key}: expected {_short(wanted)}, found {_short(read.get(key))}"
                found.append(Finding(True, sample.file.name, fact))
    return found


def broken_selectors(portal: Portal, pairs: Iterable[tuple[Sample, SeenPage | None]]) -> list[Finding]:
    """Selectors that match a saved page and no longer match the same address today, and pages that are gone."""
    found: list[Finding] = []
    for sample, now in pairs:
        if now is None:
            found.append(Finding(True, sample.url, "can no longer be had"))
            continue
        before = SeenPage(sample.url, sample.body)
        for key, selectors in _selectors(portal.generation_at(sample.url), sample.kind):
            found += [
                Finding(key in NEEDED, sample.url, f"{key}: {selector!r} no longer matches")
                for selector in selectors
                if before.tree.css_first(selector) is not None and now.tree.css_first(selector) is None
            ]
    return found


def _selectors(generation: Generation, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    if kind == "listing":
        facts = generation.listing
        return [("item", facts.item), ("link", facts.link), ("title", facts.title), ("date", facts.date)]
    layout = generation.layout
    return [(key, getattr(layout, key)) for key in layout.__dataclass_fields__]


def _layout(generation: Generation, pages: list[SeenPage]) -> list[Finding]:
    if not pages:
        return []
    silent = [
        (key, selectors)
        for key, selectors in _selectors(generation, "article")
        if selectors and not any(page.tree.css_first(selector) for page in pages for selector in selectors)
    ]
    return [
        Finding(
            key in NEEDED, f"{generation.name}.layout.{key}", f"{list(selectors)} match nothing in {len(pages)} pages"
        )
        for key, selectors in silent
    ]


def _article(portal: Portal, page: SeenPage) -> list[Finding]:
    read = article_facts(portal, page)
    if reason := read.get("rejected"):
        return [Finding(True, page.url, f"is read as no article: {reason}")]
    empty = [key for key in ("title", "first_line") if not read[key]]
    found = [Finding(True, page.url, f"{key} is empty") for key in empty]
    printed = _printed_date(portal.generation_at(page.url), page)
    if printed and first_date(printed) is None:
        found.append(Finding(True, page.url, f"published: {printed!r} is no date that can be read"))
    elif read["published_at"] is None:
        found.append(Finding(False, page.url, "published_at is empty"))
    return found


def _printed_date(generation: Generation, page: SeenPage) -> str | None:
    for selector in generation.layout.published:
        node = page.tree.css_first(selector)
        if node is not None and (text := normalize(node.text()).strip()):
            return text
    return None


def _listing(portal: Portal, page: SeenPage) -> list[Finding]:
    read = {one.name: read_listing(page.body, page.url, one.listing) for one in portal.generations}
    if not any(listing.articles for listing in read.values()):
        kinds = ", ".join(f"{listing.kind} by {name}" for name, listing in read.items())
        return [Finding(True, page.url, f"has no article links ({kinds})")]
    return []


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
