"""The web page and its API without a browser: answers, languages, what a visitor cannot do."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from newscrawler.corpus.questions import QUESTIONS
from newscrawler.corpus.web.calendar_table import days_table, months_table
from newscrawler.corpus.web.value_names import name_of
from newscrawler.runs.report import FAILED, FINISHED, UNHEALTHY
from pipelines.archive import ArchiveWriter
from pipelines.deduplication.relations import KINDS
from pipelines.records import Outcome, Page, PageKind, Reason
from pipelines.workspace import Workspace

from .serving import ConsoleLimits, TestClient, create_app
from .test_search import article, write

EDITED = "kontum-000000000000000b"
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def client(dataset: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(dataset, limits=ConsoleLimits(timeout_s=2.0, grace_s=0.5)), base_url="http://localhost"
    ) as client:
        client.app.state.service.wait_for_index()  # type: ignore[attr-defined]
        yield client


PAGES = (
    "/", "/?q=lao+dong", '/?q="dak+ha"&sort=newest&portal=kontum&year=2026', "/?q=zzzz", f"/articles/{EDITED}",
    f"/articles/{EDITED}/changes", f"/articles/{EDITED}/original", "/documents", "/documents?q=kh",
    "/documents?number=1/KH-UBND", "/documents?number=none", "/coverage", "/coverage?portal=gialai&year=2026", "/runs",
    "/sql", "/help", "/compare?a=kontum-0000000000000027&b=gialai-0000000000000027",
)  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_both_languages(path: str, language: str, client: TestClient) -> None:
    answer = client.get(path, headers={"accept-language": f"{language},x;q=0.5"})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    # What the policy forbids is not written either.
    assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", answer.text)
    assert not re.search(r"(src|href)=\"(https?:)?//(?!kontum\.example\.vn)", answer.text)


def test_codes_of_the_dataset_have_names_in_both_languages() -> None:
    groups = {
        "outcome": list(map(str, Outcome)),
        "reason": list(map(str, Reason)),
        "kind": list(map(str, KINDS)),
        "question": [question.name for question in QUESTIONS],
        "state": [FINISHED, UNHEALTHY, FAILED],
    }
    for group, codes in groups.items():
        for code in codes:
            names = {name_of(language, group, code) for language in ("vi", "en")}
            assert len(names) == 2, (group, code, names)
    assert name_of("vi", "outcome", "new_one") == "new_one"
    assert name_of("en", "reason", None) == ""


def test_coverage_tells_gaps_from_days_outside() -> None:
    rows = [
        {"section": "A", "day": date(2026, 1, 30), "articles": 4},
        {"section": "A", "day": date(2026, 3, 2), "articles": 1},
    ]
    table = days_table(rows, 2026, (date(2026, 1, 30), date(2026, 3, 2)))
    assert [(block.month, block.total) for block in table.blocks] == [(3, 1), (2, 0), (1, 4)]
    march, february, january = (block.lines[0].cells for block in table.blocks)
    assert {cell.is_outside for cell in february} == {False}
    assert [cell.when.day for cell in january if not cell.is_outside] == [30, 31]
    assert [cell.when.day for cell in march if not cell.is_outside] == [1, 2]
    assert (january[29].level, march[1].level, february[0].level) == (5, 2, 0)
    months = months_table([{"section": "A", "month": date(2025, 12, 1), "articles": 1}], (date(2025, 12, 9),) * 2)
    assert [cell.is_outside for cell in months.blocks[0].lines[0].cells] == [True] * 11 + [False]
    assert months.blocks[0].lines[0].cells[11].until == date(2025, 12, 31)
    assert months_table([], None).blocks == ()


def test_a_cell_of_the_coverage_leads_to_its_articles(client: TestClient) -> None:
    page = client.get("/coverage?portal=gialai", headers={"accept-language": "en"}).text
    cells = re.findall(r'<td class="l\d"><a href="([^"]+)">(\d+)</a>', page)
    assert len(cells) > 10
    address, n = max(cells, key=lambda cell: int(cell[1]))
    found = client.get(html.unescape(address), headers={"accept-language": "en"}).text
    assert f"<b>{n}</b> results" in found


def test_the_earlier_article_stands_left(client: TestClient) -> None:
    one, other = "kontum-0000000000000027", "gialai-0000000000000027"
    for a, b in ((one, other), (other, one)):
        page = client.get(f"/compare?a={a}&b={b}", headers={"accept-language": "en"}).text
        assert page.index(f"/articles/{one}") < page.index(f"/articles/{other}")
        assert "reprint on another portal" in page


def test_the_language_is_remembered_and_leads_nowhere_else(client: TestClient) -> None:
    answer = client.get("/language/en?to=/runs", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    assert "lang=en" in answer.headers["set-cookie"]
    for target in ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"):
        moved = client.get("/language/vi", params={"to": target}, follow_redirects=False)
        assert moved.headers["location"] == "/"
    client.cookies.clear()


def test_search_page_shows_hits_facets_and_filters(client: TestClient) -> None:
    text = client.get("/?q=lao+dong&section=Thông+báo&since=2026-01-01&until=&duplicates=no").text
    assert "<mark>lao động</mark>" in text
    assert 'aria-current="true"' in text
    assert client.get("/?offset=99999999999999&since=nonsense&sort=none&year=abc&q=%00").status_code == 200


def test_absent_things(client: TestClient) -> None:
    for path in ("/articles/none", "/articles/none/changes", "/articles/none/original", "/compare?a=x&b=y", "/nowhere"):
        assert client.get(path).status_code == 404, path
    assert client.get("/api/articles/none").json() == {"detail": "no such article"}
    assert client.get("/articles/kontum-0000000000000001/changes").status_code == 404


def test_export_of_a_search(client: TestClient) -> None:
    total = client.get("/api/search?q=lao+dong").json()["total"]
    answer = client.get("/export?q=lao+dong&format=parquet")
    assert answer.headers["content-disposition"] == 'attachment; filename="articles.parquet"'
    assert pq.read_table(io.BytesIO(answer.content)).num_rows == total
    assert len(client.get("/export?q=lao+dong&format=jsonl").text.splitlines()) == total
    assert client.get("/export?q=zzzz&format=csv").text.count("\n") == 1


def test_api_answers(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": '"dak ha"', "portal": ["kontum", "gialai"], "limit": 5}).json()
    assert len(found["hits"]) == 5
    assert set(found["facets"]["portal"]) <= {"kontum", "gialai"}
    row = client.get(f"/api/articles/{EDITED}").json()
    assert row["revision"] == 2
    assert row["published_at"].endswith("+07:00")
    assert len(client.get(f"/api/articles/{EDITED}/revisions").json()) == 2
    assert client.get("/api/articles/kontum-0000000000000027/duplicates").json()[0]["scope"] == "reprint"
    number = client.get("/api/documents?limit=1").json()[0]
    assert len(client.get("/api/documents/articles", params={"number": number["number"]}).json()) == number["articles"]
    assert sum(row["articles"] for row in client.get("/api/coverage").json()) > 500
    assert client.get("/api/totals").json()["articles"] == 600
    assert client.get("/api/runs").json()[0]["run_id"]
    answer = client.post("/api/sql", json={"sql": "SELECT portal, count(*) AS n FROM articles GROUP BY ALL ORDER BY 1"})
    assert answer.json()["rows"] == [["gialai", 200], ["kontum", 200], ["quang-ngai", 200]]
    exported = client.post("/api/sql/export?format=csv", json={"sql": "SELECT '=1' AS a"})
    assert exported.text == "a\n'=1\n"


ATTACKS = {
    "read a file": "SELECT * FROM read_csv('/etc/passwd')",
    "copy": "COPY (SELECT 1) TO '/tmp/newscrawler-stolen.csv'",
    "attach": "ATTACH '/tmp/newscrawler-stolen.db'",
    "install": "INSTALL httpfs",
    "endless": "SELECT count(*) FROM range(1000000000000) a, range(1000000) b",
    "memory": "SELECT list(range) FROM range(100000000000)",
    "one huge string": "SELECT repeat('x', 1500000000) || repeat('y', 1500000000)",
}
EXHAUSTING = ("memory", "one huge string")
"""Take seconds until they are stopped; ``endless`` too, and stands for them by default."""


@pytest.mark.parametrize("sql", ATTACKS.values(), ids=ATTACKS.keys())
def test_sql_of_visitors_is_bounded(sql: str, client: TestClient) -> None:
    answer = client.post("/api/sql", json={"sql": sql})
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert client.post("/api/sql", json={"sql": "SELECT 1 AS n"}).json()["rows"] == [[1]]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in EXHAUSTING else []) for name in ATTACKS]
)
def test_the_page_says_so_too(name: str, client: TestClient) -> None:
    page = client.get("/sql", params={"q": ATTACKS[name]})
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert client.post("/api/sql", json={"sql": "SELECT 1 AS n"}).json()["rows"] == [[1]]


def test_answers_are_cut_at_the_bound(client: TestClient) -> None:
    answer = client.post("/api/sql", json={"sql": "SELECT * FROM range(100000000)"}).json()
    assert answer["truncated"]
    assert len(answer["rows"]) == 1000


@pytest.fixture
def hostile(tmp_path: Path, generator: ModuleType) -> Iterator[TestClient]:
    """Texts that try to be markup, and an archived page that tries to be a program."""
    workspace = Workspace.open(tmp_path)
    page = Page(
        portal="thu", url="http://thu.example.vn/1", requested_url="http://thu.example.vn/1", identity="1",
        canonical_url="http://thu.example.vn/1", status=200, headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=f"<html><body><p>Trang gốc</p>{SCRIPT}</body></html>".encode(),
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC), kind=PageKind.ARTICLE, run_id="r1",
    )  # fmt: skip
    writer = ArchiveWriter(workspace, "thu", "r1")
    ref = writer.append(page).archive_ref
    writer.close()
    assert ref is not None
    row = article(
        generator, "thu-1", f"Tiêu đề {SCRIPT}", lead=SCRIPT, body=f"lao động {SCRIPT}\n{SCRIPT}", authors=[SCRIPT],
        url="javascript:alert(1)", section=SCRIPT, source=SCRIPT, tags=[SCRIPT], published_raw=SCRIPT,
        documents=[{"number": SCRIPT, "kind": SCRIPT, "issuer": SCRIPT}], archive_file=ref.file,
        archive_offset=ref.offset, images=[{"url": "x", "caption": SCRIPT}], revision=2,
        attachments=[{"url": "javascript:alert(1)", "name": SCRIPT}],
    )  # fmt: skip
    write(tmp_path, [row])
    folder = tmp_path / "revisions" / "portal=thu" / "year=2026" / "month=01"
    folder.mkdir(parents=True)
    shutil.copy(next((tmp_path / "articles").rglob("*.parquet")), folder / "revisions.parquet")
    (tmp_path / "runs" / "r1.json").write_text(json.dumps({"run_id": SCRIPT, "portal": SCRIPT, "faults": [SCRIPT]}))
    with TestClient(create_app(tmp_path), base_url="http://localhost") as client:
        client.app.state.service.wait_for_index()  # type: ignore[attr-defined]
        yield client


HOSTILE_PAGES = (
    "/", "/?q=lao", "/articles/thu-1", "/articles/thu-1/changes", "/articles/thu-1/original", "/documents", "/coverage",
    "/coverage?year=2026", "/runs", "/sql?q=SELECT+*+FROM+articles", "/compare?a=thu-1&b=thu-1",
    f"/?q={SCRIPT}&section={SCRIPT}", f"/documents?number={SCRIPT}",
)  # fmt: skip


def test_stored_markup_is_shown_as_text(hostile: TestClient) -> None:
    for path in HOSTILE_PAGES:
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text, path
        assert "<img" not in answer.text, path
        assert "javascript:alert" not in re.sub(r">[^<]*<", "><", answer.text), path
        assert "&lt;script&gt;" in answer.text or "%3Cscript%3E" in answer.text or path == "/coverage", path


def test_the_archived_page_is_locked_in(hostile: TestClient) -> None:
    frame = hostile.get("/articles/thu-1/original").text
    assert re.search(r"<iframe[^>]* sandbox[ >]", frame)
    assert "allow-" not in frame
    answer = hostile.get("/articles/thu-1/original.html")
    assert "Trang gốc" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert "allow" not in policy


def test_only_loopback_names_are_answered_without_a_token(client: TestClient) -> None:
    for host in ("evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""):
        assert client.get("/", headers={"host": host}).status_code == 421, host
    for host in ("localhost:8080", "127.0.0.1", "[::1]:8080"):
        assert client.get("/runs", headers={"host": host}).status_code == 200, host


def test_a_token_is_asked_for(dataset: Path) -> None:
    with TestClient(create_app(dataset, token="secret-123"), base_url="http://corpus.example") as client:
        for path in ("/", "/api/totals", "/api/openapi.json", "/sql?q=SELECT+1"):
            assert client.get(path).status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get(
            "/api/totals", headers={"authorization": b"Bearer b\xc3\xad-m\xe1\xba\xadt-123"}
        ).status_code in (
            200,
            401,
        )
        entered = client.get("/?q=sam&token=secret-123", follow_redirects=False)
        assert entered.headers["location"] == "/?q=sam"
        assert "HttpOnly" in entered.headers["set-cookie"]


def test_a_publish_is_seen_while_serving(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newscrawler.corpus.web import service

    monkeypatch.setattr(service, "_LOOK_EVERY_S", 0.0)
    root = tmp_path / "copy"
    shutil.copytree(dataset, root)
    with TestClient(create_app(root), base_url="http://localhost") as client:
        client.app.state.service.wait_for_index()  # type: ignore[attr-defined]
        assert client.get("/api/totals").json()["articles"] == 600
        file = next((root / "articles" / "portal=kontum").rglob("*.parquet"))
        n = pq.ParquetFile(file).metadata.num_rows
        file.unlink()
        assert client.get("/api/totals").json()["articles"] == 600 - n
        client.app.state.service.wait_for_index()  # type: ignore[attr-defined]
        assert client.get("/api/search").json()["total"] == 600 - n
        assert client.post("/api/sql", json={"sql": "SELECT count(*) AS n FROM articles"}).json()["rows"] == [[600 - n]]


def test_an_empty_dataset_says_what_to_do(empty: Path) -> None:
    with TestClient(create_app(empty), base_url="http://localhost") as client:
        for path in ("/", "/coverage", "/documents", "/runs", "/help", "/sql?q=SELECT+*+FROM+articles"):
            assert client.get(path).status_code == 200, path
        assert "newscrawler crawl" in client.get("/").text


def test_statics_are_served(client: TestClient) -> None:
    for name in ("style.css", "app.js", "theme.js", "icon.svg"):
        assert client.get(f"/static/{name}").status_code == 200
    assert client.get("/static/../app.py").status_code == 404
    assert "http" not in client.get("/static/style.css").text
