"""The interface's words in Vietnamese and English."""

from __future__ import annotations

from datetime import date, datetime

LANGUAGES = ("vi", "en")

_MESSAGES: dict[str, tuple[str, str]] = {
    "app": ("Kho tin cổng thông tin", "Portal news corpus"),
    "skip": ("Đến nội dung chính", "Skip to content"),
    "menu": ("Trang chính", "Main pages"),
    "search": ("Tìm kiếm", "Search"),
    "documents": ("Văn bản", "Documents"),
    "coverage": ("Độ phủ", "Coverage"),
    "runs": ("Lượt thu thập", "Runs"),
    "console": ("Truy vấn SQL", "SQL console"),
    "help": ("Trợ giúp", "Help"),
    "theme": ("Đổi giao diện sáng hoặc tối", "Switch between light and dark"),
    "language": ("Ngôn ngữ", "Language"),
    "find": ("Tìm", "Search"),
    "search_label": ("Tìm trong tiêu đề và nội dung", "Search titles and texts"),
    "search_hint": ('lao động trẻ em, "dak ha", tác giả…', 'lao động trẻ em, "dak ha", author:…'),
    "tagline": (
        "Tin bài các cổng thông tin điện tử đã công bố, tìm được kể cả khi gõ không dấu.",
        "What provincial portals have published, found even when you type without accents.",
    ),
    "newest_articles": ("Bài mới nhất", "Newest articles"),
    "n_articles": ("bài", "articles"),
    "n_portals": ("cổng", "portals"),
    "n_words": ("từ", "words"),
    "results": ("kết quả", "results"),
    "took": ("trong {ms} ms", "in {ms} ms"),
    "sort": ("Sắp xếp", "Sort"),
    "relevance": ("Phù hợp nhất", "Best match"),
    "newest": ("Mới nhất", "Newest"),
    "oldest": ("Cũ nhất", "Oldest"),
    "filters": ("Bộ lọc", "Filters"),
    "active_filters": ("Đang lọc", "Active filters"),
    "clear_filters": ("Bỏ mọi bộ lọc", "Clear all filters"),
    "remove_filter": ("Bỏ bộ lọc", "Remove filter"),
    "portal": ("Cổng", "Portal"),
    "section": ("Chuyên mục", "Section"),
    "year": ("Năm", "Year"),
    "since": ("Từ ngày", "From"),
    "until": ("Đến ngày", "To"),
    "apply": ("Áp dụng", "Apply"),
    "hide_duplicates": ("Ẩn bài trùng lặp", "Hide duplicates"),
    "show_all": ("Tất cả {n}", "All {n}"),
    "export": ("Xuất dữ liệu", "Export"),
    "export_note": ("Tối đa {n} bài mới nhất", "The newest {n} articles at most"),
    "previous": ("Trang trước", "Previous"),
    "next": ("Trang sau", "Next"),
    "page_of": ("{a}–{b} trong {n}", "{a}–{b} of {n}"),
    "pages": ("Các trang kết quả", "Pages of results"),
    "nothing_found": ("Không tìm thấy bài nào", "No article found"),
    "nothing_hint": (
        "Thử bớt từ, bỏ dấu nháy kép, gõ không dấu, hoặc bỏ bộ lọc.",
        "Try fewer words, no quotation marks, no accents, or fewer filters.",
    ),
    "empty_dataset": ("Kho dữ liệu chưa có bài nào", "The dataset has no article yet"),
    "empty_hint": (
        "Chạy newscrawler crawl, rồi tải lại trang này.",
        "Run newscrawler crawl, then reload this page.",
    ),
    "indexing": (
        "Chỉ mục đang được cập nhật; kết quả có thể còn thiếu.",
        "The index is being updated; some articles may be missing.",
    ),
    "no_date": ("không rõ ngày", "no date"),
    "duplicate": ("trùng lặp", "duplicate"),
    "edited": ("đã sửa", "edited"),
    "removed": ("đã gỡ", "removed"),
    "article": ("Bài viết", "Article"),
    "published": ("Đăng", "Published"),
    "updated": ("Cập nhật", "Updated"),
    "authors": ("Tác giả", "Authors"),
    "source": ("Nguồn", "Source"),
    "printed_section": ("Chuyên mục trên trang", "Section as printed"),
    "tags": ("Từ khóa", "Tags"),
    "views": ("Lượt xem", "Views"),
    "words": ("Số từ", "Words"),
    "language_found": ("Ngôn ngữ", "Language"),
    "address": ("Địa chỉ", "Address"),
    "fetched": ("Thu thập", "Fetched"),
    "gone": ("Bị gỡ", "Removed"),
    "extractor": ("Bộ trích xuất", "Extractor"),
    "archive_record": ("Bản lưu", "Archive record"),
    "identity": ("Mã bài", "Article id"),
    "cited_documents": ("Văn bản được dẫn", "Documents cited"),
    "revisions": ("Các phiên bản", "Revisions"),
    "revision": ("Phiên bản", "Revision"),
    "see_changes": ("Xem thay đổi", "See what changed"),
    "duplicates": ("Bài trùng lặp", "Duplicates"),
    "compare": ("So sánh", "Compare"),
    "similarity": ("Giống nhau", "Similarity"),
    "exact": ("giống hệt", "exact"),
    "near": ("gần giống", "near"),
    "containment": ("chứa nhau", "contained"),
    "reprint": ("đăng lại", "reprint"),
    "repeat": ("lặp lại", "repeat"),
    "only_here": ("Chỉ có ở bài này", "Only in this one"),
    "only_there": ("Chỉ có ở bài kia", "Only in the other"),
    "original": ("Bản gốc đã lưu", "Archived original"),
    "original_note": (
        "Trang được hiển thị trong khung cách ly: không chạy mã lệnh, không tải gì từ bên ngoài.",
        "The page is shown in a sandbox: no script runs and nothing is loaded from elsewhere.",
    ),
    "original_absent": ("Kho lưu không có trang này", "The archive does not have this page"),
    "open_portal": ("Mở trên cổng thông tin", "Open on the portal"),
    "images": ("Hình ảnh", "Pictures"),
    "attachments": ("Tệp đính kèm", "Attachments"),
    "metadata": ("Thông tin bài viết", "About this article"),
    "before": ("Trước", "Before"),
    "after": ("Sau", "After"),
    "unchanged": ("{n} đoạn giữ nguyên", "{n} unchanged paragraphs"),
    "compare_articles": ("So sánh hai bài", "Two articles compared"),
    "documents_intro": (
        "Văn bản chính thức được nhắc đến trong bài, nhiều lần nhất trước.",
        "Official documents cited by articles, the most cited first.",
    ),
    "documents_label": ("Số hiệu hoặc loại văn bản", "Number or kind of document"),
    "number": ("Số hiệu", "Number"),
    "kind": ("Loại", "Kind"),
    "issuer": ("Cơ quan", "Issuer"),
    "articles": ("Bài", "Articles"),
    "first_cited": ("Nhắc lần đầu", "First cited"),
    "last_cited": ("Nhắc gần nhất", "Last cited"),
    "cited_by": ("Bài nhắc đến {number}", "Articles citing {number}"),
    "no_documents": ("Không có văn bản nào", "No document"),
    "coverage_intro": (
        "Mỗi ô là số bài của một chuyên mục trong một tháng. Ô trống là khoảng chưa có dữ liệu.",
        "Each cell counts the articles of a section in a month. Empty cells are gaps.",
    ),
    "coverage_days": (
        "Mỗi ô là số bài của một chuyên mục trong một ngày.",
        "Each cell counts the articles of a section on a day.",
    ),
    "no_section": ("(không chuyên mục)", "(no section)"),
    "total": ("Tổng", "Total"),
    "less": ("ít", "few"),
    "more": ("nhiều", "many"),
    "all_months": ("Mọi tháng", "All months"),
    "day": ("Ngày", "Day"),
    "month": ("Tháng", "Month"),
    "runs_intro": (
        "Các lượt thu thập gần đây và kết quả của từng địa chỉ đã biết.",
        "Recent runs, and what became of every URL discovered.",
    ),
    "no_runs": ("Chưa có lượt thu thập nào", "No run yet"),
    "started": ("Bắt đầu", "Started"),
    "duration": ("Thời gian", "Duration"),
    "state": ("Trạng thái", "State"),
    "new": ("Mới", "New"),
    "requests": ("Yêu cầu", "Requests"),
    "faults": ("Vấn đề", "Faults"),
    "finished": ("hoàn tất", "finished"),
    "unhealthy": ("có vấn đề", "unhealthy"),
    "failed": ("thất bại", "failed"),
    "outcomes": ("Kết quả từng địa chỉ", "Outcomes of URLs"),
    "outcome": ("Kết quả", "Outcome"),
    "reason": ("Lý do", "Reason"),
    "urls": ("Địa chỉ", "URLs"),
    "sql_label": ("Câu truy vấn", "Query"),
    "sql_intro": (
        "Một câu SELECT trên các bảng articles, revisions, outcomes, documents, duplicates. Chỉ đọc, có giới hạn.",
        "One SELECT over articles, revisions, outcomes, documents, duplicates. Read-only and bounded.",
    ),
    "run_query": ("Chạy", "Run"),
    "prepared": ("Câu hỏi có sẵn", "Prepared questions"),
    "n_rows": ("dòng", "rows"),
    "truncated": ("Chỉ hiện {n} dòng đầu.", "Only the first {n} rows are shown."),
    "no_rows": ("Không có dòng nào", "No rows"),
    "query_failed": ("Truy vấn không chạy được", "The query failed"),
    "columns": ("Các cột", "Columns"),
    "not_found": ("Không tìm thấy", "Not found"),
    "not_found_hint": ("Địa chỉ này không dẫn đến bài nào.", "Nothing stands at this address."),
    "problem": ("Không thực hiện được", "That did not work"),
    "back_to_search": ("Về trang tìm kiếm", "Back to search"),
    "keys": ("Phím tắt", "Keys"),
    "key_search": ("đến ô tìm kiếm", "go to the search box"),
    "key_move": ("bài sau, bài trước", "next and previous result"),
    "key_open": ("mở bài đang chọn", "open the chosen result"),
    "key_run": ("chạy truy vấn", "run the query"),
    "key_theme": ("đổi sáng, tối", "switch light and dark"),
    "how_to_search": ("Cách tìm", "How to search"),
    "typed": ("Gõ", "Typed"),
    "means": ("Nghĩa là", "Means"),
    "help_words": (
        "mọi từ đều có; gõ không dấu thì dấu nào cũng được",
        "all words; without accents, any accents will do",
    ),
    "help_accents": ("đúng dấu đã gõ", "with these accents"),
    "help_phrase": ("đúng thứ tự này", "in this order"),
    "help_without": ("không có từ này", "without this word"),
    "help_or": ("một trong hai", "either of the two"),
    "help_field": ("chỉ trong một trường", "in one field only"),
    "api": ("Giao diện lập trình", "Programming interface"),
    "api_note": ("Mô tả OpenAPI", "OpenAPI description"),
    "articles_per_month": ("Số bài theo tháng", "Articles per month"),
    "show": ("Xem", "Show"),
}


def text(language: str, key: str, **values: object) -> str:
    """Return one message; ``values`` fill its braces."""
    message = _MESSAGES[key][LANGUAGES.index(language)]
    return message.format(**values) if values else message


def has(key: str) -> bool:
    """Tell whether there is such a message."""
    return key in _MESSAGES


def language_of(cookie: str | None, accepted: str | None) -> str:
    """Choose the language: what was chosen before, else the browser's first that we have, else Vietnamese."""
    if cookie in LANGUAGES:
        return cookie
    for part in (accepted or "").split(","):
        name = part.split(";")[0].strip().lower().split("-")[0]
        if name in LANGUAGES:
            return name
    return "vi"


def number(language: str, value: float | None) -> str:
    """Write a number with the language's thousands mark."""
    if value is None:
        return "–"
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return written if language == "en" else written.translate(str.maketrans(",.", ".,"))


def day(language: str, value: date | datetime | None) -> str:
    """Write a day as the language does: 03/04/2024 or 3 Apr 2024."""
    if value is None:
        return text(language, "no_date")
    return value.strftime("%d/%m/%Y") if language == "vi" else f"{value.day} {value.strftime('%b %Y')}"


def moment(language: str, value: datetime | None) -> str:
    """Write day and time; only the day when the time is midnight, which stands for unknown."""
    if value is None:
        return text(language, "no_date")
    written = day(language, value)
    return written if (value.hour, value.minute) == (0, 0) else f"{written} {value:%H:%M}"


def duration(value: float | None) -> str:
    """Write seconds as 1:02:03 or 2:03."""
    if value is None:
        return "–"
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
