"""From what was typed to a Tantivy query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newscrawler.corpus.search.grammar import Term, Typed
from newscrawler.corpus.search.words import is_accented, without_accents

if TYPE_CHECKING:
    import tantivy

_TITLE_BOOST = 2.0
_TOGETHER_BOOST = 1.5
_MANY = 100_000

_SPELLINGS = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ",
    "d": "dđ",
    "e": "eèéẻẽẹêềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự",
    "y": "yỳýỷỹỵ",
}
"""Letter without accent → every letter it may stand for."""


def compile_query(
    schema: tantivy.Schema,
    typed: Typed,
    values: Mapping[str, Sequence[object]],
    between: tuple[int | None, int | None],
    frequency: Callable[[str, str], int],
) -> tantivy.Query:
    """Make the query: all groups, any of ``values`` in each field, ``published`` ``between`` two instants (seconds).

    ``frequency`` gives the number of articles that have a word (second) in a field (first).
    """
    from tantivy import FieldType, Occur, Query

    clauses: list[tuple[Occur, Query]] = []
    for group in typed.groups:
        if group[0].excluded:
            clauses.append((Occur.MustNot, _term(schema, group[0])))
        else:
            clauses.append((Occur.Must, _any_of([_term(schema, term) for term in group])))
            clauses += [(Occur.Should, boost) for term in group for boost in _boosts(schema, term)]
    for run in typed.runs:
        clauses += [(Occur.Should, boost) for boost in _together(schema, run, frequency)]
    if not typed.wanted:
        clauses.append((Occur.Must, Query.all_query()))
    for name, kept in values.items():
        clauses.append((Occur.Must, _silent(Query.term_set_query(schema, name, list(kept)))))
    if between != (None, None):
        within = Query.range_query(schema, "published", FieldType.Integer, between[0], between[1])
        clauses.append((Occur.Must, _silent(within)))
    return Query.boolean_query(clauses)


def _term(schema: tantivy.Schema, term: Term) -> tantivy.Query:
    from tantivy import Query

    if term.field == "portal":
        return _silent(Query.term_query(schema, "portal", "-".join(term.words)))
    name = term.field or "text"
    words = term.words
    if len(words) == 1:
        return _word(schema, name, words[0])
    accented = [is_accented(word) for word in words]
    if all(accented):
        return Query.phrase_query(schema, name, list(words))
    if not any(accented):
        return Query.phrase_query(schema, name + "_plain", list(words))
    patterns: list[Any] = [word if marked else _pattern(word) for word, marked in zip(words, accented, strict=True)]
    return Query.regex_phrase_query(schema, name, patterns)


def _word(schema: tantivy.Schema, name: str, word: str) -> tantivy.Query:
    from tantivy import Query

    if is_accented(word):
        return Query.term_query(schema, name, word, "freq")
    return Query.term_query(schema, name + "_plain", without_accents(word), "freq")


def _boosts(schema: tantivy.Schema, term: Term) -> list[tantivy.Query]:
    """What ranks an article higher than one that merely has the word: having it in the title."""
    from tantivy import Query

    if term.field is not None or len(term.words) > 1:
        return []
    return [Query.boost_query(_word(schema, "title", term.words[0]), _TITLE_BOOST)]


def _together(
    schema: tantivy.Schema, run: tuple[str, ...], frequency: Callable[[str, str], int]
) -> list[tantivy.Query]:
    """Words typed beside each other that stand beside each other, spelt as they were typed.

    In texts this is looked for only when one of the words is not too common: it reads positions in every article that
    has them all, and where those are very many, enough have the words in their title.
    """
    from tantivy import Query

    suffix = "" if any(map(is_accented, run)) else "_plain"
    boosts = [
        Query.boost_query(Query.phrase_query(schema, "title" + suffix, list(run)), _TITLE_BOOST * _TOGETHER_BOOST)
    ]
    if min(frequency("text" + suffix, word) for word in run) <= _MANY:
        boosts.append(Query.boost_query(Query.phrase_query(schema, "text" + suffix, list(run)), _TOGETHER_BOOST))
    return boosts


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    from tantivy import Occur, Query

    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _silent(query: tantivy.Query) -> tantivy.Query:
    """Match without adding to the score."""
    from tantivy import Query

    return Query.const_score_query(query, 0.0)


def _pattern(word: str) -> str:
    return "".join(f"[{_SPELLINGS[letter]}]" if letter in _SPELLINGS else letter for letter in word)
