"""The web application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from newscrawler import __version__
from newscrawler.corpus.web.api import api_router
from newscrawler.corpus.web.console import ConsoleLimits
from newscrawler.corpus.web.pages import Pages, page_router
from newscrawler.corpus.web.security import Guard
from newscrawler.corpus.web.service import IndexNotReady, Service
from pipelines.errors import NewscrawlerError, QueryError


def create_app(folder: Path, *, token: str | None = None, limits: ConsoleLimits | None = None) -> FastAPI:
    """Make the application over the dataset in ``folder``.

    With a ``token`` every request must carry it; without one only loopback names are answered. The running service is
    ``app.state.service``. Raises NotADataset or SchemaTooNew.
    """
    service = Service(folder, limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(service.close)

    app = FastAPI(
        title="newscrawler corpus",
        version=__version__,
        description="Articles of Vietnamese provincial portals: search, SQL, coverage.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.service = service
    pages = Pages(service)
    app.include_router(api_router(service))
    app.include_router(page_router(service, pages))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")

    @app.middleware("http")
    async def look_for_news(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        await run_in_threadpool(service.look)
        return await call_next(request)

    app.middleware("http")(Guard(token).__call__)
    app.add_middleware(GZipMiddleware, minimum_size=2_000)

    @app.exception_handler(NewscrawlerError)
    def refused(request: Request, error: NewscrawlerError) -> Response:
        status = 503 if isinstance(error, IndexNotReady) else 400 if isinstance(error, QueryError) else 500
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error)}, status)
        answer = pages.page(request, "problem.html", status, problem=str(error))
        if status == 503:
            answer.headers["Refresh"] = answer.headers["Retry-After"] = "3"
        return answer

    @app.exception_handler(HTTPException)
    def absent(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": error.detail}, error.status_code, error.headers)
        return pages.page(request, "problem.html", error.status_code, problem="")

    return app
