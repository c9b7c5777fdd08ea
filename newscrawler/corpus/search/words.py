"""Words as search sees them: folded, and with or without their accents.

The index holds every text twice: *exact* (folded: one case, one place for tone marks) and *plain* (accents and the
stroke of đ gone too). A word typed with an accent is looked up in the exact text, one without in the plain text.
Both are indexed a second time by pairs of words, in which phrases are looked up: two words beside each other are then
one entry, where the places of both words in every article that has them would have to be read and compared.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

from pipelines.extraction.text import fold

LONGEST_WORD = 100
"""Bytes in UTF-8 beyond which a run of letters is no word and is not indexed."""

# Letters and digits of any script, as Tantivy's simple tokenizer takes them; the underscore parts words there.
WORD = re.compile(r"[^\W_]+")


def paired(text: str) -> str:
    """Make the text of which pairs of neighbouring words are indexed: ``a b c`` becomes ``a_b b_c c_``.

    ``text`` must be folded. The last piece keeps apart what stands before and after the end of a text: a phrase of
    four words is looked for as two pairs, and the pair between them is not.
    """
    found = WORD.findall(text)
    return " ".join(f"{word}_{following}" for word, following in zip(found, [*found[1:], ""], strict=True))


def words(text: str) -> list[str]:
    """Split ``text`` into folded words."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=262_144)
def folded(word: str) -> str:
    """Fold one word of a text; the same few thousand words make most of all texts, so they are remembered."""
    return fold(word)


@lru_cache(maxsize=262_144)
def without_accents(word: str) -> str:
    """Drop accents and the stroke of đ from a folded word; other letters stay."""
    letters = "".join(letter for letter in normalize("NFD", word) if not combining(letter))
    return letters.replace("đ", "d")


@lru_cache(maxsize=262_144)
def bare_word(word: str) -> str:
    """Fold one word of a text and drop its accents."""
    return without_accents(fold(word))


def is_accented(word: str) -> bool:
    """Tell whether a folded word carries an accent or is spelt with đ."""
    return without_accents(word) != word


def matches(word: str, wanted: str) -> bool:
    """Tell whether a folded ``word`` of a text is what was typed as ``wanted``: accents count where they were typed."""
    return word == wanted or (not is_accented(wanted) and without_accents(word) == wanted)
