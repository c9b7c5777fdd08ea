"""What codes of the dataset are called in Vietnamese and English: outcomes, reasons, duplicates, states of runs …"""

from __future__ import annotations

from newscrawler.corpus.web.messages import LANGUAGES

_NAMES: dict[str, dict[str, tuple[str, str]]] = {
    "outcome": {
        "stored": ("đã lưu", "in the dataset"),
        "unchanged": ("đã lưu, lần xem gần nhất vẫn như cũ", "in the dataset, the same when last seen"),
        "updated": ("đã lưu, có sửa sau khi đăng", "in the dataset, edited since"),
        "duplicate_of": ("đã lưu, trùng với một bài khác", "in the dataset, marked as a duplicate"),
        "rejected": ("không phải bài viết", "no article"),
        "blocked": ("bị chặn, sẽ thử lại", "blocked, tried again later"),
        "robots": ("robots.txt không cho phép", "forbidden by robots.txt"),
        "gone": ("cổng đã gỡ", "removed from the portal"),
        "error": ("không tải được, sẽ thử lại", "could not be fetched, tried again later"),
        "pending": ("đã thấy, chưa tải", "discovered, not yet fetched"),
    },
    "reason": {
        "no_text": ("không có nội dung", "no text"),
        "listing": ("là trang danh mục", "a listing page"),
        "blocked": ("trang kiểm tra trình duyệt", "a challenge page"),
        "login": ("đòi đăng nhập", "asks to log in"),
        "maintenance": ("đang bảo trì", "under maintenance"),
        "gone": ("không còn ở địa chỉ này", "no longer at this address"),
        "http_error": ("máy chủ báo lỗi", "the server answered with an error"),
        "redirected_home": ("chuyển về trang chủ", "redirected to the home page"),
        "not_html": ("không phải HTML", "not HTML"),
        "too_large": ("trang quá lớn", "too large"),
        "truncated": ("tải về không đủ", "cut short"),
        "legacy_encoding": ("bảng mã cũ không đọc được", "an old encoding that cannot be read"),
        "extractor_failed": ("trích xuất lỗi", "extraction failed"),
        "extractor_timeout": ("trích xuất quá lâu", "extraction took too long"),
        "not_vietnamese": ("không phải tiếng Việt", "not Vietnamese"),
    },
    "kind": {
        "exact": ("giống hệt", "exact"),
        "near": ("gần giống", "near"),
        "containment": ("chứa nhau", "contained"),
    },
    "scope": {
        "reprint": ("đăng lại trên cổng khác", "reprint on another portal"),
        "repeat": ("lặp lại trên cùng cổng", "repeat on the same portal"),
    },
    "state": {
        "finished": ("hoàn tất", "finished"),
        "unhealthy": ("có vấn đề", "unhealthy"),
        "failed": ("thất bại", "failed"),
    },
    "date_source": {
        "label": ("in trên trang", "printed on the page"),
        "layout": ("in trên trang", "printed on the page"),
        "microdata": ("dữ liệu có cấu trúc của trang", "the page's structured data"),
        "json-ld": ("dữ liệu có cấu trúc của trang", "the page's structured data"),
        "meta": ("dữ liệu có cấu trúc của trang", "the page's structured data"),
        "time": ("dữ liệu có cấu trúc của trang", "the page's structured data"),
        "listing": ("in ở trang danh mục", "printed on the listing page"),
        "url": ("theo địa chỉ trang", "from the address"),
    },
    "language": {
        "vi": ("tiếng Việt", "Vietnamese"),
        "en": ("tiếng Anh", "English"),
        "und": ("không rõ", "unsure"),
    },
    "question": {
        "months": ("Mỗi tháng mỗi cổng có bao nhiêu bài", "Articles per month and portal"),
        "months-sections": ("Mỗi tháng mỗi chuyên mục có bao nhiêu bài", "Articles per month and section"),
        "sections": ("Mỗi chuyên mục có bao nhiêu bài, từ khi nào", "Articles per section, and from when to when"),
        "authors": ("Ai viết bao nhiêu bài", "Articles per author"),
        "documents": ("Văn bản được dẫn nhiều nhất", "Most cited official documents"),
        "citations": ("Bài nào dẫn hai mươi văn bản ấy", "Articles that cite the twenty most cited documents"),
        "reprints": ("Bài cổng này lấy của cổng khác", "Texts that one portal took from another"),
        "duplicates": (
            "Mọi cặp bài trùng hoặc gần trùng, và chỗ khác nhau",
            "Pairs of one text, and what differs",
        ),
        "most-edited": ("Bài bị sửa nhiều nhất sau khi đăng", "Most edited articles"),
        "silent-days": ("Những ngày không có bài nào", "Days without any article, the longest runs first"),
        "outcomes": ("Kết quả của mọi địa chỉ đã thấy", "What became of every URL discovered"),
        "fields": ("Mỗi cột có giá trị ở bao nhiêu bài", "How often each column has a value"),
        "removed": ("Bài mà cổng đã gỡ", "Articles the portal has removed since"),
    },
}


def name_of(language: str, group: str, code: str | None) -> str:
    """Say what ``code`` of ``group`` is called; a code without a name is given as it is, None as nothing."""
    names = _NAMES[group].get(code or "")
    return names[LANGUAGES.index(language)] if names else code or ""
