"""Where on a page an element stands, as its and its ancestors' names say: menu, sidebar, related list, column."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_CHROME_TAGS = frozenset({"nav", "footer", "menu", "dialog", "select", "noscript", "template"})
_CHROME_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|main-?nav|menu|mega-?menu|sub-?menu|main-?menu|top-?menu|menubar|sitemap|"
    r"foot|footer|bottom-?link|breadcrumbs?|crumbs?|breadcum|breadcrum|breadcrum-x|social|share|shares|sharing|toolbar|topbar|top-?bar|"
    r"language|weblinks?|lien-?ket|login|popup|modal|cookie|ads?|adv|advert\w*|quang-?cao|sponsor\w*|tags?|"
    r"tag-?list|tag-?cloud|list-?tags?|hashtag|comment|comments)(?:$|[\s_-])|(?:^|\s)(?:wapper|wrapper|wrap|site|page|main)?-?footer|(?:^|\s)menu|nav(?:igation|bar)?(?:$|\s)|offcanvas|dropdown-menu"
)
_HEADER_NAME = re.compile(r"(?i)(?:^|\s)(?:(?:site|main|top|page)-?)?(?:header|masthead)(?:-(?:top|main))?(?:$|\s)")
_SIDE_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?:aside|widget-?area|secondary|complementary)(?:$|[\s_-])|sidebar|(?:^|\s)widgets?(?:$|[\s_-])"
)
_RIGHT_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?:right|right-?(?:col|column|bar|side|content|box|block)\w*|"
    r"(?:col|column|cot|box|content|block|main|news|container)[-_]*right|lsub)(?:$|[\s_-]|\d)"
)
_LEFT_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?:left|left-?(?:col|column|bar|side|content|box|block)\w*|"
    r"(?:col|column|cot|box|content|block|main|news|container)[-_]*left)(?:$|[\s_-]|\d)"
)
_CENTER_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?<!text-)(?<!items-)(?<!justify-)(?<!align-)(?<!self-)"
    r"(?:cent(?:er|re)|middle)(?:$|[\s_-]|\d|-?(?:col|column|content|box|block))"
)
_RELATED_NAME = re.compile(
    r"(?i)(?:^|[\s_-])(?:related|relate|relation|lien-?quan|tin-?lien-?quan|relevant|recommend\w*|suggest\w*|most-?(?:read|view|viewed|popular)|mostread|mostview\w*|popular|"
    r"trending|trend|xem-?nhieu|doc-?nhieu|tin-?doc-?nhieu|hot-?read|top-?read|readmost|viewmost|quan-?tam|cung-?chuyen-?muc|"
    r"ticker|marquee|breaking-?news|video|videos|gallery|multimedia|podcast|infographic|rao-?vat|weather|poll|vote)(?:$|[\s_-])|mostread|most-view|relatedbox|related-?(?:news|post|article)|tinlienquan|tindocnhieu|tinxemnhieu"
)
_BAD_HEADING = re.compile(
    r"(?i)(?:đọc|xem) nhiều|nhiều người (?:đọc|xem)|liên quan|quan tâm|dành cho bạn|gợi ý|quảng cáo|tài trợ|rao vặt|"
    r"cùng (?:chuyên mục|chủ đề|mục|loại|thể loại|danh mục|chuyên đề)|bình luận nhiều|"
    r"liên kết|đường dây nóng|xem thêm tin|đáng chú ý|"
    r"most (?:read|viewed|popular)|popular|trending|"
    r"related|recommended|sponsored|you may (?:also )?like|editor'?s pick|"
    r"^video|^podcast|multimedia|^ảnh$|thư viện (?:ảnh|video)"
)
_DENIED = re.compile(
    r"(?i)(?<!\S)(?:(?:no|has|have|with|without|not|hide)-\S+|(?:tag|category|author|term|tax)-(?!list|cloud|box|wrap)\S+)"
)
_GRID = re.compile(
    r"(?i)(?:^|\s)(?:col|span|grid|large|medium|column)s?(?:-(?:xs|sm|md|lg|xl|xxl))?[-_]?(\d{1,2})(?=$|\s)"
)
_PIXELS = re.compile(r"(?i)(?:^|[\s_-])(?:col|w|wid|width|box|cot)-?(\d{3})(?:px)?(?=$|\s)")


def name_of(node: LexborNode) -> str:
    """Class and id of an element, as one string to search in; words like ``no-sidebar`` and WordPress's ``tag-…``
    and ``category-…`` of a post are left out.
    """
    attributes = node.attributes
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    return _without_denied(name) if "-" in name else name


@lru_cache(maxsize=2_048)
def _without_denied(name: str) -> str:
    return _DENIED.sub("", name)


@lru_cache(maxsize=2_048)
def is_chrome(tag: str, name: str) -> bool:
    """Whether an element is a part of the page's frame (menu, footer, breadcrumb, share bar), by tag or name."""
    return tag in _CHROME_TAGS or (bool(name) and _CHROME_NAME.search(name) is not None)


@lru_cache(maxsize=2_048)
def is_header(name: str) -> bool:
    """Whether an element is called a page's header. Items have headers too: ask only outside items."""
    return bool(name) and _HEADER_NAME.search(name) is not None


@lru_cache(maxsize=2_048)
def is_side(tag: str, name: str) -> bool:
    """Whether an element is called a sidebar."""
    return tag == "aside" or (bool(name) and _SIDE_NAME.search(name) is not None)


@lru_cache(maxsize=2_048)
def is_right(name: str) -> bool:
    """Whether an element is called the right one of several columns; on most pages that is the sidebar."""
    return bool(name) and _RIGHT_NAME.search(name) is not None


@lru_cache(maxsize=2_048)
def is_outer(name: str) -> bool:
    """Whether an element is called the left or right one of several columns: beside a :func:`is_center` one, that is
    a sidebar."""
    return is_right(name) or (bool(name) and _LEFT_NAME.search(name) is not None)


@lru_cache(maxsize=2_048)
def is_center(name: str) -> bool:
    """Whether an element is called the middle one of several columns."""
    return bool(name) and _CENTER_NAME.search(name) is not None


@lru_cache(maxsize=2_048)
def is_related(name: str) -> bool:
    """Whether an element is called a list of related, popular or media items."""
    return bool(name) and _RELATED_NAME.search(name) is not None


def is_bad_heading(text: str) -> bool:
    """Whether a box's heading says that its links are not the listing's own: most read, related, sponsored."""
    return len(text) <= 60 and _BAD_HEADING.search(text) is not None


@lru_cache(maxsize=2_048)
def narrow(name: str) -> bool:
    """Whether class names give an element a third of the width or less (``col-md-4``, ``span3``, ``col300``)."""
    shares = [int(value) for value in _GRID.findall(name)]
    if shares:
        return max(shares) <= 4
    pixels = [int(value) for value in _PIXELS.findall(name)]
    return bool(pixels) and max(pixels) <= 400
