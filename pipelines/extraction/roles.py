"""What the class and id names of an element say about what it holds: bit flags.

The words are those that content systems use in English and Vietnamese (``pubdate``, ``luotxem``, ``tin-khac``); no
word here belongs to one site.
"""

from __future__ import annotations

import re
from functools import lru_cache

UNREAD, NAV, HEADER, FOOTER, ASIDE, RELATED, COMMENT, LINK = (1 << bit for bit in range(8))
DATE, UPDATED, CLOCK, AUTHOR, SOURCE, TAGS, CRUMB, VIEWS = (1 << bit for bit in range(8, 16))
TITLE, LEAD, HEADING, H1, ITEM, SHARE, CAPTION, HIDDEN = (1 << bit for bit in range(16, 24))
RIGHT, BOLD, BIOGRAPHY, CELL, EYE, SECTION = (1 << bit for bit in range(24, 30))

ELSEWHERE = NAV | HEADER | FOOTER | ASIDE | RELATED | COMMENT
"""Flags of what is not about this article, unless its title stands in the same element."""

ENDS = HEADER | FOOTER
"""Heads and feet belong to articles as well as to pages (``entry-footer``)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile("[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")

_TOKENS: dict[int, frozenset[str]] = {
    NAV: _words("nav navbar menu navigation mainmenu megamenu submenu dropdown pagination pager paging topmenu"),
    HEADER: _words("header masthead topbar topbanner"),
    FOOTER: _words("footer copyright chantrang"),
    ASIDE: _words("sidebar aside"),
    RELATED: _words(
        "related relate relates relation relations lienquan other others othernews khac tinkhac recommend recommended "
        "recommendation morenews moinhat docnhieu xemnhieu popular mostread mostview mostviewed trending tincu tinmoi "
        "tieudiem noibat hotnews suggest suggested suggestion latest newest ads advert advertisement banner promo "
        "newsletter widget carousel slider marquee weather thoitiet hitcounter"
    ),
    COMMENT: _words("comment comments binhluan disqus fbcomments respond ykien"),
    CLOCK: _words("clock dongho currenttime currentdate datenow timenow today calendar"),
    UPDATED: _words("update updated lastupdate lastupdated modified capnhat lastmod"),
    SOURCE: _words("source nguon nguontin newssource sourcename"),
    TAGS: _words("tag tags keyword keywords tukhoa hashtag hashtags taglist listtag listtags"),
    VIEWS: _words("view views viewcount viewscount luotxem luotdoc hits readcount viewed countview pageview soluotxem"),
    LEAD: _words(
        "sapo lead summary hometext description desc excerpt intro tomtat trichdan trich trichyeu "
        "dek standfirst chapeau subtitle"
    ),
    SHARE: _words("share sharing social"),
    CAPTION: _words("caption figcaption imgtitle chuthich"),
    BIOGRAPHY: _words("bio biography"),
    EYE: _words("eye"),
    SECTION: _words("category cat cate catname categoryname categories chuyenmuc tenmuc tenchuyenmuc rubric"),
}
_PAIRS = {
    ("lien", "quan"): RELATED,
    ("tin", "khac"): RELATED,
    ("doc", "nhieu"): RELATED,
    ("xem", "nhieu"): RELATED,
    ("tin", "moi"): RELATED,
    ("read", "more"): RELATED,
    ("most", "read"): RELATED,
    ("binh", "luan"): COMMENT,
    ("tac", "gia"): AUTHOR,
    ("luot", "xem"): VIEWS,
    ("tu", "khoa"): TAGS,
    ("bread", "crumb"): CRUMB,
    ("chuyen", "muc"): SECTION,
    ("channel", "name"): SECTION,
    ("tom", "tat"): LEAD,
    ("mo", "ta"): LEAD,
    ("tieu", "de"): TITLE,
    ("duong", "dan"): CRUMB,
    ("cap", "nhat"): UPDATED,
    ("ngay", "dang"): DATE,
    ("thoi", "gian"): DATE,
    ("posted", "on"): DATE,
    ("text", "right"): RIGHT,
    ("dong", "ho"): CLOCK,
    ("current", "date"): CLOCK,
    ("current", "time"): CLOCK,
    ("hidden", "hide"): HIDDEN,
    ("visually", "hidden"): HIDDEN,
    ("sr", "only"): HIDDEN,
}
_WAY = re.compile(r"(?:^|[\s_-])(?:nav|news|page|site)?[_-]?path(?=$|\s)", re.IGNORECASE)
"""A class that is, or ends in, ``path``; ``path-node`` and the like say where a page's data come from."""
_MODIFIERS = _words("has no with without allow enable disable super")
"""What such a word's next one names is somewhere else (above, as a ``superTitle`` is), or nowhere."""
_NO_DATE = _words("candidate mandate validate lifetime realtime runtime overtime sometime anytime fulltime")


@lru_cache(maxsize=8192)
def roles(mark: str) -> int:
    """Flags that a class or id attribute's words stand for; ``0`` when they say nothing."""
    tokens = _WORD.findall(mark)
    if not mark.islower():
        tokens = [token.lower() for token in tokens]
    flags = CRUMB if _WAY.search(mark) else 0
    before = ""
    earlier = 0
    for token in tokens:
        if token in _LISTED and before in _OF_ARTICLE:
            flags = earlier
        earlier = flags
        # a page builder calls every part of a page a widget; has-menu, no-sidebar say what else there is
        if before not in _MODIFIERS and (token != "widget" or before != "elementor"):
            flags |= _role_of(token) | _PAIRS.get((before, token), 0)
        before = token
    return flags


_LISTED, _OF_ARTICLE = _words("tags keywords"), _words("related relate widget")
"""``related-tags`` are the article's own, whatever their first word says alone; a widget's ``tag`` is a cloud's."""


@lru_cache(maxsize=65536)
def _role_of(token: str) -> int:
    """Flags of one word."""
    flags = _role_by_form(token)
    for flag, words in _TOKENS.items():
        if token in words:
            flags |= flag
    return flags


def _role_by_form(token: str) -> int:
    if token.startswith(("breadcrum", "crumb")) or token.endswith(("crumb", "crumbs", "sitemappath", "duongdan")):
        return CRUMB
    if (token.startswith("author") and not token.startswith("authori")) or token.endswith("author"):
        return AUTHOR
    if token in ("byline", "createdby", "tacgia", "writer", "butdanh", "nguoiviet"):
        return AUTHOR
    if token in ("published", "posted", "pubdate", "thoigian", "ngay", "ngaydang", "timestamp"):
        return DATE
    if token.endswith(("date", "time", "ngaydang")) or token.startswith(("date", "ngaydang")):
        if token.endswith("update"):
            return UPDATED
        return 0 if token in _NO_DATE else DATE
    if token in ("title", "headline", "tieude") or token.endswith("title") or token.startswith("title"):
        return TITLE
    if token.endswith("sapo"):
        return LEAD
    return 0
