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


_META_SECTIONS = ("article:section", "articlesection", "columnname")
_META_SITES = ("og:site_name", "sitename", "application-name", "copyright", "apple-mobile-web-app-title", "publisher")
"""All but the first hold the article's title on some sites."""


def read_structured(tree: LexborHTMLParser, in_body: Iterable[LexborNode] | None = None) -> Structured:
    """All machine-readable claims of the page. ``in_body`` are the elements of its body that may make some, in page
    order; without them they are looked for."""
    found = Structured()
    metas: list[LexborNode] = []
    title: LexborNode | None = None
    for node in _claiming(tree, in_body):
        tag = node.tag
        if tag == "script":
            if "ld+json" in (node.attributes.get("type") or "").lower():
                read_json_ld(node.text(), found)
        elif tag == "meta":
            metas.append(node)
        elif tag == "base":
            found.base = found.base if found.base is not None else node.attributes.get("href")
        elif title is None:
            title = node
    _read_meta(tree, metas, title, found)
    return found


def _claiming(tree: LexborHTMLParser, in_body: Iterable[LexborNode] | None) -> Iterable[LexborNode]:
    if in_body is None or tree.head is None:
        return tree.css(_CLAIMING)  # one search for all, because each goes over the whole tree
    return [*tree.head.css(_CLAIMING), *in_body]


_CLAIMING = 'script[type*="ld+json" i], meta[content], title, base[href]'


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
    for names, claims in (
        (_META_HEADLINES, found.headlines),
        (_META_DESCRIPTIONS, found.descriptions),
        (_META_SECTIONS, found.sections),
    ):
        for _, text in _contents(metas, names):
            add(claims, text)
    found.published.extend(("meta", text) for _, text in _contents(metas, _META_PUBLISHED))
    found.modified.extend(("meta", text) for _, text in _contents(metas, _META_MODIFIED))
    if not found.published:
        found.published.extend(("meta", text) for _, text in _contents(metas, _META_CREATED))
    found.authors.extend(("meta", author) for _, author in _contents(metas, _META_AUTHORS) if author)
    if title is not None:
        found.page_title = clean(title.text()) or None
    for name, site in _contents(metas, _META_SITES):
        if name == "og:site_name" or (site not in found.headlines and site != found.page_title):
            add(found.site_names, site)
    if tree.root is not None:
        found.language = tree.root.attributes.get("lang") or found.language


def _contents(metas: dict[str, list[str]], names: Iterable[str]) -> list[tuple[str, str]]:
    """(name, what it says) of the metas called so, in the order of ``names``."""
    return [(name, clean(content)) for name in names if name in metas for content in metas[name]]
