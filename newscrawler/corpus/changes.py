"""What each revision of an article changed, as lines to be read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from itertools import pairwise
from typing import Any


def changes(revisions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of a unified diff (title, lead, body; one paragraph a line) for each revision after the first.

    ``revisions`` come as :func:`newscrawler.corpus.articles.revisions` gives them. Control characters, which a terminal
    would obey, are left out.
    """
    for old, new in pairwise(revisions):
        names = (f"revision {old['revision']} of {old['fetched_at']}", f"revision {new['revision']}")
        for line in unified_diff(_lines(old), _lines(new), *names, n=1, lineterm=""):
            yield "".join(letter for letter in line if letter.isprintable())


def _lines(row: Mapping[str, Any]) -> list[str]:
    return "\n".join(str(row[name]) for name in ("title", "lead", "body") if row[name]).splitlines()
