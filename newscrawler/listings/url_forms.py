"""The form of an address: what addresses of one kind on one host have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_DIGITS = re.compile(r"\d+")
_COLLECTION = re.compile(
    r"(?i)^(?:/[\w-]{1,20})?/(?:tags?|tu-khoa|keywords?|authors?|tac-gia|topics?|users?|members?|profile|rss|feed|search|tim-kiem|"
    r"categor(?:y|ies)|chuyen-muc|chuyenmuc)(?:/|\.|\?|$)|-tag\d+|[?&](?:tag|author|keyword|q|s)="
)
_SECOND_LEVEL = frozenset({"com", "gov", "org", "edu", "net", "co", "ac", "info", "or", "go", "ne", "gob"})
_PLAIN_WORD = re.compile(r"[a-z][a-z_]*")
_DATE_PATH = re.compile(r"/(?:19|20)\d\d/\d{1,2}/")


@lru_cache(maxsize=2_048)
def url_form(url: str) -> str:
    """Template of ``url``: host, number of path levels, ending, parameter names, and where numbers stand.

    Words are forgotten and every number becomes its length in steps, so that two articles of one portal share a form
    and an article and a section mostly do not.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    levels = [level for level in parts.path.split("/") if level]
    last = levels[-1] if levels else ""
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 5 or ending.isdecimal():
        stem, ending = last, ""
    names = sorted(pair.split("=", 1)[0].lower() for pair in parts.query.split("&") if pair)
    shape = "/".join("9" if level.isdecimal() else "w" for level in levels[:-1])
    return f"{site_of(url)}|{shape}|{_shape(stem)}.{ending.lower()}?{'&'.join(names)}"


def _shape(stem: str) -> str:
    numbers = _DIGITS.findall(stem)
    longest = max((len(number) for number in numbers), default=0)
    step = "0" if longest < 3 else "3" if longest < 5 else "5" if longest < 9 else "9"
    if not stem:
        return "-"
    if stem.isdecimal():
        return f"n{step}"
    return f"w{step}"


def are_alike(one: str, other: str) -> bool:
    """Whether two addresses have one form, or are one script called with different identifiers.

    ``view=category`` and ``view=article`` are two pages of one script: words in parameters must agree.
    """
    ours, theirs = urlsplit(one), urlsplit(other)
    if ours.query and theirs.query and _words_differ(ours.query, theirs.query):
        return False
    if url_form(one) == url_form(other):
        return True
    if ours.path.lower() != theirs.path.lower() or not ours.query:
        return False
    known = set(_identifiers(ours.query))
    return any(
        name in {key for key, _ in known} and (name, value) not in known for name, value in _identifiers(theirs.query)
    )


def _words_differ(one: str, other: str) -> bool:
    """Whether a parameter without digits has two plain words (not texts of several) as its values."""
    ours, theirs = (
        dict(pair.lower().split("=", 1) for pair in query.split("&") if "=" in pair) for query in (one, other)
    )
    return any(
        value != theirs[name] and _PLAIN_WORD.fullmatch(value) and _PLAIN_WORD.fullmatch(theirs[name])
        for name, value in ours.items()
        if name in theirs
    )


def _identifiers(query: str) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return [(name.lower(), value) for name, _, value in pairs if value.isdecimal() and len(value) >= 3]


@lru_cache(maxsize=2_048)
def is_strong_form(url: str) -> bool:
    """Whether the address carries what sections do not: a number of three or more digits, a date path, a long slug."""
    parts = urlsplit(url)
    last = [level for level in parts.path.split("/") if level][-1:] or [""]
    if _DATE_PATH.search(parts.path) or last[0].count("-") >= 5:
        return True
    longest = max((len(number) for number in _DIGITS.findall(f"{parts.path}?{parts.query}")), default=0)
    return longest >= 3


def carries_identifier(url: str) -> bool:
    """Whether path or query hold a number of three or more digits that is not just a year."""
    parts = urlsplit(url)
    numbers = _DIGITS.findall(f"{parts.path}?{parts.query}")
    return any(len(number) >= 3 and not (len(number) == 4 and number[:2] in ("19", "20")) for number in numbers)


def is_collection(url: str) -> bool:
    """Whether the address names a tag, author, topic, search or category page by a word everybody uses for it."""
    path = url.split("/", 3)[3:]
    return bool(path) and _COLLECTION.search(f"/{path[0]}") is not None


@lru_cache(maxsize=2_048)
def site_of(url: str) -> str:
    """Registered domain of ``url``, near enough: the last two labels, three below ``gov.vn`` and the like."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    if host.replace(".", "").isdecimal() or len(labels) < 3:
        return host
    keep = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])
