"""What is never main text: marks (class and id) of elements, and lines that portals print around every article.

No rule names a site; every word here is the vocabulary of templates and editors, in Vietnamese and English first.
"""

from __future__ import annotations

import re

MARKED_BOILERPLATE = re.compile(
    r"""
    comment(?!ary)|disqus|related(?!ion)|(?:^|[\s_-])relate(?:$|[\s_-])|relation-?(?:box|news|list)|sidebar|side-bar|newsletter|breadcr?umb|advert|sponsor|recommend|subscri(?:be|ption)
    |lien-?_?quan|tin-?_?khac|binh-?_?luan|doc-?_?them|xem-?_?them|tin-?_?(?:moi|cu)(?:$|[\s_-])|cung-?chuyen-?muc|chuyen-?muc-?khac|bai-?viet-?khac|tien-?_?ich|noprint|no-print|hidden-print
    |toolbar|popup|modal(?:$|[\s_-])|cookie-?(?:bar|banner|notice|consent)|gdpr|promo(?:$|[\s_-]|tion)|sign-?up|log-?in-?(?:box|form)
    |other-?_?news|more-?_?news|news-?_?(?:other|more|relat)|list-?_?news-?_?(?:other|more|relat)|read-?_?more|read-?_?also|see-?_?also|most-?_?read|trending|outbrain|taboola|zergnet
    |(?:^|[\s_-])(?:shar(?:e|ing|er|edaddy|ebar)s?|social\w*|addthis\w*|addtoany\w*|nav|navbar|navigation|menu|submenu|footer|rating|vote|poll
       |tags?|tag-?(?:list|s|box|cloud)|keywords?|byline\w*|author-?(?:bio|box|info|card)|about-?author|bio|pagination|pager|print|widget\w*|ads?|adv|banner|skip-?link|copyright|disclaimer
       |screen-?reader-?text|visually-?hidden|sr-only|d-none|tools?|utility|topic-?(?:list|box)|entry-?(?:footer|utility)|post-?(?:footer|nav\w*|tags)|hot-?news|popular\w*|next-?prev|prev-?next
    )(?=$|[\s_-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Class or id of an element that holds no main text."""

MARKED_CAPTION = re.compile(
    r"caption|(?:img|image|photo|pic|picture)-?_?(?:title|desc\w*|note|cap|credit|source)|chu-?_?thich|desc-?_?(?:img|image|photo)|photocms",
    re.IGNORECASE,
)
"""Class or id of an element that holds the caption of a picture or table."""

_PHRASES = (
    "xem thêm|đọc thêm|đọc tiếp|xem tiếp|tin liên quan|tin tức liên quan|bài liên quan|bài viết liên quan|các tin liên quan|tin cùng chuyên mục|cùng chuyên mục|"
    "các bài viết cùng chuyên mục|bài viết cùng chuyên mục|tin khác|các tin khác|tin mới hơn|tin cũ hơn|những tin mới hơn|những tin cũ hơn|"
    "tin đã đưa|các tin đã đưa|tham khảo thêm|theo dòng sự kiện|danh sách bài viết cũ|có thể bạn quan tâm|bài đọc nhiều|đọc nhiều|tin đọc nhiều|tin nổi bật|tin mới|tin mới nhất|"
    "bản in|in bài|in trang|in bài viết|quay lại|quay về|về trang trước|trở lại|về đầu trang|lên đầu trang|chia sẻ|chia sẻ facebook|chia sẻ bài viết|gửi email|gửi bài viết|"
    "bình luận|ý kiến của bạn|ý kiến bạn đọc|gửi bình luận|từ khóa|từ khoá|thẻ|tags?|chủ đề|cỡ chữ|mặc định cỡ chữ|mặc định|thích|lưu|sao chép liên kết|copy link|copy link thành công|"
    "xem các bài viết của tác giả|xem theo ngày|tìm kiếm|nghe bài viết|nghe đọc bài|theo dõi chúng tôi|đọc bài viết|"
    "related|related (?:articles|stories|posts|news|content|topics|links)|read more|read also|see also|more from|more on this|more stories|recommended|you may also like|"
    "share|share this|share this (?:article|story|post)|share on (?:facebook|twitter|whatsapp|email)|tweet|print|email|comments?|leave a (?:comment|reply)|advertisement|"
    "sponsored|continue reading|continue reading the main story|story continues below|article continues below|back to top|follow us|sign up|subscribe|loading|filed under|image|photo|video|facebook|twitter|"
    "skip to (?:main )?content|click to (?:share|print|email).*"
)
BOILERPLATE_LINE = re.compile(rf"[\W_]*(?:{_PHRASES})[\W_]*", re.IGNORECASE)
"""A whole line that is a control or the heading of a related list."""

CLOSING_LINE = re.compile(
    r"[\W_]*(?:số lượt (?:người )?(?:xem|đọc)|lượt (?:xem|đọc)|đã xem|số lần xem|views?)\s*:?\s*[\d.,]*[\W_]*"
    r"|[\W_]*(?:©|copyright\b|all rights reserved|ghi rõ nguồn).{0,160}",
    re.IGNORECASE,
)
"""A whole line that counts readers or claims rights."""

RELATED_HEADING = re.compile(
    r"[\W_]*(?:tin (?:tức )?liên quan|(?:các )?(?:bài|tin)(?: viết)? (?:liên quan|khác)|(?:những )?tin (?:mới|cũ) hơn|(?:các )?tin đã đưa|(?:các bài viết |bài viết |tin )?cùng chuyên mục|đọc thêm|xem thêm|"
    r"tham khảo thêm|theo dòng sự kiện|danh sách bài viết cũ|có thể bạn quan tâm|related (?:articles|stories|posts|news|content|topics|links)|you may (?:also )?(?:like|be interested in)|more stories|read more|see also)"
    r"[\W_]*",
    re.IGNORECASE,
)
"""Heading after which only links to other articles follow."""


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a control, a counter or the heading of a related list."""
    return len(line) <= 200 and (
        BOILERPLATE_LINE.fullmatch(line) is not None or CLOSING_LINE.fullmatch(line) is not None
    )
