"""What holds for every replica portal, read from its pages as a browser would."""

from __future__ import annotations

import html
import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo.catalogue import open_portal, portal_names
from newscrawler.demo.comparison import key_of
from newscrawler.demo.portal import Portal
from newscrawler.demo.serving.composition import Composed
from newscrawler.demo.serving.messages import Reply, Request
from newscrawler.demo.truth import Truth, truth_of

LISTED = {
    "kontum": ".tieu-de a, .news-item h3 a",
    "nukeviet": ".listpage h3 a",
    "liferay6": ".asset-title a",
    "liferay7": ".title_v > a",
    "mic": ".h2-title-xx a",
    "wordpress": "h2.entry-title a",
    "codeigniter": ".news_hot_catelogy_list_pages > a",
    "tandan": ".channel-news-title a",
    "vietnamnet": ".horizontalPost__main-title a",
    "baodautu": ".list_news_cate a",
    "webcenter": ".item-tin a.tle-hot",
    "vnpt": "a.ds-title",
    "webforms": "a.tin",
    "baocantho": ".h2cate a",
}
NEXT = {
    "kontum": (".xem-tiep a, a[rel=next]", ""),
    "nukeviet": (".genpage_nobottom a[rel=next]", ""),
    "liferay6": (".lfr-pagination-buttons a", "Tiếp"),
    "liferay7": ("#pagination a", "Tiếp theo"),
    "mic": (".navi-page a", ">"),
    "wordpress": (".nav-links a.next", ""),
    "codeigniter": (".pagination a", ">"),
    "tandan": (".channel-pager a", "Sau"),
    "vietnamnet": ("link[rel=next]", ""),
    "baodautu": (".pagation a.next", ""),
    "webcenter": (".phan-trang a", "Trang sau"),
    "vnpt": (".page-links .next a", ""),
    "webforms": ("tr.pager span", ""),
    "baocantho": ("#page a", ">"),
}


def fetch(portal: Portal, target: str, method: str = "GET", body: bytes = b"") -> Reply:
    return portal.respond(Request(method, target, {"host": "portal.example"}, body))


def markup(reply: Reply) -> str:
    charset = reply.content_type.partition("charset=")[2].lower()
    raw = reply.body.plain() if isinstance(reply.body, Composed) else reply.body
    return unicodedata.normalize("NFC", raw.decode("cp1258" if charset == "windows-1258" else "utf-8"))


def visible(reply: Reply) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup(reply))).split())


@pytest.fixture(scope="module", params=portal_names())
def portal(request: pytest.FixtureRequest) -> Portal:
    return open_portal(request.param, n_articles=130, seed=4)


@pytest.fixture(scope="module")
def truth(portal: Portal) -> Truth:
    return truth_of(portal)


def article_reply(portal: Portal, path: str) -> Reply:
    """The page; asked for again where the portal sends a stub at first."""
    for _ in range(3):
        if (reply := fetch(portal, path)).status == 200:
            break
    return reply


def test_every_article_of_the_truth_stands_on_its_page(portal: Portal, truth: Truth) -> None:
    for article in truth["articles"]:
        text = visible(article_reply(portal, article["paths"][-1]))
        wanted = [article["title"], article["lead"], *article["body"], *article["captions"], *article["authors"]]
        wanted += [document["number"] for document in article["documents"]]
        absent = [part for part in wanted if part and part not in text]
        assert not absent, (article["paths"][-1], absent)


def test_every_address_of_an_article_is_the_same_article(portal: Portal, truth: Truth) -> None:
    for article in truth["articles"][::7]:
        assert {key_of(truth, path) for path in article["paths"]} == {article["key"]}
        assert all(article_reply(portal, path).status == 200 for path in article["paths"])


def grid_form(tree: LexborHTMLParser, page: int) -> dict[str, str]:
    """What a click on the grid's next page number posts; empty when there is none."""
    links = [str(link.attributes["href"]) for link in tree.css("tr.pager a")]
    if not any(f"Page${page}'" in link for link in links):
        return {}
    fields = {str(i.attributes["name"]): str(i.attributes.get("value") or "") for i in tree.css("input[type=hidden]")}
    return {**fields, "__EVENTTARGET": links[0].split("'")[1], "__EVENTARGUMENT": f"Page${page}"}


def walk(portal: Portal, start: str) -> list[list[str]]:
    pages: list[list[str]] = []
    selector, text = NEXT[portal.name]
    target: str | None = start
    form: dict[str, str] = {}
    while target:
        tree = LexborHTMLParser(markup(fetch(portal, target, "POST" if form else "GET", _form(form))))
        pages.append([str(link.attributes["href"]) for link in tree.css(LISTED[portal.name])])
        if portal.name == "webforms":
            form = grid_form(tree, len(pages) + 1)
            target = target if form else None
            continue
        links = [link for link in tree.css(selector) if not text or link.text(strip=True) == text]
        href = str(links[0].attributes["href"]) if links else "javascript:;"
        target = None if href.startswith("javascript") else urljoin(target, href)
    return pages


def test_walking_all_sections_finds_every_listed_article_and_nothing_else(portal: Portal, truth: Truth) -> None:
    found = [key_of(truth, link) for start in truth["listings"] for page in walk(portal, start) for link in page]
    never = {trap["key"] for trap in truth["traps"] if trap["trap"] in ("missing", "cookie_stub")}
    listed = {article["key"] for article in truth["articles"] if article["listed"]}
    assert sorted(map(str, found)) == sorted(listed | never)


def test_pages_weigh_what_real_ones_do_and_print_no_template_marks(portal: Portal, truth: Truth) -> None:
    for path in (*truth["listings"], *(article["paths"][0] for article in truth["articles"][:9])):
        page = markup(article_reply(portal, path))
        assert 25_000 < len(page.encode()) < 75_000, path
        assert "\x02" not in page
        assert "{{" not in page
        assert "None" not in visible(article_reply(portal, path))


def test_the_home_page_leads_to_every_section(portal: Portal) -> None:
    reply = fetch(portal, "/")
    if reply.status == 302:
        reply = fetch(portal, dict(reply.headers)["Location"])
    linked = {link.attributes.get("href") for link in LexborHTMLParser(markup(reply)).css("a")}
    later = portal.replicas[-1].listings()
    assert set(later) <= linked


def test_unknown_addresses_are_not_found(portal: Portal) -> None:
    assert fetch(portal, "/khong/co/gi").status == 404
    assert fetch(portal, "/robots.txt").status == 200


def test_forbidden_addresses_are_linked_but_are_no_articles(portal: Portal, truth: Truth) -> None:
    page = html.unescape(markup(article_reply(portal, truth["articles"][3]["paths"][0])))
    linked = re.findall(r"(?:href|src|action)=\"([^\"]+)\"", page)
    if portal.name != "codeigniter":
        assert any(re.search(pattern, link) for link in linked for pattern in truth["forbidden"])
    assert not any(re.search(p, path) for a in truth["articles"] for path in a["paths"] for p in truth["forbidden"])


def test_beyond_the_last_page_liferay_shows_the_last_and_wordpress_nothing() -> None:
    liferay, wordpress = (open_portal(name, n_articles=130, seed=4) for name in ("liferay6", "wordpress"))
    pages = walk(liferay, liferay.replicas[0].listings()[0])
    beyond = liferay.replicas[0].listings()[0] + "?_101_INSTANCE_zcQxvSlDWtY1_cur=99"
    tree = LexborHTMLParser(markup(fetch(liferay, beyond)))
    assert [link.attributes["href"] for link in tree.css(LISTED["liferay6"])] == pages[-1]
    assert fetch(wordpress, wordpress.replicas[0].listings()[0] + "page/99/").status == 404


def test_liferay_articles_need_their_number() -> None:
    portal = open_portal("liferay6", n_articles=130, seed=4)
    path = truth_of(portal)["articles"][0]["paths"][0]
    assert fetch(portal, path).status == 200
    assert fetch(portal, path.partition("?")[0]).status == 404


def test_the_day_filter_of_mic_is_a_postback_that_needs_its_view_state() -> None:
    portal = open_portal("mic", n_articles=130, seed=4)
    truth = truth_of(portal)
    article = next(a for a in truth["articles"] if a["trap"] == "back_dated")
    start = next(
        s for s in truth["listings"] if f"/{portal.replicas[0].shelf.find(_number(article)).section.number}/" in s
    )  # type: ignore[union-attr]
    tree = LexborHTMLParser(markup(fetch(portal, start)))
    fields = {str(i.attributes["name"]): str(i.attributes.get("value") or "") for i in tree.css("form input[name]")}
    year, month, day = article["published_at"][:10].split("-")
    fields[next(name for name in fields if name.endswith("$hfDate"))] = f"{day}/{month}/{year}"
    reply = fetch(portal, start, "POST", _form(fields))
    assert article["key"].split("/")[1] in markup(reply)
    assert fetch(portal, start, "POST", _form({**fields, "__VIEWSTATE": "x"})).status == 500
    path = re.sub(r"/PhanTrang/(\d+)/1/", rf"/XemTheoNgay/\1/1/{day}-{month}-{year}/", start)
    assert article["key"].split("/")[1] in markup(fetch(portal, path))


def test_webforms_refuses_postbacks_without_its_state_and_filters_by_day() -> None:
    portal = open_portal("webforms", n_articles=130, seed=4)
    truth = truth_of(portal)
    start = truth["listings"][0]
    tree = LexborHTMLParser(markup(fetch(portal, start)))
    form = grid_form(tree, 2)
    assert fetch(portal, start, "POST", _form(form)).status == 200
    assert fetch(portal, start, "POST", _form({**form, "__EVENTVALIDATION": ""})).status == 500
    article = next(a for a in truth["articles"] if a["section"] == "Kinh tế" and a["published_at"])
    year, month, day = article["published_at"][:10].split("-")
    names = {"Ngay": day, "Thang": month, "Nam": year}
    dated = {f"ctl00$ContentPlaceHolder1$ddl{name}": str(int(value)) for name, value in names.items()}
    body = _form({**form, **dated, "__EVENTTARGET": "", "ctl00$ContentPlaceHolder1$btnXem": "Xem"})
    assert f'{article["key"]}"' in html.unescape(markup(fetch(portal, start, "POST", body)))


def listed_on(portal: Portal, start: str, day: date) -> list[str]:
    """Links in the listing of one day (of Kon Tum: of its month) of the section that begins at ``start``."""
    tree = LexborHTMLParser(markup(fetch(portal, start)))
    if portal.name == "mic":
        reply = fetch(portal, re.sub(r"/PhanTrang/(\d+)/1/", rf"/XemTheoNgay/\1/1/{day:%d-%m-%Y}/", start))
    elif portal.name == "webforms":
        fields = {str(i.attributes["name"]): str(i.attributes.get("value") or "") for i in tree.css("input")}
        names = {"Ngay": day.day, "Thang": day.month, "Nam": day.year}
        chosen = {f"ctl00$ContentPlaceHolder1$ddl{name}": str(number) for name, number in names.items()}
        pressed = {"ctl00$ContentPlaceHolder1$btnXem": "Xem"}
        reply = fetch(portal, start, "POST", _form({**fields, **chosen, **pressed}))
    else:
        last = day.replace(day=monthrange(day.year, day.month)[1])
        span = f"StartDateTime={day.replace(day=1)}T00:00:00Z&EndDateTime={last}T23:59:59Z"
        reply = fetch(portal, f"/tintuc/Lists/Posts/Date.aspx?{span}")
    assert reply.status == 200
    return [str(link.attributes["href"]) for link in LexborHTMLParser(markup(reply)).css(LISTED[portal.name])]


@pytest.mark.parametrize("name", ["kontum", "mic", "webforms"])
def test_the_truth_counts_the_dated_listings_that_show_an_article(name: str) -> None:
    portal = open_portal(name, n_articles=90, seed=4)
    truth = truth_of(portal)
    days = sorted({date.fromisoformat(one["published_at"][:10]) for one in truth["articles"] if one["published_at"]})
    if name == "kontum":
        starts, asked = ["/"], sorted({day.replace(day=1) for day in days if day.year < 2019})
    else:
        starts = truth["listings"]
        asked = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)]
        assert len(days) == 15, "six articles a day"
    shown = [listed_on(portal, start, day) for start in starts for day in asked]
    assert sum(map(bool, shown)) == truth["totals"]["dated_pages"]
    late = next(one["key"] for one in truth["articles"] if one["trap"] == "back_dated")
    assert sum(key_of(truth, link) == late for links in shown for link in links) == 1
    portal.switch()
    assert truth_of(portal)["totals"]["dated_pages"] <= truth["totals"]["dated_pages"]


def test_ajax_fragments_of_mic_answer_posts() -> None:
    portal = open_portal("mic", n_articles=130, seed=4)
    article = truth_of(portal)["articles"][-1]
    reply = fetch(
        portal, "/Pages/tintuc/loadnews.aspx?pageId=2&pageSize=5", "POST", _form({"IDTinTuc": str(_number(article))})
    )
    assert 'class="shape"' in markup(reply)


def test_session_parameters_differ_on_every_page() -> None:
    portal = open_portal("webcenter", n_articles=130, seed=4)
    start = truth_of(portal)["listings"][0]
    first, second = (re.search(r"_afrLoop=\d+", markup(fetch(portal, start))) for _ in range(2))
    assert first
    assert second
    assert first[0] != second[0]


def test_fragments_loaded_by_script_hold_the_next_page() -> None:
    portal = open_portal("vietnamnet", n_articles=130, seed=4)
    start = truth_of(portal)["listings"][0]
    button = LexborHTMLParser(markup(fetch(portal, start))).css_first("button.btn-more")
    assert button is not None
    fragment = fetch(portal, f"{button.attributes['data-src']}?offset={button.attributes['data-offset']}")
    links = LexborHTMLParser(markup(fragment)).css(LISTED["vietnamnet"])
    assert [link.attributes["href"] for link in links] == walk(portal, start)[1]


@pytest.mark.parametrize(("name", "path"), [
    ("nukeviet", "/vi/news/rss/kinh-te/"),
    ("liferay7", "/chuyen-muc/kinh-te?p_p_id=x&p_p_lifecycle=2&p_p_resource_id=rss"),
    ("mic", "/vi/rss.aspx?menuId=1747"),
    ("wordpress", "/category/kinh-te/feed/"),
    ("wordpress", "/feed/"),
])  # fmt: skip
def test_feeds_list_the_newest_with_absolute_addresses(name: str, path: str) -> None:
    portal = open_portal(name, n_articles=130, seed=4)
    truth = truth_of(portal)
    links = re.findall(r"<item>.*?<link>(.*?)</link>", markup(fetch(portal, path)), re.S)
    assert 5 <= len(links) <= 20
    assert all(link.startswith("http://portal.example/") and key_of(truth, link) for link in links)


def test_wordpress_sitemaps_and_archives_hold_every_post() -> None:
    portal = open_portal("wordpress", n_articles=130, seed=4)
    truth = truth_of(portal)
    index = markup(fetch(portal, "/wp-sitemap.xml"))
    (sitemap,) = re.findall(r"<loc>http://portal\.example(.*?)</loc>", index)
    keys = [key_of(truth, link) for link in re.findall(r"<loc>(.*?)</loc>", markup(fetch(portal, sitemap)))]
    assert {article["key"] for article in truth["articles"]} <= set(keys)
    home = LexborHTMLParser(markup(fetch(portal, "/")))
    months = [str(link.attributes["href"]) for link in home.css(".widget_archive a")]
    found = [key_of(truth, link) for month in months for page in walk(portal, month) for link in page]
    assert sorted(map(str, found)) == sorted(map(str, keys))


def _number(article: Truth) -> int:
    return int(re.findall(r"\d+", article["key"])[-1])


def _form(fields: dict[str, str]) -> bytes:
    from urllib.parse import urlencode

    return urlencode(fields).encode()
