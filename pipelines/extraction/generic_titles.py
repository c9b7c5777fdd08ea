"""Titles that say nothing of an article: a template gives them to every page."""

from __future__ import annotations

import re
from collections.abc import Collection

_GENERIC = re.compile(
    r"(?:(?:xem )?(?:trang )?(?:thông tin )?chi tiết(?: (?:tin(?: tức)?|bài(?: viết)?|nội dung|văn bản))?"
    r"|(?:tin|bài|tin tức|nội dung)(?: chi tiết)?|tin tức (?:- |và )?sự kiện|bài viết|văn bản"
    r"|trang (?:chủ|nhất|tin|tin tức|đọc tin)|đọc (?:tin|bài)"
    r"|(?:cổng|trang) (?:thông tin|ttđt|tin)(?: điện tử)?(?: (?:tổng hợp|thành phần))?"
    r"(?: (?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|sở|bộ|ban|chính phủ)(?: \S+){0,6})?"
    r"|báo điện tử(?: \S+){1,4}|báo(?: \S+){1,4} (?:online|điện tử)"
    r"|(?:view |read )?(?:news|article|post|detail)s?(?: (?:news|view|detail)s?)?|home ?page|home|index"
    r"|default|untitled.*)",
)
"""What a template calls every article page (folded); no article's title."""


def says_nothing(folded: str, site_names: Collection[str] = ()) -> bool:
    """Whether a text names the site or the kind of page, not the article."""
    return folded in site_names or _GENERIC.fullmatch(folded) is not None
