"""What a page says about itself for machines: JSON-LD, OpenGraph and other ``<meta>``, ``<title>``.

Claims, not facts: portals put the site's name where the author should be, and the listing's date where the article's
should. The modules that choose a title, a date or an author weigh these claims against what is printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.text import normalize

_TYPES = (
    "article newsarticle analysisnewsarticle askpublicnewsarticle backgroundnewsarticle opinionnewsarticle "
    "reportagenewsarticle reviewnewsarticle blogposting liveblogposting socialmediaposting techarticle "
    "scholarlyarticle advertisercontentarticle satiricalarticle report"
)
ARTICLE_TYPES = frozenset(_TYPES.split())
"""schema.org's types of articles, lower-cased."""


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


_META_HEADLINES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "its_title")
_META_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.description")
_META_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "citation_date",
)
_META_CREATED = ("datecreated", "article:create_at")
_META_MODIFIED = (
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "article:update_at",
)
_META_AUTHORS = (
    "author",
    "article:author",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "parsely-author",
    "twitter:data1_author",
)


_META_SITES = ("og:site_name", "application-name", "copyright", "apple-mobile-web-app-title", "publisher")
"""All but the first hold the article's title on some sites."""


def read_structured(tree: LexborHTMLParser) -> Structured:
    """All machine-readable claims of the page."""
    found = Structured()
    for script in tree.css('script[type*="ld+json" i]'):
        _read_json_ld(script.text(), found)
    _read_meta(tree, found)
    return found


def _clean(value: object) -> str:
    """A claim as text: strings only, entities undone (JSON-LD is often escaped for HTML), normalised."""
    if not isinstance(value, str):
        return ""
    if "&" in value:
        value = unescape(value)
    return normalize(value)


def _add(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)


def _read_meta(tree: LexborHTMLParser, found: Structured) -> None:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    for name in _META_HEADLINES:
        for content in metas.get(name, ()):
            _add(found.headlines, _clean(content))
    for name in _META_DESCRIPTIONS:
        for content in metas.get(name, ()):
            _add(found.descriptions, _clean(content))
    for names, claims in ((_META_PUBLISHED, found.published), (_META_MODIFIED, found.modified)):
        for name in names:
            claims.extend(("meta", _clean(content)) for content in metas.get(name, ()))
    if not found.published:
        found.published.extend(("meta", _clean(content)) for name in _META_CREATED for content in metas.get(name, ()))
    for name in _META_AUTHORS:
        found.authors.extend(("meta", author) for content in metas.get(name, ()) if (author := _clean(content)))
    for name in ("article:section", "articlesection"):
        for content in metas.get(name, ()):
            _add(found.sections, _clean(content))
    title = tree.css_first("title")
    if title is not None:
        found.page_title = _clean(title.text()) or None
    for name in _META_SITES:
        for content in metas.get(name, ()):
            site = _clean(content)
            if name == "og:site_name" or (site not in found.headlines and site != found.page_title):
                _add(found.site_names, site)
    if tree.root is not None:
        found.language = tree.root.attributes.get("lang") or found.language


_COMMENTS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_FIELD = re.compile(r'"(headline|datePublished|dateModified|description)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
_MAX_JSON = 2_000_000
"""Characters of one JSON-LD script that are read."""


def _read_json_ld(script: str, found: Structured) -> None:
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
            _add(found.site_names, _clean(node.get("name")))
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
        _add(found.headlines, _clean(node.get(key)))
    for key in ("description", "abstract"):
        _add(found.descriptions, _clean(node.get(key)))
    body = _clean(node.get("articleBody"))
    if body and found.article_body is None:
        found.article_body = body
    for key, claims in (("datePublished", found.published), ("dateModified", found.modified)):
        if value := _clean(node.get(key)):
            claims.append(("json-ld", value))
    if not node.get("datePublished") and (created := _clean(node.get("dateCreated"))):
        found.published.append(("json-ld", created))
    for author, is_person in _names(node.get("author") or node.get("creator")):
        if is_person:
            found.authors.append(("json-ld", author))
        else:
            _add(found.site_names, author)
    for publisher, _ in _names(node.get("publisher")):
        _add(found.site_names, publisher)
    section = node.get("articleSection")
    for name in section if isinstance(section, list) else [section]:
        _add(found.sections, _clean(name))
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
                if cleaned := _clean(name):
                    yield cleaned, is_person
        elif cleaned := _clean(item):
            yield cleaned, True


def _breadcrumb(node: dict[str, Any]) -> tuple[str, ...]:
    items = node.get("itemListElement")
    names: list[str] = []
    for item in items if isinstance(items, list) else [items]:
        if not isinstance(item, dict):
            continue
        inner = item.get("item")
        name = _clean(item.get("name")) or _clean(inner.get("name") if isinstance(inner, dict) else None)
        if name:
            names.append(name)
    return tuple(names)


def _read_broken(text: str, found: Structured) -> None:
    """JSON that no reading parses: take the few fields that can be told by their names."""
    if not any(f'"{kind}"' in text.lower() for kind in ("newsarticle", "article", "blogposting")):
        return
    for name, raw in _FIELD.findall(text):
        value = _clean(raw.replace('\\"', '"').replace("\\/", "/"))
        if name == "headline":
            _add(found.headlines, value)
        elif name == "description":
            _add(found.descriptions, value)
        elif value:
            (found.published if name == "datePublished" else found.modified).append(("json-ld", value))
