"""The pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.templating import Jinja2Templates

from newscrawler.corpus import articles, overview
from newscrawler.corpus.choices import Format
from newscrawler.corpus.database import VIEWS
from newscrawler.corpus.differences import compare, folded
from newscrawler.corpus.formats import for_people, is_numeric, printed
from newscrawler.corpus.questions import QUESTIONS
from newscrawler.corpus.run_reports import run_reports
from newscrawler.corpus.web import locales, messages
from newscrawler.corpus.web.calendar_table import days_table, months_table
from newscrawler.corpus.web.exporting import EXPORTED, download, export_search
from newscrawler.corpus.web.parameters import PAGE_SIZE, SearchRequest
from newscrawler.corpus.web.security import ORIGINAL_POLICY
from newscrawler.corpus.web.service import Service
from newscrawler.corpus.web.value_names import name_of
from pipelines.errors import QueryError

_DOWNLOADS = (Format.CSV, Format.JSON, Format.JSONL, Format.PARQUET)
Id = Annotated[str, Query(max_length=200)]


class Pages:
    """Fills the templates with what every page needs."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._templates = Jinja2Templates(Path(__file__).parent / "templates")
        environment = self._templates.env
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.globals.update(duration=locales.duration, is_numeric=is_numeric, LANGUAGES=messages.LANGUAGES)

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> Response:
        """Render one template in the visitor's language."""
        language = locales.language_of(request.cookies.get("lang"), request.headers.get("accept-language"))

        def translate(key: str, **fill: object) -> str:
            return messages.text(language, key, **fill)

        common: dict[str, Any] = {
            "language": language,
            "t": translate,
            "called": lambda group, code: name_of(language, group, code),
            "number": lambda value: locales.number(language, value),
            "day": lambda value: locales.day(language, value),
            "moment": lambda value: locales.moment(language, value),
            "is_indexing": self._service.is_indexing,
            "here": request.url.path + ("?" + request.url.query if request.url.query else ""),
        }
        return self._templates.TemplateResponse(request, name, common | values, status)


def page_router(service: Service, pages: Pages) -> APIRouter:
    """Make the routes of the pages."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/")
    def search(request: Request) -> Response:
        asked = SearchRequest.read(request.query_params.multi_items())
        totals = service.totals()
        if not totals["articles"]:
            return pages.page(request, "empty.html", totals=totals)
        found = service.search(asked.text, asked.filters, asked.sort, asked.offset, PAGE_SIZE)
        return pages.page(
            request, "search.html", asked=asked, found=found, totals=totals, page_size=PAGE_SIZE,
            downloads=_DOWNLOADS, exported=EXPORTED,
        )  # fmt: skip

    @router.get("/export")
    def export(request: Request, form: Annotated[Format, Query(alias="format")] = Format.CSV) -> Response:
        asked = SearchRequest.read(request.query_params.multi_items())
        return export_search(service, asked.text, asked.filters, form)

    @router.get("/articles/{article_id}")
    def article(request: Request, article_id: str) -> Response:
        row = _found(service, article_id)
        related = service.relatives(article_id)
        earlier = service.revisions(article_id) if row["revision"] > 1 else []
        return pages.page(request, "article.html", row=row, relatives=related, revisions=earlier)

    @router.get("/articles/{article_id}/changes")
    def changes(request: Request, article_id: str, before: int = 0, after: int = 0) -> Response:
        rows = service.revisions(article_id)
        if len(rows) < 2:
            raise HTTPException(404)
        by_number = {row["revision"]: row for row in rows}
        new = by_number.get(after) or rows[-1]
        old = by_number.get(before) or rows[max(0, rows.index(new) - 1)]
        return pages.page(
            request, "changes.html", old=old, new=new, revisions=rows, article_id=article_id, **_compared(old, new)
        )

    @router.get("/articles/{article_id}/original")
    def original(request: Request, article_id: str) -> Response:
        row = _found(service, article_id)
        found = articles.original(service.folder, row)
        return pages.page(request, "original.html", row=row, original=found)

    @router.get("/articles/{article_id}/original.html")
    def original_page(article_id: str) -> Response:
        found = articles.original(service.folder, _found(service, article_id))
        if found is None:
            raise HTTPException(404)
        return HTMLResponse(found.html, headers={"Content-Security-Policy": ORIGINAL_POLICY})

    @router.get("/compare")
    def comparison(request: Request, a: Id = "", b: Id = "") -> Response:
        one, other = sorted((_found(service, a), _found(service, b)), key=_since_when)
        pairs = [row for row in service.relatives(one["article_id"]) if row["article_id"] == other["article_id"]]
        return pages.page(
            request, "compare.html", one=one, other=other, pair=pairs[0] if pairs else None, **_compared(one, other)
        )

    @router.get("/documents")
    def documents(request: Request, q: Id = "", number: Id = "", offset: str = "0") -> Response:
        if number:
            citing = overview.citing_articles(service.database, number)
            return pages.page(request, "document.html", number_=number, citing=citing)
        start = min(int(offset), 1_000_000) if offset.isdecimal() and len(offset) < 8 else 0
        found = service.cached(overview.cited_documents, q.strip(), None, 100, start)
        return pages.page(request, "documents.html", q=q, found=found, offset=start)

    @router.get("/coverage")
    def coverage(request: Request, portal: str = "", year: str = "") -> Response:
        known = service.cached(overview.portals)
        if not known:
            return pages.page(request, "empty.html", totals=service.totals())
        about = next((row for row in known if row["portal"] == portal), known[0])
        chosen = about["portal"]
        span = (about["first_day"], about["last_day"]) if about["first_day"] else None
        months = months_table(service.cached(overview.per_month, chosen), span)
        days = None
        if span and year.isdecimal() and int(year) in months.years:
            days = days_table(service.cached(overview.per_day, chosen, int(year)), int(year), span)
        return pages.page(request, "coverage.html", portals=known, chosen=chosen, months=months, days=days)

    @router.get("/runs")
    def runs(request: Request) -> Response:
        reports = run_reports(service.folder, 100)
        return pages.page(request, "runs.html", reports=reports, outcomes=service.cached(overview.outcomes))

    @router.get("/sql")
    async def console(request: Request, q: str = "", form: Annotated[str, Query(alias="format")] = "") -> Response:
        if form and q and form in set(Format):
            data = await run_in_threadpool(service.console.export, q[:20_000], Format(form))
            return download(data, Format(form), "answer")
        answer, problem = None, ""
        if q.strip():
            try:
                answer = await run_in_threadpool(service.console.ask, q[:20_000])
            except QueryError as error:
                problem = str(error)
        rows = _cells(answer.table) if answer else []
        return pages.page(
            request, "sql.html", 200 if not problem else 400, q=q, answer=answer, rows=rows, problem=problem,
            questions=QUESTIONS, views=VIEWS, downloads=_DOWNLOADS, limits=service.console.limits,
        )  # fmt: skip

    @router.get("/help")
    def help_page(request: Request) -> Response:
        paths = request.app.openapi()["paths"]
        return pages.page(request, "help.html", paths=paths)

    @router.get("/language/{name}")
    def language(name: str, to: str = "/") -> Response:
        # Only a path of this server: //elsewhere and \\elsewhere lead away.
        target = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
        response = RedirectResponse(target, 303)
        if name in messages.LANGUAGES:
            response.set_cookie("lang", name, max_age=31_536_000, samesite="strict", httponly=True)
        return response

    return router


def _found(service: Service, article_id: str) -> dict[str, Any]:
    row = service.article(article_id[:200])
    if row is None:
        raise HTTPException(404)
    return row


def _since_when(row: dict[str, Any]) -> tuple[bool, bool, Any, str]:
    """Sort the earlier article first, and the leader before what repeats it where a date is missing."""
    at = row["published_at"]
    return bool(row["duplicate_of"]), at is None, at, row["article_id"]


def _compared(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {
        "titles": compare(old["title"], new["title"]),
        "leads": compare(old["lead"] or "", new["lead"] or ""),
        "bodies": folded(compare(old["body"], new["body"])),
    }


def _cells(table: Any) -> list[list[str]]:
    columns = [[printed(for_people(value)) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]
