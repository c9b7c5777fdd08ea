"""What of a page is read for metadata when a layout says where the article stands."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.layout import Layout
from pipelines.extraction.scope import read_scope
from pipelines.extraction.walk import read_page

PAGE = """<html><body>
<nav class="menu"><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></nav>
<div class="breadcrumb nav"><a href="/tin">Tin tức</a></div>
<div class="widget page"><article>
  <h1>Tỉnh họp về nông thôn mới</h1>
  <div class="related">Bài liên quan trong bài</div>
  <div class="text"><p>Sáng nay tỉnh họp.</p><script>var x = "<a href='y.pdf'>";</script></div>
</article>
<p class="tags">Từ khóa: <a href="/tag/nong-thon">nông thôn</a></p></div>
<div class="sidebar">Xem nhiều</div>
</body></html>"""


def lines_of(layout: Layout | None) -> list[str]:
    tree = LexborHTMLParser(PAGE)
    found, _ = read_page(tree, read_scope(tree, layout)[0] if layout is not None else None)
    return [line.text for line in found.lines]


def test_without_a_layout_everything_printed_is_read_and_no_script() -> None:
    assert lines_of(None) == [
        "Trang chủ Tin tức",
        "Tin tức",
        "Tỉnh họp về nông thôn mới",
        "Bài liên quan trong bài",
        "Sáng nay tỉnh họp.",
        "Từ khóa: nông thôn",
        "Xem nhiều",
    ]


def test_a_container_ends_the_reading_and_what_leads_to_it_is_read() -> None:
    layout = Layout(container=("article",), title=("h1",), body=(".text",))
    assert lines_of(layout) == ["Tin tức", "Tỉnh họp về nông thôn mới", "Sáng nay tỉnh họp."]


def test_without_a_container_only_menus_sidebars_and_lists_are_passed_by() -> None:
    layout = Layout(title=("h1",), body=(".text",))
    assert lines_of(layout) == ["Tin tức", "Tỉnh họp về nông thôn mới", "Sáng nay tỉnh họp.", "Từ khóa: nông thôn"]


def test_a_container_that_does_not_hold_the_title_ends_nothing() -> None:
    layout = Layout(container=(".text",), title=("h1",), body=(".text",))
    assert lines_of(layout)[-1] == "Từ khóa: nông thôn"


def test_a_page_of_another_template_is_read_whole() -> None:
    assert lines_of(Layout(title=("h2.gone",), body=(".text",))) == lines_of(None)


def outline_of(layout: Layout) -> list[str]:
    tree = LexborHTMLParser(PAGE)
    scope, part = read_scope(tree, layout)
    assert part is not None
    _, outline = read_page(tree, scope, part)
    return [block.text for block in outline.blocks]


def test_the_outline_is_of_the_elements_that_the_layout_names() -> None:
    assert outline_of(Layout(title=("h1",), body=(".text",))) == ["Sáng nay tỉnh họp."]
    assert outline_of(Layout(title=("h1",), body=(".text", ".tags"))) == ["Sáng nay tỉnh họp."]
    assert outline_of(Layout(title=("h1",), body=(".text, .tags",))) == ["Sáng nay tỉnh họp.", "Từ khóa: nông thôn"]


def test_elements_that_stand_where_no_lines_are_read_belong_to_the_outline_all_the_same() -> None:
    beyond = Layout(container=("article",), title=("h1",), body=(".text, .sidebar, .tags",))
    assert outline_of(beyond) == ["Sáng nay tỉnh họp."]  # inside the container first
    beside = Layout(title=("h1",), body=(".text, .sidebar, .tags",))
    assert outline_of(beside) == ["Sáng nay tỉnh họp.", "Từ khóa: nông thôn", "Xem nhiều"]
    assert lines_of(beside)[-1] == "Từ khóa: nông thôn"
