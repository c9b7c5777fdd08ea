"""What sections are called, and what only looks like a section's name: home pages, controls, labels, titles."""

from __future__ import annotations

import re

from pipelines.extraction.text import fold

_HOME_NAMES = (
    "trang chủ;trang nhất;trang đầu;home;homepage;home page;start;startseite;accueil;inicio;início;главная;головна"
    ";strona główna;ana sayfa;beranda;首页;首頁;トップ;ホーム;홈"
)
HOME = frozenset(_HOME_NAMES.split(";"))
"""What home pages are called, folded."""
CONTROLS = re.compile(
    r"^(?:(?:in|gửi|nghe|lưu)(?=\s|$)|chia sẻ|quay lại|trở (?:lại|về)|về trang|in (?:bài|trang|tin)|bản (?:để )?in"
    r"|gửi (?:bài|mail|email)|cỡ chữ|mặc định|đọc bài|theo dõi|đăng (?:nhập|ký|xuất)|rss|share|back|print|email|follow"
    r"|thuộc tính|tài liệu"
    r"|subscribe|sign in|log ?in|skip|listen|save|menu|facebook|zalo|twitter|google|tin (?:mới|nóng|hot)|xem|đọc"
    r"|liên kết|thời tiết|thăm dò|thống kê truy cập|bình luận|comment|trước|sau|tiếp|previous|next)\b|^a[-+]$",
    re.IGNORECASE,
)
"""Links that are the page's controls, not its sections."""
CRUMB_SEPARATOR = re.compile(r"\s*(?:>{1,2}|＞|»|›|→|\||/|\\|::|❯|▸|►)\s*")
"""What parts the levels of a way."""
_DATELIKE = re.compile(r"^\d|\d(?!\d{0,2}h?$)")
"""Digits that do not end a name, as they do in ``Thế giới 24h`` and ``Covid-19``."""
MAX_LEVELS, MAX_LEVEL_WORDS = 3, 6
"""More levels are a menu; more words are the article's title, perhaps cut."""
_LABEL_WORDS = re.compile(
    r"đăng|cập nhật|gửi|lúc|ngày|thời gian|post|publish|update|date|publi|\b(?:by|von|par|di)\b|tác giả|lượt",
    re.IGNORECASE,
)


def is_section_name(name: str, title: str, most_words: int = 7) -> bool:
    """Whether ``name`` can be a section's: of few words, with a capital, no label, no date, not the ``title``."""
    return (
        len(name.split()) <= most_words
        and not name[:1].islower()
        and not _LABEL_WORDS.search(name)
        and not _DATELIKE.search(name)
        and fold(name) != fold(title)
    )


def is_level(name: str) -> bool:
    """Whether a text is short enough for a level of a way."""
    return len(name.split()) <= MAX_LEVEL_WORDS
