"""Search: from what was typed to ranked hits with snippets, facets and a total."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from newscrawler.corpus.articles import Place
from newscrawler.corpus.choices import Sort
from newscrawler.corpus.database import TIME_ZONE
from newscrawler.corpus.search.compiling import Compiled, compile_query
from newscrawler.corpus.search.grammar import Term, Typed, parse
from newscrawler.corpus.search.snippets import Piece, marked, snippet

if TYPE_CHECKING:
    import tantivy

    from newscrawler.corpus.search.index import SearchIndex

VIETNAM = ZoneInfo(TIME_ZONE)
DEEPEST = 10_000
"""Hits that can be paged through; a query that has more should be narrowed."""


@dataclass(frozen=True)
class Filters:
    """Narrows a search without ranking it. Empty means no narrowing."""

    portals: tuple[str, ...] = ()
    """Any of these portals."""
    sections: tuple[str, ...] = ()
    """Any of these sections, spelt as in the dataset."""
    years: tuple[int, ...] = ()
    """Any of these years of publication."""
    since: date | None = None
    """Published on this day in Vietnam or later."""
    until: date | None = None
    """Published on this day in Vietnam or earlier."""
    duplicates: bool = True
    """False leaves out articles that repeat an earlier one."""


@dataclass(frozen=True)
class Hit:
    """One article found."""

    article_id: str
    portal: str
    section: str | None
    title: str
    url: str
    published_at: datetime | None
    """In Vietnam's time; None when the article has no date."""
    authors: tuple[str, ...]
    duplicate_of: str | None
    score: float
    """BM25 with what stands in the title counting more; 0 when sorted by date."""
    title_pieces: tuple[Piece, ...] = field(repr=False)
    """The title with the words asked for marked."""
    snippet: tuple[Piece, ...] = field(repr=False)
    """Where in lead and body they stand."""


@dataclass(frozen=True)
class Found:
    """An answer to a search."""

    hits: tuple[Hit, ...]
    """One page of hits."""
    total: int
    """How many there are."""
    facets: dict[str, list[tuple[str, int]]]
    """portal, section and year → (value, hits), most first (years: newest first); empty when not asked for."""
    took_ms: float
    """Milliseconds from text to answer."""


def search(
    index: SearchIndex,
    text: str,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 10,
    facets: bool = False,
) -> Found:
    """Find articles. An empty ``text`` finds all of them, the newest first."""
    began = time.perf_counter()
    opened, searcher = index.searcher()
    typed = parse(text)
    query = compile_query(opened.schema, typed, *_limits(filters or Filters()), searcher.doc_freq)
    if sort is Sort.RELEVANCE and not typed.wanted:
        sort = Sort.NEWEST
    limit = max(0, min(limit, DEEPEST - offset))
    with ThreadPoolExecutor(1) as beside:
        # Tantivy lets other threads run while it works: on two cores facets cost no time of their own.
        counted = beside.submit(_facets, searcher, query.matching) if facets else None
        best, total = _best(searcher, query, sort, offset, limit)
        hits = [_hit(searcher, typed, score, address, sort) for score, address in best]
        return Found(tuple(hits), total, counted.result() if counted else {}, (time.perf_counter() - began) * 1000)


def newest_ids(index: SearchIndex, text: str, filters: Filters, limit: int) -> list[str]:
    """Return the ``article_id`` of the newest articles found, without their texts."""
    opened, searcher = index.searcher()
    query = compile_query(opened.schema, parse(text), *_limits(filters), searcher.doc_freq)
    found, _ = _best(searcher, query, Sort.NEWEST, 0, limit)
    return [str(searcher.doc(address).get_first("id")) for _, address in found]


def place_of(index: SearchIndex, article_id: str) -> Place | None:
    """Say in which partition an article stood when it was indexed; None when it is not in the index."""
    from tantivy import Query

    opened, searcher = index.searcher()
    found = searcher.search(Query.term_query(opened.schema, "id", article_id, "basic"), limit=1).hits
    if not found:
        return None
    document = searcher.doc(found[0][1])
    published = document.get_first("published")
    if published is None:
        return Place(str(document.get_first("portal")), 0, 0)
    at = datetime.fromtimestamp(published, VIETNAM)
    return Place(str(document.get_first("portal")), at.year, at.month)


_Hits = list[tuple[Any, "tantivy.DocAddress"]]


def _best(searcher: tantivy.Searcher, query: Compiled, sort: Sort, offset: int, limit: int) -> tuple[_Hits, int]:
    """Return one page of (score or date, where the article is kept), and how many articles match."""
    import tantivy

    if sort is not Sort.RELEVANCE:
        order = tantivy.Order.Desc if sort is Sort.NEWEST else tantivy.Order.Asc
        return _ask(searcher, query.matching, offset, limit, order_by_field="published", order=order)
    if query.first is None:
        return _ask(searcher, query.ranked, offset, limit)
    with ThreadPoolExecutor(1) as beside:
        counted = beside.submit(_ask, searcher, query.matching, 0, 0)
        hits, n_first = _ask(searcher, query.first, offset, limit)
        if len(hits) < limit:
            hits += _ask(searcher, query.ranked, max(0, offset - n_first), limit - len(hits))[0]
        return hits, counted.result()[1]


def _ask(searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int, **order: Any) -> tuple[_Hits, int]:
    found: Any = searcher.search(query, limit=max(limit, 1), offset=offset, **order)  # its stub knows no count
    return found.hits[:limit], found.count or 0


def _limits(filters: Filters) -> tuple[dict[str, Sequence[object]], tuple[int | None, int | None]]:
    values: dict[str, Sequence[object]] = {
        "portal": filters.portals,
        "shelf": filters.sections,
        "year": filters.years,
        "is_leader": () if filters.duplicates else (1,),
    }
    first = _seconds(filters.since) if filters.since else None
    last = _seconds(filters.until + timedelta(days=1)) - 1 if filters.until else None
    return {name: kept for name, kept in values.items() if kept}, (first, last)


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=VIETNAM).timestamp())


def _hit(searcher: tantivy.Searcher, typed: Typed, score: Any, address: tantivy.DocAddress, sort: Sort) -> Hit:
    document = searcher.doc(address)
    title, lead, body, url, duplicate_of, authors = json.loads(bytes(document.get_first("shown") or b""))
    published = document.get_first("published")
    terms = [term for term in typed.wanted if term.field in (None, "text", "lead", "title")]
    terms += [Term(run) for run in typed.runs]
    text = f"{lead}\n{body}" if lead else body
    return Hit(
        article_id=str(document.get_first("id")),
        portal=str(document.get_first("portal")),
        section=str(document.get_first("shelf") or "") or None,
        title=title,
        url=url,
        published_at=None if published is None else datetime.fromtimestamp(published, VIETNAM),
        authors=tuple(authors),
        duplicate_of=duplicate_of,
        score=float(score) if sort is Sort.RELEVANCE else 0.0,
        title_pieces=marked(title, terms),
        snippet=snippet(text, [term for term in terms if term.field != "title"]),
    )


def _facets(searcher: tantivy.Searcher, query: tantivy.Query) -> dict[str, list[tuple[str, int]]]:
    fields = {"portal": "portal", "section": "shelf", "year": "year"}
    asked = {name: {"terms": {"field": source, "size": 200}} for name, source in fields.items()}
    answer = searcher.aggregate(query, asked)
    counted: dict[str, list[tuple[str, int]]] = {}
    for name in fields:
        buckets = [(_label(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]]
        counted[name] = sorted(
            ((value, n) for value, n in buckets if value), key=lambda bucket: (-bucket[1], bucket[0])
        )
    counted["year"].sort(reverse=True)
    return counted


def _label(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
