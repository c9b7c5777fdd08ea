"""Articles, rejections and listings as JSON for people and programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newscrawler.listings.listing_page import ListingPage
from pipelines.dataset.rows import n_words
from pipelines.extraction.dates import VIETNAM
from pipelines.records import Article, Rejection
from pipelines.urls import article_id


def article_json(found: Article | Rejection) -> str:
    """One line of JSON: the article's fields, keys as the dataset's columns, or the rejection."""
    facts = _article(found) if isinstance(found, Article) else _rejection(found)
    return json.dumps(facts, ensure_ascii=False, default=_written)


def listing_json(listing: ListingPage) -> str:
    """One line of JSON: ``articles``, ``next_page``, ``dated`` and ``kind``, each link with the reason it was taken."""
    return json.dumps(asdict(listing), ensure_ascii=False, default=_written)


def _article(article: Article) -> dict[str, Any]:
    own = {name: getattr(article, name) for name in article.__dataclass_fields__ if name != "page"}
    own |= {
        name: [asdict(one) for one in own[name]] for name in ("date_candidates", "images", "attachments", "documents")
    }
    own["methods"] = dict(article.methods)
    page = article.page
    return {
        "article_id": article_id(page.portal, page.identity),
        "portal": page.portal,
        "identity": page.identity,
        "url": page.canonical_url,
        **own,
        "n_words": n_words(article.lead, article.body),
    }


def _rejection(rejection: Rejection) -> dict[str, Any]:
    page = rejection.page
    return {
        "rejected": rejection.reason.value,
        "detail": rejection.detail,
        "portal": page.portal,
        "identity": page.identity,
        "url": page.canonical_url,
    }


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
