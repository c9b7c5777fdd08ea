"""What people type: words, "phrases", field:word, -word and OR. Everything typed means something; nothing is an error.

``lao động trẻ em``              all four words, best where they stand together
``"lao động trẻ em"``            these words in this order
``title:khánh thành "Đăk Hà"``   a word in one field; the fields are those of :data:`FIELDS`
``sâm -"sâm cau"``               without that phrase
``sâm OR dược liệu``             either; OR binds the two beside it
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawler.corpus.search.words import words

FIELDS = ("title", "lead", "text", "author", "source", "section", "document", "portal")
"""What may stand before a colon; ``text`` is title, lead and body."""

_TOKEN = re.compile(
    rf"""(?P<minus>-(?=\S))?
         (?:(?P<field>{"|".join(FIELDS)}):)?
         (?:"(?P<phrase>[^"]*)"? | (?P<word>[^\s"]+))""",
    re.VERBOSE,
)
MOST_WORDS = 64
"""Words of a query beyond which the rest is not looked at."""


@dataclass(frozen=True)
class Term:
    """One thing asked for."""

    words: tuple[str, ...]
    """Folded words; several must follow each other."""
    field: str | None = None
    """One of :data:`FIELDS`; None for anywhere in the text."""
    excluded: bool = False
    """True when articles with it are unwanted."""
    quoted: bool = False
    """True when it was typed in quotation marks."""


@dataclass(frozen=True)
class Typed:
    """A whole query: every group must match, by any of its terms."""

    groups: tuple[tuple[Term, ...], ...]
    """Alternatives joined by OR; usually one term a group."""

    @property
    def wanted(self) -> list[Term]:
        """Terms that an article may match."""
        return [term for group in self.groups for term in group if not term.excluded]

    @property
    def runs(self) -> list[tuple[str, ...]]:
        """Sequences of two or more plain words typed beside each other: articles that keep them together rank first."""
        found: list[list[str]] = [[]]
        for group in self.groups:
            term = group[0]
            if len(group) == 1 and not (term.excluded or term.quoted or term.field):
                found[-1].extend(term.words)
            else:
                found.append([])
        return [tuple(run) for run in found if len(run) > 1]


def parse(text: str) -> Typed:
    """Read what was typed."""
    groups: list[tuple[Term, ...]] = []
    joined = False
    budget = MOST_WORDS
    for match in _TOKEN.finditer(text):
        if match["word"] == "OR" and not match["minus"] and not match["field"]:
            joined = bool(groups)
            continue
        found = words(match["phrase"] if match["phrase"] is not None else match["word"])[:budget]
        if not found:
            continue
        budget -= len(found)
        quoted = match["phrase"] is not None
        term = Term(tuple(found), match["field"], bool(match["minus"]), quoted)
        if joined and not term.excluded and not groups[-1][0].excluded:
            groups[-1] += (term,)
        else:
            groups.append((term,))
        joined = False
    return Typed(tuple(groups))
