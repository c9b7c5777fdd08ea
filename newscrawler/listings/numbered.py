"""Page numbers in addresses: reading them out of any known form, and writing the next one where a portal file says so.

Forms read: ``?page=2`` and its many names, Liferay's ``…_cur=2``, WebSphere's ``WCM_Page.x=2``, SharePoint's
``PageFirstRow=31``, TYPO3's ``tx_x[currentPage]=2``, ``/page-2/``, ``/page/2``, ``/trang-2.html``, ``/tin-tuc-p2``,
``/tin-tuc-page1``, the relative ``p2``, a bare number that is all in which two addresses differ, and a number set into
the middle of the listing's path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus, urljoin, urlsplit, urlunsplit

from newscrawler.listings.facts import ParameterPaging, PathPaging

PAGE_PARAMETER = re.compile(
    r"(?i)^(?:p|pg|pn|pi|cp|page|paged|pages|pageindex|pageid|pageno|pagenum(?:ber)?|page_?(?:no|num|number|index)|"
    r"currentpage|current_?page|curpage|cpage|ipage|npage|trang|so_?trang|trangso|start|offset|from|"
    r"pagefirstrow|.*_cur|cur|.*[_$.-]page(?:index|number|no)?|v_?page|wcm_page\..*|"
    r".*(?:\[|%5b)(?:current_?)?page(?:\]|%5d))$"
)
OFFSET_PARAMETER = re.compile(r"(?i)^(?:start|offset|from|pagefirstrow)$")
_SHAREPOINT = re.compile(r"(?i)^(?:paged|p_.*|pagefirstrow|pagedprev|pagelastrow|view)$")
_WEBSPHERE = re.compile(r"(?i)^wcm_(?:pi|page(?:\..*)?)$")
"""What the pager of IBM WebSphere's portals adds beside the number."""
_TYPO3_SEAL = "cHash"
"""What TYPO3 adds: a hash over the parameters before it."""
_LIFERAY = re.compile(r"(?i)^(?:p_p_.*|p_r_p_.*|.*_(?:delta|resetcur|keywords|advancedsearch|andoperator))$")
_NUMBER = re.compile(r"\d{1,6}")
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,19}")
_DIGITS = re.compile(r"(\d+)")
_PATH_SEGMENT = re.compile(
    r"(?i)^(?P<stem>.*/)(?P<word>page|trang|paging|pages|p|trang-so)(?P<glue>[-/_]?)(?P<n>\d{1,6})(?P<end>\.\w{2,5})?/?$"
)
_PATH_SUFFIX = re.compile(
    r"(?i)^(?P<stem>.*[^/])(?P<word>-p|-page|-trang)(?P<glue>-?)(?P<n>\d{1,6})(?P<end>\.\w{2,5})?/?$"
)
_EXTENSION = re.compile(r"(?i)\.(?:html?|aspx|php|jsp|chn|vnp|htx)$")
_INDEX = re.compile(r"(?i)/(?:index|default|home)$")


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number read out of an address."""

    number: int
    form: str
    """Where it stands: ``?page``, ``/page-``, ``-p`` … ; two addresses of one pager have the same form."""
    stem: str
    """The address without the number, normalised for comparing only."""
    backwards: bool = False
    """SharePoint's link to the *previous* page also carries a row number."""


@lru_cache(maxsize=2_048)
def stem_of(url: str) -> str:
    """``url`` normalised for comparing listings: host without ``www.``, path without ending, parameters sorted and
    without those that only page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    pairs = [pair for pair in parts.query.split("&") if pair]
    kept = [pair for pair in pairs if not _is_paging(pair.split("=", 1)[0], pairs)]
    return _stem(parts.netloc, parts.path, kept)


def _stem(host: str, path: str, pairs: list[str]) -> str:
    path = _INDEX.sub("", _EXTENSION.sub("", path.rstrip("/")))
    query = sorted(unquote_plus(pair).strip().casefold() for pair in pairs)
    return f"{host.lower().removeprefix('www.')}{path.casefold()}?{'&'.join(query)}"


def _is_paging(name: str, pairs: list[str]) -> bool:
    if PAGE_PARAMETER.match(name) or _LIFERAY.match(name) or _WEBSPHERE.match(name):
        return True
    if name == _TYPO3_SEAL:
        return any(PAGE_PARAMETER.match(pair.partition("=")[0]) for pair in pairs)
    return _SHAREPOINT.match(name) is not None and any(pair.lower().startswith("paged") for pair in pairs)


@lru_cache(maxsize=2_048)
def page_number(url: str) -> PageNumber | None:
    """The page number ``url`` carries in a known form, ``None`` when it carries none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return _in_query(parts.query, url) or _in_path(parts.netloc, parts.path, parts.query)


def _in_query(query: str, url: str) -> PageNumber | None:
    best: PageNumber | None = None
    pairs = query.split("&")
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator or not _NUMBER.fullmatch(value) or not PAGE_PARAMETER.match(name):
            continue
        backwards = any(other.lower().startswith("pagedprev=") for other in pairs)
        reading = PageNumber(int(value), f"?{name.lower()}", stem_of(url), backwards)
        if best is None or not OFFSET_PARAMETER.match(name):
            best = reading
    return best


def _in_path(host: str, path: str, query: str) -> PageNumber | None:
    match = _PATH_SEGMENT.match(path) or _PATH_SUFFIX.match(path)
    if match is None:
        return None
    pairs = [pair for pair in query.split("&") if pair]
    form = f"/{match['word'].lower()}{match['glue']}".replace("/-", "-")
    return PageNumber(int(match["n"]), form, _stem(host, match["stem"], pairs))


def single_number_apart(current: str, candidate: str) -> tuple[int, int] | None:
    """The two values of the one number in which the addresses differ, ``None`` when they differ otherwise.

    Reads pagers whose number stands anywhere: ``/PhanTrang/1747/1/x.html`` and ``/PhanTrang/1747/2/x.html``.
    """
    ours, theirs = _DIGITS.split(current), _DIGITS.split(candidate)
    if len(ours) != len(theirs):
        return None
    apart = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    if len(apart) != 1 or not (apart[0][0].isdecimal() and apart[0][1].isdecimal()) or len(apart[0][1]) > 6:
        return None
    return int(apart[0][0]), int(apart[0][1])


def number_set_into(url: str, candidate: str) -> int | None:
    """The number that ``candidate`` has in the middle of the path of ``url``, with at most one more word: the ``2`` of
    ``/PhanTrang/91/2/x.html`` for ``/91/x.html``; ``None`` when the addresses differ in anything else.
    """
    ours, theirs = urlsplit(url), urlsplit(candidate)
    if ours.query != theirs.query or ours.netloc != theirs.netloc:
        return None
    left, added = ours.path.rstrip("/").split("/"), []
    for segment in theirs.path.rstrip("/").split("/"):
        if left and segment == left[0]:
            del left[0]
        else:
            added.append(segment)
    numbers = [segment for segment in added if _NUMBER.fullmatch(segment)]
    words = [segment for segment in added if _WORD.fullmatch(segment)]
    if left or len(numbers) != 1 or len(words) > 1 or len(added) != len(numbers) + len(words):
        return None
    return int(numbers[0])


def next_address(url: str, paging: ParameterPaging | PathPaging) -> str | None:
    """Address of the page after ``url`` as the portal's file describes it; ``None`` when ``url`` does not fit."""
    if isinstance(paging, ParameterPaging):
        return _next_by_parameter(url, paging)
    if paging.pattern is not None:
        return _next_by_pattern(url, paging.pattern)
    return _next_by_template(url, paging)


def _next_by_parameter(url: str, paging: ParameterPaging) -> str:
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    for index, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if is_parameter(name, paging.name) and value.isdecimal():
            pairs[index] = f"{name}={int(value) + paging.step}"
            return urlunsplit(parts._replace(query="&".join(pairs), fragment=""))
    pairs.append(f"{paging.name}={paging.first + paging.step}")
    return urlunsplit(parts._replace(query="&".join(pairs), fragment=""))


def is_parameter(name: str, stated: str) -> bool:
    """Whether ``name`` is the parameter a file calls ``stated``; ``_cur`` also stands for ``_101_INSTANCE_x_cur``."""
    return name == stated or (stated.startswith("_") and name.endswith(stated))


def _next_by_pattern(url: str, pattern: str) -> str | None:
    match = re.search(pattern, url)
    if match is None or not match[1].isdecimal():
        return None
    return f"{url[: match.start(1)]}{int(match[1]) + 1}{url[match.end(1) :]}"


def _next_by_template(url: str, paging: PathPaging) -> str:
    template = paging.template or ""
    parts = urlsplit(url)
    before, after = template.split("{n}")
    behind = template.startswith(("/", "-"))
    glue = re.escape(before)
    tail = re.escape(after) if after.strip("/") else r"/?"
    written = re.search(f"{glue if behind else '(?<=/)' + glue}(\\d+)(?P<tail>{tail}|(?:\\.\\w+)?/?)$", parts.path)
    if written is not None:
        path = f"{parts.path[: written.start(1)]}{int(written[1]) + 1}{parts.path[written.end(1) :]}"
        return urlunsplit(parts._replace(path=path, fragment=""))
    name = template.replace("{n}", str(paging.first + 1))
    if template.startswith("/"):
        path = parts.path.rstrip("/") + name
    elif template.startswith("-"):
        ending = _EXTENSION.search(parts.path)
        cut = ending.start() if ending else len(parts.path.rstrip("/"))
        path = parts.path[:cut] + name + parts.path[cut:].rstrip("/")
    else:
        return urljoin(urlunsplit(parts._replace(query="", fragment="")), name)
    return urlunsplit(parts._replace(path=path, fragment=""))
