"""What is never main text: lines that portals print around every article.

No rule names a site; every word here is the vocabulary of templates and editors, in Vietnamese and English first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.text import lowered

_CONTROLS = (
    "bản in",
    r"in (?:bài|trang|bài viết|tin)",
    "quay (?:lại|về)(?: trang trước)?",
    r"(?:về|trở lại) trang trước",
    "trở (?:lại|về)",
    "(?:về|lên) đầu trang",
    "chia sẻ(?: facebook| bài viết| qua)?",
    "gửi (?:email|bài viết|bình luận|cho bạn bè|phản hồi)",
    "bình luận",
    "ý kiến (?:của bạn|bạn đọc)",
    "từ kh(?:óa|oá)",
    "thẻ",
    "tags?",
    "chủ đề",
    "(?:mặc định )?cỡ chữ",
    "mặc định",
    "thích",
    "lưu(?: bài)?",
    "sao chép liên kết",
    "copy link(?: thành công| bài gốc)?",
    "quảng cáo",
    "(?:tăng|giảm) cỡ chữ",
    "cỡ chữ (?:nhỏ|vừa|lớn)",
    "font size:? a ?[-–] a(?: a ?[+])?",
    "xem các bài viết của tác giả",
    "xem theo ngày",
    "tìm kiếm",
    "(?:nghe|đọc) (?:bài viết|đọc bài|bài)",
    "giọng (?:đọc )?(?:nam|nữ)(?: miền (?:bắc|trung|nam))?",
    "tốc độ (?:đọc|phát)",
    r"\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d",  # a player's clock
    r"trình duyệt(?: của bạn)? không hỗ trợ [^.]{1,40}\.?",
    "theo dõi chúng tôi",
    "tải (?:về|xuống|file)",
    "đóng",
    "share",
    "share this(?: article| story| post)?",
    "share on (?:facebook|twitter|whatsapp|email)",
    "(?:re)?tweet",
    "print",
    "email",
    "comments?",
    "leave a (?:comment|reply)",
    "advert(?:isement|ising)?",
    "sponsored",
    "continue reading(?: the main story)?",
    "(?:story|article) continues below(?: advertisement)?",
    "scroll to continue(?: with content)?",
    r"\([a-z]{2,4}(?:/[a-z]{2,4})+\)",  # who wrote and who edited, in Indonesia
    "back to top",
    "follow us",
    "sign up",
    "subscribe",
    "zalo",
    "messenger",
    "like",
    "(?:file|tập tin|tệp|tệp tin|tài liệu|văn bản)(?: đính)? kèm(?: theo)?",
    "mục lục(?: bài viết)?",
    "nội dung (?:bài viết|chính)",
    "table of contents",
    "đánh giá bài viết",
    "click để đánh giá bài viết",
    "bình chọn",
    "xem chi tiết",
    "loading",
    "filed under",
    "image",
    "photo",
    "video",
    "facebook",
    "twitter",
    "skip to (?:main )?content",
    "top videos?",
    "don.t miss",
    "join the conversation",
    "like this story",
    "this slideshow requires javascript",
    "buy now",
)
_ITEMS = (
    "(?:các |những )?"
    "(?:tin(?: tức)?|bài(?: viết)?|văn bản|dự thảo|thông báo|câu hỏi|hỏi đáp|sự kiện|thủ tục|album(?: ảnh)?|video"
    "|hình ảnh)"
)
_RELATED = (
    r"(?:các )?(?:tin|bài)(?: tức| viết)?(?:(?:,| và|/| -) ?(?:các )?(?:tin|bài)(?: viết)?)?(?: có)? liên quan",
    f"{_ITEMS} (?:khác|liên quan|xem nhiều(?: nhất)?|(?:mới|cũ) hơn|đã (?:đưa|đăng)|trước(?: đó)?|tiếp theo|kế tiếp"
    "|cùng (?:chủ đề|tác giả|(?:chuyên |danh )?mục|chuyên đề|lĩnh vực|thể loại|loại|ngày|cơ quan(?: ban hành)?))",
    "văn bản mới(?: nhất| ban hành)?",
    "cùng (?:chuyên |danh )?mục",
    "(?:đọc|xem|tham khảo) thêm",
    "xem tiếp",
    "theo dòng sự kiện",
    "danh sách bài viết cũ",
    "(?:có thể )?bạn (?:cũng )?(?:có thể )?(?:quan tâm|thích|muốn (?:đọc|xem))",
    "(?:bài |tin )?(?:đọc|xem) nhiều(?: nhất)?",
    "tin (?:nổi bật|mới|mới nhất)",
    "related(?: articles| stories| posts| news| content| topics| links)?",
    "(?:read|see) (?:more|also|next)",
    "people are also reading",
    "leia (?:também|mais)|veja (?:também|mais)",
    "leggi anche|читайте также|czytaj (?:także|też|również)",
    "more (?:stories|from|on this|like this)",
    "more stories like this one",
    "recommended(?: for you)?",
    "you (?:may|might) (?:also )?(?:like|be interested in)",
    "(?:à )?lire aussi|(?:articles|sujets) (?:similaires|liés)|sur le même (?:thème|sujet)",
    "lesen sie auch|mehr zum thema|(?:das könnte sie )?auch interess(?:ant|ieren)|weitere (?:artikel|themen)",
    "(?:te|le) puede interesar|(?:noticias|artículos) relacionad[ao]s|(?:leer|lee) también",
    "baca juga|(?:berita|artikel) (?:terkait|lainnya|terpopuler|populer)",
    "(?:อ่าน)?(?:ข่าว|เรื่อง|บทความ)(?:อื่น)?ที่(?:เกี่ยวข้อง|น่าสนใจ)|อ่าน(?:ต่อ|เพิ่มเติม)",
    "関連(?:ニュース|記事|リンク)|(?:あわせて|合わせて|併せて)読みたい",
    "相关(?:新闻|阅读|报道|链接|文章)|延伸阅读|관련 ?(?:기사|뉴스)",
)
_RESPONSES = (
    "(?:ý kiến(?: góp ý)?|góp ý|bình luận|phản hồi)(?: của)?(?: bạn)?(?: đọc| độc giả)?",
    "(?:gửi|viết|để lại)(?: ý kiến| góp ý| bình luận| phản hồi| câu hỏi)(?: của bạn)?",
    "(?:leave a )?(?:comments?|reply|replies|responses?)",
    "(?:reader|user) comments?",
)
_APPEALS = (
    "click to (?:share|print|email)",
    "(?:sign up|subscribe) (?:for|to|here|now|today)",
    "get (?:the|our|all the) (?:latest|best|top|biggest|daily)",
    r"follow (?:us|me|him|her|@|[@\w. ]{1,40} on (?:twitter|facebook|instagram))",
    "(?:do you )?have a (?:news )?tip",
    "click here (?:to|for)",
    r"(?:read|also read|see also|see more|related|more|watch|don.t miss|next|in pictures)\s*[:|]",
    "(?:like|find|join) us on",
    "download (?:the|our) .{1,40}app",
    "to read the full (?:story|article)",
    "tell us what you think",
    "this (?:article|story|post) (?:was )?(?:originally |first )?(?:appeared|published)",
    r">>+",
    r"(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|tham khảo thêm|mời xem thêm)\s*:",
    "mời (?:quý )?(?:bạn|độc giả|quý vị)(?: đọc)? (?:đọc|xem|tham khảo|theo dõi|đón)",
    "(?:quý )?(?:bạn đọc|độc giả)[^.]{0,60}(?:gửi|liên hệ|gọi)[^.]{0,60}(?:về|tới|đến|số|địa chỉ|email)",
    r"(?:từ kh(?:óa|oá)|tags?|xem thêm về)\s*:",
    "tổng số điểm của bài viết",
    r"đánh giá(?: bài viết| tin)\s*:|đánh giá\s*:\s*[★☆\d]",
    r"(?:câu trả lời|bài viết|nội dung|thông tin)(?: này)? (?:có )?hữu ích (?:với|cho|đối)[^?]*\?\W*$",
    r"(?:tài liệu|file|tệp|tập tin|văn bản)(?: đính)? kèm(?: theo)?\b.*\.(?:pdf|docx?|xlsx?|pptx?|zip|rar)\b",
    "to view this video",
    r"mit ihrer zustimmung (?:wird|werden) hier|empfohlener (?:redaktioneller|externer) inhalt\W*$",
    "(?:hãy )?(?:gọi|liên hệ) ngay (?:tới |đến |qua )?(?:đường dây nóng|hotline|tổng đài)",
    r"(?:link|đường dẫn|liên kết)(?: bài)?(?: viết)? gốc\s*:",
    "puedes seguir a ",
    r"contact .{2,60} at .{0,40}(?:\d{3}|@)",
    r"theo dõi .{1,60} (?:trên|tại)(?: (?:facebook|zalo|google|youtube|tiktok)|\W*$)",
)


def _whole(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\W_\d]*(?:{'|'.join(alternatives)})[\W_\d]*")


_COUNTER = (
    r"(?:(?:số )?lượt (?:người )?(?:xem|đọc|truy cập|tải(?: về| xuống)?)|đã xem|số lần (?:xem|tải)|views?)"
    r"\s*:?\s*[\d.,]*"
)
_CONTROL_LINE = re.compile(rf"[\W_]*(?:(?:{'|'.join((_COUNTER, *_CONTROLS, *_RELATED, *_RESPONSES))})[\W_]*){{0,8}}")
"""Readers' counters and controls one after the other, as ``Số lượt người xem: 12 Bản inQuay lại``."""
_ANY_CONTROL = re.compile(rf"\b(?:{'|'.join((_COUNTER, *_CONTROLS))})(?!\w)")
_APPEAL = re.compile(rf"[^\w>@]*(?:{'|'.join(_APPEALS)})")
_RIGHTS_LINE = re.compile(
    r"[\W_]*(?:©|copyright\b|all rights reserved|ghi rõ nguồn|yêu cầu ghi rõ|địa chỉ bài viết|责任编辑|责编|저작권자"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+[\W_]*$"
    r"|(?:trưởng ban biên tập|chịu trách nhiệm(?: chính| nội dung| xuất bản){1,2})\s*:).{0,160}"
)
_END_HEADING = _whole((*_RELATED, *_RESPONSES))
"""These patterns of lines are asked of lines in lower case, which takes a third of the time that ignoring case does."""
_SHORT_MARK = re.compile(r"\([a-z]{2,4}\)")
"""Who wrote, in Germany. Of text as it is printed: capitals are an agency's."""
MAX_APPEAL_CHARS = 250
"""A longer line is a paragraph, whatever it begins with."""


MAX_FILE_NAME_CHARS = 120
"""A row with a longer cell tells something."""
_DAY_CELL = re.compile(r"\d{0,2}|t[2-7]|cn|hai|ba|tư|năm|sáu|bảy|mon?|tue?|wed?|thu?|fri?|sat?|sun?", re.IGNORECASE)
_FILE_CELL = re.compile(
    r".*\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|signed)|tên (?:file|tệp|tập tin)"
    r"|(?:tải|xem) (?:về|xuống|file)|download",
    re.IGNORECASE,
)


def is_tool_row(cells: Sequence[str]) -> bool:
    """Whether a row belongs to a calendar's days, or to the list of a page's files."""
    told = [cell for cell in cells if cell]
    if told and all(map(is_boilerplate, told)):
        return True
    if len(cells) >= 7 and all(_DAY_CELL.fullmatch(cell) for cell in told):
        return True
    return any(_FILE_CELL.fullmatch(cell) for cell in told) and max(map(len, told)) <= MAX_FILE_NAME_CHARS


def without_controls(text: str) -> str:
    """``text``, in lower case, without the names of controls, and without counters of readers."""
    return _ANY_CONTROL.sub(" ", text)


def ends_article(heading: str) -> bool:
    """Whether other articles or readers' comments follow below ``heading``, which may end in their number."""
    return _END_HEADING.fullmatch(lowered(heading)) is not None


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a control, a counter, the heading of a related list, a claim of rights, an appeal."""
    if len(line) > MAX_APPEAL_CHARS:
        return False
    if line[:1] == "(" and _SHORT_MARK.fullmatch(line):
        return True
    line = lowered(line)
    return (
        _CONTROL_LINE.fullmatch(line) is not None
        or _RIGHTS_LINE.fullmatch(line) is not None
        or _APPEAL.match(line) is not None
    )
