"""Selectors of a portal's article page: the facts that make extraction fast and exact."""

from __future__ import annotations

from dataclasses import dataclass

Selectors = tuple[str, ...]
"""CSS selectors tried in order; the first that matches non-empty text wins.
Empty: the field is read without a layout."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of an article page stand. Every field is optional; what is missing is found generically."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # portal files: an unknown key is an error

    container: Selectors = ()
    """Element that holds the whole article; the other selectors are applied inside it first."""
    title: Selectors = ()
    lead: Selectors = ()
    body: Selectors = ()
    """Element(s) of the body text; all matches of the first matching selector are taken, in page order."""
    published: Selectors = ()
    updated: Selectors = ()
    authors: Selectors = ()
    source: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    view_count: Selectors = ()
    captions: Selectors = ()
    attachments: Selectors = ()
    remove: Selectors = ()
    """Elements inside the body that are not text: related lists, tool bars, counters."""
    month_first: Selectors = ()
    """Elements whose date attribute is month-first (some portals); everything else is day-first, always."""
