"""What a pager's links say. Words alone never decide; they are one of four kinds of evidence (see ``next_link``)."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from newscrawler.listings.anchors import Anchor, squeeze

MAX_LABEL = 40
"""Longer link texts are headlines, not pager labels."""
_NUMBER = re.compile(r"^(?:trang|page)?\s*[\[(]?(\d{1,5})[\])]?$", re.IGNORECASE)
_NEXT = re.compile(
    r"^[|\s]*(?:[>›»→⟩▶❯]+|next(?: (?:page|posts?|entries))?|older(?: (?:posts?|entries|news))?|"
    r"(?:trang )?(?:sau|tiếp|kế|kế tiếp|tiếp theo|kế sau)|xem (?:tiếp|thêm)(?: tin)?|tiếp tục|"
    r"(?:các )?(?:tin|bài|bài viết|bài đăng|trang) (?:cũ hơn|tiếp theo|sau|kế tiếp|tiếp)|cũ hơn|more(?: news)?)"
    r"[\s>›»→⟩▶❯.…|]*$",
    re.IGNORECASE,
)
_CLASS_NEXT = re.compile(r"(?i)(?:^|[\s_-])next(?:$|[\s_-])|nextpage|next-page|pagenext|page-next")
_PLACE = re.compile(
    r"(?i)pag(?:e|ing|ination|er)|phan-?trang|nav-?links|nav-?previous|page-?numbers|boxpage|genpage|(?:^|\s)(?:so-?)?trang(?:$|\s)"
)


def label_of(anchor: Anchor) -> str:
    """What the link shows: its text, else its title, label or picture's alternative text."""
    text = anchor.text
    if text:
        return text
    attributes = anchor.node.attributes
    for name in ("title", "aria-label"):
        if attributes.get(name):
            return squeeze(attributes[name] or "")
    image = anchor.node.css_first("img[alt]")
    return squeeze(image.attributes.get("alt") or "") if image is not None else ""


@lru_cache(maxsize=2_048)
def label_number(label: str) -> int | None:
    """Page number a label shows (``3``, ``Trang 3``, ``[3]``), ``None`` when it shows none."""
    match = _NUMBER.match(label)
    return int(match[1]) if match else None


@lru_cache(maxsize=2_048)
def says_next(label: str) -> bool:
    """Whether a label is one of the words or arrows pagers use for the next page."""
    return _NEXT.match(label) is not None


def marked_next(tree: LexborHTMLParser) -> set[int]:
    """``mem_id`` of the links whose ``rel``, class or parent's class marks them as leading to the next page."""
    marked = set()
    for node in tree.css('a[rel~="next"], a[class*="next" i], [class*="next" i] > a'):
        attributes = node.attributes
        parent = node.parent
        names = (attributes.get("class") or "", (parent.attributes.get("class") or "") if parent is not None else "")
        if "next" in (attributes.get("rel") or "").lower().split() or any(_CLASS_NEXT.search(name) for name in names):
            marked.add(node.mem_id)
    return marked


def in_pager(anchor: Anchor) -> bool:
    """Whether one of the nearest enclosing elements is called a pager."""
    node = anchor.node.parent
    for _ in range(5):
        if node is None or node.tag == "body":
            return False
        attributes = node.attributes
        if _PLACE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        node = node.parent
    return False
