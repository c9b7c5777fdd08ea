"""Titles that say nothing of an article: a template gives them to every page."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import normalize as unicode_form

_GENERIC = re.compile(
    r"(?:(?:xem )?(?:trang )?(?:thông tin )?chi tiết(?: (?:tin(?: tức)?|bài(?: viết)?|nội dung|văn bản))?"
    r"|(?:tin|bài|tin tức|nội dung)(?: chi tiết)?|tin tức (?:- |và )?sự kiện|bài viết|văn bản"
    r"|trang (?:chủ|nhất|tin|tin tức|đọc tin)|đọc (?:tin|bài)"
    r"|(?:cổng|trang) (?:thông tin|ttđt|tin)(?: điện tử)?(?: (?:tổng hợp|thành phần))?"
    r"(?: (?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|sở|bộ|ban|chính phủ|(?:tổng |chi )?cục|viện|trường"
    r"|trung tâm|văn phòng|công an|bệnh viện|ubnd|ủy ban|đảng (?:bộ|ủy)|(?:tỉnh|thành|huyện|quận|thị) ủy)"
    r"(?: \S+){0,6})?"
    r"|báo điện tử(?: \S+){1,4}|báo(?: \S+){1,4} (?:online|điện tử)"
    r"|(?:view |read )?(?:news|article|post|detail)s?(?: (?:news|view|detail)s?)?|home ?page|home|index"
    r"|default|untitled.*)",
)
"""What a template calls every article page (folded); no article's title."""


_BEHIND_HOST = ("online", "news", "tv", "điện tử")
"""What the name of a site has behind its host's; without it the name may be a place's, which titles begin with."""
_LONG_HOST = 6
"""Letters of a host's name; a shorter one may be any word."""


def spells_host(folded: str, site_names: Collection[str]) -> bool:
    """Whether a folded text spells a site's host out, with spaces and marks: ``Nhịp sống trẻ online`` that of
    ``nhipsongtre.com.vn``, ``Báo Nghệ An`` that of ``baonghean.vn``."""
    name = next((folded.removesuffix(word) for word in _BEHIND_HOST if folded.endswith(word)), None)
    if name is None and not folded.startswith("báo "):
        return False
    plain = unicode_form("NFD", (name or folded).replace("đ", "d"))
    written = "".join([letter for letter in plain if letter.isascii() and letter.isalnum()])
    return len(written) >= _LONG_HOST and (written in site_names or f"bao{written}" in site_names)


def says_nothing(folded: str, site_names: Collection[str] = ()) -> bool:
    """Whether a text names the site or the kind of page, not the article."""
    return folded in site_names or _GENERIC.fullmatch(folded) is not None
