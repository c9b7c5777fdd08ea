"""The title of a link: the longest of what its markup offers that still is a title."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newscrawler.listings.anchors import squeeze

MAX_TITLE = 400
"""Longer texts are teasers wrapped in a link."""
_READ_ON = re.compile(
    r"(?i)^(?:[\[(]?\s*(?:xem (?:thêm|tiếp|chi tiết|ngay)|đọc (?:thêm|tiếp|ngay|toàn bộ)|chi tiết|tiếp|"
    r"read more|more|continue reading.*|video|ảnh|image|photo|"
    r"(?:để lại |viết )?bình luận|leave a comment|comments?|\d+ (?:bình luận|comments?)|new|mới)"
    r"\s*[\])]?[\s.…›»>]*|[\d\s.,:/\-]*)$"
)
_DOCUMENT_NUMBER = re.compile(
    r"(?:[Ss]ố:? ?)?\d{1,5}(?:/(?:19|20)\d\d)?[/-][A-ZĐ][A-Za-zĐđ\d]*(?:[-/&.,][A-ZĐ][A-Za-zĐđ\d]*)*"
)


def is_document_number(text: str) -> bool:
    """Whether a link's text is a legal document's number (``12/QĐ-TTg``, ``08/2020/TT-BTC``, ``01-NQ/TW``): the title
    that lists of documents link, however short; their subjects stand beside it.
    """
    return "/" in text and _DOCUMENT_NUMBER.fullmatch(text) is not None


def is_read_on(text: str) -> bool:
    """Whether a link's text is *read on*, a counter or an icon's name: nothing that could be a title."""
    return not text or _READ_ON.match(text) is not None


def title_of(link: LexborNode, item: LexborNode | None = None, text: str | None = None) -> str | None:
    """Best title for an article link: a heading inside it, its text, its ``title`` attribute, its picture's ``alt``.

    The ``title`` attribute wins over a text that the page cut short ("… vùng đồng bào dân tộc..."). ``item``: the
    element around the link, whose heading helps when the link itself is only a picture; ``text``: the link's squeezed
    text where it is known. ``None`` without any.
    """
    attribute = squeeze(link.attributes.get("title") or "")
    heading = link.css_first("h1, h2, h3, h4, h5, h6") if next(link.iter(), None) is not None else None
    whole = squeeze(link.text()) if text is None else text
    text = (squeeze(heading.text()) if heading is not None else "") or whole
    if is_read_on(text) or len(text) > MAX_TITLE:
        text = ""
    if text and attribute and _cut_short(text, attribute):
        return attribute
    if text:
        return text
    if attribute and not is_read_on(attribute):
        return attribute
    if item is not None:
        heading = item.css_first("h1, h2, h3, h4, h5, h6")
        if heading is not None and not is_read_on(squeeze(heading.text())):
            return squeeze(heading.text())
    image = link.css_first("img[alt]")
    alternative = squeeze(image.attributes.get("alt") or "") if image is not None else ""
    return alternative if not is_read_on(alternative) else None


def _cut_short(text: str, attribute: str) -> bool:
    stub = text.rstrip(" .…")
    return stub != text and attribute.startswith(stub[: max(len(stub) - 3, 8)]) and len(attribute) > len(stub)
