"""Items of a page: places where one article is linked, with what stands there (title, date, summary, picture)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from newscrawler.listings.anchors import Anchor, squeeze
from newscrawler.listings.dated import dated_form
from newscrawler.listings.dates_beside import label_date, printed_date
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.numbered import page_number
from newscrawler.listings.places import MAX_DEPTH, Place, Places
from newscrawler.listings.sections import counted_addresses, section_addresses
from newscrawler.listings.titles import MAX_TITLE, is_document_number, is_read_on, title_of
from newscrawler.listings.url_forms import is_collection, site_of

MIN_TITLE = 12
"""Shorter link texts are section names and labels unless their whole group says otherwise."""
SUMMARY = 40
"""Characters beside title and date from which they are a summary."""
LONG_SUMMARY = 2_000
"""Characters of an item that are looked at; some listings print whole bodies."""
_HOME = re.compile(r"(?i)/(?:default|index|home|trang-?chu)(?:\.\w{2,5})?/?$")
_PART_OF_TAB = re.compile(r"(?i)/tabid/\d+/(?!(?:language/[\w-]+/)?default\.aspx)")
"""What DotNetNuke shows in a tab: ``/tabid/112/itemid/871/Default.aspx``; the tab itself is a section."""
_DOCUMENT = re.compile(r"(?i)\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|ods|txt|xml|csv)(?:$|\?)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Occurrence:
    """One article linked at one place."""

    url: str
    item: Place
    """The outermost element that links nothing else."""
    place: Place
    """Its first link."""
    anchors: list[Anchor] = field(default_factory=list)

    title: str | None = None
    date_raw: str | None = None
    n_summary: int = 0
    """Characters beside title and date."""
    headed: bool = False
    """The title is a heading or stands in one."""

    @property
    def order(self) -> int:
        """Position of its first link in the page."""
        return self.anchors[0].order

    @property
    def told(self) -> bool:
        """Whether a summary stands beside the title."""
        return self.n_summary >= SUMMARY

    @property
    def rich(self) -> bool:
        """Whether a date or a summary stands beside the title."""
        return self.date_raw is not None or self.told


def find_occurrences(anchors: list[Anchor], url: str, places: Places) -> list[Occurrence]:
    """Items of the page in order, without its frame; links that cannot be articles are left out."""
    placed = [(anchor, place) for anchor in anchors if (place := places.of(anchor.node)) is not None]
    sections = section_addresses(placed)
    sections |= counted_addresses(placed)
    usable = _usable(placed, url, sections)
    for anchor, place in usable:
        _mark(place, anchor.url or "")
    found: list[Occurrence] = []
    for anchor, place in usable:
        item = _item_of(place)
        last = found[-1] if found else None
        if last is not None and last.url == anchor.url and (last.item is item or last.item.parent is item.parent):
            last.anchors.append(anchor)
        else:
            found.append(Occurrence(anchor.url or "", item, place, [anchor]))
    for occurrence in found:
        _describe(occurrence)
    return [occurrence for occurrence in found if occurrence.title is not None]


def _usable(placed: list[tuple[Anchor, Place]], url: str, sections: set[str]) -> list[tuple[Anchor, Place]]:
    site, here = site_of(url), url.rstrip("/")
    usable = []
    for anchor, place in placed:
        target = anchor.url
        if target is None or place.chrome or target in sections or target.rstrip("/") == here:
            continue
        if site_of(target) != site or not _can_be_article(target):
            continue
        if page_number(target) is None or len(anchor.text) > MIN_TITLE or is_document_number(anchor.text):
            usable.append((anchor, place))
    return usable


@lru_cache(maxsize=2_048)
def _can_be_article(url: str) -> bool:
    """Whether an address alone does not already say home, tag page, dated listing, file, or never requested."""
    path = url.split("/", 3)[3:]
    if not path or not path[0] or _DOCUMENT.search(path[0]):
        return False
    if _HOME.search(f"/{path[0]}") and not _PART_OF_TAB.search(f"/{path[0]}"):
        return False
    return not is_collection(url) and dated_form(url) is None and is_forbidden(url) is None


def _mark(place: Place, url: str) -> None:
    above: Place | None = place
    while above is not None and above.url != "":
        if above.url is None:
            above.url = url
        elif above.url != url:
            above.url = ""
        above = above.parent
    while above is not None and above.url != "":
        above.url = ""
        above = above.parent


def _item_of(place: Place) -> Place:
    item = place
    while item.parent is not None and item.parent.url:
        item = item.parent
    return item


def _describe(occurrence: Occurrence) -> None:
    item = occurrence.item
    occurrence.title, occurrence.headed = _title(occurrence)
    if occurrence.title is None:
        return
    holder = item.node if item.depth < MAX_DEPTH else occurrence.anchors[0].node
    text = holder.text(separator="\n")[: 2 * LONG_SUMMARY]
    occurrence.date_raw = label_date(text) or _date_after(item)
    n_beside = len(squeeze(text[:LONG_SUMMARY])) - len(occurrence.title) - len(occurrence.date_raw or "")
    occurrence.n_summary = max(n_beside, 0)


def _title(occurrence: Occurrence) -> tuple[str | None, bool]:
    """Best title (heading, link text, the item's heading, the picture's text) and whether it is a linked heading."""
    titles = [
        (anchor, title)
        for anchor in occurrence.anchors
        if (title := title_of(anchor.node, text=anchor.text)) is not None
    ]
    headed = next((title for anchor, title in titles if _is_heading(anchor.node)), None)
    if headed is not None:
        return headed, True
    spoken = [title for anchor, title in titles if not is_read_on(anchor.text)]
    long_enough = next((title for title in spoken if len(title) >= MIN_TITLE), None)
    if long_enough is None and occurrence.item.tag != "a":
        own = occurrence.item.node.css_first("h1, h2, h3, h4, h5, h6")
        text = squeeze(own.text()) if own is not None else ""
        if MIN_TITLE <= len(text) <= MAX_TITLE and not is_read_on(text):
            return text, False
    return long_enough or max(spoken or [title for _, title in titles], key=len, default=None), False


def nearest_date(occurrence: Occurrence) -> str | None:
    """The date in the smallest element around the first link that has one: a lone item may span half the page."""
    for place in occurrence.place.way_up()[: occurrence.place.depth - occurrence.item.depth + 1]:
        found = label_date(place.node.text(separator="\n")[: 2 * LONG_SUMMARY])
        if found is not None:
            return found
    return None


def _is_heading(node: LexborNode) -> bool:
    if node.css_first("h1, h2, h3, h4, h5, h6") is not None:
        return True
    above = node.parent
    for _ in range(3):
        if above is None:
            return False
        if above.tag in _HEADINGS:
            return True
        above = above.parent
    return False


def _date_after(item: Place) -> str | None:
    """A date in the elements right behind a flat item (title, date and summary as siblings)."""
    node = item.node.next
    for _ in range(4):
        if node is None:
            return None
        if node.tag == "a" or (node.tag not in ("-text", "-comment") and node.css_first("a[href]") is not None):
            return None
        text = squeeze(node.text() if node.tag != "-text" else (node.text_content or ""))
        if text:
            return printed_date(text) if len(text) <= 80 else None
        node = node.next
    return None
