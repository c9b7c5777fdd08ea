"""What stands around an article: its section, tags, view counter and attached files."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import normalize as unicode_form
from urllib.parse import unquote, urljoin, urlsplit

from pipelines.extraction.dates import first_date
from pipelines.extraction.lines import Line, Mark, PageLines
from pipelines.extraction.roles import COMMENT, CRUMB, FOOTER, H1, HEADER, ITEM, LINK, NAV, SECTION, SHARE, TAGS, VIEWS
from pipelines.extraction.structured import Structured
from pipelines.extraction.text import fold, normalize
from pipelines.records import Attachment

_HOME_NAMES = "trang chủ;trang nhất;trang đầu;home;homepage;home page;start;startseite;accueil;inicio;início"
_HOME = frozenset(_HOME_NAMES.split(";"))
_CONTROLS = re.compile(
    r"^(?:(?:in|gửi|nghe|lưu)(?=\s|$)|chia sẻ|quay lại|trở (?:lại|về)|về trang|in (?:bài|trang|tin)|bản in"
    r"|gửi (?:bài|mail|email)|cỡ chữ|mặc định|đọc bài|theo dõi|đăng (?:nhập|ký|xuất)|rss|share|back|print|email|follow"
    r"|subscribe|sign in|log ?in|skip|listen|save|menu|facebook|zalo|twitter|google|tin (?:mới|nóng|hot)|xem|đọc"
    r"|bình luận|comment|trước|sau|tiếp|previous|next)\b|^a[-+]$",
    re.IGNORECASE,
)
"""Links that are the page's controls, not its sections."""
_HERE = re.compile(
    r"^(?:bạn đang (?:ở|xem)|you are here|vị trí|chi tiết|chi tiết tin|nội dung|tin chi tiết)\b.*", re.IGNORECASE
)
_CRUMB_SEPARATOR = re.compile(r"\s*(?:>{1,2}|»|›|→|\||/|\\|::|❯|▸|►)\s*")


_ENDS = HEADER | FOOTER
"""Heads and feet belong to articles as well as to pages (``entry-footer``)."""


def choose_section(
    page: PageLines, structured: Structured, title: str, site_names: Collection[str]
) -> tuple[str, str] | None:
    """(section path, method): the printed way to the article, levels joined by `` > ``; ``None`` when none is shown."""
    printed = _clean_path(_printed_path(page), title, site_names)
    claimed = _clean_path(structured.breadcrumb, title, site_names)
    if printed and claimed and {fold(name) for name in claimed} <= {fold(name) for name in printed}:
        return " > ".join(claimed), "structured"
    if printed and len(printed) <= 4:
        return " > ".join(printed), "breadcrumb"
    if claimed:
        return " > ".join(claimed), "structured"
    above = _line_above(page, title)
    if above:
        return above, "above-title"
    sections = _clean_path(tuple(structured.sections[:1]), title, site_names)
    return (" > ".join(sections), "structured") if sections else None


def _clean_path(names: tuple[str, ...], title: str, site_names: Collection[str]) -> tuple[str, ...]:
    folded_title = fold(title)
    path: list[str] = []
    for name in names:
        tidy = normalize(name).strip(" >»›/|-–:•")
        folded = fold(tidy)
        if not tidy or folded in _HOME or _HERE.match(tidy) or (not path and folded in site_names):
            continue
        if folded == folded_title or (len(folded) > 30 and folded_title.startswith(folded.rstrip("….").rstrip())):
            continue
        if len(tidy) > 80 or (path and path[-1] == tidy):
            continue
        path.append(tidy)
    return tuple(path)


def _printed_path(page: PageLines) -> tuple[str, ...]:
    """Levels of the breadcrumb; drop-downs and controls inside it are left out."""
    marks = [
        mark
        for mark in page.links
        if mark.flags & CRUMB
        and not mark.flags & (FOOTER | COMMENT | SHARE)
        and not _CONTROLS.match(mark.node.text(strip=True))
    ]
    return _without_dropdown(marks) if marks else ()


def _without_dropdown(marks: list[Mark]) -> tuple[str, ...]:
    """Names of a breadcrumb's links, except those of a list nested inside one of its items."""
    depths = [_list_depth(mark) for mark in marks]
    shallow = min(depths)
    names = [mark.node.text() for mark, depth in zip(marks, depths, strict=True) if depth == shallow]
    return tuple(" ".join(name.split()) for name in names)


def _list_depth(mark: Mark) -> int:
    depth = 0
    node = mark.node.parent
    for _ in range(12):
        if node is None or node.tag == "body":
            break
        if node.tag in ("ul", "ol", "nav"):
            depth += 1
        node = node.parent
    return depth


def _line_above(page: PageLines, title: str) -> str | None:
    """A section's name printed right above the title: a heading, a link to a section, or the words before the date.
    Between the two only the date and the page's controls may stand."""
    if page.title_line is None:
        return None
    start = max(0, page.title_line - 6)
    for index in range(page.title_line - 1, start - 1, -1):
        line = page.lines[index]
        if page.is_elsewhere(line, HEADER | (NAV if _is_alone(page, index) else 0)):
            return None
        if line.flags & SHARE or _CONTROLS.match(line.text):
            continue
        date = first_date(line.text[:150])
        if date is not None:
            before = line.text[: date.start].strip(" |-–,:•")
            if before and index == page.title_line - 1 and _is_section_name(before, title):
                return before
            if any(flags & LINK and len(text.split()) >= 6 for flags, text in line.parts):
                return None
            continue
        if len(line.text) > 80 or _HAS_DIGITS.search(line.text):
            return None
        if not line.flags & (H1 | CRUMB | SECTION & ~page.title_flags) and not _links_to_section(page, index):
            return None
        names = [name for name in _CRUMB_SEPARATOR.split(line.text) if name and fold(name) not in _HOME]
        is_section = names and all(_is_section_name(name, title) for name in names)
        return " > ".join(names) if is_section else None
    return None


_LABEL_WORDS = re.compile(
    r"đăng|cập nhật|gửi|lúc|ngày|thời gian|post|publish|update|date|publi|\b(?:by|von|par|di)\b|tác giả|lượt",
    re.IGNORECASE,
)


def _is_section_name(name: str, title: str) -> bool:
    return (
        len(name.split()) <= 7
        and name[:1].isupper()
        and not _LABEL_WORDS.search(name)
        and not any(character.isdigit() for character in name)
        and fold(name) != fold(title)
    )


_DIGRAPHS = str.maketrans({"đ": "d"})


def _slug(text: str) -> str:
    """``text`` as portals write it in addresses: no marks, hyphens for spaces."""
    plain = unicode_form("NFD", fold(text).translate(_DIGRAPHS))
    return "-".join(_ASCII_WORD.findall("".join(letter for letter in plain if letter.isascii())))


_ASCII_WORD = re.compile(r"[a-z0-9]+")


def _is_alone(page: PageLines, index: int) -> bool:
    """Whether a line right above the title shares its zone with no other line above it: no item of a menu."""
    line = page.lines[index]
    return (
        index + 1 == page.title_line
        and not line.flags & ITEM
        and (index == 0 or page.lines[index - 1].zone != line.zone)
    )


def _links_to_section(page: PageLines, index: int) -> bool:
    """Whether every link of a line leads to a section: to an address that is called like it (``Thời sự`` →
    ``/thoi-su.htm``), or that the page links above as well, in its menu."""
    links = [mark for mark in page.links if mark.line == index]
    menu = {mark.attributes.get("href") for mark in page.links if mark.line < index}
    return bool(links) and all(_is_section_address(mark, menu) for mark in links)


def _is_section_address(mark: Mark, menu: set[str | None]) -> bool:
    href = mark.attributes.get("href") or ""
    if href.startswith(("#", "javascript:")) or _LONG_NUMBER.search(href):
        return False
    slug = "-".join(_slug(mark.node.text()).split("-")[:3])
    return href in menu or (bool(slug) and slug in href.lower())


_LONG_NUMBER = re.compile(r"\d{5}|/20\d\d/")
_HAS_DIGITS = re.compile(r"\d{3}")
_TAG_LABEL = re.compile(
    r"^(?:từ khóa|từ khoá|tags?|thẻ|chủ đề|xem thêm về|keywords?|hashtag|related topics|topics)\s*:?\s*", re.IGNORECASE
)


_NO_TAG = re.compile(
    r"(?:share|click|chia sẻ|facebook|twitter|zalo|pinterest|e-?mail|print|copy)\b|(?:tags?|từ khóa)$", re.IGNORECASE
)


def find_tags(page: PageLines) -> tuple[str, ...]:
    """Keywords printed for readers below the title: links marked as tags, or following a label such as ``Từ khóa:``."""
    start = page.title_line or 0
    marked = [
        mark
        for mark in page.links
        if mark.line > start and mark.flags & TAGS and not mark.flags & SHARE and not page.is_elsewhere(mark, _ENDS)
    ]
    if not marked:
        marked = _links_after_label(page, start)
    tags: dict[str, None] = {}
    last = None
    for mark in marked:
        if last is not None and mark.line - last > 6:
            break
        last = mark.line
        name = normalize(mark.node.text()).replace("\n", " ").strip(" #,;.")
        if 1 < len(name) <= 80 and not _NO_TAG.match(name) and first_date(name) is None:
            tags[name] = None
    return tuple(tags)


def _links_after_label(page: PageLines, start: int) -> list[Mark]:
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        label = _TAG_LABEL.match(line.text)
        if label is None or len(line.text) > 300 or page.is_elsewhere(line, HEADER):
            continue
        if label.end() < len(line.text) and ":" not in label[0]:
            continue
        last = index + (len(line.text) <= 40)
        links = [mark for mark in page.links if index <= mark.line <= last and not mark.flags & SHARE]
        if links and len(links) <= 20:
            return links
    return []


_VIEWS = re.compile(
    r"(?:số\s*)?(?:lượt|lần)\s*(?:người\s*)?(?:xem|đọc|truy\s*cập\s*bài)(?:\s*(?:bài(?:\s*viết)?|tin))?\s*[:：]?\s*\(?\s*(\d[\d.,\s]{0,12}\d|\d)"
    r"|(?:đã\s*(?:xem|đọc)|số\s*người\s*(?:xem|đọc)|views?|page\s*views?|hits?|reads?)\s*[:：]\s*(\d[\d.,\s]{0,12}\d|\d)"
    r"|(\d[\d.,]{0,12}\d|\d)\s*(?:lượt\s*(?:xem|đọc|người\s*xem)|lần\s*(?:xem|đọc)|views?\b)",
    re.IGNORECASE,
)
_VIEW_LABEL = re.compile(r"(?:số\s*)?lượt\s*(?:người\s*)?(?:xem|đọc)|đã\s*xem|views?", re.IGNORECASE)
_BARE = re.compile(r"^\D{0,3}(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\D{0,2}$")
_SITE_COUNTER = re.compile(
    r"(?:tổng|hôm nay|trong ngày|trong tháng|trực tuyến|online|đang truy cập|truy cập)", re.IGNORECASE
)


def find_view_count(page: PageLines) -> int | None:
    """Readers of this article as the page counts them; the site's own counters do not count."""
    title_line = page.title_line
    start = 0 if title_line is None else max(0, title_line - 6)
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        if len(line.text) > 200 or index == title_line or page.is_elsewhere(line, _ENDS):
            continue
        count = _count_in(line, page.lines, index)
        if count is None and title_line is not None and 0 < index - title_line <= 6:
            match = _DATE_THEN_NUMBER.search(line.text)
            count = _number(match[1]) if match else None
        if count is not None:
            return count
    return None


def _count_in(line: Line, lines: list[Line], index: int) -> int | None:
    """The counter of one line: labelled in it, labelled by it for the next line, or a number marked as views."""
    match = _VIEWS.search(line.text)
    if match:
        if _SITE_COUNTER.search(line.text[: match.start()]):
            return None
        return _number(match[1] or match[2] or match[3])
    if _VIEW_LABEL.fullmatch(line.text.strip(" :")):
        bare = _BARE.match(lines[index + 1].text) if index + 1 < len(lines) else None
        return _number(bare[1]) if bare else None
    if line.flags & VIEWS:
        marked = "".join(text for flags, text in line.parts if flags & VIEWS)
        bare = _BARE.match(" ".join(marked.split()))
        return _number(bare[1]) if bare else None
    return None


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


_DATE_THEN_NUMBER = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{4}\s*,?-?\s*\d{1,2}[:h]\d{2}(?::\d{2})?\s*[|\-–]?\s+(\d{1,3}(?:\.\d{3})+|\d{1,7})$"
)


_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|rar|7z|csv|txt|epub|xml)(?=$|[/?#&])", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"^(?:tải (?:về|xuống|file|tệp)|download|xem|tại đây|ở đây|here|file đính kèm|tệp đính kèm|đính kèm|view|pdf|.)$",
    re.IGNORECASE,
)


def find_attachments(page: PageLines, base_url: str) -> tuple[Attachment, ...]:
    """Files linked below the title, outside navigation, sidebars and related lists; absolute, each once."""
    found: dict[str, Attachment] = {}
    for mark in page.links:
        href = (mark.attributes.get("href") or "").strip()
        if "." not in href or (page.title_line is not None and mark.line <= page.title_line) or not _FILE.search(href):
            continue
        if page.is_elsewhere(mark) or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
            continue
        try:
            url = urljoin(base_url, href)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not (_FILE.search(parts.path) or _FILE.search(parts.query)):
            continue
        name = normalize(mark.node.text()).replace("\n", " ")
        if not name or _NO_NAME.match(name):
            name = _file_name(parts.path) or name or url
        found.setdefault(url, Attachment(url, name))
    return tuple(found.values())


def _file_name(path: str) -> str:
    pieces = [piece for piece in path.split("/") if _FILE.search(piece)]
    return normalize(unquote(pieces[-1])) if pieces else ""
