"""The next page of a listing, decided by four kinds of evidence together: where a link leads, what its ``rel`` or class
marks, where it stands, and what it says. Where it leads must always fit; words alone never decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import Anchor, Resolver, base_address
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import NextPage
from newscrawler.listings.numbered import (
    OFFSET_PARAMETER,
    PageNumber,
    page_number,
    single_number_apart,
    stem_of,
)
from newscrawler.listings.pager_words import MAX_LABEL, in_pager, label_number, label_of, marked_next, says_next
from newscrawler.listings.postback import postback_call

SAME_LISTING, SAME_PATH, OTHER_PATH, UNRELATED = 3, 2, 1, 0
"""How an address relates to the current page, its page number aside: equal; the same path with parameters added
(Liferay adds a dozen) or left out (a section's name beside its number); the same query on another path (mirrors);
neither."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A link that may belong to the pager."""

    anchor: Anchor
    url: str
    number: int
    form: str
    relation: int
    label: str
    shown: int | None
    worded: bool
    marked: bool
    placed: bool


def find_next_link(
    tree: LexborHTMLParser, anchors: Iterable[Anchor], url: str, articles: Collection[str] = ()
) -> NextPage | None:
    """The link to the page after ``url``; ``None`` when none shows enough evidence. ``articles`` cannot be it."""
    current = page_number(url)
    announced = _announced(tree, url, current)
    if announced is not None:
        return announced
    next_ids = marked_next(tree)
    steps = [
        step
        for anchor in anchors
        if anchor.url not in articles and (step := _step(anchor, url, current, next_ids)) is not None
    ]
    chosen: NextPage | None = None
    best = -1
    for form in dict.fromkeys(step.form for step in steps):
        group = [step for step in steps if step.form == form]
        step = _successor(group, current)
        if step is not None and step.relation + step.placed > best:
            best = step.relation + step.placed
            chosen = NextPage(step.url, None, _reason(step))
    return chosen


def pager_start(anchors: Iterable[Anchor], url: str) -> int | None:
    """Position of the first numbered link to another page of this very listing; ``None`` when there is none."""
    current = page_number(url)
    ours = current.stem if current is not None else stem_of(url)
    for anchor in anchors:
        if len(anchor.text) > 8 or label_number(anchor.text) is None:
            continue
        if anchor.url is None:
            if postback_call(anchor.href) is not None:
                return anchor.order
        elif ((number := page_number(anchor.url)) is not None and number.stem == ours) or (
            current is not None and number is None and stem_of(anchor.url) == ours
        ):
            return anchor.order
    return None


def _announced(tree: LexborHTMLParser, url: str, current: PageNumber | None) -> NextPage | None:
    """``<link rel=next>``, unless it leads nowhere new: some pagers announce the last page as its own successor."""
    link = tree.css_first('link[rel~="next"][href]')
    if link is None:
        return None
    target = Resolver(base_address(tree, url))((link.attributes.get("href") or "").strip())
    if target is None or not leads_on(target, url, current) or is_forbidden(target):
        return None
    return NextPage(target, None, "the page's head announces it: link rel=next")


def leads_on(target: str, url: str, current: PageNumber | None = None) -> bool:
    """Whether ``target`` can be a page after ``url``: another address, same host, no lower or equal number."""
    current = current or page_number(url)
    number = page_number(target)
    if target.rstrip("/") == url.rstrip("/") or not _same_host(target, url):
        return False
    if number is None:
        return True
    return not number.backwards and (current is None or current.form != number.form or number.number > current.number)


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).netloc.lower().removeprefix("www.") == urlsplit(other).netloc.lower().removeprefix("www.")


def _step(anchor: Anchor, url: str, current: PageNumber | None, next_ids: Collection[int]) -> _Step | None:
    target = anchor.url
    marked = anchor.node.mem_id in next_ids
    if target is None or len(anchor.text) > MAX_LABEL or not (anchor.text or marked or _is_pictured(anchor)):
        return None
    label = label_of(anchor)
    if len(label) > MAX_LABEL:
        return None
    shown, worded = label_number(label), says_next(label)
    marked = marked and shown is None
    if shown is None and not worded and not marked:
        return None
    number = page_number(target)
    if number is None:
        apart = single_number_apart(url, target)
        placed = apart is not None and in_pager(anchor)
        if apart is None or not (placed or shown is not None) or is_forbidden(target):
            return None
        return _Step(anchor, target, apart[1], f"#{apart[0]}", SAME_LISTING, label, shown, worded, marked, placed)
    if number.backwards or is_forbidden(target) or not _same_host(target, url):
        return None
    relation = _relation(number, url, current)
    return _Step(anchor, target, number.number, number.form, relation, label, shown, worded, marked, in_pager(anchor))


def _is_pictured(anchor: Anchor) -> bool:
    """Whether a link without text has a name for its arrow; only links that carry a page number are worth looking."""
    return anchor.url is not None and page_number(anchor.url) is not None


def _relation(number: PageNumber, url: str, current: PageNumber | None) -> int:
    ours = current.stem if current is not None and current.form == number.form else stem_of(url)
    if number.stem == ours:
        return SAME_LISTING
    path, _, query = number.stem.partition("?")
    our_path, _, our_query = ours.partition("?")
    pairs, our_pairs = set(query.split("&")) - {""}, set(our_query.split("&")) - {""}
    if path == our_path and (our_pairs <= pairs or (pairs and pairs <= our_pairs)):
        return SAME_PATH
    return OTHER_PATH if query == our_query else UNRELATED


def _successor(group: list[_Step], current: PageNumber | None) -> _Step | None:
    """The step right after the current page among links of one form."""
    first, stride = _numbering(group)
    form = group[0].form
    if form.startswith("#"):
        here = int(form[1:])
    elif current is not None and current.form == form:
        here = current.number
    else:
        here = first
    onward = sorted((step for step in group if step.number > here), key=lambda step: (step.number, -step.relation))
    if not onward:
        return None
    nearest = onward[0].number
    for step in onward:
        if step.number != nearest:
            return None
        near = nearest == here + stride or step.worded or step.marked
        if near and _evident(step, group):
            return step
    return None


def _numbering(group: list[_Step]) -> tuple[int, int]:
    """``(number of the first page, growth per page)``, from labels beside numbers where the pager shows them."""
    shown = sorted({(step.shown, step.number) for step in group if step.shown is not None})
    if len(shown) >= 2 and shown[-1][0] != shown[0][0]:
        stride = (shown[-1][1] - shown[0][1]) // (shown[-1][0] - shown[0][0])
        if stride >= 1:
            return shown[0][1] - (shown[0][0] - 1) * stride, stride
    if shown:
        label, number = shown[0]
        if OFFSET_PARAMETER.match(group[0].form.removeprefix("?")):
            return 0, number // (label - 1) if label > 1 else 1
        return max(number - (label - 1), 0), 1
    return (0 if min(step.number for step in group) == 1 else 1), 1


def _evident(step: _Step, group: list[_Step]) -> bool:
    siblings = sum(other.shown is not None for other in group)
    if step.relation >= SAME_PATH:
        numbered_alike = step.relation == SAME_LISTING and step.shown == step.number
        return step.marked or step.worded or step.placed or siblings >= 2 or numbered_alike
    surrounded = siblings >= (1 if step.placed else 2 if step.relation == OTHER_PATH else 99)
    return surrounded and (step.marked or step.worded or step.shown is not None)


def _reason(step: _Step) -> str:
    evidence = [f"it leads to number {step.number} of this listing ({step.form.lstrip('#') or step.form})"]
    if step.marked:
        evidence.append("it is marked as next")
    if step.placed:
        evidence.append("it stands in the pager")
    if step.shown is not None or step.worded:
        evidence.append(f"it says {step.label!r}")
    return "; ".join(evidence)
