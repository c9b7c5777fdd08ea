"""The JSON API: what the pages show, for programs. Described by ``/api/openapi.json``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from newscrawler.corpus import overview
from newscrawler.corpus.choices import Format, Sort
from newscrawler.corpus.formats import plain
from newscrawler.corpus.questions import QUESTIONS
from newscrawler.corpus.run_reports import run_reports
from newscrawler.corpus.search.searching import DEEPEST, Filters
from newscrawler.corpus.web.exporting import MEDIA_TYPES, export_search
from newscrawler.corpus.web.service import Service

Text = Annotated[str, Query(max_length=1000, description='Words, "phrases", -word, OR, field:word.')]
Names = Annotated[list[str], Query(max_length=50)]
Years = Annotated[list[Annotated[int, Field(ge=1900, le=2200)]], Query(max_length=50)]
Day = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
ArticleId = Annotated[str, Field(max_length=200)]
_PROBLEM: dict[int | str, dict[str, Any]] = {400: {"description": "The query cannot be asked; `detail` says why."}}
_ABSENT: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such article."}}


class Fragment(BaseModel):
    """A stretch of text; ``marked`` when it was asked for."""

    text: str
    marked: bool


class HitModel(BaseModel):
    """One article found."""

    article_id: str
    portal: str
    section: str | None
    title: str
    url: str
    published_at: datetime | None
    authors: list[str]
    duplicate_of: str | None
    score: float
    snippet: list[Fragment]


class SearchModel(BaseModel):
    """An answer to a search."""

    total: int
    took_ms: float
    hits: list[HitModel]
    facets: dict[str, dict[str, int]]


class SqlRequest(BaseModel):
    """A query."""

    sql: str = Field(max_length=20_000, examples=["SELECT count(*) AS n FROM articles"])


class SqlModel(BaseModel):
    """Its answer."""

    columns: list[str]
    types: list[str]
    rows: list[list[Any]]
    truncated: bool


class QuestionModel(BaseModel):
    """A prepared question."""

    name: str
    asks: str
    sql: str


def api_router(service: Service) -> APIRouter:
    """Make the routes under ``/api``."""
    router = APIRouter(prefix="/api")

    @router.get("/totals", summary="What the dataset holds")
    def totals() -> dict[str, Any]:
        return _plain(service.totals())

    @router.get("/search", responses=_PROBLEM, summary="Find articles by their words")
    def search(
        q: Text = "",
        portal: Names = [],  # noqa: B006 -- FastAPI copies
        section: Names = [],  # noqa: B006
        year: Years = [],  # noqa: B006
        since: Day = None,
        until: Day = None,
        duplicates: bool = True,
        sort: Sort = Sort.RELEVANCE,
        offset: Annotated[int, Query(ge=0, lt=DEEPEST)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> SearchModel:
        filters = Filters(tuple(portal), tuple(section), tuple(year), since, until, duplicates)
        found = service.search(q, filters, sort, offset, limit)
        hits = [
            HitModel(
                article_id=hit.article_id,
                portal=hit.portal,
                section=hit.section,
                title=hit.title,
                url=hit.url,
                published_at=hit.published_at,
                authors=list(hit.authors),
                duplicate_of=hit.duplicate_of,
                score=hit.score,
                snippet=[Fragment(text=piece.text, marked=piece.marked) for piece in hit.snippet],
            )
            for hit in found.hits
        ]
        facets = {name: dict(counts) for name, counts in found.facets.items()}
        return SearchModel(total=found.total, took_ms=round(found.took_ms, 1), hits=hits, facets=facets)

    @router.get("/export", responses=_PROBLEM, summary="The articles of a search as a file", response_class=Response)
    def export(
        q: Text = "",
        portal: Names = [],  # noqa: B006
        section: Names = [],  # noqa: B006
        year: Years = [],  # noqa: B006
        since: Day = None,
        until: Day = None,
        duplicates: bool = True,
        form: Annotated[Format, Query(alias="format")] = Format.CSV,
    ) -> Response:
        filters = Filters(tuple(portal), tuple(section), tuple(year), since, until, duplicates)
        return export_search(service, q, filters, form)

    @router.get("/articles/{article_id}", responses=_ABSENT, summary="One article, every column")
    def article(article_id: ArticleId) -> dict[str, Any]:
        row = service.article(article_id)
        if row is None:
            raise HTTPException(404, "no such article")
        return _plain(row)

    @router.get("/articles/{article_id}/revisions", responses=_ABSENT, summary="Its revisions, the current one last")
    def revisions(article_id: ArticleId) -> list[dict[str, Any]]:
        rows = service.revisions(article_id)
        if not rows:
            raise HTTPException(404, "no such article")
        return [_plain(row) for row in rows]

    @router.get("/articles/{article_id}/duplicates", summary="Articles with the same text, or nearly")
    def relatives(article_id: ArticleId) -> list[dict[str, Any]]:
        return [_plain(row) for row in service.relatives(article_id)]

    @router.get("/documents", summary="Official documents, the most cited first")
    def documents(
        q: Annotated[str, Query(max_length=200)] = "",
        portal: Annotated[str | None, Query(max_length=100)] = None,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> list[dict[str, Any]]:
        found = overview.cited_documents(service.database, q, portal, limit, offset)
        return [_plain(row) for row in found]

    @router.get("/documents/articles", summary="Articles that cite a document")
    def citing(number: Annotated[str, Query(max_length=200, examples=["1075/KH-UBND"])]) -> list[dict[str, Any]]:
        return [_plain(row) for row in overview.citing_articles(service.database, number)]

    @router.get("/coverage", summary="Articles per portal, section and month")
    def coverage(portal: Annotated[str | None, Query(max_length=100)] = None) -> list[dict[str, Any]]:
        return [_plain(row) for row in service.cached(overview.per_month, portal)]

    @router.get("/outcomes", summary="What became of every URL discovered")
    def outcomes() -> list[dict[str, Any]]:
        return [_plain(row) for row in service.cached(overview.outcomes)]

    @router.get("/runs", summary="Reports of the runs, the newest first")
    def runs(limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[dict[str, Any]]:
        return [_plain(report) for report in run_reports(service.folder, limit)]

    @router.get("/questions", summary="Prepared questions")
    def questions() -> list[QuestionModel]:
        return [QuestionModel(name=item.name, asks=item.asks, sql=item.sql.strip()) for item in QUESTIONS]

    @router.post("/sql", responses=_PROBLEM, summary="Run one SELECT, bounded in time and rows")
    async def sql(body: SqlRequest) -> SqlModel:
        answer = await run_in_threadpool(service.console.ask, body.sql)
        columns = answer.table.columns
        rows = [list(map(plain, row)) for row in zip(*(column.to_pylist() for column in columns), strict=True)]
        return SqlModel(
            columns=answer.table.schema.names,
            types=[str(field.type) for field in answer.table.schema],
            rows=rows,
            truncated=answer.truncated,
        )

    @router.post("/sql/export", responses=_PROBLEM, summary="The answer as a file", response_class=Response)
    async def sql_export(body: SqlRequest, form: Annotated[Format, Query(alias="format")] = Format.CSV) -> Response:
        data = await run_in_threadpool(service.console.export, body.sql, form)
        return Response(data, media_type=MEDIA_TYPES[form])

    return router


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}
