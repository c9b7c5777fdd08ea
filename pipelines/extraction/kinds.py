"""The kinds of elements that a walk over a page tells apart by their tag: bit flags, and each tag's role flags."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction import roles

NOT_ENTERED, PLAIN_INLINE, INLINE, OUTSIDE, NEVER_MAIN, MAIN, BOLD, ITALIC = (1 << bit for bit in range(8))
LIST, CLOSED, IN_LINE, MUTE, BREAK, TIME, FIGCAPTION, CLAIMING = (1 << bit for bit in range(8, 16))

_TAGS_OF_KIND = {
    # Elements in which no text of the article is looked for.
    NOT_ENTERED: "br img amp-img script style template svg canvas iframe object embed select textarea button noscript "
    "head title meta link input datalist dialog audio video map progress math",
    # Inline elements whose class is not looked at: they stand in the middle of text.
    PLAIN_INLINE: "a b strong i em u sup sub font",
    # Elements that do not end a block of text ...
    INLINE: "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr st1:place st1:city",
    # ... and those that do not end a printed line.
    IN_LINE: "a abbr acronym b bdi bdo big cite code data em font i ins kbd label mark q s samp small span strong sub "
    "sup time tt u var wbr img amp-img button input",
    # Elements whose content prints no line, and offers no links.
    CLOSED: "script style template svg select option textarea iframe math",
    # Elements whose attributes say nothing of the text.
    MUTE: "script style br hr",
    # Elements that by the standard hold something else than the main text ...
    OUTSIDE: "nav footer aside menu",
    # ... and those of them that are not even gone into.
    NEVER_MAIN: "nav footer menu",
    # Elements whose class lists what the page has (``tag-…``, ``has-sidebar``), not what they are.
    MAIN: "html body main article",
    BREAK: "br",
    TIME: "time",
    FIGCAPTION: "figcaption",
    # Elements that speak to machines.
    CLAIMING: "script meta title base",
    BOLD: "b strong",
    ITALIC: "i em",
    LIST: "ul ol",
}
_ROLES = {
    "noscript": roles.UNREAD,
    "object": roles.UNREAD,
    "nav": roles.NAV,
    "menu": roles.NAV,
    "header": roles.HEADER,
    "footer": roles.FOOTER,
    "aside": roles.ASIDE,
    "time": roles.DATE,
    "h1": roles.HEADING | roles.H1,
    "h2": roles.HEADING,
    "h3": roles.HEADING,
    "h4": roles.HEADING,
    "li": roles.ITEM,
    "td": roles.CELL,
    "th": roles.CELL,
    "figcaption": roles.CAPTION,
    "b": roles.BOLD,
    "strong": roles.BOLD,
}


def _table() -> dict[str, tuple[int, int]]:
    kinds: dict[str, int] = dict.fromkeys(_ROLES, 0)
    for kind, tags in _TAGS_OF_KIND.items():
        for tag in tags.split():
            kinds[tag] = kinds.get(tag, 0) | kind
    return {tag: (kind, _ROLES.get(tag, 0)) for tag, kind in kinds.items()}


_KINDS = _table()
_NO_KIND = (0, 0)

_STANDARD_TAGS = 1 << 10
"""The parser numbers the tags of the standard from 1; the number of any other holds for one page only."""

BY_TAG_ID: dict[int, tuple[str, int, int]] = {}
"""What :func:`kind_of` said of the tags of the standard, by their number, which is had more cheaply than their name."""

TEXT = next(node.tag_id for node in LexborHTMLParser("-").css("body")[0].iter(include_text=True))
"""The number that stands for a text node."""


def kind_of(node: LexborNode) -> tuple[str, int, int]:
    """(tag, its kinds, the role flags it stands for) of a node; the tag is empty for what is no element."""
    tag = node.tag or ""
    found = ("", 0, 0) if tag[:1] == "-" else (tag, *_KINDS.get(tag, _NO_KIND))
    if node.tag_id < _STANDARD_TAGS:
        BY_TAG_ID[node.tag_id] = found
    return found
