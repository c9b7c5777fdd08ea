"""From what was typed to a Tantivy query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawler.corpus.search.grammar import Term, Typed
from newscrawler.corpus.search.words import is_accented, without_accents

if TYPE_CHECKING:
    import tantivy

_TITLE_BOOST = 2.0
_TOGETHER_BOOST = 1.5
_MANY = 100_000
"""Articles with a word beyond which its positions in texts are not read for ranking."""
_MANY_TITLES = 2_000
"""Titles with a word beyond which those that have all the words are looked up first, and usually are enough."""

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


@dataclass(frozen=True)
class Compiled:
    """A query as Tantivy is asked it."""

    matching: tantivy.Query
    """What is found, without scores: to count, to make facets, to sort by date."""
    ranked: tantivy.Query
    """The same with scores; without those of ``first`` where there is such."""
    first: tantivy.Query | None
    """Articles that come before all others, whatever their scores; None when ``ranked`` holds everything."""


def compile_query(
    schema: tantivy.Schema,
    typed: Typed,
    values: Mapping[str, Sequence[object]],
    between: tuple[int | None, int | None],
    frequency: Callable[[str, str], int],
) -> Compiled:
    """Make the query: all groups, any of ``values`` in each field, ``published`` ``between`` two instants (seconds).

    ``frequency`` gives the number of articles that have a word (second) in a field (first).
    """
    from tantivy import Occur, Query

    silent = _narrowing(schema, typed, values, between)
    boosts = [(Occur.Should, boost) for group in typed.groups for term in group for boost in _boosts(schema, term)]
    for run in typed.runs:
        boosts += [(Occur.Should, boost) for boost in _together(schema, run, frequency)]
    everything = _wanted(schema, typed, scored=True)
    matching = _silent(Query.boolean_query([*_wanted(schema, typed, scored=False), *silent]))
    title = _in_title(schema, typed, frequency)
    if title is None:
        return Compiled(matching, Query.boolean_query([*everything, *boosts, *silent]), None)
    first = Query.boolean_query([(Occur.Must, title), *silent])
    rest = Query.boolean_query([*everything, *boosts, (Occur.MustNot, _silent(title)), *silent])
    return Compiled(matching, rest, first)


def _wanted(schema: tantivy.Schema, typed: Typed, *, scored: bool) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Make the clauses that articles must match; without ``scored``, how often a word stands in them is not read."""
    from tantivy import Occur, Query

    groups = [group for group in typed.groups if not group[0].excluded]
    found = [(Occur.Must, _any_of([_term(schema, term, scored=scored) for term in group])) for group in groups]
    return found or [(Occur.Must, Query.all_query())]


def _narrowing(
    schema: tantivy.Schema,
    typed: Typed,
    values: Mapping[str, Sequence[object]],
    between: tuple[int | None, int | None],
) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """Make the clauses that leave articles out and give no score."""
    from tantivy import FieldType, Occur, Query

    clauses = [(Occur.MustNot, _term(schema, group[0], scored=False)) for group in typed.groups if group[0].excluded]
    for name, kept in values.items():
        clauses.append((Occur.Must, _silent(Query.term_set_query(schema, name, list(kept)))))
    if between != (None, None):
        within = Query.range_query(schema, "published", FieldType.Integer, between[0], between[1])
        clauses.append((Occur.Must, _silent(within)))
    return clauses


def _in_title(schema: tantivy.Schema, typed: Typed, frequency: Callable[[str, str], int]) -> tantivy.Query | None:
    """Make the query for all that was typed in the title; None unless it is plain words that thousands of titles have.

    Scoring hundreds of thousands of articles to show ten takes longer than all else. Titles that hold all the words
    fill every page that anybody reads; those that hold them together come first among them.
    """
    from tantivy import Occur, Query

    wanted = [group for group in typed.groups if not group[0].excluded]
    run = typed.runs[0] if len(typed.runs) == 1 else ()
    if len(run) < 2 or len(run) != sum(len(group[0].words) for group in wanted):
        return None
    if min(_title_frequency(word, frequency) for word in run) < _MANY_TITLES:
        return None
    together = _phrase(schema, "title" + _suffix(run), run)
    return Query.boolean_query(
        [(Occur.Must, _word(schema, "title", word)) for word in run]
        + [(Occur.Should, Query.boost_query(together, _TOGETHER_BOOST))]
    )


def _title_frequency(word: str, frequency: Callable[[str, str], int]) -> int:
    return frequency("title" if is_accented(word) else "title_plain", word)


def _suffix(run: Sequence[str]) -> str:
    return "" if any(map(is_accented, run)) else "_plain"


def _term(schema: tantivy.Schema, term: Term, *, scored: bool) -> tantivy.Query:
    from tantivy import Query

    if term.field == "portal":
        return _silent(Query.term_query(schema, "portal", "-".join(term.words)))
    name = term.field or "text"
    words = term.words
    if len(words) == 1:
        return _word(schema, name, words[0], scored=scored)
    accented = [is_accented(word) for word in words]
    if all(accented) or not any(accented):
        return _phrase(schema, name + _suffix(words), words)
    # Accents count where they were typed: words without one stand for every spelling.
    spellings = [word if marked else _pattern(word) for word, marked in zip(words, accented, strict=True)]
    return _phrase(schema, name, spellings, patterns=True)


def _word(schema: tantivy.Schema, name: str, word: str, *, scored: bool = True) -> tantivy.Query:
    from tantivy import Query

    reads = "freq" if scored else "basic"
    if is_accented(word):
        return Query.term_query(schema, name, word, reads)
    return Query.term_query(schema, name + "_plain", without_accents(word), reads)


def _phrase(schema: tantivy.Schema, field: str, words: Sequence[str], *, patterns: bool = False) -> tantivy.Query:
    """Make the query for two or more words one after the other, of their pairs: every word needs to be in one only."""
    from tantivy import Query

    last = len(words) - 2
    places = sorted({*range(0, last + 1, 2), last})
    pairs = [(place, f"{words[place]}_{words[place + 1]}") for place in places]
    field += "_pairs"
    if len(pairs) == 1:
        pair = pairs[0][1]
        return Query.regex_query(schema, field, pair) if patterns else Query.term_query(schema, field, pair)
    if patterns:
        return Query.regex_phrase_query(schema, field, list(pairs))
    return Query.phrase_query(schema, field, list(pairs))


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

    suffix = _suffix(run)
    boosts = [Query.boost_query(_phrase(schema, "title" + suffix, run), _TITLE_BOOST * _TOGETHER_BOOST)]
    if min(frequency("text" + suffix, word) for word in run) <= _MANY:
        boosts.append(Query.boost_query(_phrase(schema, "text" + suffix, run), _TOGETHER_BOOST))
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
