"""Single rules of the body cascade on small pages: what stays, what goes, and why."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.extraction.boilerplate import is_boilerplate
from pipelines.extraction.extract import extract
from pipelines.extraction.judge import lacks_most, only_agreed
from pipelines.extraction.rules import Rule, ablated
from pipelines.extraction.trim import is_date_line
from pipelines.extraction.walk import read_page
from pipelines.records import Article
from tests.extraction.test_extract_pages import page_of

URL = "https://xa.example.gov.vn/tin/1.html"
TITLE = "Xã Kon Jri làm xong đường vào khu sản xuất"
P = (
    "Con đường dài 1,8 km nối làng với khu sản xuất đã hoàn thành sau bốn tháng thi công, sớm hơn kế hoạch nửa tháng.",
    "Nhân dân trong làng góp hơn hai nghìn ngày công, hiến 3.200 m² đất vườn và nhiều cây cà phê đang cho thu hoạch.",
    "Trước đây mỗi mùa mưa xe máy phải để lại bìa rừng, cà phê gùi bộ ra đến tỉnh lộ mất gần một buổi đường.",
    "Chủ tịch xã cho biết đoạn còn lại qua suối Đăk Ke sẽ được làm ngầm tràn vào mùa khô tới khi có vốn bổ sung.",
    "Huyện đề nghị các làng khác học theo cách bàn bạc công khai từng mét đất, từng ngày công của làng Kon Jri.",
    "Dịp này, nhà thầu tặng làng hai mươi suất quà cho học sinh vượt khó và mười bộ bàn ghế cho nhà rông mới dựng.",
)


def page(inside: str, head: str = "", after: str = "") -> str:
    return f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{inside}{after}</body></html>"


def article(html: str) -> Article:
    found = extract(page_of(html.encode(), URL))
    assert isinstance(found, Article), found
    return found


def lines(html: str) -> list[str]:
    return article(html).body.split("\n")


def paragraphs(texts: tuple[str, ...] = P, tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


@pytest.mark.parametrize("tag", ["p", "div", "span style='display:block'><p"])
def test_paragraphs_in_any_element(tag: str) -> None:
    name = tag.split()[0]
    inside = "".join(f"<{tag}>{text}</{name}>" for text in P)
    assert lines(page(f"<div class='content'>{inside}</div>")) == list(P)


def test_paragraphs_parted_by_line_breaks() -> None:
    assert lines(page(f"<td><font>{'<br/><br/>'.join(P)}</font></td>")) == list(P)


@pytest.mark.parametrize(
    "mark",
    [
        "d-none d-md-block",
        "elementor-widget-container",
        "has-sidebar",
        "print-content",
        "tag-kinh-te post",
        "social-news-page",
    ],
)
def test_a_wrapper_is_not_judged_by_its_class(mark: str) -> None:
    comments = "<div class='comments'>" + paragraphs(P[:2]) * 2 + "</div>"
    assert lines(page(f"<div class='{mark}'>{paragraphs()}</div>", after=comments)) == list(P)


@pytest.mark.parametrize(
    "around",
    [
        "<div class='comment-list'>{}</div>",
        "<aside>{}</aside>",
        "<div style='display: none'>{}</div>",
        "<div class='box tin-lien-quan'>{}</div>",
        "<div hidden>{}</div>",
        "<footer>{}</footer>",
        "<article class='tin-lien-quan'><a href='/ca-phe.html'><img src='/c.jpg'></a><h3>Mùa cà phê</h3>{}</article>",
        "<div class='box-donate'>{}</div>",
    ],
)
def test_what_surrounds_an_article_stays_out(around: str) -> None:
    extra = around.format("<p>Mời bà con xem thêm bài về mùa cà phê năm ngoái của các làng vùng sâu trong huyện.</p>")
    assert lines(page(f"<div class='content'>{paragraphs()}{extra}</div>")) == list(P)


def test_the_part_of_a_text_that_a_click_shows_is_read_and_the_link_to_more_is_not() -> None:
    hidden = f"<div class='read-more'><div class='read-more-content'>{paragraphs(P[2:])}</div></div>"
    more = "<p class='read-more'>Đọc tiếp loạt bài về các làng trong huyện</p>"
    assert lines(page(f"<div class='story'>{paragraphs(P[:2])}{hidden}{more}</div>")) == list(P)


def test_teasers_without_any_class_stay_out_by_their_repetition() -> None:
    cards = "".join(
        f"<div class='c'><a href='/{n}'>Tin số {n} trong tuần của huyện</a><p>{P[n][:90]}…</p></div>" for n in range(4)
    )
    assert lines(page(f"<div>{paragraphs()}</div>", after=f"<div>{cards}</div>")) == list(P)


def test_a_linked_line_between_paragraphs_is_a_teaser_but_links_in_sentences_stay() -> None:
    teaser = "<p><a href='/x'>Làng bên khánh thành nhà rông</a></p>"
    linked = P[2].replace("cà phê", "<a href='/ca-phe'>cà phê</a>")
    assert lines(page(f"<div><p>{P[0]}</p><p>{P[1]}</p>{teaser}<p>{linked}</p>{paragraphs(P[3:])}</div>")) == list(P)


def test_a_heading_keeps_its_level_and_a_list_its_numbers_in_markdown() -> None:
    middle = "<h3>Cách làm</h3><ol><li>Bàn công khai</li><li>Góp công</li></ol>"
    found = article(page(f"<div>{paragraphs(P[:2])}{middle}{paragraphs(P[2:])}</div>"))
    assert "### Cách làm\n\n1. Bàn công khai\n2. Góp công\n\n" in found.body_markdown
    assert "\nCách làm\nBàn công khai\nGóp công\n" in found.body


def test_a_data_table_is_read_by_rows_and_a_layout_table_by_paragraphs() -> None:
    data = "<table><tr><th>Làng</th><th>Ngày công</th></tr><tr><td>Kon Jri</td><td>2.014</td></tr></table>"
    found = article(page(f"<div>{paragraphs(P[:3])}{data}{paragraphs(P[3:])}</div>"))
    assert "Làng | Ngày công\nKon Jri | 2.014" in found.body
    assert "| Làng | Ngày công |\n| --- | --- |\n| Kon Jri | 2.014 |" in found.body_markdown
    first = f"<tr><td>{paragraphs(P[:2])}</td><td>{P[2] * 4}</td></tr>"
    rows = f"{first}<tr><td>{P[3]}</td><td>{P[4]}</td></tr>"
    assert " | " not in article(page(f"<table>{rows}</table>")).body


def test_the_facts_of_a_document_are_rows_and_the_counters_below_them_are_not() -> None:
    facts = (
        ("Số, ký hiệu", "12/2020/QĐ-UBND"),
        ("Ngày ban hành", "12/10/2020"),
        ("Trích yếu", P[0]),
        ("Ngày hiệu lực", "25/10/2020"),
    )
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in facts)
    tools = "<tr><td>Tải file Lượt xem: 155</td><td>Lượt tải: 72</td></tr>"
    others = "<p>Văn bản cùng lĩnh vực</p><p><a href='/2'>Quy định giá dịch vụ</a></p>"
    found = article(page(f"<div><table>{rows}{tools}</table>{others}</div>"))
    assert found.body.split("\n") == [" | ".join(fact) for fact in facts]


def test_a_lead_outside_the_container_is_put_back() -> None:
    html = page(f"<div class='content'>{paragraphs(P[1:])}</div>").replace(
        "</h1>", f"</h1><div class='sapo'>{P[0]}</div>"
    )
    found = article(html)
    assert found.lead == P[0]
    assert found.body.split("\n") == list(P[1:])


def test_a_bold_opening_is_the_lead() -> None:
    found = article(page(f"<div><p><strong>{P[0]}</strong></p>{paragraphs(P[1:])}</div>"))
    assert (found.lead, found.body.split("\n")) == (P[0], list(P[1:]))


@pytest.mark.parametrize(
    "bold",
    [
        "<p style='FONT-WEIGHT: bold'>{}</p>",
        "<p style='font-weight:700'>{}</p>",
        "<p><span class='fw-bold'>- {}</span></p>",
    ],
)
def test_what_a_style_sets_in_bold_is_bold(bold: str) -> None:
    found = article(page(f"<div>{bold.format(P[0])}{paragraphs(P[1:])}</div>"))
    assert found.lead == P[0]


def test_a_bold_opening_leads_an_interview_whose_questions_are_bold_and_a_question_does_not() -> None:
    asked = "<p><b>Bà con góp đất, góp công ra sao để con đường kịp xong trước mùa mưa năm nay, thưa ông?</b></p>"
    talk = f"{asked}<p>{P[1]}</p>{asked}<p>{P[2]}</p><p>{P[3]}</p>"
    assert article(page(f"<div><p><b>{P[0]}</b></p>{talk}</div>")).lead == P[0]
    assert article(page(f"<div>{talk}</div>")).lead is None


def test_a_paragraph_of_its_own_class_that_the_description_repeats_is_the_lead() -> None:
    head = f"<meta name='description' content='{P[0]}'>"
    assert article(page(f"<div><p class='mo'>{P[0]}</p>{paragraphs(P[1:])}</div>", head)).lead == P[0]


@pytest.mark.parametrize("mark", ["has-sidebar", "allowMenu", "with-related-posts", "no-comments"])
def test_what_a_page_has_beside_says_nothing_of_the_element(mark: str) -> None:
    tags = "<div class='post-tags'><a href='/t/1'>giao thông</a><a href='/t/2'>Kon Jri</a></div>"
    found = article(page(f"<div class='{mark}'><div>{paragraphs()}</div>{tags}</div>"))
    assert found.tags == ("giao thông", "Kon Jri")


def test_a_first_paragraph_like_the_others_is_no_lead_though_the_description_repeats_it() -> None:
    found = article(page(f"<div>{paragraphs()}</div>", head=f'<meta name="description" content="{P[0]}">'))
    assert (found.lead, found.body.split("\n")) == (None, list(P))


def test_a_repeated_paragraph_is_kept_as_printed() -> None:
    assert lines(page(f"<div><p>{P[0]}</p>{paragraphs()}</div>")) == [P[0], *P]


def test_captions_leave_the_text_and_name_their_pictures() -> None:
    figure = "<figure><img src='/a.jpg'><figcaption>Đường mới qua nương cà phê</figcaption></figure>"
    centred = (
        "<p style='text-align: center'><img src='b.jpg'></p><p style='text-align:center'><i>Bà con góp công</i></p>"
    )
    found = article(page(f"<div>{paragraphs(P[:2])}{figure}{P[2]}{centred}{paragraphs(P[3:])}</div>"))
    assert found.captions == ("Đường mới qua nương cà phê", "Bà con góp công")
    assert [(image.url, image.caption) for image in found.images] == [
        ("https://xa.example.gov.vn/a.jpg", "Đường mới qua nương cà phê"),
        ("https://xa.example.gov.vn/tin/b.jpg", "Bà con góp công"),
    ]
    assert found.body.split("\n") == list(P)


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><amp-img src='/d.jpg' width='9' height='6'></amp-img><figcaption>{}</figcaption></figure>",
        "<table><tr><td><img src='/d.jpg'/></td></tr><tr><td>{}</td></tr></table>",
        "<figure><img src='/d.jpg'/><figcaption class='widget-image-caption'>{}</figcaption></figure>",
        "<div class='photo-left'><img src='/d.jpg'/><div class='desc'>{} - Ảnh: Hải Danh</div></div>",
    ],
)
def test_pictures_above_the_text_keep_their_captions(picture: str) -> None:
    caption = "Con đường mới vào khu sản xuất của làng Kon Jri"
    found = article(page(f"{picture.format(caption)}<div class='ct'>{paragraphs()}</div>"))
    assert [text.removesuffix(" - Ảnh: Hải Danh") for text in found.captions] == [caption]
    assert found.images[0].url.endswith("/d.jpg")
    assert found.lead is None
    assert found.body.split("\n") == list(P)


def test_what_one_figcaption_says_is_one_caption() -> None:
    said = "<p>Đường mới qua nương cà phê</p><span><b>Hải Danh, Đăk Sơn Online</b></span>"
    figure = f"<figure><img src='/a.jpg'><figcaption>{said}</figcaption></figure>"
    caption = ("Đường mới qua nương cà phê Hải Danh, Đăk Sơn Online",)
    assert article(page(f"<div>{paragraphs(P[:2])}{figure}{paragraphs(P[2:])}</div>")).captions == caption
    found = article(page(f"{figure}<div>{paragraphs()}</div>"))
    assert (found.captions, found.images[0].caption) == (caption, *caption)


def test_a_credited_picture_above_the_title_keeps_its_caption() -> None:
    picture = "<div><img src='/a.jpg'><div class='x'>Bà con góp công. Ảnh: Hải Danh</div></div>"
    html = f"<head><title>{TITLE}</title></head><body>{picture}<h1>{TITLE}</h1><div>{paragraphs()}</div></body>"
    assert article(html).captions == ("Bà con góp công. Ảnh: Hải Danh",)


def test_a_caption_between_short_lines_is_kept() -> None:
    picture = (
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td align='center'><em>Bà con góp công.</em></td></tr></table>"
    )
    items = "".join(f"<p>- {n} ngày công;</p>" for n in (812, 640, 377))
    found = article(page(f"<div>{paragraphs(P[:2])}{picture}<p>Trong đó:</p>{items}{paragraphs(P[2:])}</div>"))
    assert found.captions == ("Bà con góp công.",)


@pytest.mark.parametrize(
    "text", ["Làng Kon Jri nhìn từ xa", "Người dân Kon Jri đi trên con đường vừa làm xong hôm qua"]
)
def test_a_caption_in_a_table_above_the_text_is_kept_also_below_linked_headlines(text: str) -> None:
    link = "<a href='/x.html'>Làng bên khởi công cầu treo mới</a>"
    others = f"<table><tr><td><img src='/x.jpg'></td><td>{link}</td></tr></table>"
    picture = f"<table><tr><td><img src='/a.jpg'></td></tr><tr><td><em>{text}</em></td></tr></table>"
    found = article(page(f"<div class='nd'>{others}{picture}{paragraphs()}</div>"))
    assert (found.captions, found.body.split("\n")) == ((text,), list(P))


def test_who_made_a_video_is_a_caption() -> None:
    video = (
        "<iframe src='https://v.example/1'></iframe><div style='text-align:center'><em>Clip: Hạt kiểm lâm</em></div>"
    )
    found = article(page(f"<div>{paragraphs(P[:2])}{video}{paragraphs(P[2:])}</div>"))
    assert found.captions == ("Clip: Hạt kiểm lâm",)
    assert found.body.split("\n") == list(P)


def test_a_picture_story_keeps_its_lines() -> None:
    shots = "".join(
        f"<p align='center'><img src='/{n}.jpg'></p><p align='center'>{text}</p>" for n, text in enumerate(P)
    )
    found = article(page(f"<div>{shots}</div>"))
    assert found.body.split("\n") == list(P)
    assert len(found.images) == len(P)


def test_lines_below_pictures_above_a_single_paragraph_are_captions() -> None:
    shots = "".join(
        f"<div align='center'><img src='/{n}.jpg'></div><div align='center'><em>{text[:60]}</em></div>"
        for n, text in enumerate(P[1:])
    )
    found = article(page(f"<div>{shots}<p>{P[0]}</p></div>"))
    assert (found.body, found.captions) == (P[0], tuple(text[:60].strip() for text in P[1:]))


def test_text_is_composed_and_free_of_invisible_characters() -> None:
    from unicodedata import normalize

    html = normalize("NFD", page(f"<div>{paragraphs()}</div>")).replace("đường", "đư\u200bờng\u00ad")
    assert lines(html) == list(P)


def test_structured_data_puts_a_wrong_container_right() -> None:
    claim = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"%s","articleBody":"%s"}</script>'
    own = "<div id='a'>" + "".join(f"<section><p>{text}</p></section>" for text in P) + "</div>"
    other = "<div id='b'>" + paragraphs(tuple(f"Quy định số {n}: {text}" for n, text in enumerate(P * 3))) + "</div>"
    found = article(page(own, head=claim % (TITLE, "\\n".join(P)), after=other))
    assert found.body.split("\n") == list(P)


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm:",
        "TIN LIÊN QUAN",
        "» Các tin khác...",
        "Số lượt người xem: 436 Bản inQuay lại",
        "In trang | Quay lại",
        "(Lượt xem: 74)",
        "Từ khóa: cà phê, Kon Jri",
        "© 2024 Xã Kon Jri",
        "Advertisement",
        "Sign up for our newsletter",
        "Click để đánh giá bài viết",
        "Tài liệu đính kèm:",
        "Các văn bản khác",
        "Văn bản cùng lĩnh vực",
        "VĂN BẢN XEM NHIỀU",
        "Câu hỏi cùng chủ đề",
        "Tải file Lượt xem: 155 Lượt tải: 72",
        "Tin cùng danh mục",
        "Các bài đã đăng:",
        "Bạn có thể quan tâm",
        "Xem nhiều nhất",
        "Ý kiến góp ý",
        "Mục lục bài viết",
        "Đánh giá bài viết: ★★★★☆ 4/5 (12 lượt)",
        "Tài liệu đính kèm ThongBao_14.doc",
        "Câu trả lời có hữu ích với bạn không?",
        "SCROLL TO CONTINUE WITH CONTENT",
        "- Quảng cáo -",
        "Copy link bài gốc",
        "Font size: A- A A+",
        "Berita Terkait",
        "Lesen Sie auch:",
        "À lire aussi",
        "LEIA TAMBÉM:",
        "People are also reading…",
        "Читайте также:",
        "00:00 / 02:14 Tốc độ phát",
        "Trình duyệt của bạn không hỗ trợ phát video này",
        "Contact Ann Lee at 309-555-0142. Follow her on X.",
        "ann.lee@courier.example",
        "<저작권자(c) 한빛뉴스, 무단 전재-재배포 금지>",
        "（责任编辑：王小明）",
        "Địa chỉ bài viết này: http://bao.example/xa-hoi/1736/",
        "(mhk)",
        "Mit Ihrer Zustimmung wird hier eine Karte angezeigt.",
        "Empfohlener redaktioneller Inhalt",
        "Gọi ngay hotline 0123 456 789 để được tư vấn về giống cà phê",
        "Link bài gốc: https://bao.example/duong-moi.html",
        "อ่านข่าวที่เกี่ยวข้อง",
        "関連ニュース",
        "相关阅读：",
        "관련 기사",
    ],
)
def test_lines_that_are_never_text(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm nhiều tiết mục cồng chiêng, bà con ở lại đến khuya.",
        "Tin ở dân, làng làm được việc lớn.",
        "Trở lại Kon Jri",
        "Bình luận của chuyên gia về mùa vụ",
        "In 500 tờ gấp tuyên truyền phát cho các hộ.",
        "Email gửi về xã: 12 ý kiến.",
        "Contact was lost at noon.",
        "Hãy gọi tổng đài 111 khi thấy trẻ em bị bạo hành.",
        "(UBND)",
        "Tốc độ phát triển của xã",
        "Văn bản khác biệt ở chỗ có hiệu lực ngay.",
        "Thông tin hữu ích cho bà con được phát mỗi sáng trên loa của làng.",
        "Đánh giá: Nhân dân đồng tình cao, tiến độ vượt kế hoạch.",
        "",
    ],
)
def test_lines_that_only_begin_alike_are_text(line: str) -> None:
    assert not (line and is_boilerplate(line))


def test_date_lines() -> None:
    assert is_date_line("Ngày đăng: 08/07/2024  11:38")
    assert is_date_line("Published Monday, November 18, 2019 8:22AM EST")
    assert not is_date_line("Ngày 8/7/2024, xã tổ chức hội nghị")
    assert not is_date_line("Hai mươi hộ")


def test_an_ablated_rule_is_in_force_again_afterwards() -> None:
    html = page(f"<div>{paragraphs()}<p>Chia sẻ</p></div>")
    with ablated(Rule.LINES):
        assert lines(html)[-1] == "Chia sẻ"
    assert lines(html) == list(P)


def test_a_lead_without_any_mark_between_title_and_text_is_not_lost() -> None:
    html = page(
        f"<div class='x1'>14/06/2024 15:45</div><div class='x2'>{P[0]}</div><div class='x3'>{paragraphs(P[1:])}</div>"
    )
    found = article(html)
    assert (found.lead, found.body.split("\n")) == (P[0], list(P[1:]))


def test_a_lead_set_as_heading_and_a_captioned_layout_table() -> None:
    rows = "<tr><td><img src='/c.jpg'></td></tr><tr><td><p class='Image'>Làng mới</p></td></tr>"
    table = f"<table class='tplCaption'>{rows}</table>"
    found = article(
        page(f"<h2 class='fon33'>{P[0]}</h2><div class='fon34'><p>{P[1]}</p>{table}{paragraphs(P[2:])}</div>")
    )
    assert (found.lead, found.captions) == (P[0], ("Làng mới",))
    assert found.body.split("\n") == list(P[1:])


def test_a_signature_in_the_last_paragraph_is_the_author() -> None:
    end = "<p style='text-align: right'><strong>Hà Linh - Văn Bảy</strong></p>"
    found = article(page(f"<div>{paragraphs()}{end}</div>"))
    assert found.authors == ("Hà Linh", "Văn Bảy")
    assert found.body.split("\n") == list(P)


@pytest.mark.parametrize(
    ("head", "foot", "authors"),
    [
        ("<div>Hà Linh Chi</div><div>09/06/2025 06:29</div>", "", ("Hà Linh Chi",)),
        ("<div>Minh Ngọc <span>|</span> Thứ năm, ngày 08/08/2019 13:45 (GMT+7)</div>", "", ("Minh Ngọc",)),
        ("<p>Por Marta Ibarra</p><p>11/09/2024</p>", "", ("Marta Ibarra",)),
        ("<p><b>PV</b> - Chủ nhật, 21/05/2017 19:03</p>", "", ("PV",)),
        ("<div>09/06/2025 06:29</div>", "<div><b>Lò Phương:</b></div>", ()),
        ("<div>09/06/2025 06:29</div>", "<p class='nguontin'>Theo Lò Phương (Tạp chí Nương Rẫy)</p>", ("Lò Phương",)),
        ("<div>09/06/2025 06:29</div>", "<div>Lò Phương</div>", ("Lò Phương",)),
        (
            "<div>09/06/2025 06:29</div>",
            "<h3>Các bước tiếp theo</h3>" + paragraphs() + "<b>(Lò Phương)</b>",
            ("Lò Phương",),
        ),
        ("<div>Kinh Tế</div><div>09/06/2025 06:29</div>", "", ()),  # linked in the menu
        ("<div>Kon Tum, 09/06/2025</div>", "", ()),
        ("<div>Phòng Văn hóa</div><div>09/06/2025</div>", "", ()),
        ("<div>Nghe bài viết</div><div>09/06/2025</div>", "<div>Xin cảm ơn bà con.</div>", ()),
    ],
)
def test_names_without_any_mark_beside_the_date_or_below_the_text(
    head: str, foot: str, authors: tuple[str, ...]
) -> None:
    menu = "<ul><li><a href='/kinh-te'>Kinh Tế</a></li></ul>"
    inside = f"{menu}<div><div>{TITLE}</div>{head}<div>{paragraphs()}</div>{foot}</div>"
    assert article(f"<html><head><title>{TITLE}</title></head><body>{inside}</body></html>").authors == authors


@pytest.mark.parametrize(
    ("claimed", "printed"),
    [
        ("27/2023/QĐ-UBND", "<h1>Quyết định 27/2023/QĐ-UBND quy định mức thu tiền</h1>"),
        ("Thông cáo báo chí", "<h2>THÔNG CÁO BÁO CHÍ</h2><h2>Thông cáo báo chí: Họp báo tháng 9 của xã</h2>"),
    ],
)
def test_a_heading_that_says_more_than_the_page_title_is_the_title(claimed: str, printed: str) -> None:
    table = "<table><tr><td>Số</td><td>27/2023/QĐ-UBND</td></tr></table>"
    inside = f"<div>{printed}<p>04/10/2024</p><div>{table}{paragraphs()}</div></div>"
    found = article(f"<html><head><title>{claimed}</title></head><body>{inside}</body></html>")
    assert found.title.endswith(("mức thu tiền", "của xã"))


@pytest.mark.parametrize(
    ("above", "below", "section"),
    [
        ("<ol><li><a href='/'>Trang chủ</a></li><li><a href='/hoi-dap/'>Hỏi đáp</a></li>"
         "<li><a href='/hoi-dap/dat-dai/'>Đất đai</a></li></ol><p>Tra cứu câu hỏi 2024</p>", "", "Hỏi đáp > Đất đai"),
        ("<ol><li><a href='/'>Trang chủ</a></li><li><a href='/van-ban/'>Văn bản</a></li>"
         "<li><a href='/lien-he/'>Liên hệ</a></li></ol><p>Tra cứu câu hỏi 2024</p>", "", None),
        ("<p><a href='/doi-song'>Đời sống</a> <a href='/the-thao'>Thể thao</a></p><p>Tốc độ phát 720</p>",
         " <a href='/doi-song'>Đời sống</a>", "Đời sống"),
        ("<p>Tốc độ phát 720</p>", " <a href='/tac-gia/ha-linh'>Hà Linh</a>", None),
    ],
)  # fmt: skip
def test_sections_that_only_addresses_tell(above: str, below: str, section: str | None) -> None:
    inside = f"{above}<div><h1>{TITLE}</h1><p>17/04/2024{below}</p><div>{paragraphs()}</div></div>"
    assert article(f"<html><body>{inside}</body></html>").section == section


def test_the_last_rows_of_a_table_sign_nothing() -> None:
    rows = "".join(f"<tr><td><b>{name}</b></td><td>{said}</td></tr>" for name, said in (
        ("Số ký hiệu", "17/2018/NQ-HĐND"), ("Phân loại", "Nghị quyết"), ("Người ký", "Trần Tuệ Minh")
    ))  # fmt: skip
    found = article(page(f"<div>{paragraphs()}<table>{rows}</table></div>"))
    assert found.authors == ()
    assert found.body.endswith("Người ký | Trần Tuệ Minh")


def test_capitals_are_how_a_line_is_set_and_designers_no_authors() -> None:
    end = "<p style='text-align:right'><b>HÀ LINH CHI</b></p><p style='text-align:right'><i>Thiết kế: Tuệ Mẫn</i></p>"
    found = article(page(f"<div>{paragraphs()}{end}</div>", "<meta name='author' content='Hà Linh Chi'>"))
    assert found.authors == ("Hà Linh Chi",)
    assert found.body.split("\n") == list(P)


@pytest.mark.parametrize(
    "listed",
    [
        "<h2>Related Topics</h2><ul><li><a href='/t/1'>giao thông</a></li><li><a href='/t/2'>Kon Jri</a></li></ul>",
        "<p>Từ khóa: <a href='/t/1'>giao thông</a>, <a href='/t/2'>Kon Jri</a></p><h3>Tin khác</h3><ul><li>"
        "<a href='/t/3'>Làng Kon Jri mở lớp học đêm</a></li></ul>",
        "<div class='detail__tags'><a href='/giao-thong.htm'>giao thông</a><a href='/kon-jri.htm'>Kon Jri</a></div>",
        "<div class='related-tags'><a href='/giao-thong.htm'>giao thông</a><a href='/kon-jri.htm'>Kon Jri</a></div>",
        "<ul class='c-widget-tags'><li><a href='/g-t1'>giao thông</a></li><li><a href='/k-t2'>Kon Jri</a></li></ul>",
    ],
)
def test_words_of_the_text_that_link_to_tags_are_none_of_its_tags(listed: str) -> None:
    linked = P[0].replace("làng", "<a class='TagItemInNews' href='/lang.htm'>làng</a>", 1)
    found = article(page(f"<div>{paragraphs((linked, *P[1:]))}</div>{listed}"))
    assert found.tags == ("giao thông", "Kon Jri")


@pytest.mark.parametrize(("marks", "is_asked"), [("ab", False), ("abcd", True)])
def test_a_long_text_in_two_elements_is_not_doubted(marks: str, is_asked: bool) -> None:
    parts = "".join(f"<div class='{mark}'>{paragraphs(P * 2)}</div>" for mark in marks)
    method = dict(article(page(f"<section>{parts}</section>")).methods)["body"]
    assert ("trafilatura" in method) == is_asked


def test_a_second_reading_of_one_line_does_not_drop_text_without_paragraphs() -> None:
    text = f"<p class='vd-desc'><b>{P[0]}</b></p><div class='vd-text'>{P[1]}<br/><br/>{P[2]}</div>"
    found = article(page(f"<h1>{TITLE}</h1><div>17/04/2024 1.204 lượt xem</div>{text}"))
    assert [found.lead, *found.body.split("\n")] == [*P[:3]]


def test_comments_without_any_class_are_cut_at_their_heading() -> None:
    said = "".join(f"<li><b>Nguyễn A{n}</b><p>{text[:70]}</p></li>" for n, text in enumerate(P[:3]))
    html = page(
        f"<div class='content'>{paragraphs()}</div><div class='x'><h3>Ý kiến bạn đọc (3)</h3><ul>{said}</ul></div>"
    )
    assert lines(html) == list(P)


def test_a_list_called_by_its_section_is_cut_at_its_heading_however_long() -> None:
    items = "".join(
        f"<div><a href='/{n}'>Tin thôn {'nhỏ ' * (n % 5)}số {n}</a><p>(KJ) - Thôn số {n} báo tin, bà con theo dõi thêm"
        f" ở nhà rông.</p><i>0{n % 9}:1{n % 9}, {n + 1}/07/2024</i></div>"
        for n in range(20)
    )
    html = page(f"<div class='x'><div>{paragraphs(P[:3])}</div><div><h4>Việc làng khác</h4>{items}</div></div>")
    assert lines(html) == list(P[:3])


def test_a_short_notice_with_a_file_is_an_article() -> None:
    opening = "Ủy ban nhân dân xã thông báo lịch tiếp công dân tháng 7 như sau:"
    others = "".join(f"<li><a href='/{n}'>Tin tức khác số {n} của xã nhà</a></li>" for n in range(9))
    found = article(page(f"<div><p>{opening}</p><p><a href='/f/tb.pdf'>Thông báo 12</a></p></div><ul>{others}</ul>"))
    assert found.body == opening
    assert [file.url for file in found.attachments] == ["https://xa.example.gov.vn/f/tb.pdf"]


TEASERS = "".join(
    f"<div class='item-{number}'><a href='/tin/{number}'>Huyện khánh thành trường mầm non số {number} ở xã vùng sâu</a>"
    f"<span>1{number}/05/2024</span><p>Công trình gồm {number} phòng học, bếp ăn và sân chơi, do nhân dân góp công và "
    "doanh nghiệp trong tỉnh hỗ trợ vật liệu.</p></div>"
    for number in range(2, 7)
)


@pytest.mark.parametrize("before", [True, False])
def test_excerpts_of_others_are_no_text_though_they_are_longer(before: bool) -> None:
    short = f"<div class='ct'>{paragraphs(P[:2])}</div>"
    box = f"<div class='bx-14'><h3>ĐỌC NHIỀU</h3>{TEASERS}</div>"
    html = page("", after="").replace(f"<h1>{TITLE}</h1>", (box if before else "") + f"<h1>{TITLE}</h1>")
    html = html.replace("</body>", short + ("" if before else box) + "</body>")
    assert lines(html) == list(P[:2])


def test_a_long_paragraph_below_a_linked_headline_is_no_excerpt() -> None:
    linked = "<h3><a href='/tin/9'>Huyện khánh thành trường mầm non số 9 ở xã vùng sâu</a></h3>"
    text = " ".join(P * 2)
    assert lines(page(f"<div>{paragraphs(P[:2])}</div><section>{linked}<p>{text}</p></section>"))[-1] == text


def test_prose_above_the_title_is_no_text() -> None:
    side = f"<div><b>LỊCH CÔNG TÁC</b>{paragraphs(P[3:])}</div>"
    told = f"<div><h2>{TITLE}</h2><div>{paragraphs(P[:3])}</div></div>"
    html = f"<html><head><title>{TITLE}</title></head><body>{side}{told}</body></html>"
    assert lines(html) == list(P[:3])


def test_a_related_list_longer_than_a_short_article_stays_suspect() -> None:
    related = (
        "<div class='tin-lien-quan'>" + TEASERS.replace("<a href", "<b data-href").replace("</a>", "</b>") + "</div>"
    )
    assert lines(page(f"<div>{paragraphs(P[:2])}</div>", after=related)) == list(P[:2])


def test_headlines_with_their_day_behind_are_headlines() -> None:
    items = "".join(
        f"<div class='it'><a href='/{n}'>Bản {name} thêm ba lớp xóa mù chữ</a><i>1{n}/06/2024</i><p>Đợt này có 12 bà "
        "con ghi tên, lớp mở buổi tối tại nhà rông của bản.</p></div>"
        for n, name in enumerate(("Đăk Lung", "Kon Hring"))
    )  # fmt: skip
    found = article(page(f"<div>{paragraphs(P[:3])}</div><div>{items}</div>"))
    assert found.body.split("\n") == list(P[:3])


def test_a_calendar_and_the_list_of_files_are_no_text() -> None:
    days = "".join(f"<td>{day}</td>" for day in range(1, 8))
    names = "".join(f"<th>{name}</th>" for name in ("T2", "T3", "T4", "T5", "T6", "T7", "CN"))
    calendar = f"<table><tr>{names}</tr><tr>{days}</tr></table>"
    files = (
        "<table><tr><th>STT</th><th>Tên file</th><th>Tải về</th></tr><tr><td>1</td><td>334_QD-UBND_signed.pdf</td>"
        "<td><a href='/f.pdf'>Tải về</a></td></tr></table>"
    )
    assert lines(page(f"<div>{paragraphs()}{calendar}{files}</div>")) == list(P)


def test_a_fact_box_called_sidebar_stays_and_a_list_called_so_goes() -> None:
    box = f"<div class='sidebar-rich-text'><p>{P[5]}</p></div>"
    links = (
        "<div class='sidebar'>"
        + "".join(f"<p><a href='/{n}'>Tin đã đưa số {n} của huyện</a></p>" for n in range(4))
        + "</div>"
    )
    assert lines(page(f"<div>{paragraphs(P[:5])}{box}{links}</div>")) == list(P)


def test_a_lead_called_hot_news_is_the_lead() -> None:
    inside = (
        f"<div class='hot-news-tol'><p><strong>{P[5]}</strong></p></div><div class='noidung'>{paragraphs(P[:5])}</div>"
    )
    assert article(page(inside)).lead == P[5]


def test_captions_between_title_and_text_are_captions() -> None:
    picture = "<div class='img'><img src='/a.jpg'><p class='img-title'>Con đường mới qua làng. (Ảnh: A Thái)</p></div>"
    found = article(page(f"{picture}<div id='noidung'>{paragraphs()}</div>"))
    assert found.captions == ("Con đường mới qua làng. (Ảnh: A Thái)",)
    assert [image.url for image in found.images] == ["https://xa.example.gov.vn/a.jpg"]


def test_what_stands_in_a_centred_table_is_not_centred() -> None:
    cell = f"<p align=justify><img src='/a.jpg'>{P[0]}</p>{paragraphs(P[1:])}"
    assert lines(page(f"<center><table><tr><td>{cell}</td></tr></table></center>")) == list(P)


def test_a_sentence_set_as_heading_below_the_date_is_the_lead() -> None:
    head = f"<p>07/03/2026 08:52 (GMT+07:00)</p><h2>{P[0]}</h2>"
    found = article(page(f"<div>{head}<div>{paragraphs(P[1:])}</div></div>"))
    assert (found.lead, found.body) == (P[0], "\n".join(P[1:]))


def test_the_first_part_of_a_text_may_stand_outside_its_container() -> None:
    more = "".join(f"<p>{text} {text}</p>" for text in (*P, *P[::-1]))
    first = [f"{text} {text[:40]}." for text in P[:2]]
    inside = f"<div class='part'>{paragraphs(tuple(first))}<p>Ảnh</p><div class='all'>{more}</div></div>"
    assert lines(page(inside))[:3] == [*first, f"{P[0]} {P[0]}"]


def test_points_above_the_container_are_no_first_part() -> None:
    more = tuple(f"{text} {text} {text}" for text in P)
    points = "".join(f"<li>{text} Tóm tắt thêm cho người đọc vội.</li>" for text in P[:2])
    found = article(page(f"<div><p>{P[5]}</p><ul>{points}</ul><div class='all'>{paragraphs(more)}</div></div>"))
    assert (found.lead, found.body.split("\n")) == (P[5], list(more))


def test_another_reading_that_lacks_most_of_the_text_decides_nothing() -> None:
    html = f"<div><main>{paragraphs(P[:2])}</main><div class='rest'>{paragraphs(P[2:])}</div></div>"
    outline = read_page(LexborHTMLParser(html))[1]
    blocks = outline.blocks
    assert lacks_most(outline, blocks, blocks[:2])
    assert not lacks_most(outline, blocks, blocks[2:])


def test_headings_in_elements_of_their_own_stay_between_agreed_parts() -> None:
    parts = "".join(
        f"<div class='box'><h3>Phần {n}</h3><div class='part'>{paragraphs(P[n : n + 2])}</div></div>" for n in (0, 2, 4)
    )
    outline = read_page(LexborHTMLParser(f"<div>{parts}</div>"))[1]
    agreed = only_agreed(outline, outline.blocks, P) or ()
    assert [block.text for block in agreed] == [*P[:2], "Phần 2", *P[2:4], "Phần 4", *P[4:]]


def test_a_heading_above_a_picture_stays_where_the_text_of_its_part_does() -> None:
    head = "<h2>Phần {}</h2><figure><img src='/a.jpg'><figcaption>Con đường mới</figcaption></figure>"
    parts = "".join(
        f"<section>{head.format(n)}<div class='part'>{paragraphs(P[n : n + 2])}</div></section>" for n in (0, 2, 4)
    )
    outline = read_page(LexborHTMLParser(f"<div>{parts}</div>"))[1]
    agreed = only_agreed(outline, outline.blocks, P) or ()
    assert [block.text for block in agreed if block.is_words] == [*P[:2], "Phần 2", *P[2:4], "Phần 4", *P[4:]]


@pytest.mark.parametrize("caption", ["<div class='row'><div class='text'>{}</div></div>", "<h2>{}</h2>"])
def test_what_stands_in_a_caption_is_caption_however_deep(caption: str) -> None:
    text = "Đường mới | Người dân Kon Jri đi trên con đường vừa làm xong hôm qua."
    caption = caption.format(text)
    figure = f"<figure><img src='/a.jpg'/><figcaption>{caption}</figcaption></figure>"
    found = article(page(f"<div>{paragraphs(P[:3])}{figure}{paragraphs(P[3:])}</div>"))
    assert found.body.split("\n") == list(P)
    assert found.captions == (text,)


def test_an_article_appended_for_readers_who_scroll_on_is_another() -> None:
    def whole(tag: str, title: str, texts: tuple[str, ...]) -> str:
        head = f"<{tag} class='ten'>{title}</{tag}><p class='luc'>14/02/2026 12:10</p>"
        text = f"<h2 class='sapo'>{texts[0]}</h2><div class='nd'>{paragraphs(texts[1:])}</div>"
        return f"<div class='bai'>{head}{text}</div>"

    other = tuple(f"Ở chợ nổi, {text[0].lower()}{text[1:]}" for text in P)
    pages = whole("h1", TITLE, P) + whole("h2", "Chợ nổi lưu giữ hồn quê giữa lòng đô thị", other)
    found = article(f"<html><head><title>{TITLE}</title></head><body><div>{pages}</div></body></html>")
    assert (found.lead, found.body.split("\n")) == (P[0], list(P[1:]))


def test_of_several_whole_articles_the_one_with_the_title_is_read() -> None:
    other = paragraphs(tuple(f"{text[:60]} và nhiều việc khác nữa trong tuần qua ở huyện." for text in P * 4))
    first = f"<article><h1>{TITLE}</h1><div class='text'>{paragraphs()}</div></article>"
    second = f"<article><h1>Huyện tổng kết công tác năm</h1><div class='text'>{other}</div></article>"
    html = f"<html><head><title>{TITLE}</title></head><body><div class='all'>{first}{second}</div></body></html>"
    assert lines(html) == list(P)


def test_sentences_of_few_letters_are_prose_in_japanese() -> None:
    title = "村の新しい道路が予定より二週間早く完成"
    text = [f"{n}番目の区間では住民が三百日分の作業に参加した。" for n in range(1, 25)]
    box = "<div class='about'><p>The editors of this page write about roads, bridges and villages.</p></div>"
    inside = f"<h1>{title}</h1><div>{paragraphs(tuple(text))}</div>{box}"
    html = f"<html lang='ja'><head><title>{title}</title></head><body>{inside}</body></html>"
    assert lines(html) == text


@pytest.mark.parametrize(("mark", "n"), [("part", len(P) + 2), ("notes", len(P))])
def test_parts_of_one_class_are_one_text_however_short_the_last(mark: str, n: int) -> None:
    last = ("Làng sẽ tự sửa đường mỗi năm hai lần sau mùa mưa.", "Xã giao cho già làng theo dõi quỹ bảo trì con đường.")
    parts = f"<div class='part'>{paragraphs()}</div><hr/><div class='{mark}'>{paragraphs(last)}</div>"
    assert len(lines(page(f"<section>{parts}</section>"))) == n


@pytest.mark.parametrize(("language", "author"), [("en", "Ann Lee"), ("vi", "Kiko Tea Pack")])
def test_a_bare_last_line_signs_in_vietnam_only(language: str, author: str) -> None:
    title = "The village road is finished two weeks early"
    text = "".join(
        f"<p>The road of {n} kilometres joins the village and its fields, and the rains no longer cut it off.</p>"
        for n in range(6)
    )
    head = f"<html lang='{language}'><body><h1>{title}</h1><p class='author'>By Ann Lee</p>"
    html = f"{head}<div>{text}<p><b>Kiko Tea Pack</b></p></div></body></html>"
    found = extract(page_of(html.encode(), "https://news.example.com/1.html"))
    assert isinstance(found, Article)
    assert found.authors == (author,)


def test_a_page_builder_calls_every_part_a_widget() -> None:
    title = f"<div class='elementor-widget elementor-widget-theme-post-title'><h1>{TITLE}</h1></div>"
    date = "<div class='elementor-widget'><ul class='elementor-post-info'><li>Ngày đăng: 18/05/2023</li></ul></div>"
    text = f"<div class='elementor-widget elementor-widget-theme-post-content'>{paragraphs(P[:2])}</div>"
    teasers = "".join(f"<div><h3><a href='/t{n}'>{P[n][:50]}</a></h3><p>{P[n]} {P[n]}</p></div>" for n in range(6))
    found = article(f"<html><title>{TITLE}</title><body>{title}{date}{text}<h2>Bài viết liên quan</h2>{teasers}</body>")
    assert (found.body, found.published_raw) == ("\n".join(P[:2]), "18/05/2023")


def test_excerpts_of_others_do_not_keep_a_marked_text_under_suspicion() -> None:
    text = f"<div class='asset-body subscribe-area'>{paragraphs(P)}</div>"
    teasers = "".join(
        f"<article><h3><a href='/t{n}'>{P[n][:40]}</a></h3><p>{P[n][:70]}</p></article>" for n in range(5)
    )
    assert lines(page(text, after=f"<section><h3>More from this section</h3>{teasers}</section>")) == list(P)


def test_the_rows_of_a_documents_record_are_its_text() -> None:
    box = "<h3>Văn bản mới</h3><div>24/QĐ-UBND (25/11/2025): Phê duyệt kế hoạch trợ giúp pháp lý năm tới</div>"
    box += "<div>18/CT-UBND (20/11/2025): Tăng cường phổ biến, giáo dục pháp luật trong trường học</div>"
    told = [("Số ký hiệu", "22/QĐ-UBND"), ("Ngày ban hành", "08/10/2021"), ("Người ký", "A Thơm"), ("Trích yếu", P[0])]
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in told)
    others = "".join(
        f"<tr><td>2{n}/QĐ-UBND</td><td><a href='/v{n}'>{text[:60]}</a></td></tr>" for n, text in enumerate(P)
    )
    foot = "<div>Trưởng ban biên tập: Phó Chủ tịch xã - Giấy phép số 55/GP-TTĐT ngày 20/9/2018</div>"
    own = f"<div><div><b>{TITLE}</b></div><table>{rows}</table><h3>Văn bản cùng loại</h3><table>{others}</table></div>"
    found = lines(f"<html><title>{TITLE}</title><body><div>{box}</div><div>{own}</div>{foot}</body></html>")
    assert found == [f"{name} | {value}" for name, value in told]


def test_breaking_news_above_the_title_is_no_text() -> None:
    news = "".join(f"<li><a href='/b{n}'>{text[:45]}</a> {text} {text}</li>" for n, text in enumerate(P))
    own = f"<div><h2>{TITLE}</h2>{paragraphs(P[:4])}</div>"
    html = f"<html><title>{TITLE}</title><body><div><ul>{news}</ul>{own}</div></body>"
    assert lines(html) == list(P[:4])


def test_headlines_set_as_quotation_are_no_text() -> None:
    others = (
        "<blockquote><p>Bài liên quan</p><p>» <a href='/b1'>Ra quân làm sạch bờ suối hưởng ứng ngày Đại dương</a></p>"
    )
    said = "<blockquote><p>Đường này của dân.</p></blockquote>"
    found = lines(page(f"<div>{paragraphs(P[:3])}{others}</blockquote>{said}{paragraphs(P[3:])}</div>"))
    assert found == [*P[:3], "Đường này của dân.", *P[3:]]
