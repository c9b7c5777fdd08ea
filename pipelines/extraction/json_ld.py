"""JSON-LD as pages have it: nested, listed, commented, escaped, broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.extraction.claims import Structured, add, clean

_TYPES = (
    "article newsarticle analysisnewsarticle askpublicnewsarticle backgroundnewsarticle opinionnewsarticle "
    "reportagenewsarticle reviewnewsarticle blogposting liveblogposting socialmediaposting techarticle "
    "scholarlyarticle advertisercontentarticle satiricalarticle report"
)
ARTICLE_TYPES = frozenset(_TYPES.split())
"""schema.org's types of articles, lower-cased."""


_COMMENTS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_FIELD = re.compile(r'"(headline|datePublished|dateModified|description)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
_MAX_JSON = 2_000_000
"""Characters of one JSON-LD script that are read."""


def read_json_ld(script: str, found: Structured) -> None:
    """Add what one script says to ``found``; what cannot be parsed is searched for the few fields that matter."""
    text = script.strip()
    if not text or len(text) > _MAX_JSON:
        return
    data = _parsed(text)
    if data is None:
        _read_broken(text, found)
        return
    articles = []
    for node in _nodes(data, 0):
        types = _types(node)
        if types & ARTICLE_TYPES:
            articles.append(node)
        elif "breadcrumblist" in types and not found.breadcrumb:
            found.breadcrumb = _breadcrumb(node)
        elif types & {"organization", "newsmediaorganization", "governmentorganization", "website"}:
            add(found.site_names, clean(node.get("name")))
    for node in articles[:1]:
        _read_article(node, found)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        repaired = _TRAILING_COMMA.sub("", _COMMENTS.sub("", text)).strip().rstrip(";")
    try:
        return json.loads(repaired, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object that could be an article, in order: the top, lists, ``@graph``, ``mainEntity``."""
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "publisher"):
            inner = data.get(key)
            if isinstance(inner, dict | list):
                yield from _nodes(inner, depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    values = types if isinstance(types, list) else [types]
    return {value.rsplit("/", 1)[-1].lower() for value in values if isinstance(value, str)}


def _read_article(node: dict[str, Any], found: Structured) -> None:
    for key in ("headline", "name"):
        add(found.headlines, clean(node.get(key)))
    for key in ("description", "abstract"):
        add(found.descriptions, clean(node.get(key)))
    body = clean(node.get("articleBody"))
    if body and found.article_body is None:
        found.article_body = body
    for key, claims in (("datePublished", found.published), ("dateModified", found.modified)):
        if value := clean(node.get(key)):
            claims.append(("json-ld", value))
    if not node.get("datePublished") and (created := clean(node.get("dateCreated"))):
        found.published.append(("json-ld", created))
    for author, is_person in _names(node.get("author") or node.get("creator")):
        if is_person:
            found.authors.append(("json-ld", author))
        else:
            add(found.site_names, author)
    for publisher, _ in _names(node.get("publisher")):
        add(found.site_names, publisher)
    section = node.get("articleSection")
    for name in section if isinstance(section, list) else [section]:
        add(found.sections, clean(name))
    language = node.get("inLanguage")
    if isinstance(language, str):
        found.language = language


def _names(value: Any) -> Iterator[tuple[str, bool]]:
    """(name, whether it may be a person's) of an author or publisher in any of the shapes seen."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            names = item.get("name")
            is_person = not _types(item) & {"organization", "newsmediaorganization", "website", "corporation"}
            for name in names if isinstance(names, list) else [names]:
                if cleaned := clean(name):
                    yield cleaned, is_person
        elif cleaned := clean(item):
            yield cleaned, True


def _breadcrumb(node: dict[str, Any]) -> tuple[str, ...]:
    items = node.get("itemListElement")
    names: list[str] = []
    for item in items if isinstance(items, list) else [items]:
        if not isinstance(item, dict):
            continue
        inner = item.get("item")
        name = clean(item.get("name")) or clean(inner.get("name") if isinstance(inner, dict) else None)
        if name:
            names.append(name)
    return tuple(names)


def _read_broken(text: str, found: Structured) -> None:
    """JSON that no reading parses: take the few fields that can be told by their names."""
    if not any(f'"{kind}"' in text.lower() for kind in ("newsarticle", "article", "blogposting")):
        return
    for name, raw in _FIELD.findall(text):
        value = clean(raw.replace('\\"', '"').replace("\\/", "/"))
        if name == "headline":
            add(found.headlines, value)
        elif name == "description":
            add(found.descriptions, value)
        elif value:
            (found.published if name == "datePublished" else found.modified).append(("json-ld", value))
