"""Article pages of our own making, one per way Vietnamese content systems build them, with what should be read.

Every page stands in the same noisy shell: clock strip, menu, hit counter, most-read list with dates, related lists,
footer with a licence and its date. Names and texts are invented.
"""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, field

FETCHED = "2026-08-20T05:00:00+00:00"

PARAGRAPH = (
    "<p>Sáng 12/3, Ủy ban nhân dân huyện tổ chức hội nghị đánh giá kết quả thực hiện nhiệm vụ quý I, triển khai kế hoạch "
    "quý II; lãnh đạo các phòng, ban, xã, thị trấn cùng dự và thảo luận về những khó khăn trong giải ngân vốn.</p>"
)
BODY = (
    PARAGRAPH
    + PARAGRAPH.replace("Sáng 12/3", "Trước đó, ngày 05/02/2016")
    + PARAGRAPH.replace("Sáng 12/3", "Chiều 15/3")
)


def shell(
    article: str,
    *,
    title: str = "",
    head: str = "",
    clock: str = "Thứ năm, ngày 20/08/2026, 12:00:15",
    name: str = "Cổng thông tin điện tử huyện Đăk Sơn",
) -> str:
    """``article`` in a portal's page."""
    page_title = f"{title} - {name}" if title else name
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{page_title}</title>{head}</head><body>
<div id="top"><div class="clock">{clock}</div><div class="hit">SỐ LƯỢT TRUY CẬP <span>3</span><span>8</span></div></div>
<div class="main-menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li>
<li><a href="/tin-tuc">Tin tức - Sự kiện</a></li><li><a href="/van-ban">Văn bản</a></li></ul></div>
<div class="wrapper">
<div class="col-left"><h2>Tin nổi bật</h2><ul><li><a href="/tin-khac-1.html">Khánh thành cầu bắc qua sông Đăk Bla</a> <span class="date">18/08/2026</span></li>
<li><a href="/tin-khac-2.html">Trao nhà tình nghĩa cho gia đình chính sách</a> <span class="date">17/08/2026</span></li></ul></div>
<div class="col-main">{article}</div>
<div class="sidebar"><h3>Xem nhiều</h3><ul><li><a href="/tin-khac-3.html">Lịch tiếp công dân tháng 9</a> <time datetime="2026-08-19T08:00:00+07:00">19/08/2026</time></li></ul>
<p>Tổng lượt truy cập: 1.234.567</p><p>Đang trực tuyến: 12</p></div>
</div>
<div class="footer"><p>Giấy phép số 146/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 01/02/2015</p>
<p>Chịu trách nhiệm: Ông Trần Văn Bảy</p></div></body></html>"""


@dataclass(frozen=True)
class PortalPage:
    """A page and what its metadata are."""

    name: str
    html: str
    title: str
    published: str | None
    """ISO 8601; a date alone where the page prints no time."""
    url: str = "https://dakson.gov.vn/tin-tuc/chi-tiet"
    authors: list[str] = field(default_factory=list)
    source: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    views: int | None = None
    lead: str | None = None
    updated: str | None = None
    attachments: list[tuple[str, str]] = field(default_factory=list)
    listed_raw: str | None = None


TITLE = "Hội nghị triển khai nhiệm vụ phát triển kinh tế - xã hội quý II"
LEAD = "Hội nghị do đồng chí Chủ tịch Ủy ban nhân dân huyện chủ trì, bàn giải pháp đẩy nhanh tiến độ các công trình."

PAGES = [
    PortalPage(
        "sharepoint-blog-2017",
        shell(
            f"""<div class="ms-PostWrapper"><div class="ms-PostDate">Văn hóa xã hội Thứ Sáu, 21/04/2017, 10:30</div>
<h3>{TITLE}</h3><div class="ms-PostBody">{BODY}<p>&nbsp;</p><p>Mỹ Diễm</p></div>
<div>Số lượt người xem: 436</div><a>Bản in</a><a>Quay lại</a><h4>TIN MỚI HƠN</h4><ul><li><a href="?ItemID=2">Tin khác (25/04/2017)</a></li></ul></div>"""
        ),
        TITLE,
        "2017-04-21T10:30:00+07:00",
        authors=["Mỹ Diễm"],
        section="Văn hóa xã hội",
        views=436,
    ),
    PortalPage(
        "kontum-2019",
        shell(
            f"""<div class="strip">Thứ 3, Ngày 16/07/2024 -</div><div class="detail"><h1>{TITLE}</h1>
<div>Ngày đăng: 08/07/2024&nbsp; 11:38</div><div>Mặc định Cỡ chữ</div>{BODY}</div>""",
            title=TITLE,
        ),
        TITLE,
        "2024-07-08T11:38:00+07:00",
    ),
    PortalPage(
        "mic-sharepoint",
        shell(
            f"""<div class="box-category"><div class="news_content" id="news_content"><div class="title_news"><h1>{TITLE}</h1></div>
<div class="date-detail noprint"><span>21/04/2017 10:30 AM</span><a>A+</a></div>
<div id="divArticleDescription" style="font-weight:bold">{LEAD}</div>
<div class="news_detail"><div class="news_detail" id="divArticleContent">{BODY}</div></div>
<p align="right"><strong style="font-style:italic">Lê Thu Hà</strong></p><p align="right">Lượt xem: 1.250</p>
<div class="tin-khac"><p>TIN KHÁC</p><ul><li><a class="shape" href="/x.html">Tin thứ nhất</a><small>- 22/04/2017</small></li></ul></div></div></div>"""
        ),
        TITLE,
        "2017-04-21T10:30:00+07:00",
        authors=["Lê Thu Hà"],
        views=1250,
        lead=LEAD,
    ),
    PortalPage(
        "tandan-sharepoint",
        shell(
            f"""<div class="tandan-p-article-news-title">{TITLE}</div><span class="tandan-span-date-publish">Đăng ngày 05 - 03 - 2021</span>
<div class="tandan-p-article-news-summary">{LEAD}</div><div class="tandan-p-article-main">{BODY}</div>
<div class="tandan-div-article-other"><p class="tandan-p-article-other"><a href="/o">Tin khác</a> 06/03/2021</p></div>""",
            head=f'<meta property="og:title" content="{TITLE}">',
        ),
        TITLE,
        "2021-03-05",
        url="https://dakson.gov.vn/portal/pages/2021-3-5/Hoi-nghi-abc12.aspx",
        lead=LEAD,
    ),
    PortalPage(
        "moc-sharepoint",
        shell(
            f"""<div id="divArticleDescription3"><h1 class="News_Detail_Title">{TITLE}</h1></div>
<span class="News_Time_Post">Ngày đăng: 13/05/2019 / Lượt xem: 74</span><div id="divArticleDescription1">{LEAD}</div>
<div id="divArticleDescription2">{BODY}</div><div id="ctl_pnNguontin">Nguồn: Báo Xây dựng</div>
<div class="groupnews_head">Bài viết cùng chuyên mục</div><ul class="othernews_fullwidth"><li><a href="/1">Tin A</a> (14/05/2019)</li></ul>"""
        ),
        TITLE,
        "2019-05-13",
        views=74,
        source="Báo Xây dựng",
    ),
    PortalPage(
        "webforms",
        shell(
            f"""<form id="aspnetForm"><span id="lblTitle" class="title">{TITLE}</span><div>{BODY}</div><p>Lượt xem: 7370 | Gửi lúc: 05/12/2013 15:42:27</p></form>"""
        ),
        TITLE,
        "2013-12-05T15:42:27+07:00",
        views=7370,
    ),
    PortalPage(
        "nukeviet",
        shell(
            f"""<div class="news_column panel panel-default newsdetail" itemtype="http://schema.org/NewsArticle" itemscope>
<h1 class="title margin-bottom-lg" itemprop="headline">{TITLE}</h1>
<div class="hidden hide d-none" itemprop="author" itemscope><span itemprop="name">Hoàng Trung</span></div>
<span class="hidden hide d-none" itemprop="datePublished">2023-06-27T10:14:00+07:00</span>
<span class="hidden hide d-none" itemprop="dateModified">2023-06-28T09:00:30+07:00</span>
<span class="hidden hide d-none" itemprop="description">{LEAD}</span>
<div class="newsdetailmetatop"><span class="h5"><em class="fa fa-clock-o"></em> Thứ ba - 27/06/2023 10:14</span>
<span class="h5"><em class="fa fa-eye"></em> 512</span><span class="h5"><em class="fa fa-comment"></em> 0</span></div>
<div class="hometext m-bottom" itemprop="description">{LEAD}</div><div id="news-bodyhtml" class="bodytext">{BODY}</div>
<div class="news-download-file"><a href="/vi/news/download/ke-hoach.pdf">ke-hoach.pdf</a></div>
<p class="h5 text-right"><strong>Tác giả bài viết: </strong>Hoàng Trung</p><p class="h5 text-right"><strong>Nguồn tin: </strong>Báo Kon Tum</p>
<div class="keywords"><strong>Từ khóa: </strong><a href="/tag/giai-ngan">giải ngân</a>, <a href="/tag/von">vốn đầu tư</a></div></div>
<div class="other-news"><h4>Những tin mới hơn</h4><ul><li><a href="/m1.html">Tin mới</a> <em>(28/06/2023)</em></li></ul>
<h4>Những tin cũ hơn</h4><ul><li><a href="/c1.html">Tin cũ</a> <em>(26/06/2023)</em></li></ul></div>""",
            title=TITLE,
            head='<meta property="article:section" content="Tin trong huyện">',
        ),
        TITLE,
        "2023-06-27T10:14:00+07:00",
        authors=["Hoàng Trung"],
        source="Báo Kon Tum",
        section="Tin trong huyện",
        tags=["giải ngân", "vốn đầu tư"],
        views=512,
        lead=LEAD,
        updated="2023-06-28T09:00:30+07:00",
        attachments=[("https://dakson.gov.vn/vi/news/download/ke-hoach.pdf", "ke-hoach.pdf")],
    ),
    PortalPage(
        "hoabinh-liferay7",
        shell(
            f"""<div class="portlet-breadcrumb"><ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/kt">Kinh tế</a></li>
<li><a href="/nn">Nông nghiệp</a></li><li class="active">{TITLE}</li></ul></div>
<div id="content_detail_news"><h1 class="title" id="titleDetail">{TITLE}</h1><div class="tool"><span class="date_time">Thứ tư, 05/02/2020, 11:00</span></div>
<div class="summary" id="leadDetail">{LEAD}</div><img src="/a.jpg"><div class="img-title">Ảnh chụp ngày 04/02/2020</div>
<div class="textdetail" id="contentDetail">{BODY}</div><div class="author">Bùi Minh</div><div class="source">Theo Báo Hòa Bình</div>
<div class="attachment"><a href="/documents/20182/0/KH+so+12.docx/1a2b">Tải về</a></div>
<div class="list_detail"><h3>Danh sách bài viết cũ</h3><ul class="ul_list_detail"><li><a href="/1">Tin cũ <span class="time">(01/02/2020)</span></a></li></ul></div></div>"""
        ),
        TITLE,
        "2020-02-05T11:00:00+07:00",
        authors=["Bùi Minh"],
        source="Báo Hòa Bình",
        section="Kinh tế > Nông nghiệp",
        lead=LEAD,
        attachments=[("https://dakson.gov.vn/documents/20182/0/KH+so+12.docx/1a2b", "KH+so+12.docx")],
    ),
    PortalPage(
        "liferay6-time-first",
        shell(
            f"""<div class="portlet-asset-publisher"><div class="journal-content-article"><h3 class="title-detail">{TITLE}</h3>
<p class="date_post">14:53 23/03/2020</p><p class="sapo"><strong>{LEAD}</strong></p>{BODY}</div></div>""",
            head=f'<meta property="og:url" content="https&#x3a;&#x2f;&#x2f;dakson.gov.vn"><meta property="og:title" content="{TITLE}">',
        ),
        TITLE,
        "2020-03-23T14:53:00+07:00",
        lead=LEAD,
    ),
    PortalPage(
        "date-and-bare-view-count",
        shell(
            f"""<h2 class="title">{TITLE}</h2><div class="info">01/10/2021 15:53&nbsp;&nbsp;&nbsp;4792</div>{BODY}"""
        ),
        TITLE,
        "2021-10-01T15:53:00+07:00",
        views=4792,
    ),
    PortalPage(
        "codeigniter-iso",
        shell(
            f"""<h1 class="details_text_headering_home_list">{TITLE}</h1><div class="dates">2017-03-20</div><div class="details_title_v1_home">{LEAD}</div>{BODY}
<h1>Tin liên quan</h1><ul class="units-list"><li><span class="unit__title"><a href="/1">Tin A</a></span><span class="relative-time">2017-03-22</span></li></ul>"""
        ),
        TITLE,
        "2017-03-20",
    ),
    PortalPage(
        "paper-h2-title-slash-path",
        shell(
            f"""<div class="detailBox"><h2>{TITLE}</h2><p class="d_date"><span>14:08 05/04/2024</span></p><strong class="d_Txt">{LEAD}</strong>
<div id="cotent_detail">{BODY}<p style="text-align: right;"><strong>HOÀNG TRUNG – MẠNH DŨNG</strong></p></div></div>""",
            title=TITLE,
        ),
        TITLE,
        "2024-04-05T14:08:00+07:00",
        authors=["HOÀNG TRUNG", "MẠNH DŨNG"],
    ),
    PortalPage(
        "wordpress-header-clock",
        shell(
            f"""<h2 class="title-single">{TITLE}</h2><div class="date-timesingle">Ngày đăng: 05/07/2025</div><div class="single-content">{BODY}</div>
<div class="related-news"><a href="/r">Tin khác</a> 06/07/2025</div>""",
            clock="Thứ ba Ngày 18 Tháng 08 Năm 2026, 01:53:59",
            title=TITLE,
        ),
        TITLE,
        "2025-07-05",
    ),
    PortalPage(
        "vccorp",
        shell(
            f"""<div class="detail-top"><div class="detail-cate"><a href="/thoi-su.htm">Thời sự</a></div><div data-role="publishdate" class="detail-time">07/03/2026 08:06 GMT+7</div></div>
<h1 class="detail-title article-title">{TITLE}</h1><div class="author-info"><a class="name">Minh Khang</a></div><h2 class="detail-sapo">{LEAD}</h2><div class="detail-content afcbc-body">{BODY}</div>
<div class="detail-tab"><ul class="detail-tags"><li><a href="/t1.html">đầu tư công</a></li></ul></div><div class="detail__related">Tin liên quan</div>""",
            title=TITLE,
            head="""<meta property="article:published_time" content="2026-03-07T08:06:00&#x2B;07:00"><meta property="article:author" content="Minh Khang">
<meta name="pubdate" content="3/7/2026 8:06:00 AM">""",
        ),
        TITLE,
        "2026-03-07T08:06:00+07:00",
        authors=["Minh Khang"],
        section="Thời sự",
        tags=["đầu tư công"],
        lead=LEAD,
    ),
    PortalPage(
        "cafef",
        shell(
            f"""<h1 class="title" data-role="title">{TITLE}</h1><p class="dateandcat"><span class="pdate" data-role="publishdate">07-03-2026 - 00:01 AM</span> | <a class="category-page__name cat" href="/tai-chinh.chn">Tài chính quốc tế</a></p>
<h2 class="sapo" data-role="sapo">{LEAD}</h2><div class="detail-content">{BODY}</div><p class="author">Phương Linh</p><p class="source">Theo Nhịp sống thị trường</p>""",
            title=TITLE,
        ),
        TITLE,
        "2026-03-07T00:01:00+07:00",
        authors=["Phương Linh"],
        source="Nhịp sống thị trường",
        section="Tài chính quốc tế",
        lead=LEAD,
    ),
    PortalPage(
        "vnexpress-2019",
        shell(
            f"""<section class="sidebar_1"><header class="clearfix"><span class="time left">Thứ hai, 18/2/2019, 09:05 (GMT+7)</span></header>
<h1 class="title_news_detail mb10">{TITLE}</h1><p class="description">{LEAD}</p><article class="content_detail">{BODY}<p style="text-align:right;"><strong>Võ Hải</strong></p></article></section>""",
            title=TITLE,
        ),
        TITLE,
        "2019-02-18T09:05:00+07:00",
        authors=["Võ Hải"],
        lead=LEAD,
    ),
    PortalPage(
        "tailwind-time-element",
        shell(
            f"""<article class="w-full md:w-2/3"><div class="text-sm"><a href="/xa-hoi.htm">Xã hội</a></div><h1 class="text-xl font-bold">{TITLE}</h1>
<div class="flex gap-2"><a href="/tac-gia/an.htm">Hoài An</a><time datetime="2026-03-06T23:02:00+07:00">Thứ sáu, 06/03/2026 - 23:02</time></div><h2 class="my-4">{LEAD}</h2>{BODY}</article>""",
            title=TITLE,
        ),
        TITLE,
        "2026-03-06T23:02:00+07:00",
        authors=["Hoài An"],
        section="Xã hội",
    ),
    PortalPage(
        "no-h1-section-first",
        shell(
            f"""<h1><a href="/thoi-su">THỜI SỰ</a></h1><div class="title-detail">{TITLE}</div><div><a class="author">Nguyên Minh</a> <span class="post-time">- 07/03/2026 08:47</span></div>
<div class="sapo_detail">{LEAD}</div>{BODY}<div class="tag_detail"><a href="/tag/a">#chứng khoán</a><a href="/tag/b"># cổ phiếu</a></div>""",
            title=TITLE,
            head=f'<meta property="og:title" content="{TITLE} ">',
        ),
        TITLE,
        "2026-03-07T08:47:00+07:00",
        authors=["Nguyên Minh"],
        section="THỜI SỰ",
        tags=["chứng khoán", "cổ phiếu"],
        lead=LEAD,
    ),
    PortalPage(
        "ngay-thang-nam-words",
        shell(
            f"""<h1 class="post-title">{TITLE}</h1><div class="meta">Ngày 07 tháng 03 năm 2026 | Lượt đọc: 1,024</div>{BODY}"""
        ),
        TITLE,
        "2026-03-07",
        views=1024,
    ),
    PortalPage(
        "comma-time-first",
        shell(f"""<h1>{TITLE}</h1><div><span>23:02 , 06/03/2026</span></div>{BODY}"""),
        TITLE,
        "2026-03-06T23:02:00+07:00",
    ),
    PortalPage(
        "date-only-in-listing",
        shell(f"""<h1>{TITLE}</h1>{BODY}"""),
        TITLE,
        "2018-09-03",
        listed_raw="(03/09/2018)",
    ),
    PortalPage(
        "date-only-in-url",
        shell(f"""<h1>{TITLE}</h1>{BODY}"""),
        TITLE,
        "2019-11-04",
        url="https://dakson.gov.vn/portal/pages/2019-11-4/Hoi-nghi-x.aspx",
    ),
    PortalPage(
        "day-and-time-in-two-blocks",
        shell(
            f"""<h1>Hội nghị triển khai nhiệm vụ<br>phát triển kinh tế - xã hội quý II</h1><div class="date"><div>Thứ Sáu, 06/03/2026</div><div>23:02</div></div>{BODY}"""
        ),
        TITLE,
        "2026-03-06T23:02:00+07:00",
    ),
    PortalPage("no-date-at-all", shell(f"""<h1>{TITLE}</h1>{BODY}"""), TITLE, None),
    PortalPage(
        "updated-label",
        shell(
            f"""<h1>{TITLE}</h1><div class="dates">Ngày đăng: 02/03/2022 07:15 - Cập nhật: 03/03/2022 16:20</div>{BODY}"""
        ),
        TITLE,
        "2022-03-02T07:15:00+07:00",
        updated="2022-03-03T16:20:00+07:00",
    ),
    PortalPage(
        "cap-nhat-is-the-only-date",
        shell(f"""<h1>{TITLE}</h1><div>Cập nhật lúc: 10:30, Thứ Sáu, 21/04/2017 (GMT+7)</div>{BODY}"""),
        TITLE,
        "2017-04-21T10:30:00+07:00",
    ),
    PortalPage(
        "title-in-a-div-and-a-page-title-that-says-nothing",
        shell(
            f"""<div id="r1:pbl5"><a href="/m/ttsk">Tin tức - Sự kiện</a> <span>/</span> <a href="/m/tsn">Tin ngành</a></div>
<div id="r1:pbl6" class="xjb">{TITLE}</div><div><label>18/12/2023 10:12:00</label></div><div>{BODY}</div>""",
            head='<meta property="og:title" content="Chi tiết tin - Cổng thông tin điện tử huyện Đăk Sơn">',
            title="Chi tiết tin",
        ),
        TITLE,
        "2023-12-18T10:12:00+07:00",
        section="Tin tức - Sự kiện > Tin ngành",
    ),
    PortalPage(
        "title-h1-in-a-head-of-the-article",
        shell(
            f"""<div class="NewsDetail"><div class="ArticleHeader"><h1 class="ArticleTitle">{TITLE}</h1>
<div><span class="PostDate">28/04/2024 17:20</span></div></div>{BODY}</div>""",
            name="Chi tiết tin tức",
        ),
        TITLE,
        "2024-04-28T17:20:00+07:00",
    ),
    PortalPage(
        "date-time-and-counter-touch",
        shell(
            f"""<div class="news-path">Trang chủ » Tin tức » Môi trường</div><h1>{TITLE}</h1>
<div class="info"><span>14/04/2025</span><span>08:11</span> <span><i class="icon-eye"></i>3.406</span></div>{BODY}""",
            title=TITLE,
        ),
        TITLE,
        "2025-04-14T08:11:00+07:00",
        section="Tin tức > Môi trường",
        views=3406,
    ),
    PortalPage(
        "time-element-beside-a-counter",
        shell(
            f"""<nav aria-label="breadcrumb"><ol><li><a href="/">Trang chủ</a></li><li><a href="/cm/an-ninh">An ninh trật tự</a></li></ol></nav>
<h1>{TITLE}</h1><div class="post-meta"><time>10:22 - 27/03/2025</time><span class="views">6.713 lượt xem</span></div>{BODY}
<div class="foot"><a href="/tag/bien-gioi.html">biên giới</a> <a href="/tag/tuan-tra.html">tuần tra</a></div>""",
            title=TITLE,
        ),
        TITLE,
        "2025-03-27T10:22:00+07:00",
        section="An ninh trật tự",
        tags=["biên giới", "tuần tra"],
        views=6713,
    ),
    PortalPage(
        "office-as-author-and-last-level-unlinked",
        shell(
            f"""<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li><li class="active">Kinh tế</li></ol>
<h1>{TITLE}</h1><div>Đăng ngày 02-04-2024 16:35</div>{BODY}<p class="author">Trung tâm Truyền thông huyện</p>""",
            title=TITLE,
        ),
        TITLE,
        "2024-04-02T16:35:00+07:00",
        authors=["Trung tâm Truyền thông huyện"],
        section="Tin tức > Kinh tế",
    ),
    PortalPage(
        "written-by",
        shell(
            f"""<h1>{TITLE}</h1><dl><dd class="createdby">Được viết bởi <span>Đàm Thị Liễu</span></dd><dd>24 Tháng 12 2018</dd></dl>{BODY}""",
            title=TITLE,
        ),
        TITLE,
        "2018-12-24",
        authors=["Đàm Thị Liễu"],
    ),
    PortalPage(
        "levels-that-touch",
        shell(
            f"""<p class="the-category"><a href="/doi-song.html">Đời sống</a><a href="/xu-huong.html">Xu hướng</a></p><h1>{TITLE}</h1><div>05/01/2025 07:10</div>{BODY}""",
            title=TITLE,
        ),
        TITLE,
        "2025-01-05T07:10:00+07:00",
        section="Đời sống > Xu hướng",
    ),
]
