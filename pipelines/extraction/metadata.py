"""Everything about an article that is not its text.

With a layout its selectors come first; what they do not give is found generically. Nothing here names a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.extraction.attachments import find_attachments
from pipelines.extraction.claims import Structured
from pipelines.extraction.credits import emphasized_lines, labelled_bylines
from pipelines.extraction.layout import Layout, Selectors
from pipelines.extraction.lines import PageLines
from pipelines.extraction.names import read_names
from pipelines.extraction.publication import choose_dates, last_resort
from pipelines.extraction.roles import HIDDEN, LEAD
from pipelines.extraction.sections import choose_section
from pipelines.extraction.structured import read_structured
from pipelines.extraction.tags import find_tags
from pipelines.extraction.text import fold, normalize
from pipelines.extraction.titles import Title, best_place, choose_title
from pipelines.extraction.view_counts import find_view_count
from pipelines.records import Attachment, DateCandidate, Page


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article."""

    title: str | None
    """The article's own title; ``None`` when the page has nothing like one."""
    printed_title: str | None
    """The line that prints the title, with a badge or date beside it; ``None`` when none does."""
    headlines: tuple[str, ...]
    """Other wordings of the title that the page claims (og:title, JSON-LD …): lines of the text that equal one of them
    are not text."""
    descriptions: tuple[str, ...]
    """Summaries the page claims, best first, and what it marks as lead: candidates for the lead."""
    marked_lead: str | None
    """Text of the element near the title that is marked as lead (sapo, summary, hometext …)."""
    authors: tuple[str, ...]
    """Authors named outside the text; a byline in the text (``split_bylines``) may say more."""
    claimed_authors: tuple[str, ...]
    """Names that the page claims for machines, whoever signs the text."""
    source: str | None
    published: DateCandidate | None
    dates_agree: bool | None
    date_candidates: tuple[DateCandidate, ...]
    updated_at: datetime | None
    section: str | None
    tags: tuple[str, ...]
    view_count: int | None
    attachments: tuple[Attachment, ...]
    article_body: str | None
    """JSON-LD ``articleBody``: judge of the body, never the body itself when markup gives one."""
    site_names: frozenset[str]
    """Folded names of the site; no author is called so."""
    emphasized: frozenset[str]
    """Folded short lines that are bold, right-aligned or marked as author, for ``split_bylines``."""
    language: str | None
    """Language the page claims, e.g. ``vi``; a claim only."""
    is_vietnamese: bool
    """Whether language, title or address say that the page is from Vietnam."""
    methods: tuple[tuple[str, str], ...]
    """(field, method) for the fields found."""


def read_metadata(tree: LexborHTMLParser, lines: PageLines, page: Page, layout: Layout | None = None) -> Metadata:
    """Read all metadata of an article page, whose printed lines are ``lines``. Never raises for what a page contains;
    the tree is not changed."""
    structured = read_structured(tree, lines.claiming)
    site_names = _site_names(structured, page)
    selected = _Selected(tree, layout)
    title = _title(lines, structured, site_names, selected, page.listed_title)
    lines.settle(title.line if title else None)
    is_vietnamese = _is_vietnamese(structured, title, page.url)
    publication = choose_dates(
        lines,
        structured,
        page.fetched_at,
        url=page.url,
        listed_raw=page.listed_date_raw,
        layout_published=selected.dates("published"),
        layout_updated=selected.dates("updated"),
        month_first=bool(layout and layout.month_first),
        is_vietnamese=is_vietnamese,
    )
    if publication.chosen is None and not is_vietnamese:
        guess = last_resort(tree.html or "", page.url, page.fetched_at)
        publication = replace(publication, chosen=guess, candidates=(guess,) if guess else ())
    bylines = labelled_bylines(lines, structured.authors, site_names)
    methods: dict[str, str] = {}
    if title:
        methods["title"] = title.method
    if publication.chosen:
        methods["published_at"] = publication.chosen.source
    authors = selected.names("authors", site_names)
    methods.update(
        {"authors": "layout"} if authors else {"authors": bylines.authors_method} if bylines.authors_method else {}
    )
    section = _section(lines, structured, title, site_names, selected)
    if section:
        methods["section"] = section[1]
    marked_lead = _marked_lead(lines)
    return Metadata(
        title=title.text if title else None,
        printed_title=lines.lines[title.line].text if title and title.line is not None else None,
        headlines=tuple(structured.headlines) + ((structured.page_title,) if structured.page_title else ()),
        descriptions=tuple(dict.fromkeys([*structured.descriptions, *([marked_lead] if marked_lead else [])])),
        marked_lead=marked_lead,
        authors=authors or bylines.authors,
        claimed_authors=tuple(name for _, name in structured.authors),
        source=selected.text("source") or bylines.source,
        published=publication.chosen,
        dates_agree=publication.agree,
        date_candidates=publication.candidates,
        updated_at=publication.updated_at,
        section=section[0] if section else None,
        tags=selected.texts("tags") or find_tags(lines),
        view_count=selected.number("view_count", lines),
        attachments=find_attachments(lines, _base_url(structured, page.url)),
        article_body=structured.article_body,
        site_names=site_names,
        emphasized=emphasized_lines(lines),
        language=structured.language,
        is_vietnamese=is_vietnamese,
        methods=tuple(methods.items()),
    )


_FOLDED_AWAY = 20
"""Characters by which a line and what is left of it folded may differ in length: invisible ones."""


def _title(
    lines: PageLines, structured: Structured, site_names: frozenset[str], selected: _Selected, listed: str | None
) -> Title | None:
    chosen = selected.text("title")
    if chosen is None:
        return choose_title(lines, structured, site_names, listed)
    folded = fold(chosen)
    places = [
        index
        for index, line in enumerate(lines.lines)
        if abs(len(line.text) - len(folded)) <= _FOLDED_AWAY and fold(line.text) == folded
    ]
    return Title(chosen, "layout", best_place(lines, places) if places else None)


def _section(
    lines: PageLines, structured: Structured, title: Title | None, site_names: frozenset[str], selected: _Selected
) -> tuple[str, str] | None:
    chosen = selected.texts("section")
    if chosen:
        return " > ".join(chosen), "layout"
    return choose_section(lines, structured, title.text if title else "", site_names)


def _marked_lead(page: PageLines) -> str | None:
    """The line or lines next below the title that are marked as lead."""
    if page.title_line is None or page.lines[page.title_line].flags & LEAD:
        return None
    parts: list[str] = []
    for line in page.lines[page.title_line + 1 : page.title_line + 15]:
        if line.flags & LEAD and not line.flags & HIDDEN and len(line.text) >= 20 and not page.is_elsewhere(line):
            parts.append(line.text)
        elif parts:
            break
    return "\n".join(parts) if parts and len(parts) <= 4 else None


_VIETNAMESE_LETTER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def _is_vietnamese(structured: Structured, title: Title | None, url: str) -> bool:
    """Whether times without a zone are Vietnam's: the page's language, its title's letters or its address say so."""
    if title is not None and _VIETNAMESE_LETTER.search(title.text):
        return True
    if (structured.language or "").lower().startswith("vi"):
        return True
    return (urlsplit(url).hostname or "").endswith(".vn")


def _site_names(structured: Structured, page: Page) -> frozenset[str]:
    """Folded names of the site: what it calls itself, and its host in the ways hosts are written as names."""
    names = {fold(name) for name in structured.site_names}
    names |= {name.removeprefix("© ").removeprefix("báo ") for name in names}
    host = (urlsplit(page.url).hostname or "").lower().removeprefix("www.")
    if host:
        labels = host.split(".")
        names |= {host, host.replace(".", " "), labels[0], max(labels, key=len)}
    return frozenset(name for name in names if len(name) > 2)


def _base_url(structured: Structured, url: str) -> str:
    try:
        return urljoin(url, structured.base) if structured.base else url
    except ValueError:
        return url


class _Selected:
    """What the layout's selectors find on this page."""

    def __init__(self, tree: LexborHTMLParser, layout: Layout | None) -> None:
        self._layout = layout
        self._roots: list[LexborNode] = []
        if layout is not None and tree.root is not None:
            container = next((node for selector in layout.container if (node := tree.css_first(selector))), None)
            self._roots = [container, tree.root] if container is not None else [tree.root]

    def _found(self, field: str) -> list[tuple[LexborNode, str]]:
        """All matches of the first selector of ``field`` that matches text, inside the container first, with it."""
        selectors: Selectors = getattr(self._layout, field) if self._layout is not None else ()
        for root in self._roots:
            for selector in selectors:
                found = [(node, text) for node in root.css(selector) if (text := _text_or_value(node))]
                if found:
                    return found
        return []

    def text(self, field: str) -> str | None:
        found = self._found(field)
        return found[0][1] if found else None

    def texts(self, field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for _, text in self._found(field)))

    def dates(self, field: str) -> Iterable[str]:
        for node, text in self._found(field):
            yield node.attributes.get("datetime") or node.attributes.get("content") or text

    def names(self, field: str, site_names: frozenset[str]) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for _, text in self._found(field):
            names.update(dict.fromkeys(read_names(text, site_names)))
        return tuple(names)

    def number(self, field: str, lines: PageLines) -> int | None:
        text = self.text(field)
        digits = "".join(character for character in text or "" if character.isdigit() and character.isascii())
        return int(digits) if digits else find_view_count(lines)


def _text_or_value(node: LexborNode) -> str:
    text = normalize(node.text(separator=" ")).replace("\n", " ")
    return " ".join(text.split()) or normalize(node.attributes.get("content") or "")
