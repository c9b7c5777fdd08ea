"""Renders an article known only by its fields through a replica's template, so that extraction can be tested on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from newscrawler.demo.content.library import Library
from newscrawler.demo.content.portals import KONTUM_2017
from newscrawler.demo.content.records import Article, Photo, Section
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.replicas.kontum_2017.replica import Kontum2017

_NEIGHBOURS = 40
"""Articles on the shelf around the rendered one, for its newer and older lists."""


def kontum_page(gold: Mapping[str, Any]) -> bytes:
    """The Kon Tum 2017 page (UTF-8) of an article given by its fields: title, lead, body, section, authors,

    published_at (ISO), view_count, captions. Raises KeyError for a missing field.
    """
    replica = Kontum2017(Shelf(Library(KONTUM_2017, _NEIGHBOURS, seed=1, traps=False)))
    return replica.render(_article(gold))


def kontum_page_of_file(file: Path) -> bytes:
    """:func:`kontum_page` of a JSON file."""
    return kontum_page(json.loads(file.read_text(encoding="utf-8")))


def _article(gold: Mapping[str, Any]) -> Article:
    return Article(
        index=_NEIGHBOURS // 2,
        number=14_904,
        title=gold["title"],
        lead=gold["lead"],
        body=tuple(gold["body"]),
        section=next(
            (s for s in KONTUM_2017.sections if s.name == gold["section"]), Section(99, gold["section"], "", ())
        ),
        published_at=datetime.fromisoformat(gold["published_at"]) if gold["published_at"] else None,
        byline=" - ".join(gold["authors"]) or None,
        authors=tuple(gold["authors"]),
        source=None,
        documents=(),
        photos=tuple(Photo(f"/Images/anh-{place}.jpg", caption, 1) for place, caption in enumerate(gold["captions"])),
        files=(),
        tags=(),
        view_base=gold["view_count"],
    )
