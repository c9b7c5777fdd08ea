"""SQL over the dataset: what it gives, in which forms, and within which bounds."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newscrawler.corpus.database import VIEWS, Database, Scope
from newscrawler.corpus.formats import guarded, plain
from newscrawler.corpus.query import Limits, ask, check, stream
from newscrawler.corpus.questions import QUESTIONS
from pipelines import schema
from pipelines.errors import AbsentPortal, NotADataset, QueryError, SchemaTooNew

from .conftest import CommandLine


def test_views_have_the_schema_s_columns(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        answer = ask(database, "SELECT * FROM articles")
    assert answer.table.num_rows == 600
    assert set(schema.ARTICLES.names) | {"portal", "year", "month"} == set(answer.table.schema.names)


@pytest.mark.parametrize("view", VIEWS)
def test_a_dataset_without_files_has_the_same_columns(view: str, dataset: Path, empty: Path) -> None:
    with closing(Database(empty)) as nothing, closing(Database(dataset)) as full:
        without = ask(nothing, f"DESCRIBE {view}").table.select(["column_name", "column_type"]).to_pylist()
        with_rows = ask(full, f"DESCRIBE {view}").table.select(["column_name", "column_type"]).to_pylist()
        assert ask(nothing, f"FROM {view}").table.num_rows == 0
    assert without == with_rows


def test_days_are_those_of_vietnam(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        differs = "SELECT count(*) AS n FROM articles WHERE year <> year(published_at) OR month <> month(published_at)"
        assert ask(database, differs).table.to_pylist() == [{"n": 0}]


def test_scope_narrows_every_view(dataset: Path) -> None:
    scope = Scope(("kontum",), date(2026, 8, 1), date(2026, 8, 31))
    with closing(Database(dataset, scope)) as database:
        found = ask(
            database,
            "SELECT min(published_at)::DATE AS a, max(published_at)::DATE AS b, min(portal) AS p FROM articles",
        )
        portals = ask(database, "SELECT DISTINCT portal FROM outcomes").table.to_pylist()
        documents = ask(database, "SELECT DISTINCT portal, month(published_at) AS m FROM documents").table.to_pylist()
        pairs = ask(database, "SELECT DISTINCT of_portal FROM duplicates").table.to_pylist()
    row = found.table.to_pylist()[0]
    assert row["a"] >= date(2026, 8, 1)
    assert row["b"] <= date(2026, 8, 31)
    assert portals == [{"portal": "kontum"}]
    assert documents == [{"portal": "kontum", "m": 8}]
    assert pairs == [{"of_portal": "kontum"}]


@pytest.mark.parametrize(
    "words",
    [
        ["query", "SELECT count(*) FROM articles"],
        ["query", "--ask", "documents"],
        ["duplicates"],
        ["report", "--to", "report.html"],
        ["export", "csv", "articles.csv"],
        ["search", "sâm"],
    ],
    ids=" ".join,
)
def test_an_unknown_portal_is_said_to_be_unknown(
    words: list[str], dataset: Path, command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = command(*words, "-o", dataset, "--portal", "kontun")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "newscrawler: the dataset holds nothing of a portal 'kontun'. Did you mean kontum? "
        "It holds: gialai, kontum, quang-ngai\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_portal_with_outcomes_alone_is_known(dataset: Path, empty: Path, tmp_path: Path) -> None:
    root = tmp_path / "failed"
    shutil.copytree(empty, root)
    shutil.copytree(dataset / "outcomes" / "portal=gialai", root / "outcomes" / "portal=gialai")
    with closing(Database(root, Scope(("gialai",)))) as database:
        assert ask(database, "FROM articles").table.num_rows == 0
    with pytest.raises(AbsentPortal, match="It holds: gialai"):
        Database(root, Scope(("kontum",)))
    with pytest.raises(AbsentPortal, match="It holds none yet"):
        Database(empty, Scope(("kontum",)))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_prepared_question_has_an_answer(question: object, dataset: Path, empty: Path) -> None:
    with closing(Database(dataset)) as full, closing(Database(empty)) as nothing:
        assert ask(full, question.sql).table.num_rows > 0
        ask(nothing, question.sql)


def test_a_publish_is_seen_after_refresh(dataset: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(dataset, root)
    with closing(Database(root)) as database:
        before = ask(database, "SELECT count(*) AS n FROM articles").table.to_pylist()[0]["n"]
        assert not database.refresh()
        removed = next((root / "articles").rglob("*.parquet"))
        rows = pq.ParquetFile(removed).metadata.num_rows
        removed.unlink()
        assert database.refresh()
        assert ask(database, "SELECT count(*) AS n FROM articles").table.to_pylist()[0]["n"] == before - rows


def test_a_partition_with_old_and_new_file_counts_once(dataset: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(dataset, root)
    file = next((root / "articles").rglob("*.parquet"))
    shutil.copy(file, file.with_name("z-new.parquet"))
    with closing(Database(root)) as database:
        assert ask(database, "SELECT count(*) AS n FROM articles").table.to_pylist() == [{"n": 600}]


def test_a_file_that_a_publish_took_away_is_no_error(dataset: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(dataset, root)
    with closing(Database(root)) as database:
        removed = sorted((root / "articles").rglob("*.parquet"))[0]
        rows = pq.ParquetFile(removed).metadata.num_rows
        removed.unlink()
        assert ask(database, "SELECT count(title) AS n FROM articles").table.to_pylist() == [{"n": 600 - rows}]


def test_a_file_that_a_publish_replaced_is_read_anew(dataset: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(dataset, root)
    with closing(Database(root)) as database:
        before = ask(database, "SELECT count(title) AS n FROM articles").table.to_pylist()[0]["n"]
        file = sorted((root / "articles").rglob("*.parquet"))[0]
        table = pq.ParquetFile(file).read()
        pq.write_table(table.slice(0, 1), tmp_path / "new.parquet")
        (tmp_path / "new.parquet").replace(file)
        after = ask(database, "SELECT count(title) AS n FROM articles").table.to_pylist()[0]["n"]
    assert after == before - table.num_rows + 1


def test_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(NotADataset, match="no such folder"):
        Database(tmp_path / "absent")
    (tmp_path / "newscrawler.json").write_text("{}")
    with pytest.raises(NotADataset, match="cannot be read"):
        Database(tmp_path)
    (tmp_path / "newscrawler.json").write_text('{"schema_version": 99}')
    with pytest.raises(SchemaTooNew):
        Database(tmp_path)


FORBIDDEN = {
    "read_csv": "SELECT * FROM read_csv('/etc/passwd')",
    "replacement scan": "SELECT * FROM '/etc/passwd.csv'",
    "read_text": "SELECT * FROM read_text('/etc/passwd')",
    "read_blob": "SELECT * FROM read_blob('/etc/hostname')",
    "glob": "SELECT * FROM glob('/etc/*')",
    "another Parquet": "SELECT * FROM read_parquet('/tmp/**/*.parquet')",
    "http": "SELECT * FROM 'http://127.0.0.1:1/x.csv'",
    "copy to": "COPY (SELECT 1) TO '{root}/stolen.csv'",
    "copy over the data": "COPY (SELECT 1) TO '{file}'",
    "export": "EXPORT DATABASE '{root}/stolen'",
    "attach": "ATTACH '{root}/new.duckdb'",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "pragma": "PRAGMA database_list",
    "call": "CALL duckdb_settings()",
    "create": "CREATE TABLE t AS SELECT 1",
    "replace a view": "CREATE OR REPLACE VIEW articles AS SELECT 1",
    "drop": "DROP VIEW articles",
    "insert": "INSERT INTO articles SELECT * FROM articles",
    "delete": "DELETE FROM articles",
    "two statements": "SELECT 1; SELECT 2",
    "explain something else": "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
    "explain copy": "EXPLAIN ANALYZE COPY (SELECT 1) TO '{root}/stolen.csv'",
    "secrets": "SELECT * FROM duckdb_secrets()",
    "python variables": "SELECT * FROM dataset",
    "empty": "  ",
    "not SQL": "what is this",
}


@pytest.mark.parametrize("attempt", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_sql_reads_the_views_and_does_nothing_else(attempt: str, dataset: Path) -> None:
    file = next((dataset / "articles").rglob("*.parquet"))
    before = {path: path.stat().st_mtime_ns for path in dataset.rglob("*")}
    with closing(Database(dataset)) as database:
        with pytest.raises(QueryError):
            ask(database, attempt.format(root=dataset, file=file))
        assert ask(database, "SELECT count(*) AS n FROM articles").table.to_pylist() == [{"n": 600}]
    assert {path: path.stat().st_mtime_ns for path in dataset.rglob("*")} == before


ENDLESS = {
    "recursion": "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t",
    "product": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
    "rows": "SELECT a.range FROM range(100000000) a, range(1000000) b",
}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_endless_query_is_stopped(endless: str, dataset: Path) -> None:
    with closing(Database(dataset, memory_limit="500MB")) as database:
        with pytest.raises(QueryError, match=r"stopped after 0\.3 s"):
            ask(database, endless, limits=Limits(timeout_s=0.3))
        assert ask(database, "SELECT 1 AS one").table.to_pylist() == [{"one": 1}]


def test_rows_and_bytes_are_bounded(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        answer = ask(database, "SELECT * FROM range(1000000000000)", limits=Limits(max_rows=10))
        assert answer.truncated
        assert answer.table.num_rows == 10
        exact = ask(database, "SELECT * FROM range(10)", limits=Limits(max_rows=10))
        assert not exact.truncated
        big = ask(database, "SELECT * FROM range(1000000000000)", limits=Limits(max_bytes=100_000))
        assert big.truncated
        assert big.table.nbytes < 200_000


def test_statements_that_only_read_pass() -> None:
    for sql in ("FROM articles", "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1", "SUMMARIZE articles", "SHOW TABLES"):
        assert check(sql + " ;\n") == sql


def test_formats_agree(dataset: Path, command: CommandLine, tmp_path: Path) -> None:
    sql = "SELECT article_id, published_at, authors, n_words FROM articles ORDER BY article_id LIMIT 5"
    as_json = json.loads(command("query", sql, "-o", dataset, "-f", "json").stdout)
    as_lines = [json.loads(line) for line in command("query", sql, "-o", dataset, "-f", "jsonl").stdout.splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(command("query", sql, "-o", dataset, "-f", "csv").stdout)))
    file = tmp_path / "answer.parquet"
    command("query", sql, "-o", dataset, "-f", "parquet", "--to", file)
    as_parquet = [plain(row) for row in pq.read_table(file).to_pylist()]
    assert as_json == as_lines == as_parquet
    assert [row["article_id"] for row in as_csv] == [row["article_id"] for row in as_json]
    assert as_json[0]["published_at"].endswith("+07:00")
    markdown = command("query", sql, "-o", dataset, "-f", "markdown").stdout.splitlines()
    assert markdown[0] == "| article_id | published_at | authors | n_words |"
    assert len(markdown) == 7
    assert as_json[4]["article_id"] in command("query", sql, "-o", dataset).stdout


def test_csv_cells_cannot_become_formulas(dataset: Path, command: CommandLine) -> None:
    sql = "SELECT '=HYPERLINK(1)' AS a, '@x' AS b, '-1' AS c, -1 AS d, '+84' AS \"=e\""
    shown = command("query", sql, "-o", dataset, "-f", "csv").stdout
    assert shown == "a,b,c,d,'=e\n'=HYPERLINK(1),'@x,'-1,-1,'+84\n"
    kept = command("query", sql, "-o", dataset, "-f", "csv", "--keep-formulas").stdout
    assert kept.splitlines()[1] == "=HYPERLINK(1),@x,-1,-1,+84"
    assert guarded("bình thường") == "bình thường"


def test_command_line_errors(dataset: Path, command: CommandLine, tmp_path: Path) -> None:
    for arguments, said in (
        (["DROP TABLE articles"], "only SELECT is possible here, found DROP"),
        (["SELECT nothing FROM articles"], "nothing"),
        (["SELECT * FROM nowhere"], "Tables: articles, revisions"),
        (["SELECT 1", "--since", "yesterday"], "expected a day like 2017-04-21"),
        (["SELECT 1", "--ask", "months"], "not both"),
        (["--ask", "no-such"], "known: months"),
    ):
        result = command("query", *arguments, "-o", dataset)
        assert result.exit_code == 2, arguments
        assert said in result.stderr
        assert result.stdout == ""
    assert command("query", "SELECT 1", "-o", tmp_path / "absent").exit_code == 2


def test_a_failed_query_leaves_no_file(dataset: Path, command: CommandLine, tmp_path: Path) -> None:
    result = command("query", "SELECT 1/x FROM nowhere", "-o", dataset, "-f", "csv", "--to", tmp_path / "a.csv")
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_sql_from_standard_input(dataset: Path, command: CommandLine) -> None:
    result = command("query", "-o", dataset, "-f", "csv", stdin="SELECT count(*) AS n FROM articles;")
    assert result.stdout == "n\n600\n"


def test_history_and_duplicates(dataset: Path, command: CommandLine) -> None:
    article = "kontum-000000000000000b"
    revisions = json.loads(command("history", article, "-o", dataset, "-f", "json").stdout)
    assert [row["revision"] for row in revisions] == [1, 2]
    assert command("history", "kontum-none", "-o", dataset).exit_code == 2
    pairs = json.loads(command("duplicates", "-o", dataset, "-f", "json").stdout)
    one = json.loads(command("duplicates", pairs[0]["later_id"], "-o", dataset, "-f", "json").stdout)
    assert one == [pairs[0]]
    url = json.loads(command("query", f"SELECT url FROM articles WHERE article_id = '{pairs[0]['later_id']}'", "-o",
                             dataset, "-f", "json").stdout)[0]["url"]  # fmt: skip
    assert json.loads(command("duplicates", url + "#top", "-o", dataset, "-f", "json").stdout) == one
    for name in ("history", "duplicates"):
        unknown = command(name, "kontum-none", "-o", dataset)
        assert (unknown.exit_code, unknown.stdout) == (2, "")
        assert "no article has the id or address 'kontum-none'" in unknown.stderr


def test_a_cluster_is_shown_side_by_side(dataset: Path, command: CommandLine) -> None:
    pairs = json.loads(command("duplicates", "-o", dataset, "-f", "json").stdout)
    shown = command("duplicates", pairs[0]["later_id"], "-o", dataset).stdout
    assert any(pairs[0]["earlier_id"] in line and pairs[0]["later_id"] in line for line in shown.splitlines())


def test_a_stream_can_be_left_early(dataset: Path) -> None:
    with closing(Database(dataset)) as database:
        with stream(database, "SELECT * FROM range(1000000000)") as batches:
            assert next(iter(batches)).num_rows > 0
        assert ask(database, "SELECT 1 AS one").table.num_rows == 1


def test_interactive(dataset: Path) -> None:
    """On a terminal, queries are asked for one by one; a wrong one does not end it."""
    pid, terminal = pty.fork()
    if pid == 0:
        program = "import typer; from newscrawler.corpus.commands import register; a = typer.Typer(); register(a); a()"
        os.environ["TERM"] = "dumb"
        os.execv(sys.executable, [sys.executable, "-c", program, "query", "--output", str(dataset)])
    with os.fdopen(terminal, "rb+", buffering=0) as talk:
        seen = b""
        for said, until in ((b"", b"newscrawler> "), (b"SELECT count(*)\nAS n FROM articles;\n", b" 600"),
                            (b"DROP VIEW articles;\n", b"only SELECT is possible"), (b"help\n", b"DESCRIBE articles;"),
                            (b"exit\n", b"")):  # fmt: skip
            talk.write(said)
            while until and until not in seen:
                seen += talk.read(4096)
            seen = b""
        assert os.waitpid(pid, 0)[1] == 0
