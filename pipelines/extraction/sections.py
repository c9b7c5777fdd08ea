"""The section of an article: the way to it that the page prints, levels joined by `` > ``."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from pipelines.extraction.claims import Structured
from pipelines.extraction.dates import first_date
from pipelines.extraction.lines import Mark, PageLines
from pipelines.extraction.roles import (
    COMMENT,
    CRUMB,
    FOOTER,
    LINK,
    SHARE,
)
from pipelines.extraction.section_links import linked_beside_date, nested_path
from pipelines.extraction.section_names import CONTROLS, CRUMB_SEPARATOR, HOME, is_level, is_section_name
from pipelines.extraction.sections_above import line_above, marked_above
from pipelines.extraction.text import fold, normalize

_HERE = re.compile(
    r"^(?:bạn đang (?:ở|xem)|you are here|vị trí|chi tiết|chi tiết tin|nội dung|tin chi tiết)\b.*", re.IGNORECASE
)
_ROOT = re.compile(r"(?:~|\.{0,2})/|/?(?:[\w-]+/)*(?:home|index|default|trang-?chu)(?:\.\w{2,5})?/?", re.IGNORECASE)
"""Address of a home page, without its host."""


def choose_section(
    page: PageLines, structured: Structured, title: str, site_names: Collection[str]
) -> tuple[str, str] | None:
    """(section path, method): the printed way to the article, levels joined by `` > ``; ``None`` when none is shown."""
    printed = _clean_path(_printed_path(page), title, site_names)
    claimed = _clean_path(structured.breadcrumb, title, site_names)
    folded_claim, folded_print = [fold(name) for name in claimed], [fold(name) for name in printed]
    is_end = len(printed) <= 3 and folded_print[-len(claimed) :] == folded_claim  # the print says what is above, too
    if len(claimed) > len(printed) and folded_claim[: len(printed)] == folded_print:  # and the claim what is below
        return " > ".join(claimed), "structured"
    is_begin = len(claimed) + 1 == len(printed) <= 3 and folded_print[:-1] == folded_claim
    if printed and claimed and not is_end and not is_begin and set(folded_claim) <= set(folded_print):
        return " > ".join(claimed), "structured"
    if printed and len(printed) <= 4:
        return " > ".join(printed), "breadcrumb"
    if claimed:
        return " > ".join(claimed), "structured"
    above = line_above(page, title) or marked_above(page, title)
    if above:
        return above, "above-title"
    sections = _clean_path(tuple(structured.sections[:1]), title, site_names)
    if sections:
        return " > ".join(sections), "structured"
    nested = _clean_path(nested_path(page, HOME), title, site_names)
    if nested:
        return " > ".join(nested), "breadcrumb"
    beside = [name for name, most in linked_beside_date(page) if is_section_name(name, title, most)]
    chosen = next((name for name in beside if not CONTROLS.match(name)), None)
    return (chosen, "beside-date") if chosen else None


def _clean_path(names: tuple[str, ...], title: str, site_names: Collection[str]) -> tuple[str, ...]:
    folded_title = fold(title)
    path: list[str] = []
    for name in names:
        tidy = normalize(name).strip(" >»›/|-–:•")
        folded = fold(tidy)
        if not tidy or folded in HOME or _HERE.match(tidy) or (not path and folded in site_names):
            continue
        if folded == folded_title or (len(folded) > 30 and folded_title.startswith(folded.rstrip("….").rstrip())):
            continue
        if len(tidy) > 80 or (path and path[-1] == tidy):
            continue
        path.append(tidy)
    return tuple(path)


def _printed_path(page: PageLines) -> tuple[str, ...]:
    """Levels of the breadcrumb; drop-downs and controls inside it are left out."""
    marks = [
        mark
        for mark in page.links
        if mark.flags & CRUMB
        and not mark.flags & (FOOTER | COMMENT | SHARE)
        and not CONTROLS.match(mark.node.text(strip=True))
    ]
    if len(marks) > 1 and _ROOT.fullmatch(marks[0].attributes.get("href") or ""):
        marks = marks[1:]  # the home page, whatever it is called
    return (*_without_dropdown(marks), *_last_level(page, marks[-1])) if marks else ()


def _last_level(page: PageLines, last: Mark) -> tuple[str, ...]:
    """The levels below the last link of a breadcrumb, where they are no links themselves."""
    for line in page.lines[last.line : last.line + 2]:
        text = line.parts[-1][1] if line.flags & CRUMB and line.parts else ""
        names = [" ".join(name.split()) for name in CRUMB_SEPARATOR.split(text) if name.strip()]
        if names and not line.parts[-1][0] & LINK and first_date(text) is None:
            return tuple(takewhile(is_level, names))
    return ()


def _without_dropdown(marks: list[Mark]) -> tuple[str, ...]:
    """Names of a breadcrumb's links, except those of a list nested inside one of its items."""
    depths = [_list_depth(mark) for mark in marks]
    shallow = min(depths)
    if not shallow and depths[-1] == 1 and not any(depths[:-1]) and _leads_deeper(*marks[-2:]):
        shallow = 1  # a heading, and the single item of the list below it
    names = [mark.node.text() for mark, depth in zip(marks, depths, strict=True) if depth <= shallow]
    return tuple(" ".join(name.split()) for name in names)


def _leads_deeper(upper: Mark, lower: Mark) -> bool:
    """Whether the address of one link is a part of the other's."""
    above = (upper.attributes.get("href") or "").rstrip("/")
    return len(above) > 1 and (lower.attributes.get("href") or "").startswith(f"{above}/")


def _list_depth(mark: Mark) -> int:
    depth = 0
    node = mark.node.parent
    for _ in range(12):
        if node is None or node.tag == "body":
            break
        if node.tag in ("ul", "ol", "nav"):
            depth += 1
        node = node.parent
    return depth
