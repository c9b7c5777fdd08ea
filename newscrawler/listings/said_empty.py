"""Listings that say themselves that they hold nothing: an empty section, whose side boxes are the only lists left."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.listings.anchors import squeeze
from newscrawler.listings.groups import Group
from newscrawler.listings.places import Places
from newscrawler.listings.zones import is_right, is_side, narrow

_ITEMS = r"(?:bài viết|bài|tin tức|tin bài|tin|nội dung|dữ liệu|thông tin|bản ghi|kết quả|bản tin)"
_SECTION = r"(?:mục|chuyên mục|danh mục)"
_NOTHING = re.compile(
    rf"(?i)(?:^|[.!] )(?:(?:{_SECTION} này )?(?:hiện|hiện tại|hiện nay|tạm thời)?,? ?)?"
    rf"(?:chưa có|không có|không tìm thấy|chưa cập nhật) (?:bất (?:kỳ|cứ) )?{_ITEMS}\b(?! về| của| cho)"
    rf"|^(?:{_ITEMS}|{_SECTION}) (?:này )?(?:hiện )?đang (?:được )?cập nhật\b"
    r"|^(?:sorry, )?(?:there are )?no (?:posts|articles|items|news|results|entries)\b|^nothing (?:was )?found\b"
)
_OF_THIS = re.compile(rf"(?i){_SECTION} này\b|\bthis (?:section|category)\b")
MAX_STATEMENT = 120
"""Characters such a statement has at most; a headline that begins so is linked."""


def says_empty(tree: LexborHTMLParser, main: Group, places: Places) -> bool:
    """Whether a line above ``main``, outside the page's frame and side columns, says that the listing holds nothing,
    and ``main`` is bare (no dates, no summaries) or the box of another list: it has a heading, and the line says
    *in this section*.
    """
    bare = main.rich_share <= 0.2
    first = main.items[0].anchors[0].node
    for node in tree.root.traverse(include_text=True) if tree.root is not None else ():
        if node.mem_id == first.mem_id:
            return False
        if node.tag != "-text":
            continue
        said = squeeze(node.text_content or "")
        if not (8 <= len(said) <= MAX_STATEMENT and _NOTHING.search(said) and _is_open(node.parent, places)):
            continue
        if bare or (main.heading is not None and _OF_THIS.search(said)):
            return True
    return False


def _is_open(node: LexborNode | None, places: Places) -> bool:
    """Whether an element links nothing and stands neither in the frame nor in a side column."""
    place = places.of(node)
    if place is None or place.chrome:
        return place is None
    return not any(
        above.tag == "a" or is_side(above.tag, above.name) or is_right(above.name) or narrow(above.name)
        for above in place.way_up()
    )
