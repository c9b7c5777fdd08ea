"""Links that lead to an article's section: told by their addresses, where no class or separator says so."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from unicodedata import normalize as unicode_form
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from pipelines.extraction.dates import may_hold_date
from pipelines.extraction.lines import Mark, PageLines
from pipelines.extraction.roles import HEADER, ITEM, LINK, NAV, SECTION
from pipelines.extraction.text import fold

_MOST_LEVELS = 5
"""Links of a way to an article; a longer list is a menu."""
_BELOW_TITLE = 3
"""Lines below the title in which a link beside the date can be the section's."""


def nested_path(page: PageLines, home_names: Collection[str]) -> tuple[str, ...]:
    """Names of a short list of links above the title that begins with the home page's and of which each leads deeper
    than the one before (``/``, ``/hoi-dap/``, ``/hoi-dap/bhxh/``); empty when there is none."""
    end = len(page.lines) if page.title_line is None else page.title_line
    home = {
        index
        for index, line in enumerate(page.lines[:end])
        if any(text.strip().lower() in home_names for _, text in line.parts)
    }
    for mark in reversed([mark for mark in page.links if mark.line in home]):
        if fold(mark.node.text(strip=True)) not in home_names:
            continue
        around = _list_around(mark.node)
        links = around.css("a[href]") if around is not None else []
        paths = [urlsplit(link.attributes.get("href") or "").path.rstrip("/") for link in links]
        if 2 <= len(links) <= _MOST_LEVELS and all(deeper.startswith(f"{path}/") for path, deeper in pairwise(paths)):
            return tuple(" ".join(link.text().split()) for link in links)
    return ()


def _list_around(link: LexborNode) -> LexborNode | None:
    node = link.parent
    while node is not None and node.tag in ("li", "span", "b", "strong"):
        node = node.parent
    return node


_WORDS, _WORDS_MARKED = 7, 12
"""Words of a section's name, and of one that is marked as such."""


def linked_beside_date(page: PageLines) -> list[tuple[str, int]]:
    """Texts of links on the line of a date right below the title that are marked as section, or that the page's menu
    above has, too; each with the most words that it may have to be a section's name."""
    if page.title_line is None:
        return []
    below = range(page.title_line + 1, min(page.title_line + 1 + _BELOW_TITLE, len(page.lines)))
    for index in below:
        line = page.lines[index]
        if may_hold_date(line.text) and not page.is_elsewhere(line) and not line.flags & LINK:
            menu = _menu(page, page.title_line)
            return [
                (" ".join(mark.node.text().split()), _WORDS_MARKED if mark.flags & SECTION else _WORDS)
                for mark in page.links
                if mark.line == index and (mark.flags & SECTION or mark.attributes.get("href") in menu)
            ]
    return []


def links_to_section(page: PageLines, index: int) -> bool:
    """Whether every link of a line leads to a section: to an address that is called like it (``Thời sự`` →
    ``/thoi-su.htm``), or that the page links above as well, in its menu."""
    links = [mark for mark in page.links if mark.line == index]
    menu = _menu(page, index)
    return bool(links) and all(_is_section_address(mark, menu) for mark in links)


def _is_section_address(mark: Mark, menu: set[str | None]) -> bool:
    href = mark.attributes.get("href") or ""
    if href.startswith(("#", "javascript:")):
        return False
    slug = "-".join(_slug(mark.node.text()).split("-")[:3])
    return href in menu or (bool(slug) and slug in href.lower() and not _LONG_NUMBER.search(href))


def heads_title(page: PageLines, index: int, title: str) -> bool:
    """Whether a line right above the title is the first one of the article's own part of the page: all above it are
    menus, or it is the only link above the title in a small box that holds both."""
    line = page.lines[index]
    if index + 1 != page.title_line or not line.text[-1].isalpha() or line.flags & ITEM:
        return False
    if not line.flags & LINK:
        around = page.zones.get(page.lines[index - 1].zone, (0, 0))[0] if index else 0
        return not line.zone and bool(around & (NAV | HEADER))
    link = next((mark.node for mark in page.links if mark.line == index), None)
    box = link.parent if link is not None else None
    for _ in range(_BOX_LEVELS):
        if box is None or box.tag == "body":
            return False
        if title in " ".join(box.text().split()):
            return box.css_first("a[href]") == link
        box = box.parent
    return False


_BOX_LEVELS = 3
"""Elements, one in the other, around a link to the section in which the title can stand below it."""


_LONG_NUMBER = re.compile(r"\d{5}|/20\d\d/")


def _menu(page: PageLines, index: int) -> set[str | None]:
    return {mark.attributes.get("href") for mark in page.links if mark.line < index}


_DIGRAPHS = str.maketrans({"đ": "d"})


def _slug(text: str) -> str:
    """``text`` as portals write it in addresses: no marks, hyphens for spaces."""
    plain = unicode_form("NFD", fold(text).translate(_DIGRAPHS))
    return "-".join(_ASCII_WORD.findall("".join(letter for letter in plain if letter.isascii())))


_ASCII_WORD = re.compile(r"[a-z0-9]+")
