"""The keywords that a page prints for readers; those in its head are for search engines and do not count."""

from __future__ import annotations

import re

from pipelines.extraction.dates import first_date
from pipelines.extraction.lines import Mark, PageLines
from pipelines.extraction.roles import ENDS, HEADER, ITEM, LINK, SHARE, TAGS
from pipelines.extraction.text import lowered, normalize

_TAG_LABEL = re.compile(
    r"^(?:từ khóa|từ khoá|tags?|thẻ|chủ đề|xem thêm về|keywords?|hashtag|related topics|topics"
    r"|explore more on these topics)\s*:?\s*"
)
_LABELS_BEGIN = frozenset("tTcCxXkKhHrReE")


_MOST_UNLINKED = 60
"""Characters outside links in a line of tags: their label, and what parts them."""
_LONGEST_LABEL = 40
"""Characters; a label is looked for in lower case."""
_NO_TAG = re.compile(
    r"(?:share|click|chia sẻ|facebook|twitter|zalo|pinterest|e-?mail|print|copy)\b|(?:tags?|từ khóa)$", re.IGNORECASE
)


_LISTED = LINK | ITEM
_TAG_ADDRESS = re.compile(r"/(?:tags?|tu-khoa|chu-de|topics?|hashtag|keywords?)(?:[/.?=]|-\d)")


def find_tags(page: PageLines) -> tuple[str, ...]:
    """Keywords printed for readers below the title: links marked as tags, or following a label such as ``Từ khóa:``."""
    start = page.title_line or 0
    marked = [
        mark
        for mark in page.links
        if mark.line > start
        and mark.flags & TAGS
        and not mark.flags & SHARE
        and not page.is_elsewhere(mark, ENDS)
        and not _is_in_sentence(page, mark)
    ]
    if not marked:
        marked = _links_after_label(page, start) or [
            mark
            for mark in page.links
            if mark.line > start
            and _TAG_ADDRESS.search((mark.attributes.get("href") or "").lower())
            and not page.is_elsewhere(mark, ENDS)
        ]
    tags: dict[str, None] = {}
    last = None
    for mark in marked:
        if last is not None and mark.line - last > 6:
            break
        last = mark.line
        name = normalize(mark.node.text()).replace("\n", " ").strip(" #,;.")
        if 1 < len(name) <= 80 and not _NO_TAG.match(name) and first_date(name) is None:
            tags[name] = None
    return tuple(tags)


def _is_in_sentence(page: PageLines, mark: Mark) -> bool:
    """Whether a link stands in running text: portals link words of the text to their tags, too."""
    parts = page.lines[mark.line].parts if mark.line < len(page.lines) else []
    return sum(len(text) for flags, text in parts if not flags & LINK) > _MOST_UNLINKED


def _links_after_label(page: PageLines, start: int) -> list[Mark]:
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        if line.text[:1] not in _LABELS_BEGIN:
            continue
        label = _TAG_LABEL.match(lowered(line.text[:_LONGEST_LABEL]))
        if label is None or len(line.text) > 300 or page.is_elsewhere(line, HEADER):
            continue
        if label.end() < len(line.text) and ":" not in label[0]:
            continue
        last = index + (label.end() == len(line.text))
        while last + 1 < len(page.lines) and page.lines[last + 1].flags & _LISTED == _LISTED:
            last += 1
        links = [mark for mark in page.links if index <= mark.line <= last and not mark.flags & SHARE]
        if links and len(links) <= 20:
            return links
    return []
