from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import unicodedata
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo.catalogue import open_portal
from newscrawler.demo.comparison import key_of
from newscrawler.demo.portal import Portal
from newscrawler.demo.server import DemoServer, PortInUse, main
from newscrawler.demo.truth import truth_of
from pipelines.errors import SettingsError
from tests.demo.client import Client


@pytest.fixture
def portal() -> Portal:
    return open_portal("kontum", n_articles=160, seed=7)


@pytest.fixture
def client(portal: Portal) -> Iterator[Client]:
    with DemoServer(portal) as server:
        client = Client(server)
        yield client
        client.close()


def trap(portal: Portal, name: str) -> dict[str, object]:
    return next(article for article in truth_of(portal)["traps"] if article["trap"] == name)


def path_of(portal: Portal, name: str) -> str:
    paths = trap(portal, name)["paths"]
    assert isinstance(paths, list)
    return str(paths[0])


def text_of(body: bytes, selector: str) -> str:
    node = LexborHTMLParser(body.decode("utf-8")).css_first(selector)
    return " ".join(node.text().split()) if node else ""


def test_an_article_shows_what_the_truth_says_under_all_its_addresses(client: Client, portal: Portal) -> None:
    article = truth_of(portal)["articles"][5]
    for path in article["paths"]:
        status, headers, body = client.get(path)
        assert status == 200
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert text_of(body, ".ms-PostTitle") == article["title"]
        assert text_of(body, ".post-category") == article["section"]
        assert all(paragraph in body.decode().replace("&#39;", "'") for paragraph in article["body"])
        assert 30_000 < len(body) < 60_000


def test_the_view_counter_adds_one_with_each_request(client: Client, portal: Portal) -> None:
    article = truth_of(portal)["articles"][5]
    shown = [text_of(client.get(article["paths"][0])[2], ".luot-xem") for _ in range(3)]
    assert shown == [f"Số lượt người xem: {article['view_base'] + n}" for n in range(3)]
    assert truth_of(portal)["articles"][5]["view_requests"] == 3


def test_gzip_gives_the_same_bytes(client: Client, portal: Portal) -> None:
    path = truth_of(portal)["listings"][0]
    plain = re.sub(rb"<span id=\"dong-ho\">.*?</span>|<span class='digit'>\d", b"", client.get(path)[2])
    _, headers, packed = client.get(path, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    unpacked = re.sub(rb"<span id=\"dong-ho\">.*?</span>|<span class='digit'>\d", b"", gzip.decompress(packed))
    assert unpacked == plain
    assert len(packed) < len(unpacked) / 3


def test_an_unchanged_article_answers_304(client: Client, portal: Portal) -> None:
    path = path_of(portal, "edited")
    _, headers, _ = client.get(path)
    assert client.get(path, If_None_Match=headers["etag"])[0] == 304
    assert client.get(path, If_Modified_Since=headers["last-modified"])[0] == 304
    portal.switch()
    status, changed, _ = client.get(path, If_None_Match=headers["etag"])
    assert status == 200
    assert changed["etag"] != headers["etag"]


def test_all_articles_but_the_back_dated_are_reached_by_following_xem_tiep(client: Client, portal: Portal) -> None:
    truth = truth_of(portal)
    found: set[str] = set()
    for start in truth["listings"][:8]:
        target: str | None = start
        while target:
            page = LexborHTMLParser(client.get(target)[2].decode())
            links = [str(link.attributes["href"]) for link in page.css(".tieu-de a")]
            assert 0 < len(links) <= 15
            found |= {str(key_of(truth, link)) for link in links}
            more = page.css_first(".xem-tiep a")
            target = str(more.attributes["href"]) if more else None
    listed = {a["key"] for a in truth["articles"] if a["edition"] == "kontum_2017" and a["listed"]}
    never = {t["key"] for t in truth["traps"] if t["trap"] in ("missing", "cookie_stub")}
    assert found == listed | never


def test_dated_listings_show_the_back_dated_article(client: Client, portal: Portal) -> None:
    number = str(trap(portal, "back_dated")["key"])
    article = next(a for a in truth_of(portal)["articles"] if a["key"] == number)
    day = article["published_at"][:10]
    span = f"StartDateTime={day}T00:00:00Z&EndDateTime={day}T23:59:59Z&LMY=x"
    assert f"{number}&amp;".encode() in client.get(f"/tintuc/Lists/Posts/Date.aspx?{span}")[2]
    empty = "StartDateTime=1999-01-01T00:00:00Z&EndDateTime=1999-01-31T23:59:59Z&LMY=x"
    assert b"khong-co" in client.get(f"/tintuc/Lists/Posts/Date.aspx?{empty}")[2]


def test_the_later_generation_is_served_on_the_same_host(client: Client, portal: Portal) -> None:
    article = next(a for a in truth_of(portal)["articles"] if a["edition"] == "kontum_2019")
    _, _, body = client.get(article["paths"][0])
    assert text_of(body, "h1") == article["title"]
    assert "Ngày đăng: " in body.decode()


def test_texts_in_difficult_forms_are_the_same_texts(client: Client, portal: Portal) -> None:
    truth = {article["key"]: article for article in truth_of(portal)["articles"]}

    def lead(name: str) -> str:
        value = truth[str(trap(portal, name)["key"])]["lead"]
        assert isinstance(value, str)
        return value

    decomposed = client.get(path_of(portal, "decomposed"))[2].decode()
    assert lead("decomposed") not in decomposed
    assert lead("decomposed") in unicodedata.normalize("NFC", decomposed)
    referenced = client.get(path_of(portal, "entities"))[2].decode()
    assert lead("entities") not in referenced
    assert text_of(referenced.encode(), ".post-lead") == lead("entities")
    _, headers, body = client.get(path_of(portal, "windows_1258"))
    assert headers["content-type"] == "text/html; charset=windows-1258"
    assert lead("windows_1258") in unicodedata.normalize("NFC", body.decode("cp1258"))


def test_pages_that_are_no_articles(client: Client, portal: Portal) -> None:
    assert client.get(path_of(portal, "missing"))[0] == 404
    status, _, body = client.get(path_of(portal, "cookie_stub"))
    assert status == 200
    assert b"D1N" in body
    assert len(body) < 400
    path = path_of(portal, "unavailable")
    answers = [client.get(path) for _ in range(3)]
    assert [status for status, _, _ in answers] == [503, 503, 200]
    assert answers[0][1]["retry-after"] == "1"
    assert client.get("/nowhere")[0] == 404


def test_the_removed_article_is_gone_after_the_switch(client: Client, portal: Portal) -> None:
    path = path_of(portal, "removed")
    assert client.get(path)[0] == 200
    portal.switch()
    assert client.get(path)[0] == 404
    assert trap(portal, "removed")["outcomes"] == ["gone"]


def test_published_articles_appear_in_listings_and_related_lists(client: Client, portal: Portal) -> None:
    before = client.get("/")[2]
    portal.publish(2)
    assert client.get("/")[2] != before
    assert truth_of(portal)["totals"]["articles"] == len(truth_of(portal)["articles"])


def test_a_day_brings_new_edited_and_removed_articles() -> None:
    portal = open_portal("nukeviet", n_articles=160, seed=7)
    before = {article["key"]: article for article in truth_of(portal)["articles"]}
    day = portal.pass_day(n_new=20, n_edited=5, n_removed=2)
    after = {article["key"]: article for article in truth_of(portal)["articles"]}
    assert set(after) - set(before) == set(day.new)
    assert set(before) - set(after) == set(day.removed)
    assert {key for key in before if key in after and after[key]["body"] != before[key]["body"]} == set(day.edited)
    assert (len(day.new), len(day.edited), len(day.removed)) == (20, 5, 2)
    with pytest.raises(ValueError, match="recent"):
        portal.pass_day(n_edited=60, n_removed=20)


def test_the_access_log_keeps_every_request_in_order(client: Client) -> None:
    client.get("/robots.txt", User_Agent="newscrawler-test")
    client.get("/nowhere")
    requests = client.server.requests
    assert [(request.target, request.status) for request in requests] == [("/robots.txt", 200), ("/nowhere", 404)]
    assert requests[0].headers["user-agent"] == "newscrawler-test"


def test_a_port_in_use_is_said(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PortInUse, match=str(client.server.port)), DemoServer(client.server.portal, client.server.port):
        pass
    assert main(["--articles", "60", "--port", str(client.server.port)]) == 2
    assert "is in use" in capsys.readouterr().err


def test_the_module_serves_as_a_program_and_writes_the_truth(tmp_path: Path) -> None:
    file = tmp_path / "truth.json"
    command = [sys.executable, "-m", "newscrawler.demo.server", "--articles", "60", "--truth", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with urllib.request.urlopen(url + "/robots.txt", timeout=10) as response:
            assert b"Disallow" in response.read()
        process.terminate()
    truth = json.loads(file.read_text(encoding="utf-8"))
    assert truth == truth_of(open_portal("kontum", n_articles=60, seed=7))


def test_switches_can_be_turned_over_http(client: Client, portal: Portal) -> None:
    before = json.loads(client.get("/.demo/state")[2])
    assert client.post("/.demo/publish?n=3")[0] == 200
    assert json.loads(client.get("/.demo/state")[2])["kontum_2019"] == before["kontum_2019"] + 3
    assert client.post("/.demo/switch")[0] == 200
    assert portal.replicas[0].shelf.removed
    assert client.get("/.demo/nothing")[0] == 404


def test_unknown_portals_and_too_few_articles_are_settings_errors() -> None:
    with pytest.raises(SettingsError, match="kontum"):
        open_portal("kontumm")
    with pytest.raises(SettingsError, match="at least 60"):
        open_portal("kontum", n_articles=20)


def test_a_malformed_request_is_refused(client: Client) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", client.server.port), timeout=5) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
