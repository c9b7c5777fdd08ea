"""The next page of a WebForms listing: a pager link that posts back, and the form a browser would send for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.listings.anchors import Anchor, squeeze
from newscrawler.listings.listing_page import NextPage
from newscrawler.listings.pager_words import MAX_LABEL, label_number, label_of, says_next
from newscrawler.listings.postback import form_for_postback, postback_call

_PAGE_ARGUMENT = re.compile(r"(?i)^page\$(\d+|next)$")
_NEXT_TARGET = re.compile(r"(?i)(?:lnk|btn|lb|link|cmd|hpl)?next(?:page)?$|trang(?:sau|tiep)$")
_DIGITS = re.compile(r"\d{1,5}")


def find_next_postback(
    tree: LexborHTMLParser, anchors: Iterable[Anchor], url: str, selectors: tuple[str, ...] = ()
) -> NextPage | None:
    """The postback that brings the page after the one shown; ``None`` when the page has no such pager.

    The page shown is the number that stands in the pager without being a link. A *next* link is taken only when the
    pager's numbers do not contradict: on its last page a pager may leave the word a link.
    """
    stated = {node.mem_id for selector in selectors for node in tree.css(selector)}
    calls = [
        (anchor, label, call)
        for anchor in anchors
        if anchor.url is None
        and (call := postback_call(anchor.href)) is not None
        and (not selectors or _is_within(anchor.node, stated))
        and len(label := label_of(anchor)) <= MAX_LABEL
    ]
    numbered = [(anchor, number, call) for anchor, label, call in calls if (number := _number(label, call)) is not None]
    shown = _number_shown(numbered)
    for _anchor, number, call in numbered:
        if shown is not None and number == shown + 1:
            return _posted(tree, url, call, f"page {shown} is shown, this posts back for page {number}")
    if numbered and shown is not None and shown > max(number for _, number, _ in numbered):
        return None
    for _anchor, label, call in calls:
        said = says_next(label) or (_PAGE_ARGUMENT.match(call[1]) is not None and call[1].lower().endswith("next"))
        if said and (numbered or _NEXT_TARGET.search(call[0]) or call[1].lower().endswith("next") or selectors):
            return _posted(tree, url, call, f"it posts back and says {label!r} in the pager")
    return None


def _number(label: str, call: tuple[str, str]) -> int | None:
    number = label_number(label)
    if number is None and (match := _PAGE_ARGUMENT.match(call[1])) and match[1].isdecimal():
        return int(match[1])
    return number


def _is_within(node: LexborNode, stated: set[int]) -> bool:
    current: LexborNode | None = node
    while current is not None:
        if current.mem_id in stated:
            return True
        current = current.parent
    return False


def _number_shown(numbered: list[tuple[Anchor, int, tuple[str, str]]]) -> int | None:
    """The page on show: the number in the pager's own text that no link carries."""
    linked = {number for _, number, _ in numbered}
    if not linked:
        return None
    container = numbered[0][0].node.parent
    for _ in range(4):
        if container is None or container.tag == "body":
            return None
        loose = [
            int(text) for text in _DIGITS.findall(squeeze(container.text(separator=" "))) if int(text) not in linked
        ]
        near = [number for number in loose if number - 1 in linked or number + 1 in linked]
        if near:
            return near[0]
        container = container.parent
    return None


def _posted(tree: LexborHTMLParser, url: str, call: tuple[str, str], reason: str) -> NextPage | None:
    request = form_for_postback(tree, url, *call)
    return NextPage(request[0], request[1], reason) if request is not None else None
