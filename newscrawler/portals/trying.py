"""``newscrawler portal try``: what a page would give, field by field, and why."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawler.listings import read_listing
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.saved.files import saved_page
from pipelines.extraction.extract import extract
from pipelines.records import Article, Rejection

_LONGEST = 160
_FIELDS = ("title", "lead", "body", "section", "authors", "source", "tags", "view_count", "captions", "language")


def tell_page(portal: Portal, page: SeenPage) -> Iterator[str]:
    """Lines that say what ``page`` is and what would be stored of it, with method and candidates."""
    generation = portal.generation_at(page.url)
    form = next((one for one in portal.article_forms() if one.match(page.url)), None)
    listing = read_listing(page.body, page.url, generation.listing)
    yield f"{page.url}: generation {generation.name}, read as {listing.kind}"
    if form is None and listing.kind != "article":
        yield from _listing(portal, page)
    else:
        read = saved_page(page.body, page.url, portal.name, portal.article_forms(), portal.navigation_parameters)
        yield f"identity: {read.identity}" + ("" if form else "  (the canonical URL: no article_url matches)")
        yield f"canonical URL: {read.canonical_url}"
        yield from _article(extract(read, portal.generation_at(read.canonical_url).layout))


def _article(found: Article | Rejection) -> Iterator[str]:
    if isinstance(found, Rejection):
        yield f"rejected: {found.reason.value}" + (f" ({found.detail})" if found.detail else "")
        return
    methods = dict(found.methods)
    for name in _FIELDS:
        value = getattr(found, name)
        yield f"{name}: {_short(value)}" + (f"  [{methods[name]}]" if name in methods else "")
    yield f"published_at: {found.published_at} as {found.published_raw!r}  [{found.published_source}]"
    for candidate in found.date_candidates:
        yield f"  candidate: {candidate.at:%Y-%m-%d %H:%M} as {candidate.raw!r}  [{candidate.source}]"
    for image in found.images:
        yield f"image: {image.url}  {image.caption or ''}".rstrip()
    for file in found.attachments:
        yield f"attachment: {file.url}  {file.name}"
    for document in found.documents:
        yield f"document: {document.number}"


def _listing(portal: Portal, page: SeenPage) -> Iterator[str]:
    read = [(one.name, read_listing(page.body, page.url, one.listing)) for one in portal.generations]
    name, listing = max(read, key=lambda pair: len(pair[1].articles))
    yield f"listing by the facts of {name}: {len(listing.articles)} articles"
    for link in listing.articles:
        yield f"  {link.url}  {_short(link.title)}  {link.date_raw or 'no date'}  [{link.reason}]"
    following = listing.next_page
    sent = " by a form" if following is not None and following.form else ""
    yield f"next page: {following.url}{sent}  [{following.reason}]" if following else "next page: none"
    for dated in listing.dated[:5]:
        yield f"dated: {dated.url}  {dated.label}  [{dated.reason}]"
    if len(listing.dated) > 5:
        yield f"dated: {len(listing.dated) - 5} more"


def _short(value: object) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
