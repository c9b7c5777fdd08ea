"""Which family a portal belongs to: fingerprints counted over some of its pages, each with the fact behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import Anchor, collect_anchors
from newscrawler.portals.family import GENERIC, Family, family_names, read_family
from pipelines.extraction.encoding import decode_html

GENERATOR, LINK, MARKUP, HEADER, COOKIE = 3, 3, 2, 3, 3
"""Weights of the signs: an address form or a generator says more than a class name."""

ENOUGH = 5
"""Least weight: two signs that agree. One alone proves nothing: SharePoint serves several families."""


@dataclass(frozen=True)
class SeenPage:
    """A page that was looked at."""

    url: str
    """Where it was found in the end, redirects followed."""
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers, names in lower case; several cookies are joined by line breaks."""

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page, parsed."""
        return LexborHTMLParser(decode_html(self.body).text)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Its links."""
        return collect_anchors(self.tree, self.url)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Path and query of its links to its own host."""
        host = urlsplit(self.url).netloc
        return frozenset(target_of(one.url) for one in self.anchors if one.url and urlsplit(one.url).netloc == host)


def target_of(url: str) -> str:
    """Path and query of ``url``."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@dataclass(frozen=True, slots=True)
class Recognition:
    """The family of some pages."""

    family: str
    """Its name; ``generic`` when no family's signs suffice."""
    reasons: tuple[str, ...]
    """The signs that were found, for people."""
    score: int
    """Weight of the signs, see :data:`ENOUGH`."""


def recognise(pages: Iterable[SeenPage]) -> Recognition:
    """The family that ``pages`` of one portal show, by the weight of its fingerprints."""
    seen = list(pages)
    found = [_weigh(read_family(name), seen) for name in family_names() if name != GENERIC]
    best = max(found, key=lambda one: one.score)
    if best.score >= ENOUGH:
        return best
    near = f"nearest is {best.family}: {', '.join(best.reasons)}" if best.score else "no sign of a known family"
    return Recognition(GENERIC, (near,), best.score)


def _weigh(family: Family, pages: list[SeenPage]) -> Recognition:
    signs: dict[str, int] = {}
    for page in pages:
        signs |= _signs(family, page)
    return Recognition(family.name, tuple(signs), sum(signs.values()))


def _signs(family: Family, page: SeenPage) -> dict[str, int]:
    prints = family.fingerprints
    signs: dict[str, int] = {}
    node = page.tree.css_first('meta[name="generator" i]')
    generator = (node.attributes.get("content") or "") if node is not None else ""
    if prints.generator and re.search(prints.generator, generator):
        signs[f"its generator is {generator!r}"] = GENERATOR
    for pattern in prints.links:
        example = next((target for target in sorted(page.targets) if re.search(pattern, target)), None)
        if example:
            signs[f"it has addresses like {pattern}"] = LINK
    for selector in prints.markup:
        if page.tree.css_first(selector) is not None:
            signs[f"it has elements {selector}"] = MARKUP
    for name, pattern in prints.headers.items():
        if re.search(pattern, page.headers.get(name, "")):
            signs[f"its responses have the header {name}"] = HEADER
    cookies = [line.partition("=")[0].strip() for line in page.headers.get("set-cookie", "").split("\n")]
    for pattern in prints.cookies:
        if any(re.search(pattern, name) for name in cookies if name):
            signs[f"it sets a cookie like {pattern}"] = COOKIE
    return signs
