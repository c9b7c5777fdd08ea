"""Addresses that are never requested, on any portal: they count, print, mail, log in, or never end.

Only whole path segments, parameter names and values are judged, never words inside an article's slug: articles are
about registering a business (``dang-ky-kinh-doanh``) and leaving poverty (``thoat-ngheo``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_SEGMENTS: tuple[tuple[str, str], ...] = (
    ("hit counter", r"tangluottruycap|(?:hit|visit|view|page)[-_]?count(?:er)?|counter"),
    (
        "print page",
        r"print|print[-_]?(?:page|able|version|friendly|view|preview)|pop_up|ban-?in|in-?bai(?:-?viet)?|in-?trang|in-?tin|in-[a-z]?\d{4,}",
    ),
    (
        "mail form",
        r"send-?(?:to-?)?(?:mail|email|friend)|sendmail|mail-?to-?friend|emailarticle|gui-?(?:email|mail|ban-?be)",
    ),
    ("text to speech", r"tts|text-?to-?speech"),
    ("page as a file", r"save-?file|download-?file"),
    ("captcha", r"(?:draw)?captcha(?:image)?"),
    (
        "login",
        r"log-?in|sign-?in|dang-?nhap|sign-?up|register|dang-?ky(?:-thanh-vien)?|wp-login|(?:lost|forgot)-?password",
    ),
    ("logout", r"log-?out|sign-?out|log-?off|dang-?xuat"),
    ("comment form", r"loadcomment|comment-reply"),
    ("administration", r"wp-admin|wp-json|xmlrpc|_layouts|_vti_bin|administrator"),
)
_PARAMETERS: tuple[tuple[str, str], ...] = (
    ("session address", r"(?:jsessionid|phpsessid|_afrloop|_afrwindowid|_adf\.ctrl-state|aspsessionid\w*)=.*"),
    ("print page", r"(?:.*_)?viewmode=print|print=(?:1|true|yes|)|tmpl=component|format=(?:pdf|print)"),
    ("login", r"p_p_id=58"),
    ("comment form", r"replytocom=.*"),
    ("share link", r"share=.*"),
    ("endless calendar", r"(?:cal_?(?:month|date|year)|eventdate|ical)=.*"),
    ("add to basket or vote", r"(?:add-to-cart|vote|rating)=.*"),
)
_ENDINGS_NO_PAGE = (
    "jpg|jpeg|png|gif|webp|svg|ico|bmp|mp3|mp4|wav|avi|flv|wmv|webm|m3u8|zip|rar|7z|exe|apk|css|js|woff2?|ttf|ics"
)
_SHARE = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:share|intent)"
    r"|linkedin\.com/share|zalo\.me/share|sp\.zalo\.me)",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r"(?i);jsessionid=|/\(s\([a-z0-9]{24}\)\)/")
_FILE = re.compile(rf"(?i)\.(?:{_ENDINGS_NO_PAGE})$")
_EXTENSION = re.compile(r"(?i)\.(?:aspx?|php|jsp|html?|do|axd|icd)$")


def _alternatives(rules: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    groups = "|".join(f"(?P<r{n}>{pattern})" for n, (_, pattern) in enumerate(rules))
    return re.compile(groups, re.IGNORECASE)


_SEGMENT = _alternatives(_SEGMENTS)
_PARAMETER = _alternatives(_PARAMETERS)


@lru_cache(maxsize=2_048)  # a portal's pages share their menus
def is_forbidden(url: str) -> str | None:
    """Why ``url`` must not be requested, or ``None`` when it may be."""
    if url.startswith("mailto:"):
        return "mail form"
    if _SHARE.match(url):
        return "share link"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "no readable address"
    if _SESSION_PATH.search(parts.path):
        return "session address"
    if _FILE.search(parts.path):
        return "file that is no page"
    for segment in parts.path.split("/"):
        if match := _SEGMENT.fullmatch(_EXTENSION.sub("", segment)):
            return _reason(_SEGMENTS, match)
    for pair in parts.query.split("&") if parts.query else ():
        if match := _PARAMETER.fullmatch(pair):
            return _reason(_PARAMETERS, match)
    return None


def _reason(rules: tuple[tuple[str, str], ...], match: re.Match[str]) -> str:
    assert match.lastgroup is not None
    return rules[int(match.lastgroup[1:])][0]
