"""The articles of a search as a file."""

from __future__ import annotations

from io import BytesIO

from starlette.responses import Response

from newscrawler.corpus.choices import Format
from newscrawler.corpus.formats import write
from newscrawler.corpus.query import Limits, stream
from newscrawler.corpus.search.searching import Filters, newest_ids
from newscrawler.corpus.web.service import Service

MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.JSONL: "application/jsonl; charset=utf-8",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.TABLE: "text/plain; charset=utf-8",
}
SUFFIXES = {Format.MARKDOWN: "md", Format.TABLE: "txt"}
EXPORTED = 5_000
"""Articles of a search given at most; all of a large one are better asked for with SQL or `newscrawler export`."""

_SQL = """
    SELECT article_id, portal, coalesce(listed_section, section) AS section, title, lead, body, published_at, authors,
           source, [document.number FOR document IN documents] AS documents, view_count, url, duplicate_of, revision
    FROM articles WHERE article_id IN (SELECT unnest($ids)) ORDER BY published_at DESC NULLS LAST, article_id"""


def export_search(service: Service, text: str, filters: Filters, form: Format) -> Response:
    """Give the articles found, the newest first, as a download."""
    out = BytesIO()
    ids = newest_ids(service.searchable(), text, filters, EXPORTED) or [""]
    with stream(service.database, _SQL, {"ids": ids}, Limits(60.0)) as batches:
        write(batches, form, out)
    return download(out.getvalue(), form, "articles")


def download(data: bytes, form: Format, name: str) -> Response:
    """Wrap a file so that the browser saves it."""
    suffix = SUFFIXES.get(form, form.value)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    return Response(data, media_type=MEDIA_TYPES[form], headers=headers)
