"""Feeds and sitemaps read as listings."""

from __future__ import annotations

import gzip

import pytest

from newscrawler.listings import ListingFacts, read_feed, read_listing, read_sitemap

URL = "https://portal.example/rss"
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Cổng</title><link>https://portal.example/</link><atom:link rel="next" href="/rss?page=2"/>
<item><title><![CDATA[Lễ hội &amp; <b>cồng chiêng</b>]]></title><link> /tin/1.html#x </link>
<pubDate>Fri, 21 Apr 2017 10:30:00 +0700</pubDate></item>
<item><title>Tin hai</title><guid>https://portal.example/tin/2.html</guid></item>
<item><title>Tin hai nữa</title><link>https://portal.example/tin/2.html</link></item>
<item><title>In</title><link>https://portal.example/print/3.html</link></item>
<item><title>Không địa chỉ</title><guid isPermaLink="false">abc</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom"/><entry>
<title type="html">Tin &lt;i>một&lt;/i></title>
<link rel="edit" href="/sua/1"/><link href="/tin/1.html"/><id>tag:1</id><updated>2017-04-22T00:00:00Z</updated>
<published>2017-04-21T10:30:00+07:00</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"/><item rdf:about="https://portal.example/tin/9.html">
<title>Tin chín</title><dc:date>2017-04-21</dc:date></item></rdf:RDF>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://portal.example/tin/1.html</loc>
<image:image><image:loc>https://portal.example/a.jpg</image:loc></image:image><news:news><news:publication_date>2017-04-21
</news:publication_date><news:title>Tin một</news:title></news:news></url><url><loc>https://portal.example/tin/2.html</loc>
<lastmod>2017-04-20</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://portal.example/s1.xml.gz</loc>
</sitemap><sitemap><loc>/s2.xml</loc><lastmod>2017-04-20</lastmod></sitemap></sitemapindex>"""


def test_rss() -> None:
    page = read_feed(RSS.encode(), URL)
    assert [(link.url, link.title, link.date_raw) for link in page.articles] == [
        ("https://portal.example/tin/1.html", "Lễ hội & cồng chiêng", "Fri, 21 Apr 2017 10:30:00 +0700"),
        ("https://portal.example/tin/2.html", "Tin hai", None),
    ]
    assert page.next_page is not None
    assert page.next_page.url == "https://portal.example/rss?page=2"


def test_atom_and_rdf() -> None:
    (atom,) = read_feed(ATOM.encode(), URL).articles
    assert (atom.url, atom.title, atom.date_raw) == (
        "https://portal.example/tin/1.html",
        "Tin một",
        "2017-04-21T10:30:00+07:00",
    )
    (rdf,) = read_feed(RDF.encode(), URL).articles
    assert (rdf.url, rdf.title, rdf.date_raw) == ("https://portal.example/tin/9.html", "Tin chín", "2017-04-21")


def test_sitemaps() -> None:
    page = read_sitemap(gzip.compress(NEWS.encode()), URL)
    assert page.kind == "sitemap"
    assert [(link.url[-6:], link.title, link.date_raw) for link in page.articles] == [
        ("1.html", "Tin một", "2017-04-21"),
        ("2.html", None, "2017-04-20"),
    ]
    index = read_sitemap(INDEX.encode(), URL)
    assert index.kind == "sitemap-index"
    assert [link.url for link in index.articles] == [
        "https://portal.example/s1.xml.gz",
        "https://portal.example/s2.xml",
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS.encode(), "feed"),
        (b"\xef\xbb\xbf \n<!-- a --><?xml version='1.0'?>" + ATOM.encode(), "feed"),
        (RDF.encode("utf-16"), "empty"),
        (gzip.compress(NEWS.encode()), "sitemap"),
        (INDEX.encode(), "sitemap-index"),
        (b"<!DOCTYPE html><html><body>rss</body></html>", "empty"),
        (b"", "empty"),
    ],
)
def test_a_listing_may_be_xml(body: bytes, kind: str) -> None:
    assert read_listing(body, URL).kind == kind


def test_facts_hold_for_feeds() -> None:
    facts = ListingFacts.model_validate({"article_url": r"/tin/1\."})
    assert [link.url[-6:] for link in read_listing(RSS.encode(), URL, facts).articles] == ["1.html"]


def test_damage_costs_only_what_is_damaged() -> None:
    assert len(read_feed(RSS.encode()[:420], URL).articles) == 1
    assert len(read_feed(RSS.replace("&amp; <b>", "&nbsp; & <b").encode(), URL).articles) == 2
    assert [link.url[-6:] for link in read_sitemap(NEWS.encode()[:-40], URL).articles] == ["1.html"]
    assert read_sitemap(gzip.compress(NEWS.encode())[:40], URL).kind == "sitemap"
    assert read_feed(b"<rss>", URL).articles == ()


def test_entities_are_not_expanded_and_files_not_read() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    evil = f"""<!DOCTYPE rss [<!ENTITY e0 "lol">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>
    <rss><channel><item><title>&e11;&f;</title><link>https://portal.example/tin/1.html</link></item></channel></rss>"""
    page = read_feed(evil.encode(), URL)
    assert all("lol" not in (link.title or "") and "root" not in (link.title or "") for link in page.articles)
