"""Delta Lake and Iceberg exports, read through Spark's API: Iceberg by Apache Spark, Delta Lake by Sail.

Apache Spark comes with PyPI's ``pyspark`` and runs on Java; Iceberg's library for it with PyPI's
``snowpark-connect-deps-iceberg``, the driver for the catalogue with Debian's ``libxerial-sqlite-jdbc-java``. No package
carries Delta Lake's library for Spark, so that table is read by Sail, another engine behind Spark's Connect protocol,
with Spark's own client. ``make test-spark`` installs what Python needs; without it the tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from .conftest import CommandLine
from .test_export import edited_copy, export

SQLITE_DRIVER = Path(os.environ.get("SQLITE_JDBC", "/usr/share/java/sqlite-jdbc.jar"))

READ_DELTA = """
import json, sys
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

where = sys.argv[1]
server = SparkConnectServer(port=0)
server.start(background=True)
spark = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
first = spark.read.format("delta").option("versionAsOf", 0).load(where)
now = spark.read.format("delta").load(where)
"""
READ_ICEBERG = """
import json, sys
from pyspark.sql import SparkSession

where, jars = sys.argv[1:]
catalog = "spark.sql.catalog.newscrawler"
spark = (
    SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.jars", jars)
    .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    .config(catalog, "org.apache.iceberg.spark.SparkCatalog").config(catalog + ".type", "jdbc")
    .config(catalog + ".uri", f"jdbc:sqlite:{where}/catalog.db").config(catalog + ".warehouse", f"file://{where}")
    .getOrCreate()
)
name = "newscrawler.newscrawler.articles"
snapshots = spark.sql(f"SELECT snapshot_id FROM {name}.snapshots ORDER BY committed_at").collect()
first = spark.read.option("snapshot-id", snapshots[0].snapshot_id).table(name)
now = spark.table(name)
"""
TELL = """
cited = now.selectExpr("portal", "explode(documents) AS document").where("document.number IS NOT NULL")
print(json.dumps({
    "first": int(first.count()),
    "now": [[row.article_id, row.title] for row in now.select("article_id", "title").collect()],
    "cited": int(cited.count()),
    "in_october": int(now.where("published_at >= TIMESTAMP '2026-10-01 00:00:00+07:00'").count()),
}))
"""


def read(program: str, *arguments: object) -> dict[str, Any]:
    """Run ``program`` in a process of its own: Spark leaves threads and sockets behind."""
    command = [sys.executable, "-W", "ignore", "-c", program + TELL, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def exported_twice(form: str, dataset: Path, tmp_path: Path, command: CommandLine) -> tuple[Path, dict[str, Any]]:
    """Export the dataset, then one in which an article was edited and others lost; say what Spark must find."""
    to = tmp_path / "lake"
    export(command, form, to, "-o", dataset)
    edited, _, n_lost = edited_copy(dataset, tmp_path / "copy")
    assert export(command, form, to, "-o", tmp_path / "copy").startswith(f"{n_lost + 1} rows")
    asked = {
        "now": "SELECT article_id, title FROM articles ORDER BY article_id",
        "cited": "SELECT count(*) AS n FROM documents",
        "in_october": "SELECT count(*) AS n FROM articles WHERE published_at >= '2026-10-01'",
    }
    rows = {
        name: json.loads(command("query", sql, "-o", tmp_path / "copy", "-f", "json").stdout)
        for name, sql in asked.items()
    }
    now = [[row["article_id"], row["title"]] for row in rows["now"]]
    assert [edited, "Tiêu đề đã sửa"] in now
    assert len(now) == 600 - n_lost
    return to, {"first": 600, "now": now, "cited": rows["cited"][0]["n"], "in_october": rows["in_october"][0]["n"]}


@pytest.mark.timeout(1200)
def test_spark_s_client_reads_delta_lake_through_sail(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    for library in ("pysail", "pyspark", "deltalake"):
        pytest.importorskip(library, reason=f"{library} is not installed: make test-spark")
    to, truth = exported_twice("delta", dataset, tmp_path, command)
    found = read(READ_DELTA, to)
    assert found | {"now": sorted(found["now"])} == truth


@pytest.mark.timeout(1200)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_apache_spark_reads_iceberg(dataset: Path, tmp_path: Path, command: CommandLine) -> None:
    for library in ("pyspark", "snowpark_connect_deps_iceberg", "pyiceberg"):
        pytest.importorskip(library, reason=f"{library} is not installed: make test-spark")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine: apt-get install default-jre-headless")
    if not SQLITE_DRIVER.exists():
        pytest.skip("no SQLite driver for Java: apt-get install libxerial-sqlite-jdbc-java, or name it in SQLITE_JDBC")
    package = find_spec("snowpark_connect_deps_iceberg")
    assert package is not None
    assert package.origin is not None
    runtime = next(Path(package.origin).parent.glob("jars/iceberg-spark-runtime-3.5_2.12-*.jar"))
    to, truth = exported_twice("iceberg", dataset, tmp_path, command)
    found = read(READ_ICEBERG, to, f"{runtime},{SQLITE_DRIVER}")
    assert found | {"now": sorted(found["now"])} == truth
