"""Never requested: what counts, prints, mails or logs in. Articles about such things are requested."""

import pytest

from newscrawler.listings.forbidden import is_forbidden

ARTICLES = [
    "http://a.vn/in-tien-gia-bi-bat-123456.html",
    "http://a.vn/in-3d-la-gi.html",
    "http://a.vn/huong-dan-dang-ky-kinh-doanh-123.html",
    "http://a.vn/tin/ho-ngheo-thoat-ngheo-ben-vung-4.html",
    "http://a.vn/cong-van-ban-in-sach-giao-khoa-5.html",
    "http://a.vn/tin/gui-ban-doc-7.html",
    "http://a.vn/le-dang-quang-8.html",
    "http://a.vn/bai-viet/thoat-lu-99",
    "http://a.vn/tin/sign-in-ceremony-1.html",
    "http://a.vn/2017/print-industry-news.html",
    "http://a.vn/tin/lich-cong-tac-tuan-12?id=3",
    "http://a.vn/tin/view-count-1.html",
    "http://a.vn/xem-tts-1.html",
    "http://a.vn/tong-cuc-dang-kiem.html",
    "http://a.vn/thu-tuc-dang-ky-ho-khau?page=2",
    "http://a.vn/register-of-historic-places.html",
    "http://a.vn/doc-bai-hoc-2.html",
    "http://a.vn/tin/quy-che-dang-nhap-he-thong-12.html",
    "http://a.vn/the-hien-ban-in-dep.html",
    "http://a.vn/tintuc/lists/posts/post.aspx?Source=%2Ftintuc&ItemID=1&Mode=1",
    "http://a.vn/detail.aspx?sid=123",
    "http://a.vn/news/vote-counting-5",
    "http://a.vn/x?view=article&id=3",
    "http://a.vn/tin-captcha-la-gi.html",
]
FORBIDDEN = [
    "http://a.vn/in-d180050.html",
    "http://a.vn/vi/news/savefile/kinh-te/2131.html",
    "http://a.vn/webcenter/portal/in-tin?dDocName=1",
    "http://a.vn/pages/tintuc/printpage.aspx?tintucID=3",
    "http://a.vn/Pages/tintuc/tangLuotTruyCap.aspx?tintucID=1",
    "http://a.vn/news/print/abc-1.html",
    "http://a.vn/news/sendmail/abc-1.html",
    "http://a.vn/pages/tintuc/sendtofriend.aspx?tintucID=1",
    "http://a.vn/web/guest/-/x/pop_up?_101_INSTANCE_x_viewMode=print",
    "http://a.vn/portal?_afrLoop=123",
    "http://a.vn/Pages/drawcaptcha.aspx",
    "http://a.vn/dang-nhap",
    "http://a.vn/login.aspx?ReturnUrl=/",
    "http://a.vn/print/123.html",
    "http://a.vn/tintuc/lists/posts/print.aspx?ItemID=3",
    "http://a.vn/pages/tintuc/TTS.aspx?id=3",
    "http://a.vn/a;jsessionid=99",
    "http://a.vn/in-bai-viet/44",
    "http://a.vn/x.html?print=1",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_a_slug_forbids_nothing(url: str) -> None:
    assert is_forbidden(url) is None


@pytest.mark.parametrize("url", FORBIDDEN)
def test_what_is_no_page_for_readers_is_refused(url: str) -> None:
    assert is_forbidden(url)
