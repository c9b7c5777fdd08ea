"""What a page claims about its article for machines, gathered from JSON-LD and ``<meta>``."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape

from pipelines.extraction.text import normalize


@dataclass(slots=True)
class Structured:
    """Machine-readable claims of one page. Texts are normalised; empty ones are left out."""

    headlines: list[str] = field(default_factory=list)
    """JSON-LD headline, og:title, twitter:title, best first; without those of the site."""
    page_title: str | None = None
    """``<title>``, as it stands."""
    descriptions: list[str] = field(default_factory=list)
    """Summaries: JSON-LD, og, meta."""
    article_body: str | None = None
    """JSON-LD ``articleBody``."""
    published: list[tuple[str, str]] = field(default_factory=list)
    """(source, raw) of publication dates; source is ``json-ld`` or ``meta``."""
    modified: list[tuple[str, str]] = field(default_factory=list)
    """(source, raw) of modification dates."""
    authors: list[tuple[str, str]] = field(default_factory=list)
    """(source, name) of authors that are not called organisations."""
    site_names: list[str] = field(default_factory=list)
    """Names of the site: og:site_name, publisher, organisations named as authors."""
    sections: list[str] = field(default_factory=list)
    """``articleSection`` and ``article:section``."""
    breadcrumb: tuple[str, ...] = ()
    """Names of JSON-LD's BreadcrumbList, in order."""
    language: str | None = None
    """``lang`` of ``<html>`` or ``inLanguage``, as it stands."""
    base: str | None = None
    """Address that the page says its links are relative to, as written."""


def clean(value: object) -> str:
    """A claim as text: strings only, entities undone (JSON-LD is often escaped for HTML), normalised."""
    if not isinstance(value, str):
        return ""
    if "&" in value:
        value = unescape(value)
    return normalize(value)


def add(values: list[str], value: str) -> None:
    """Append ``value`` to ``values`` unless it is empty or there already."""
    if value and value not in values:
        values.append(value)
