"""What an element's attributes say about it: read once, for the outline as for the printed lines."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extraction.roles import ASIDE, BOLD, CRUMB, FOOTER, HEADER, HIDDEN, NAV, RIGHT, roles

BOILERPLATE, SURROUNDINGS, LISTS, CAPTION, NOT_SHOWN, CENTRED, ALIGNED, HEAVY, PROPERTY = (1 << bit for bit in range(9))
"""What attributes say of the text in an element, as flags: no main text; none if it is slight; none if it has links; a
caption; not shown; set in the middle; set otherwise; in bold; a property that microdata name."""

_LANDMARKS = {"navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE}
_SELDOM = frozenset({"itemprop", "hidden", "style", "role", "align", "aria-label", "itemtype", "typeof", "type"})

_MARKED_BOILERPLATE = re.compile(
    r"""
    comment(?!ary)|disqus|related(?!ion)|relation-?(?:box|news|list)|newsletter|breadcr?umb|advert|sponsor
    |recommend|subscri(?:be|ption)|cookie-?(?:bar|banner|notice|consent)|gdpr
    |sign-?up|(?:video|audio)-player|vjs-|roll-?over|log-?in-?(?:box|form)|no-?print|hidden-print|outbrain|taboola
    |zergnet|tool-?tip
    |lien-?_?quan|tin-?_?khac|binh-?_?luan|doc-?_?them|xem-?_?them|cung-?_?chuyen-?_?muc|chuyen-?_?muc-?_?khac
    |bai-?_?viet-?_?khac|tien-?_?ich|(?:^|[\s_-])(?:box|bv|bai|tin|td)?-?_?t?lq(?=$|[\s_-])|tin-?_?(?:moi|cu)(?:$|[\s_-])
    |(?:list-?_?)?news-?_?(?:other|more|relat)|(?:other|more)-?_?news|read-?_?also|see-?_?also|most-?_?read
    |(?:^|[\s_-])(?:
       relate|modal|promo|promotion|menu|submenu|navbar|navigation|footer|pagination|pager|poll|vote
       |author-?(?:bio|box|info|card)|about-?author|bio|skip-?link|screen-?reader-?text|visually-?hidden|sr-only
       |d-none(?![^"]*d-(?:sm|md|lg|xl)-)|post-?nav\w*|next-?prev|prev-?next
    )(?=$|[\s_-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Class or id of an element that holds no main text."""

_MARKED_LISTS = re.compile(
    r"(?<!has-)(?<!with-)(?<!no-)side-?bar|trending|(?:^|[\s_-])(?:hot-?news|popular\w*)(?=$|[\s_-])", re.IGNORECASE
)
"""Class or id of an element that holds none where it has links: what leads elsewhere is called so, and fact boxes."""

_MARKED_SURROUNDINGS = re.compile(
    r"""
    toolbar|pop-?up|read-?_?more
    |(?:^|[\s_-])(?:
       shar(?:e|ing|er|edaddy|ebar)s?|social\w*|addthis\w*|addtoany\w*|nav|rating|tags?|tag-?(?:list|s|box|cloud)
       |keywords?|byline\w*|print|(?<!elementor-)widget\w*|ads?|adv|banner|copyright|disclaimer
       |donat(?:e|ions?)|tools?|utility|topic-?(?:list|box)
       |entry-?(?:footer|utility)|post-?(?:footer|tags)
    )(?=$|[\s_-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Class or id that says so of a small element or a list of links, and nothing of an element with much text."""

_MARKED_CAPTION = re.compile(
    r"caption|(?:img|image|photo|pic|picture|ph|anh)-?_?(?:title|desc\w*|note|cap|credit|source)(?![a-z])|chu-?_?thich"
    r"|desc-?_?(?:img|image|photo)|photocms",
    re.IGNORECASE,
)
"""Class or id of an element that holds the caption of a picture or table."""


def read_attributes(attributes: dict[str, str | None]) -> tuple[int, str, int]:
    """(role flags, class and id as one mark, what they say as flags of :data:`BOILERPLATE` …) of an element."""
    class_ = attributes.get("class")
    if class_ and len(attributes) == 1:  # half of all that have any
        return _names(class_, "")
    id_ = attributes.get("id")
    told = _names(class_ or "", id_ or "") if class_ or id_ else _NOTHING
    if _SELDOM.isdisjoint(attributes):
        return told
    flags, mark, said = told
    more_flags, more_said = _told_seldom(attributes)
    return flags | more_flags, mark, said | more_said


_NOTHING = (0, "", 0)
_MARKED_BOLD = re.compile(r"(?:^|[\s_-])bold(?=$|\s)", re.IGNORECASE)
"""Class of an element whose text is set bold: ``bold``, ``fw-bold``, ``text-bold``."""


@lru_cache(maxsize=1 << 15)
def _names(class_: str, id_: str) -> tuple[int, str, int]:
    """What class and id alone say, as :func:`read_attributes` does."""
    mark = f"{class_} {id_}".strip()
    said = (
        (BOILERPLATE if _MARKED_BOILERPLATE.search(mark) else 0)
        | (SURROUNDINGS if _MARKED_SURROUNDINGS.search(mark) else 0)
        | (LISTS if _MARKED_LISTS.search(mark) else 0)
        | (CAPTION if _MARKED_CAPTION.search(mark) else 0)
        | (HEAVY if _MARKED_BOLD.search(mark) else 0)
    )
    hidden = HIDDEN if "hide" in class_ and "hide" in class_.split() else 0  # Bootstrap's word
    return roles(class_) | roles(id_) | hidden, mark, said


def _told_seldom(attributes: dict[str, str | None]) -> tuple[int, int]:
    """(role flags, what it says) of the attributes that few elements have."""
    flags = said = 0
    for name, value in attributes.items():
        if name == "style":
            told = _style(value) if value else _SILENT
        elif name not in _SELDOM:
            continue
        elif name == "hidden":
            told = 0 if value else HIDDEN, NOT_SHOWN
        elif name == "itemprop":
            told = roles(value) if value else 0, PROPERTY
        elif not value:
            continue
        else:
            told = _other(name, value)
        flags |= told[0]
        said |= told[1]
    return flags, said


_SILENT = (0, 0)


@lru_cache(maxsize=4096)
def _other(name: str, value: str) -> tuple[int, int]:
    """(role flags, what it says) of an attribute that has few values."""
    if name == "role":
        return _LANDMARKS.get(value, 0), 0
    if name == "align":
        return RIGHT if value == "right" else 0, CENTRED if value.lower() == "center" else ALIGNED
    if name == "type":
        return 0, BOILERPLATE if "related" in value.lower() else 0
    return CRUMB if "breadcrumb" in value.lower() else 0, 0


_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")


@lru_cache(maxsize=4096)
def _style(style: str) -> tuple[int, int]:
    """(role flags, what it says) of a style attribute."""
    flags = RIGHT if "right" in style and "text-align" in style else 0
    if "none" in style and "display" in style:
        flags |= HIDDEN
    written = style.replace(" ", "").lower()
    said = NOT_SHOWN if "display:none" in written else 0
    if "text-align:" in written:
        said |= CENTRED if "text-align:center" in written else ALIGNED
    if _BOLD.search(written):
        flags, said = flags | BOLD, said | HEAVY
    return flags, said
