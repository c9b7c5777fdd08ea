"""What a page says about itself for machines: JSON-LD, OpenGraph and other ``<meta>``, ``<title>``.

Claims, not facts: portals put the site's name where the author should be, and the listing's date where the article's
should. The modules that choose a title, a date or an author weigh these claims against what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.claims import Structured, add, clean
from pipelines.extraction.json_ld import read_json_ld

_META_HEADLINES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "its_title", "articletitle")
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


_META_SITES = ("og:site_name", "sitename", "application-name", "copyright", "apple-mobile-web-app-title", "publisher")
"""All but the first hold the article's title on some sites."""


def read_structured(tree: LexborHTMLParser) -> Structured:
    """All machine-readable claims of the page."""
    found = Structured()
    metas: list[LexborNode] = []
    title: LexborNode | None = None
    for node in tree.css(_CLAIMING):
        tag = node.tag
        if tag == "script":
            read_json_ld(node.text(), found)
        elif tag == "meta":
            metas.append(node)
        elif tag == "base":
            found.base = found.base if found.base is not None else node.attributes.get("href") or ""
        elif title is None:
            title = node
    _read_meta(tree, metas, title, found)
    return found


_CLAIMING = 'script[type*="ld+json" i], meta[content], title, base[href]'
"""One search for all, because each goes over the whole tree."""


def _read_meta(
    tree: LexborHTMLParser, nodes: Iterable[LexborNode], title: LexborNode | None, found: Structured
) -> None:
    metas: dict[str, list[str]] = {}
    for node in nodes:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    for name in _META_HEADLINES:
        for content in metas.get(name, ()):
            add(found.headlines, clean(content))
    for name in _META_DESCRIPTIONS:
        for content in metas.get(name, ()):
            add(found.descriptions, clean(content))
    for names, claims in ((_META_PUBLISHED, found.published), (_META_MODIFIED, found.modified)):
        for name in names:
            claims.extend(("meta", clean(content)) for content in metas.get(name, ()))
    if not found.published:
        found.published.extend(("meta", clean(content)) for name in _META_CREATED for content in metas.get(name, ()))
    for name in _META_AUTHORS:
        found.authors.extend(("meta", author) for content in metas.get(name, ()) if (author := clean(content)))
    for name in ("article:section", "articlesection", "columnname"):
        for content in metas.get(name, ()):
            add(found.sections, clean(content))
    if title is not None:
        found.page_title = clean(title.text()) or None
    for name in _META_SITES:
        for content in metas.get(name, ()):
            site = clean(content)
            if name == "og:site_name" or (site not in found.headlines and site != found.page_title):
                add(found.site_names, site)
    if tree.root is not None:
        found.language = tree.root.attributes.get("lang") or found.language
