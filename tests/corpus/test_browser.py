"""The web page in headless Chromium: what people do, in both themes, on a phone, and with axe looking on.

Needs ``chromium`` (Debian's package), Playwright and axe-playwright-python; skips, saying so, where one is absent.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

for library in ("fastapi", "jinja2", "tantivy", "uvicorn"):
    pytest.importorskip(library)
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
EDITED = "kontum-000000000000000b"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    # Playwright leaves its own loop and pipe to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def address(dataset: Path) -> Iterator[str]:
    """A real server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "import typer; from newscrawler.corpus.commands import register; a = typer.Typer(); register(a); a()"
    command = [sys.executable, "-c", program, "serve", "--output", str(dataset), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline().strip()
            assert said == f"http://127.0.0.1:{port}/"
            yield said.rstrip("/")
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert problems == []


def test_search_facet_article_changes(page: Page, address: str) -> None:
    page.goto(address + "/")
    page.get_by_role("searchbox").fill("lao dong tre em")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.locator("mark", has_text="lao động trẻ em").count() > 0
    everything = page.get_by_role("status").inner_text()
    page.locator(".facet a", has_text="kontum").click()
    assert page.get_by_role("status").inner_text() != everything
    assert page.locator(".hit .facts", has_text="gialai").count() == 0
    page.locator(".hit h3 a").first.click()
    assert "/articles/kontum-" in page.url
    page.goto(f"{address}/articles/{EDITED}")
    page.get_by_role("link", name="Xem thay đổi").click()
    assert page.locator("del, ins").count() > 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.locator("tr.same td").nth(1).is_visible()  # what did not change is read once on a phone
    assert page.locator("ins").first.bounding_box()["x"] < 390


def test_date_range_and_export(page: Page, address: str) -> None:
    page.goto(address + "/")
    page.get_by_label("Từ ngày").fill("2026-08-01")
    page.get_by_label("Đến ngày").fill("2026-08-31")
    page.get_by_role("button", name="Áp dụng").click()
    assert {text[3:10] for text in page.locator(".hit time").all_inner_texts()} == {"08/2026"}
    page.get_by_text("Xuất dữ liệu").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = Path(waiting.value.path()).read_text("utf-8").splitlines()
    assert lines[0].startswith("article_id,portal,section,title")
    assert len(lines) > 10


def test_sql_console(page: Page, address: str) -> None:
    page.goto(address + "/sql")
    box = page.get_by_label("Câu truy vấn")
    box.fill("SELECT count(*) AS n FROM articles")
    box.press("Control+Enter")
    assert page.get_by_role("cell", name="600").is_visible()
    page.get_by_label("Câu truy vấn").fill("DROP TABLE articles")
    page.get_by_role("button", name="Chạy").click()
    assert "only SELECT is possible here" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Câu truy vấn").input_value() == "DROP TABLE articles"


def test_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address + "/runs")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(address + "/?q=sâm")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator(".hit h3 a").first.get_attribute("href")
    assert page.evaluate("document.activeElement.getAttribute('href')") == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("tk")  # typing is no shortcut
    assert page.get_by_role("searchbox").input_value() == "tk"


def test_dark_and_light(page: Page, address: str) -> None:
    page.goto(address + "/")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Đổi giao diện").click()
    dark = page.evaluate(background)
    assert dark != light
    page.goto(address + "/coverage")
    assert page.evaluate(background) == dark
    assert page.get_by_role("button", name="Đổi giao diện").get_attribute("aria-pressed") == "true"


def test_language(page: Page, address: str) -> None:
    page.goto(address + "/coverage?portal=gialai")
    page.get_by_role("link", name="English").click()
    assert page.url == address + "/coverage?portal=gialai"
    assert page.get_by_role("heading", level=1).inner_text() == "Coverage"


PAGES = (
    "/", "/?q=lao+dong", "/?q=zzzz", f"/articles/{EDITED}", f"/articles/{EDITED}/changes", "/documents?q=1/kh",
    "/documents?number=1/KH-UBND", "/coverage", "/coverage?portal=gialai&year=2026", "/runs", "/sql?q=SELECT+1+AS+n",
    "/sql?q=DROP", "/help", "/compare?a=kontum-0000000000000027&b=gialai-0000000000000027", "/nowhere",
)  # fmt: skip


VIOLATIONS = {"resultTypes": ["violations"]}
THEMES: dict[Any, dict[str, Any]] = {
    "light": VIOLATIONS,
    "dark": {**VIOLATIONS, "runOnly": ["color-contrast", "link-in-text-block"]},
}


def test_axe_finds_nothing_serious(browser: Browser, address: str) -> None:
    """In both themes; the dark one differs in its colours only."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    still = {"reduced_motion": "reduce"}  # colours that are on their way from one theme to the other are nobody's
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}, **still)
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(address + path)
        for scheme, rules in THEMES.items():
            page.emulate_media(color_scheme=scheme)
            for violation in axe.Axe().run(page, options=rules).response["violations"]:
                where = [node["target"] for node in violation["nodes"]][:3]
                found.append((path, scheme, violation["impact"], violation["id"], where))
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_scrolls_in_one_direction(width: int, browser: Browser, address: str) -> None:
    context = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 800}, has_touch=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(address + "/?q=lao+dong")
    filters = page.get_by_text("Bộ lọc", exact=True)
    assert not page.locator(".facet").first.is_visible()
    filters.click()
    assert page.locator(".facet").first.is_visible()
    page.goto(address + "/sql")
    place = page.locator("nav [aria-current=page]").bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    context.close()
