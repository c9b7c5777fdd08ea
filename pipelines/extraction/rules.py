"""The rules of the body cascade by name, so that a benchmark can switch one off and say what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Rule(StrEnum):
    """One rule of the body cascade."""

    MARKED = "marked"
    """Elements whose class, id, tag or style says that they hold no main text are left out."""
    ACQUIT = "acquit"
    """... unless that would cost half of the page's prose."""
    CARDS = "cards"
    """Lists of like elements, each a linked headline and little else, are left out."""
    TABLES = "tables"
    """Rows of data tables become one block each."""
    EVIDENCE = "evidence"
    """The title and linked headlines say which prose speaks for the article."""
    CLIMB = "climb"
    """The container grows to an ancestor that holds much more prose."""
    TITLE = "title"
    """Text begins below the line that repeats the headline."""
    RELATED = "related"
    """Text ends above the heading of a list of other articles."""
    LINKED = "linked"
    """Short blocks made of links are left out."""
    LINES = "lines"
    """Known lines (controls, counters, appeals) are left out."""
    PROSY = "prosy"
    """Short blocks count only beside or amid prose."""
    TRAFILATURA = "trafilatura"
    """In doubt, Trafilatura's reading of the whole page is the second opinion."""
    STRUCTURED = "structured"
    """The article body in structured data is the judge."""
    LEAD = "lead"
    """The lead outside the container is put back."""


_ablated: ContextVar[frozenset[Rule]] = ContextVar("ablated", default=frozenset())


def active(rule: Rule) -> bool:
    """Whether ``rule`` is in force."""
    return rule not in _ablated.get()


@contextmanager
def ablated(*rules: Rule) -> Iterator[None]:
    """Switch ``rules`` off inside the block (benchmarks only)."""
    token = _ablated.set(_ablated.get() | set(rules))
    try:
        yield
    finally:
        _ablated.reset(token)
