"""Pages that are no article, recognised before or instead of extraction. Each answer is a reason and a fact."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipelines.records import Page, Reason

Refusal = tuple[Reason, str]
"""Why a page is no article, and the fact behind it."""

MAX_STUB_CHARS = 12_000
"""A challenge, login or maintenance page is small; longer pages only mention such things."""

MIN_DEEP_BYTES = 100_000
"""A shorter page cannot be nested too deep to be parsed."""
MAX_UNCLOSED = 20_000
"""Most elements left open; a second or two of parsing."""

_NESTING = re.compile(
    rb"<(/?)(?:a|abbr|article|aside|b|big|blockquote|center|div|dl|em|fieldset|figure|font|form|i|main|nav|ol|s|section|"
    rb"small|span|strong|sub|sup|svg|table|u|ul)\b",
    re.IGNORECASE,
)
_HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"RIFF", b"{\\rtf")

_CHALLENGE = re.compile(
    r"D1N=|document\.cookie\s*=.{0,400}?location\.(?:reload|href|replace)|__cf_chl|cf-browser-verification"
    r"|challenge-platform|_Incapsula_Resource|sucuri_cloudproxy|ddos-guard|g-recaptcha|h-?captcha|captcha-delivery"
    r"|checking your browser|enable javascript and cookies|just a moment\.\.\.|attention required"
    r"|are you (?:a )?human|access denied|request unsuccessful|slowAES|toNumbers\("
    r"|xác (?:minh|thực|nhận) (?:bạn )?(?:không phải|là) (?:người máy|robot|con người)"
    r"|nhập mã (?:captcha|xác nhận|bảo vệ)",
    re.IGNORECASE | re.DOTALL,
)
_MAINTENANCE = re.compile(
    r"(?:đang|tạm (?:dừng|ngừng)[^.<]{0,30}?|để) (?:được )?(?:bảo trì|nâng cấp)|bảo trì hệ thống|under maintenance"
    r"|(?:down|offline) for maintenance|scheduled maintenance|site (?:is )?(?:temporarily )?unavailable"
    r"|service unavailable|be right back",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"đã (?:xảy ra|có) (?:một )?lỗi|có lỗi (?:xảy ra|không mong đợi)|lỗi hệ thống|mã tương quan|correlation id"
    r"|server error in|runtime error|error (?:has )?occurred|internal server error|không tìm thấy trang"
    r"|trang (?:bạn )?(?:yêu cầu )?không tồn tại|page not found",
    re.IGNORECASE,
)
"""What error pages on status 200 say; asked only of pages with next to no text."""
_PASSWORD = re.compile(r"<input[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_TAGS = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


def refuse_answer(page: Page) -> Refusal | None:
    """What status, kind of content and the downloader say against the page; ``None`` when nothing does."""
    if page.blocked is not None:
        return page.blocked, "recognised by the downloader"
    if page.status in (404, 410):
        return Reason.GONE, f"status {page.status}"
    if page.status >= 400:
        return Reason.HTTP_ERROR, f"status {page.status}"
    if _is_root(page.url) and not _is_root(page.requested_url):
        return Reason.REDIRECTED_HOME, f"{page.requested_url[:200]} led to the home page"
    content_type = (page.header("content-type") or "").lower()
    if content_type and not any(kind in content_type for kind in _HTML_TYPES):
        return Reason.NOT_HTML, f"content type {content_type[:60]}"
    return None


def _is_root(url: str) -> bool:
    if url.count("/") > 3:  # a cheap question to ask first
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query and not parts.fragment


def refuse_bytes(body: bytes) -> Refusal | None:
    """Whether the decompressed body is something else than markup; ``None`` when it may be markup."""
    if b"<" not in body and not body.strip(b" \t\r\n\x00"):
        return Reason.NO_TEXT, "empty body"
    start = body[:512].lstrip()
    if start.startswith(_BINARY):
        return Reason.NOT_HTML, f"starts with {start[:4]!r}"
    if start[:1] in (b"{", b"[") and b"<" not in body[:2048]:
        return Reason.NOT_HTML, "looks like JSON"
    return None if b"<" in body else (Reason.NOT_HTML, "no markup in it")


def refuse_nesting(markup: bytes) -> Refusal | None:
    """Whether so many elements are never closed that parsing, whose time grows with depth, would take minutes."""
    if len(markup) < MIN_DEEP_BYTES or markup.count(b"<") <= MAX_UNCLOSED:
        return None
    n_unclosed = sum(-1 if match[1] else 1 for match in _NESTING.finditer(markup))
    return (Reason.TOO_LARGE, f"{n_unclosed} elements are never closed") if n_unclosed > MAX_UNCLOSED else None


def refuse_stub(tree: LexborHTMLParser, n_prose: int) -> Refusal | None:
    """Whether a page with so many characters of prose is a challenge, login, maintenance or error page.

    Only asked where there is little prose: articles about maintenance and passwords exist.
    """
    html = "" if n_prose > 800 else tree.html or ""
    if not html or len(html) > 400_000:
        return None
    text = _TAGS.sub(" ", html) if len(html) <= MAX_STUB_CHARS else ""
    if len(html) <= MAX_STUB_CHARS and (found := _CHALLENGE.search(html)):
        return Reason.BLOCKED, f"challenge: {found[0][:40]}"
    if len(html) <= MAX_STUB_CHARS and (found := _MAINTENANCE.search(text)):
        return Reason.MAINTENANCE, f"says {found[0][:40]!r}"
    if n_prose < 200 and (found := _ERROR.search(text)):
        return Reason.HTTP_ERROR, f"says {found[0][:40]!r}"
    if n_prose < 200 and _PASSWORD.search(html):
        return Reason.LOGIN, "a password field and no text"
    return None
