"""Sample pages of a portal, saved beside its file with what they hold: the ground a portal file is corrected on.

``<portal>/<nn>-<kind>.html`` is a page as received; ``<nn>-<kind>.json`` says its address, its kind and what it holds.
``portal add`` writes a draft, a person corrects it by reading, ``portal check --saved`` compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawler.listings import read_listing
from newscrawler.portals.files import merge_families
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.survey import Fetch, Survey
from newscrawler.portals.writing import portal_toml
from newscrawler.saved.files import saved_page
from pipelines.errors import PortalFileError
from pipelines.extraction.extract import extract
from pipelines.extraction.layout import Layout
from pipelines.records import Article

ARTICLES_OF_EACH = 2
"""Article pages saved of each generation."""
FIELDS = ("title", "lead", "published_at", "authors", "source", "section", "tags", "view_count", "captions")
"""Fields that a draft states beside the body's first and last line."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A saved page and what is expected of it."""

    file: Path
    url: str
    kind: str
    """``listing`` or ``article``."""
    body: bytes
    expected: dict[str, Any]


def load_samples(folder: Path) -> Iterator[Sample]:
    """The samples in ``folder``, by name. Raises PortalFileError for one without its facts."""
    for file in sorted(folder.glob("*.html")):
        described = file.with_suffix(".json")
        try:
            facts = json.loads(described.read_text(encoding="utf-8"))
            yield Sample(file, facts["url"], facts["kind"], file.read_bytes(), facts["expected"])
        except (OSError, ValueError, KeyError) as error:
            raise PortalFileError(
                described, "(the file)", f"expected url, kind and expected as JSON: {error}"
            ) from error


def sample_address(file: Path) -> str | None:
    """Address of the saved page ``file`` by the JSON beside it; ``None`` when there is none that says it."""
    try:
        return str(json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


async def save_samples(found: Survey, fetch: Fetch, folder: Path) -> None:
    """Save a listing page and some articles of each generation with drafts of what they hold."""
    portal = _portal(found)
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for generation, facts in zip(found.generations, portal.generations, strict=True):
        for section in generation.sections[:1]:
            listing = read_listing(section.page.body, section.page.url, facts.listing)
            number += 1
            _save(folder / f"{number:02}-listing", section.page, "listing", listing_facts(portal, section.page))
            saved = 0
            for link in listing.articles:
                page = await fetch(link.url) if saved < ARTICLES_OF_EACH else None
                if page is not None:
                    saved, number = saved + 1, number + 1
                    _save(folder / f"{number:02}-article", page, "article", article_facts(portal, page))


def article_facts(portal: Portal, page: SeenPage, layout: Layout | None = None) -> dict[str, Any]:
    """What is read from an article page with the portal's facts; ``rejected`` when it is no article.

    ``layout`` stands for the portal's own when given.
    """
    read = saved_page(page.body, page.url, portal.name, portal.article_forms(), portal.navigation_parameters)
    found = extract(read, layout or portal.generation_at(read.canonical_url).layout)
    if not isinstance(found, Article):
        return {"rejected": found.reason.value}
    facts = {name: _plain(getattr(found, name)) for name in FIELDS}
    lines = found.body.split("\n")
    return {**facts, "first_line": lines[0], "last_line": lines[-1], "n_lines": len(lines)}


def listing_facts(portal: Portal, page: SeenPage) -> dict[str, Any]:
    """What is read from a listing page with the facts of the generation that reads most from it."""
    read = [read_listing(page.body, page.url, generation.listing) for generation in portal.generations]
    best = max(read, key=lambda one: len(one.articles))
    return {
        "kind": best.kind,
        "articles": [one.url for one in best.articles],
        "next_page": best.next_page.url if best.next_page else None,
    }


def _portal(found: Survey) -> Portal:
    import tomllib
    from datetime import date

    table = tomllib.loads(portal_toml(found, "survey", date.min))
    merge_families(table, Path("(survey)"))
    return Portal.model_validate(table)


def _save(stem: Path, page: SeenPage, kind: str, expected: dict[str, Any]) -> None:
    stem.with_suffix(".html").write_bytes(page.body)
    facts = {"url": page.url, "kind": kind, "expected": expected}
    stem.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
