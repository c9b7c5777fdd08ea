"""The names in a byline: persons, without labels, brackets, addresses and the words of a page's controls."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.extraction.dates import find_dates
from pipelines.extraction.text import fold, normalize

_WORKS = (
    r"(?:tin(?:\s+bài)?|bài(?:\s+viết)?|ảnh|hình|video|clip|đồ\s*họa|thực\s+hiện"
    r"|biên\s+(?:tập|dịch|soạn)|nội\s+dung|trình\s+bày|thiết\s+kế)"
)
AUTHOR_LABEL = re.compile(
    r"^\W*(?:(?:tên\s+)?(?:nhóm\s+)?(?:tác\s+giả|người\s+(?:viết|đăng|thực\s+hiện)|phóng\s+viên"
    r"|(?:người|đơn\s+vị|cơ\s+quan)\s+(?:trả\s+lời|thực\s+hiện|biên\s+soạn))"
    r"(?:\s+bài(?:\s+viết)?)?\s*[:：]"
    r"|(?:作者|记者|記者|文|撰文|著者|기자)\s*[:：●/]|本[报報社台网網]?(?:记者|記者)"
    rf"|{_WORKS}(?:\s*(?:,|&|và|\+|/|-|–)\s*{_WORKS})*\s*[:：]"
    r"|(?:written\s+by|by|bởi|oleh|(?:được\s+)?(?:đăng|viết|gửi|tạo)\s+bởi|oleh|von|par|por|di|autor|author|auteur)"
    r"\s*[:：]?\s+(?-i:(?=[A-ZÀ-ÝĂĐƠƯ])))\s*",
    re.IGNORECASE,
)
_PART_LABEL = re.compile(
    rf"(?:^|(?<=[\s,;.\-–]))(?:{_WORKS}(?:\s*(?:,|&|và|-|–)\s*{_WORKS})*)\s*[:：]\s*", re.IGNORECASE
)
_PICTURES_BY = re.compile(
    r"(?<=\w)\s*[-–—,;./|]\s*(?:(?:ảnh|hình(?:\s+ảnh)?|video|clip|đồ\s*họa|minh\s*họa|photos?|graphics?)"
    r"\s*(?:,|&|và|-|–|\+)?\s*)+[:：].*$",
    re.IGNORECASE,
)
"""Who took the pictures, named behind the author. Where works are named (``Tin: …, ảnh: …``), all are authors."""
OFFICE = re.compile(
    r"(?:phòng(?! chống| cháy| ngừa| trừ|,)|(?:chi\s+)?cục(?! diện)|vụ(?! việc| án| tai| đông| mùa| hè)"
    r"|sở(?! hữu| thích)|trung\s+tâm|văn\s+phòng|công\s+an|ubnd|đảng\s+ủy|công\s+đoàn"
    r"|nhóm\s+(?:pv|phóng\s+viên)|hội\s+đồng(?!\s+(?:ý|thuận|tình))"
    r"|ban\s+(?:biên\s+tập|thời\s+sự|tuyên\s+giáo|dân\s+tộc|chấp\s+hành|thường\s+vụ|quản\s+lý|chỉ\s+huy|dân\s+vận"
    r"|chqs|tổ\s+chức)|trạm\s+(?:y\s+tế|khuyến\s+nông|kiểm\s+lâm|bvtv)|đoàn\s+(?:thanh\s+niên|tncs)"
    r"|hội\s+(?:nông\s+dân|phụ\s+nữ|lhpn|liên\s+hiệp|cựu|chữ\s+thập\s+đỏ|khuyến\s+học|người\s+cao\s+tuổi)"
    r"|trường\s+(?:mầm\s+non|tiểu\s+học|thcs|thpt|đại\s+học|cao\s+đẳng|chính\s+trị))\s",
    re.IGNORECASE,
)
"""An office that may sign an article."""
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,|&|/|\||\+|[，、；／]|\s[-–—]\s|\s(?:và|and|und|et|y|e)\s)\s*")
NOT_NAMES = re.compile(
    r"^(?:xem|tin|bài|ảnh|theo|chia|quay|trang (?:chủ|trước|sau|web)|đọc|ý kiến|bình luận|liên hệ|share|follow|more"
    r"|read|view|see|từ khóa|tags?|admin(?:istrator)?|ban biên tập|bbt|quản trị|super ?user|editor|staff"
    r"|newsroom|print|close|updated|published|posted|related|getty|via|add|illustrations?|photographs?"
    r"|e[sd]t|c[sd]t|m[sd]t|p[sd]t|gmt|utc|ist|bst|ce?s?t"
    r"|(?:public|actuali[sz]|atuali[sz])ad[ao]|aktualisiert|veröffentlicht|publiée?|mise? à jour"
    r"|aggiornat[ao]|pubblicat[ao]"
    r"|ngày|thứ (?:hai|ba|tư|năm|sáu|bảy)|lượt|nguồn|source|email|facebook|twitter|reddit|linkedin|zalo|in bài)\b"
    r"|^(?:số (?:ký )?hiệu|trích yếu|người ký|loại văn bản|phân loại|cơ quan|lĩnh vực|hiệu lực|tình trạng)\b"
    r"|^(?:in|gửi|nghe|lưu|by|bởi|oleh|von|par|por|di|author|staff writer|reporter|contributor)$"
    r"|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$"
    r"|^(?:责任编辑|编辑|来源|发布|作者)|^(?:last modified|text size|the end)$"
    r"|https?:|www\.|\.(?:vn|com|net|org)$|tác giả$",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    ("de", "del", "der", "den", "van", "von", "da", "di", "du", "dos", "bin", "la", "le", "al", "el", "y", "e")
)
_EAST_ASIAN, _LONGEST_EAST_ASIAN = "\u2e80", 10
"""First letter of the scripts without capitals whose names are few characters long."""
_LONGEST_NAME, _LONGEST_OFFICE = 8, 12
"""Words."""
_NO_NAME_SIGN = re.compile(r"[:<>{}=|@#*?!_\\/]")
_HANDLE = re.compile(r"@\w+")
DATELIKE = re.compile(r"\d{2,}")
_RANKS = frozenset(
    ("senior", "chief", "deputy", "staff", "associate", "contributing", "managing", "executive", "special")
)
_JOBS = frozenset(
    (
        *("editor", "reporter", "writer", "correspondent", "columnist", "contributor", "producer", "officer", "fellow"),
        *("editors", "reporters", "writers", "correspondents", "columnists", "contributors", "producers"),
    )
)
"""What a person is at the newsroom, said after the name."""
_PUT_TOGETHER = re.compile(
    r"\s+기자$|\s+\(?(?:tổng\s+hợp|thực\s+hiện|lược\s+(?:dịch|thuật|ghi)|biên\s+(?:dịch|soạn)|sưu\s+tầm|t/h|ghi|dịch)\)?$",
    re.IGNORECASE,
)
"""What an author did to the text, said behind the name."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_AFTER_NAME = re.compile(r"\s(?:in|on|at|for)\s.*")


def tidy(text: str) -> str:
    """``text`` without punctuation around it."""
    tidied = text.strip(' .,;:-–—()[]/|"“”•·●')
    if "." in tidied and _INITIALS.fullmatch(tidied) and f"{tidied}." in text:
        return f"{tidied}."
    return tidied + ")" if "(" in tidied and ")" not in tidied else tidied


def read_names(text: str, site_names: Collection[str] = ()) -> tuple[str, ...]:
    """The names in a byline: without labels, brackets, addresses and the site's own name; empty if it holds none."""
    text = _HANDLE.sub("; ", _EMAIL.sub(" ", " ".join(normalize(text).split())))
    if DATELIKE.search(text):
        for found in reversed(list(find_dates(text))):
            text = f"{text[: found.start]}; {text[found.end :]}"
    label = AUTHOR_LABEL.match(text)
    if label is not None:
        text = text[label.end() :]
        if "by " in label[0].lower():
            text = _AFTER_NAME.sub("; ", text)
        elif _PART_LABEL.match(label[0]) is None:
            text = _PICTURES_BY.sub("", text)
    text = _PART_LABEL.sub("; ", text)
    is_in_brackets = BRACKETS.fullmatch(text) is not None
    text = text[1:-1] if is_in_brackets else BRACKETS.sub(" ", text)
    names: list[str] = []
    for piece in _pieces(text):
        name = _without_job(AUTHOR_LABEL.sub("", tidy(_without_deed(piece))).strip())
        if _is_name(name, site_names) and name not in names:
            names.append(name)
    names = [name for name in names if OFFICE.match(name) is None] or names  # where a person belongs to
    if is_in_brackets and not all(" " in name for name in names):
        return ()  # agencies: (TTXVN/Vietnam+)
    if len(names) > 1 and any(" " in name and not name.isupper() for name in names):
        names = [name for name in names if not _is_acronym(name)]
    return tuple(names)


def _pieces(text: str) -> list[str]:
    """What stands between the separators of names; an office is called by several words that may be parted so, too
    (``Phòng Kế hoạch - Tài chính``)."""
    pieces = _BETWEEN_NAMES.split(text)
    if OFFICE.match(text) is None or len(pieces) == 1:
        return pieces
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        words = tidy(piece).split()
        if end and 2 <= len(words) <= 5 and all(word[0].isupper() for word in words):
            return [text[:end], *_BETWEEN_NAMES.split(text[start:])]
        end = start + len(piece)
    return [text]


def _without_deed(piece: str) -> str:
    """A name without what its bearer did to the text; a capital makes it part of an office (``Phòng Tổng hợp``)."""
    found = _PUT_TOGETHER.search(piece)
    if found is None or (found[0].strip(" (")[0].isupper() and OFFICE.match(piece)):
        return piece
    return piece[: found.start()]


def _without_job(name: str) -> str:
    """``name`` without the post that follows it: ``Ann Lee Senior Politics Editor``; empty where it is only a post."""
    words = name.split()
    if not words or words[-1].lower() not in _JOBS:
        return name
    return " ".join(words[: next((place for place, word in enumerate(words) if word.lower() in _RANKS), 0)])


def _is_acronym(name: str) -> bool:
    """Whether a name beside others is an agency's, perhaps with its region (``TTX-Miền Bắc``), a place's before a
    dateline, or a time zone's."""
    agency, hyphen, _ = name.partition("-")
    if hyphen and len(agency) > 2:
        name = agency
    return name.isupper() and name.isascii() and len(name) > 1 and " " not in name and "." not in name


def _is_name(name: str, site_names: Collection[str]) -> bool:
    if not 1 < len(name) <= 60 or NOT_NAMES.search(name) or DATELIKE.search(name) or _NO_NAME_SIGN.search(name):
        return False
    words = name.split()
    folded = fold(name)
    return (
        len(words) <= (_LONGEST_OFFICE if OFFICE.match(name) else _LONGEST_NAME)
        and (words[0][0].isupper() or (words[0][0] >= _EAST_ASIAN and len(name) <= _LONGEST_EAST_ASIAN))
        and (all(not word[:1].islower() or word in _PARTICLES for word in words) or OFFICE.match(name) is not None)
        and any(character.isalpha() for character in name)
        and folded not in site_names
        and not any(
            folded.replace(" ", "") == site.replace(" ", "") or folded.startswith(f"{site}-") for site in site_names
        )
    )
