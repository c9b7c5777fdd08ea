"""The main stream of a listing page nobody described: which links are its articles.

No rule names a site. Links are grouped by how their items are built; the heaviest group (many long titles, dates,
summaries, headings, addresses with identifiers) is the stream's core, and the groups of its column join it.
"""

from __future__ import annotations

from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import Anchor, squeeze
from newscrawler.listings.groups import Group, make_groups
from newscrawler.listings.listing_page import ArticleLink, ListingKind
from newscrawler.listings.main_column import main_column
from newscrawler.listings.misnamed import below, misnamed_column, misnamed_frames
from newscrawler.listings.next_link import pager_start
from newscrawler.listings.occurrences import MIN_TITLE, Occurrence, find_occurrences
from newscrawler.listings.page_kind import ARTICLE_FROM, FEW, article_signs
from newscrawler.listings.places import Place, Places
from newscrawler.listings.said_empty import says_empty
from newscrawler.listings.titles import is_document_number
from newscrawler.listings.url_forms import is_strong_form, url_form

NEAR_PAGER, NAMED = 10, 4
"""How much more a group weighs that stands in the pager's column, or that is headed with the page's own title."""
PLAIN_LIST = 5
"""Dated items a page must show to be a listing in spite of all names."""
MISNAMED = 2
"""Misnamed elements inside one another that are looked through."""
MIN_NAME = 4
"""Characters of a heading that can be a section's name."""


def main_stream(tree: LexborHTMLParser, anchors: list[Anchor], url: str) -> tuple[ListingKind, tuple[ArticleLink, ...]]:
    """Kind of the page and its article links in page order; no links unless the kind is ``listing``.

    When names put everything into the page's frame (a wrapper of the whole page that is called a menu), the page is
    looked at once more, and only tags make the frame.
    """
    kind, links = _read(tree, anchors, url, Places())
    if kind != "empty" or len(anchors) < PLAIN_LIST:
        return kind, links
    again, links = _read(tree, anchors, url, Places(by_name=False))
    plain = (
        again == "listing"
        and len(links) >= PLAIN_LIST
        and sum(link.date_raw is not None for link in links) > len(links) / 2
    )
    return ("listing", links) if plain else ("empty", ())


def _read(
    tree: LexborHTMLParser, anchors: list[Anchor], url: str, places: Places
) -> tuple[ListingKind, tuple[ArticleLink, ...]]:
    for _ in range(MISNAMED):
        lifted = misnamed_frames(anchors, url, places)
        if not lifted:
            break
        places = places.without(lifted)
    found = find_occurrences(anchors, url, places)
    groups = make_groups(found)
    pager = pager_start(anchors, url)
    head = tree.css_first("title")
    title = squeeze(head.text()).casefold() if head is not None else ""
    at_pager = next((places.of(anchor.node) for anchor in anchors if anchor.order == pager), None)
    streams = [group for group in groups if _is_stream(group)]
    column = misnamed_column(streams, [_depth_shared(group, at_pager) for group in streams])
    if column is not None:
        groups = make_groups(found, frozenset({id(column)}))
    main = _main(groups, at_pager, title)
    if main is not None and at_pager is not None and _is_beside_empty_column(main, at_pager, title):
        main = None
    lists = [(group.heading, group.items) for group in groups if not group.labels]
    signs = article_signs(tree, url, anchors, found, main.items if main is not None else [], places, lists)
    if sum(weight for weight, _ in signs) >= _enough(main, pager):
        return "article", ()
    if main is None or (pager is None and len(main.items) < FEW and says_empty(tree, main, places)):
        return "empty", ()
    return "listing", _links(main_column(groups, main, pager, lambda address: below(address, url)), main)


def _enough(main: Group | None, pager: int | None) -> int:
    """Weight of signs from which the page is an article: less where hardly anything speaks for a listing."""
    if main is None or main.misnamed:
        return 1
    return ARTICLE_FROM - 1 if len(main.items) < FEW and pager is None else ARTICLE_FROM


def _main(groups: list[Group], pager: Place | None, title: str) -> Group | None:
    """The heaviest group that can carry a listing; ``None`` when all are too thin or stand aside.

    Groups in the pager's own column weigh more: a last page has few items of its own beside full side boxes.

    A page that is a video section has its whole stream in a box called *video*: when nothing else is left, a list with
    dates or summaries is taken in spite of what its box is called.
    """
    streams = [group for group in groups if _is_stream(group)]
    open_ones = [group for group in streams if group.aside is None]
    if not open_ones:
        open_ones = [group for group in streams if group.misnamed and len(group.items) >= 5 and group.rich_share >= 0.8]
        for group in open_ones:
            group.aside = None
    near = [_depth_shared(group, pager) for group in open_ones]
    best, most = None, 0.0
    for group, depth in zip(open_ones, near, strict=True):
        weight = group.score * (NEAR_PAGER if depth == max(near) else 1) * (NAMED if _is_named(group, title) else 1)
        if best is None or weight > most:
            best, most = group, weight
    return best


def _is_beside_empty_column(main: Group, pager: Place, title: str) -> bool:
    """Whether the pager stands in a column with the section's name that does not hold the list: past the last page
    some portals print the frame of a listing, and the fullest box left is a side box."""
    around = {id(place) for place in main.way}
    column: Place | None = None
    for place in pager.way_up():
        if place is main.items[0].item:
            return False
        if id(place) in around:
            break
        column = place
    if column is None or column.chrome or any(column in item.item.way_up() for item in main.items):
        return False
    lines = (squeeze(line).casefold() for line in column.node.text(separator="\n").split("\n"))
    return any(len(line) >= MIN_NAME and title.startswith(line) for line in lines)


def _is_named(group: Group, title: str) -> bool:
    """Whether the list is headed with the words that begin the page's title: the section's name."""
    heading = group.heading
    return heading is not None and len(heading) >= MIN_NAME and title.startswith(squeeze(heading).casefold())


def _depth_shared(group: Group, pager: Place | None) -> int:
    """How deep the innermost element is that holds both the group and the pager; 0 without a pager."""
    around = {id(place) for place in pager.way_up()} if pager is not None else set()
    own = [group.items[0].item] if len(group.items) == 1 else []
    return next((place.depth for place in [*own, *group.way] if id(place) in around), 0)


def _is_stream(group: Group) -> bool:
    """Whether a group can carry a listing: at least three real titles, or fewer that look like nothing else."""
    if group.labels:
        return False
    titled = [item for item in group.items if _is_titled(item)]
    if len(titled) >= 3 and len(titled) >= len(group.items) / 2:
        return True
    return any(item.rich and len(item.title or "") >= 20 and is_strong_form(item.url) for item in group.items)


def _is_titled(item: Occurrence) -> bool:
    title = item.title or ""
    return len(title) >= MIN_TITLE or (item.rich and is_document_number(title))


def _links(kept: list[tuple[Group, str]], main: Group) -> tuple[ArticleLink, ...]:
    forms = Counter(url_form(item.url) for item in main.items)
    reasons = {id(item): reason for group, reason in kept for item in group.items}
    found: dict[str, ArticleLink] = {}
    for item in sorted((item for group, _ in kept for item in group.items), key=lambda item: item.order):
        if not _is_article(item, forms):
            continue
        known = found.get(item.url)
        if known is None:
            found[item.url] = ArticleLink(item.url, item.title, item.date_raw, _reason(item, reasons[id(item)]))
        else:
            title = known.title if len(known.title or "") >= len(item.title or "") else item.title
            found[item.url] = ArticleLink(item.url, title, known.date_raw or item.date_raw, known.reason)
    return tuple(found.values())


def _is_article(item: Occurrence, forms: Counter[str]) -> bool:
    return url_form(item.url) in forms or (len(item.title or "") >= 25 and is_strong_form(item.url))


def _reason(item: Occurrence, reason: str) -> str:
    beside = [word for word, there in (("a date", item.date_raw), ("a summary", item.told)) if there]
    return f"{reason}; with {' and '.join(beside)} beside it" if beside else reason
