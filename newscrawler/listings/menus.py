"""Lists that are no listing by what they hold: menus of sections and offices, rolls of people."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from newscrawler.listings.occurrences import Occurrence
from newscrawler.listings.url_forms import is_strong_form

LABEL, PLAIN_LABEL = 24, 40
"""Characters that the middle one of a menu's labels stays below: whatever its addresses are, and with addresses that
carry neither a number nor a long slug. Headlines are longer: a sentence with a verb and a place has 30 and more."""
_WORD = re.compile(r"[^\W\d_]+")
NAME_WORDS = range(2, 6)
"""Words a person's name has."""


def is_menu_like(items: Sequence[Occurrence]) -> bool:
    """Whether ``items`` are labels: short titles, hardly one with a date, a summary or a heading of its own.

    Menus are told so even where nothing calls them a menu: their labels name sections and offices, and with a longer
    label their addresses name them too.
    """
    if sum(item.rich for item in items) > len(items) / 5:
        return False
    middle = statistics.median(len(item.title or "") for item in items)
    if middle < LABEL:
        return True
    if middle >= PLAIN_LABEL or sum(item.headed for item in items) > len(items) / 2:
        return False
    return sum(is_strong_form(item.url) for item in items) < len(items) / 3


def is_roll_of_names(items: Sequence[Occurrence]) -> bool:
    """Whether most titles are persons' names (``Nguyễn Thị Minh Khai``): every word of a few begins with a capital."""
    return len(items) >= 3 and sum(_is_name(item.title or "") for item in items) > 0.7 * len(items)


def _is_name(title: str) -> bool:
    if len(title) > PLAIN_LABEL:
        return False
    words = _WORD.findall(title)
    plain = not any(letter.isdigit() or letter in ":?!,-–" for letter in title)
    return (
        plain
        and len(words) in NAME_WORDS
        and all(word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in words)
    )
