"""Crawl a real WordPress without a portal file: recall, precision, fields. A system that nobody here wrote.

    apt-get install --no-install-recommends wordpress wordpress-theme-twentytwentyone \\
        wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql php-xml php-mbstring
    python benchmarks/wordpress/run.py --posts 300 --theme twentytwentythree

Everything runs in a temporary folder and on loopback: MariaDB with a socket of its own, WordPress copied from the
package, PHP's own web server. Nothing of the machine's configuration is touched, and all of it is gone at the end.
WordPress prints straight quotes as typographic ones; texts are compared with both as one.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyarrow.dataset as ds

from newscrawler.demo.content.library import Library
from newscrawler.demo.content.portals import WORDPRESS
from newscrawler.demo.content.records import VIETNAM, Article

HERE = Path(__file__).parent
PACKAGE = Path("/usr/share/wordpress")
THEMES = (PACKAGE / "wp-content" / "themes", Path("/var/lib/wordpress/wp-content/themes"))
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


def main() -> int:
    """Build, fill, crawl, compare; 1 when recall or precision is below 0.99."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--theme", default="twentytwentythree")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    library = Library(WORDPRESS, given.posts, given.seed, traps=False)
    articles = [library.article(index) for index in range(given.posts)]
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="wordpress-")))
        url = opened.enter_context(wordpress(folder, articles, given.theme))
        started = time.monotonic()
        command = [sys.executable, "-m", "newscrawler", "crawl", f"{url}/", "--output", str(folder / "output")]
        done = subprocess.run(command, check=False)
        seconds = time.monotonic() - started
        for file in (folder / "output" / "state" / "portals").glob("*.toml"):
            print(file.read_text(encoding="utf-8"))
        rows = ds.dataset(folder / "output" / "articles", partitioning="hive").to_table().to_pylist()
    return _tell(articles, rows, seconds, done.returncode)


@contextmanager
def wordpress(folder: Path, articles: list[Article], theme: str) -> Iterator[str]:
    """A filled WordPress on loopback; yields its address."""
    with ExitStack() as running:
        database = running.enter_context(_database(folder))
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        site = folder / "site"
        shutil.copytree(PACKAGE, site, symlinks=False, ignore_dangling_symlinks=True, dirs_exist_ok=True)
        for themes in THEMES:
            if (themes / theme).exists():
                shutil.copytree(themes / theme, site / "wp-content" / "themes" / theme, dirs_exist_ok=True)
        (site / "wp-config.php").write_text(CONFIGURATION.format(socket=database, url=url))
        posts = folder / "posts.json"
        posts.write_text(json.dumps([_post(article) for article in articles], ensure_ascii=False))
        fill = ["php", "-d", "memory_limit=512M", str(HERE / "fill.php"), str(site), str(posts), theme, url]
        subprocess.run(fill, check=True, stdout=subprocess.DEVNULL)
        serve = ["php", "-S", f"127.0.0.1:{port}", "-t", str(site), str(HERE / "router.php")]
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
        running.enter_context(_process(serve, environment, folder / "php.log"))
        _wait_for(url)
        yield url


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    data, where = folder / "mysql", folder / "db.sock"
    account = ["--user=root"] if os.geteuid() == 0 else []
    install = ["mariadb-install-db", f"--datadir={data}", "--auth-root-authentication-method=normal", *account]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    command = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={where}", "--skip-networking", *account]
    with _process(command, dict(os.environ), folder / "mariadb.log"):
        deadline = time.monotonic() + 60
        create = ["mariadb", "--no-defaults", f"--socket={where}", "-uroot", "-e", "CREATE DATABASE wordpress"]
        while subprocess.run(create, check=False, stderr=subprocess.DEVNULL).returncode:
            if time.monotonic() > deadline:
                raise TimeoutError("MariaDB did not start")
            time.sleep(0.5)
        yield where


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # PHP's workers do not end with the process that began them
            process.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urlopen(url).close()
            return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _post(article: Article) -> dict[str, object]:
    """As an editor would write it: the lead in bold, pictures with captions, the author on the last line."""
    blocks = (
        [f"<!-- wp:paragraph --><p><strong>{html.escape(article.lead)}</strong></p><!-- /wp:paragraph -->"]
        if (article.lead)
        else []
    )
    blocks += [f"<!-- wp:paragraph --><p>{html.escape(line)}</p><!-- /wp:paragraph -->" for line in article.body]
    assert article.published_at is not None
    return {
        "title": article.title,
        "content": "\n".join(blocks),
        "date": article.published_at.strftime("%Y-%m-%d %H:%M:%S"),
        "section": article.section.name,
        "tags": list(article.tags),
    }


def _plain(text: str) -> str:
    """``text`` with typographic quotes and dashes straight again, as it was before WordPress printed it."""
    return text.translate(str.maketrans("‘’“”–—″′", "''\"\"--\"'")).replace("--", "-").replace("…", "...")


def _tell(articles: list[Article], rows: list[dict[str, object]], seconds: float, exit_code: int) -> int:
    """Print recall, precision and the share of right fields."""
    expected = {
        (_plain(article.title), article.published_at.date()): article for article in articles if article.published_at
    }
    found = {
        (_plain(str(row["title"])), row["published_at"].astimezone(VIETNAM).date()): row
        for row in rows
        if row["published_at"]
    }  # type: ignore[attr-defined]
    both = expected.keys() & found.keys()
    recall, precision = len(both) / len(expected), len(both) / max(1, len(rows))
    right = {
        "section": sum(
            _plain(str(found[key]["section"] or "")).split(" > ")[-1] == _plain(expected[key].section.name)
            for key in both
        ),
        "body": sum(_plain("\n".join(expected[key].body)) == _plain(str(found[key]["body"])) for key in both),
        "lead": sum(_plain(expected[key].lead or "") == _plain(str(found[key]["lead"] or "")) for key in both),
        "tags": sum(set(map(_plain, expected[key].tags)) == set(map(_plain, found[key]["tags"] or ())) for key in both),  # type: ignore[call-overload]
    }
    print(f"posts {len(expected)}, rows {len(rows)}, recall {recall:.4f}, precision {precision:.4f}")
    print(", ".join(f"{name} {n / max(1, len(both)):.4f}" for name, n in right.items()))
    print(f"{seconds:.0f} s, exit code {exit_code}")
    for key in list(expected.keys() - both)[:5]:
        print("missing:", key)
    for key in list(found.keys() - both)[:5]:
        print("superfluous:", key)
    return int(min(recall, precision) < 0.99)


if __name__ == "__main__":
    sys.exit(main())
