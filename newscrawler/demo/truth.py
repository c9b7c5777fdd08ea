"""The truth: what an ideal crawl of a replica portal brings, and what differs from it.

``truth.json`` is one object: ``articles`` (one per article identity, oldest first), ``traps`` (every planted address
and the outcomes expected of it), ``forbidden`` (patterns of addresses nobody may request), ``keys`` (patterns that
find an article's key in an address), ``listings`` (first pages of sections) and ``totals``. Of these ``listing_pages``
counts the pages of all sections, ``dated_pages`` those listings of days or months that show at least one article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newscrawler.demo.content.records import NEVER_AN_ARTICLE, Article, Trap
from newscrawler.demo.portal import Portal
from newscrawler.demo.replicas.replica import Replica

Truth = dict[str, Any]

_OUTCOMES = {
    Trap.COOKIE_STUB: ["blocked"],
    Trap.MISSING: ["gone", "rejected", "error"],
    Trap.REPRINT: ["duplicate_of"],
    Trap.NEAR_DUPLICATE: ["duplicate_of"],
}
_STORED = ["stored", "unchanged", "updated"]


def truth_of(portal: Portal) -> Truth:
    """The truth of the portal as it stands now: call it again after :meth:`Portal.switch`."""
    articles = list(iter_articles(portal))
    traps = [trap for replica in portal.replicas for trap in _traps(replica)]
    return {
        "portal": portal.name,
        "keys": [list(replica.key_pattern) for replica in portal.replicas],
        "forbidden": [pattern for replica in portal.replicas for pattern in replica.forbidden],
        "listings": [path for replica in portal.replicas for path in replica.listings()],
        "totals": {
            "articles": len(articles),
            "duplicates": sum(article["duplicate_of"] is not None for article in articles),
            "documents": sum(len(article["documents"]) for article in articles),
            "listing_pages": sum(replica.n_listing_pages() for replica in portal.replicas),
            "dated_pages": sum(replica.n_dated_pages() for replica in portal.replicas),
            "discovered": len(articles) + sum(Trap(trap["trap"]) in NEVER_AN_ARTICLE for trap in traps),
        },
        "traps": traps,
        "articles": articles,
    }


def write_truth(portal: Portal, file: Path) -> None:
    """Write the truth as JSON (UTF-8)."""
    file.write_text(json.dumps(truth_of(portal), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def iter_articles(portal: Portal) -> Iterator[dict[str, Any]]:
    """The truth's articles one by one, oldest first within each replica; needs no memory for the others."""
    for replica in portal.replicas:
        for index in range(replica.shelf.n_visible):
            if replica.shelf.is_article(index):
                yield article_truth(replica, replica.shelf.article(index))


def article_truth(replica: Replica, article: Article) -> dict[str, Any]:
    """What the row of one article must hold."""
    library, printed_at = replica.shelf.library, replica.printed_at(article)
    copy = article.trap in (Trap.REPRINT, Trap.NEAR_DUPLICATE) and article.original is not None
    original = library.article(article.original) if copy and article.original is not None else None
    return {
        "key": replica.key(article),
        "edition": library.edition.name,
        "paths": list(replica.addresses(article)),
        "title": article.title,
        "lead": article.lead,
        "body": list(article.body),
        "section": article.section.name if replica.prints_section else None,
        "authors": list(article.authors),
        "source": article.source,
        "published_at": printed_at.isoformat() if printed_at else None,
        "view_base": article.view_base if replica.counts_views else None,
        "view_requests": replica.shelf.requests[article.index],
        "documents": [{"number": d.number, "kind": d.kind, "issuer": d.issuer} for d in article.documents],
        "captions": [photo.caption for photo in article.photos if photo.caption],
        "images": [photo.path for photo in article.photos],
        "attachments": [{"path": file.path, "name": file.name} for file in article.files],
        "tags": list(article.tags),
        "trap": article.trap.value if article.trap else None,
        "duplicate_of": replica.key(original) if original else None,
        "duplicate_kind": {Trap.REPRINT: "exact", Trap.NEAR_DUPLICATE: "near"}.get(article.trap)
        if article.trap
        else None,
        "listed": article.trap is not Trap.BACK_DATED,
    }


def _traps(replica: Replica) -> Iterator[dict[str, Any]]:
    for index, plant in sorted(replica.shelf.library.plants.items()):
        article = replica.shelf.article(index)
        removed = index in replica.shelf.removed
        yield {
            "trap": plant.trap.value,
            "key": replica.key(article),
            "paths": list(replica.addresses(article)),
            "outcomes": ["gone"] if removed else _OUTCOMES.get(plant.trap, _STORED),
        }
